// Sums that do not depend on the order of their terms.

namespace GlassModes.Statistics;

/// <summary>
/// A vector of sums, each kept exactly as a few doubles that do not overlap (Shewchuk, Discrete Comput. Geom. 18, 305, 1997), and rounded
/// once, when it is asked for. So the sums of any partition of the same terms, added in any order, are the same to the last bit. Memory:
/// some 33 bytes a sum. Not safe for several threads at once.
/// </summary>
public sealed class ExactSums
{
    private const int FirstCapacity = 4;
    private int _capacity = FirstCapacity;
    private double[] _parts;
    private readonly byte[] _counts;

    /// <summary>Sums of nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative length.</exception>
    public ExactSums(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _counts = new byte[length];
        _parts = new double[length * FirstCapacity];
    }

    /// <summary>How many sums there are.</summary>
    public int Length => _counts.Length;

    /// <summary>The sum nearest to the exact one (ties to even). Allocates nothing.</summary>
    public double this[int k]
    {
        get
        {
            // Downwards until a part is lost by rounding; then whether what is left would have rounded the other way.
            ReadOnlySpan<double> parts = PartsOf(k);
            int n = parts.Length;
            if (n == 0)
            {
                return 0;
            }

            double high = parts[--n];
            double low = 0;
            while (n > 0)
            {
                double part = parts[--n];
                double sum = high + part;
                low = part - (sum - high);
                high = sum;
                if (low != 0)
                {
                    break;
                }
            }

            if (n > 0 && ((low < 0 && parts[n - 1] < 0) || (low > 0 && parts[n - 1] > 0)))
            {
                double twice = 2 * low;
                double rounded = high + twice;
                high = rounded - high == twice ? rounded : high;
            }

            return high;
        }
    }

    /// <summary>The doubles that add up to one sum, in ascending magnitude. They can be stored, and added again.</summary>
    public ReadOnlySpan<double> PartsOf(int k) => _parts.AsSpan(k * _capacity, _counts[k]);

    /// <summary>Adds a term to each sum.</summary>
    /// <exception cref="ArgumentException">As many terms as there are sums are needed, each finite.</exception>
    public void Add(ReadOnlySpan<double> terms)
    {
        if (terms.Length != Length)
        {
            throw new ArgumentException($"{Length} terms are needed; found {terms.Length}.", nameof(terms));
        }

        for (int k = 0; k < terms.Length; k++)
        {
            Add(k, terms[k]);
        }
    }

    /// <summary>Adds a term to one sum.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    /// <exception cref="OverflowException">The sum is beyond what a double can hold.</exception>
    public void Add(int k, double term)
    {
        if (!double.IsFinite(term))
        {
            throw new ArgumentException(FormattableString.Invariant($"A sum takes finite terms; found {term}."), nameof(term));
        }

        Span<double> parts = _parts.AsSpan(k * _capacity, _capacity);
        int kept = 0;
        int count = _counts[k];
        double high = term;
        for (int j = 0; j < count; j++)
        {
            // Two numbers as their rounded sum and its error (Knuth).
            double part = parts[j];
            double sum = high + part;
            double second = sum - high;
            double error = (high - (sum - second)) + (part - second);
            if (error != 0)
            {
                parts[kept++] = error;
            }

            high = sum;
        }

        if (!double.IsFinite(high))
        {
            throw new OverflowException("A sum is beyond what a double can hold.");
        }

        if (high != 0)
        {
            if (kept == _capacity)
            {
                parts = Enlarged(k);
            }

            parts[kept++] = high;
        }

        _counts[k] = (byte)kept;
    }

    /// <summary>Adds all terms of other sums.</summary>
    /// <exception cref="ArgumentException">It has another length, or is this one.</exception>
    public void Add(ExactSums other) => Add(other, 1);

    /// <summary>Subtracts all that other sums have added. The result is exactly what the sums were without it.</summary>
    /// <inheritdoc cref="Add(ExactSums)"/>
    public void Subtract(ExactSums other) => Add(other, -1);

    private void Add(ExactSums other, int sign)
    {
        ArgumentNullException.ThrowIfNull(other);
        bool isThis = ReferenceEquals(other, this);
        if (other.Length != Length || isThis)
        {
            string found = isThis ? "themselves" : $"{other.Length}";
            throw new ArgumentException($"{Length} sums take {Length} others; found {found}.", nameof(other));
        }

        for (int k = 0; k < Length; k++)
        {
            foreach (double part in other.PartsOf(k))
            {
                Add(k, sign * part);
            }
        }
    }

    private Span<double> Enlarged(int k)
    {
        double[] larger = new double[Length * _capacity * 2];
        for (int j = 0; j < Length; j++)
        {
            _parts.AsSpan(j * _capacity, _capacity).CopyTo(larger.AsSpan(j * _capacity * 2));
        }

        _parts = larger;
        _capacity *= 2;
        return _parts.AsSpan(k * _capacity, _capacity);
    }
}
