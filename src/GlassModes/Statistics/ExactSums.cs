// Sums that do not depend on the order of their terms.

namespace GlassModes.Statistics;

/// <summary>
/// A vector of exact sums. Each sum is kept as a few doubles that do not overlap (Shewchuk, Discrete Comput. Geom. 18, 305, 1997), and is
/// rounded only when it is read. Sums of the same terms are therefore equal to the last bit, whatever the order of the terms and however
/// the terms were split into partial sums. Memory: some 33 bytes for each sum. Not safe for several threads at once.
/// </summary>
public sealed class ExactSums
{
    private const int FirstCapacity = 4;
    private int _capacity = FirstCapacity;

    // Each sum has places for _capacity parts. _counts says how many of these places are used.
    private double[] _parts;
    private readonly byte[] _counts;

    /// <summary>Makes sums without terms; each sum is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public ExactSums(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _counts = new byte[length];
        _parts = new double[length * FirstCapacity];
    }

    /// <summary>The number of sums.</summary>
    public int Length => _counts.Length;

    /// <summary>The double nearest to the exact sum (ties to even). Allocates nothing.</summary>
    public double this[int k]
    {
        get
        {
            // Parts are added from the largest down until an addition has a rounding error. If this error is exactly half a unit of the
            // last digit, and the next part has the sign of the error, the exact sum is beyond the tie and is rounded the other way.
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
                double correction = 2 * low;
                double rounded = high + correction;
                high = rounded - high == correction ? rounded : high;
            }

            return high;
        }
    }

    /// <summary>The doubles that add up to sum k, in ascending magnitude. These parts can be stored, and added to other sums.</summary>
    public ReadOnlySpan<double> PartsOf(int k) => _parts.AsSpan(k * _capacity, _counts[k]);

    /// <summary>Adds a term to each sum.</summary>
    /// <exception cref="ArgumentException">The number of terms is not that of the sums, or a term is not finite.</exception>
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
    /// <exception cref="ArgumentException">The term is not finite.</exception>
    /// <exception cref="OverflowException">The sum exceeds the range of a double.</exception>
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
            // The sum of two numbers is split into the rounded sum and its rounding error (Knuth).
            double part = parts[j];
            double sum = high + part;
            double addedPart = sum - high;
            double error = (high - (sum - addedPart)) + (part - addedPart);
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
                parts = EnlargeParts(k);
            }

            parts[kept++] = high;
        }

        _counts[k] = (byte)kept;
    }

    /// <summary>Adds all terms of other sums.</summary>
    /// <exception cref="ArgumentException">The other sums have another length, or are these sums themselves.</exception>
    public void Add(ExactSums other) => Add(other, 1);

    /// <summary>
    /// Subtracts all terms of other sums. If these terms were added before, the result is exactly as if they had not been added.
    /// </summary>
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

    private Span<double> EnlargeParts(int k)
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
