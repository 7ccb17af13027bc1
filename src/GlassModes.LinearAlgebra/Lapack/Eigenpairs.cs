// The result of a symmetric eigensolver: ascending eigenvalues and, if asked for, their eigenvectors.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>
/// Count eigenvalues λ₀ ≤ λ₁ ≤ … of a symmetric matrix of order n, with orthonormal eigenvectors if they were asked for. The object owns
/// its memory: at least 8n·Count bytes for the vectors, and at most 8n bytes for the values.
/// </summary>
public sealed unsafe class Eigenpairs : IDisposable
{
    private const int BlockSize = 256;
    private readonly AlignedBuffer<double> _values;
    private readonly AlignedBuffer<double>? _vectors;
    private readonly int _first;
    private readonly int _firstVector;

    internal Eigenpairs(int order, int first, int count, AlignedBuffer<double> values, AlignedBuffer<double>? vectors, int firstVector = 0)
    {
        _firstVector = firstVector;
        Order = order;
        Count = count;
        _first = first;
        _values = values;
        _vectors = vectors;
    }

    /// <summary>Order n of the matrix, which is also the length of a vector.</summary>
    public int Order { get; }

    /// <summary>Number of eigenvalues. An interval may hold none.</summary>
    public int Count { get; }

    /// <summary>Whether eigenvectors were computed.</summary>
    public bool HasVectors => _vectors is not null;

    /// <summary>
    /// The eigenvalues in the unit of the matrix. They ascend, except in the result of a search around a shift. The length is Count.
    /// Allocates nothing.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The object has been disposed of.</exception>
    public ReadOnlySpan<double> Values => _values.Slice(_first, Count);

    /// <summary>The eigenvector of <c>Values[k]</c>: length n, norm 1, arbitrary sign. Allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is outside 0 … Count − 1.</exception>
    /// <exception cref="InvalidOperationException">No eigenvectors were asked for.</exception>
    /// <exception cref="ObjectDisposedException">The object has been disposed of.</exception>
    public ReadOnlySpan<double> Vector(int k)
    {
        AlignedBuffer<double> vectors = Vectors();
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, Count);
        return vectors.Slice((long)(_firstVector + k) * Order, Order);
    }

    /// <summary>
    /// max |XᵀX − 1| over all elements, where X is the n × Count matrix of the vectors. Rounding alone gives about 10⁻¹⁴. The computation
    /// takes n·Count² multiplications. It allocates at most half a MiB, for one block of the product at a time.
    /// </summary>
    /// <exception cref="InvalidOperationException">No eigenvectors were asked for.</exception>
    /// <exception cref="ObjectDisposedException">The object has been disposed of.</exception>
    public double MaxOrthogonalityLoss()
    {
        double* x = Vectors().Address + ((long)_firstVector * Order);
        int side = Math.Min(BlockSize, Math.Max(Count, 1));
        using var product = new AlignedBuffer<double>((long)side * side);
        double loss = 0;
        for (int right = 0; right < Count; right += side)
        {
            for (int left = 0; left <= right; left += side)
            {
                int m = Math.Min(side, Count - left), n = Math.Min(side, Count - right);
                LapackCalls.TransposedProduct(m, n, Order, x + ((long)left * Order), x + ((long)right * Order), product.Address);
                loss = Math.Max(loss, LargestDeviation(product.Address, m, n, left == right));
            }
        }

        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _values.Dispose();
        _vectors?.Dispose();
    }

    /// <summary>All vectors.</summary>
    internal VectorSet All => new(Vectors().Address + ((long)_firstVector * Order), Count);

    /// <summary>The values in writable form, for a solver that improves them.</summary>
    internal Span<double> MutableValues => _values.Slice(_first, Count);

    /// <summary>Copies a vector into a vector of another length or another order of elements.</summary>
    internal delegate void Rearrangement(ReadOnlySpan<double> from, Span<double> to);

    /// <summary>Copies a part of a set. The rearrangement gives the copied vectors another length or another order of elements.</summary>
    internal static Eigenpairs Copy(Eigenpairs pairs, int first, int count, int order, Rearrangement rearrange)
    {
        AlignedBuffer<double> values = new(Math.Max(count, 1));
        AlignedBuffer<double> vectors = new((long)order * Math.Max(count, 1));
        pairs.Values.Slice(first, count).CopyTo(values.Span);
        for (int k = 0; k < count; k++)
        {
            rearrange(pairs.Vector(first + k), vectors.Slice((long)k * order, order));
        }

        return new Eigenpairs(order, 0, count, values, vectors);
    }

    /// <summary>Copies several sets of eigenpairs of one matrix into one set, in ascending order.</summary>
    internal static Eigenpairs Merged(int order, params IReadOnlyList<Eigenpairs> sets)
    {
        (Eigenpairs Set, int Index)[] sources = [.. sets.SelectMany(set => Enumerable.Range(0, set.Count).Select(k => (set, k)))];
        double[] keys = [.. sources.Select(pair => pair.Set.Values[pair.Index])];
        Array.Sort(keys, sources);
        AlignedBuffer<double> values = new(Math.Max(sources.Length, 1));
        AlignedBuffer<double> vectors = new((long)order * Math.Max(sources.Length, 1));
        keys.CopyTo(values.Span);
        for (int k = 0; k < sources.Length; k++)
        {
            sources[k].Set.Vector(sources[k].Index).CopyTo(vectors.Slice((long)k * order, order));
        }

        return new Eigenpairs(order, 0, sources.Length, values, vectors);
    }

    /// <summary>Puts values and vectors in ascending order. Swaps only the vectors that are out of place.</summary>
    internal void Sort()
    {
        Span<double> values = _values.Slice(_first, Count);
        for (int k = 0; k < Count; k++)
        {
            int least = k;
            for (int j = k + 1; j < Count; j++)
            {
                least = values[j] < values[least] ? j : least;
            }

            if (least != k)
            {
                (values[k], values[least]) = (values[least], values[k]);
                if (_vectors is not null)
                {
                    long first = (long)(_firstVector + k) * Order;
                    long second = (long)(_firstVector + least) * Order;
                    SwapElements(_vectors.Slice(first, Order), _vectors.Slice(second, Order));
                }
            }
        }
    }

    private static void SwapElements(Span<double> first, Span<double> second)
    {
        for (int k = 0; k < first.Length; k++)
        {
            (first[k], second[k]) = (second[k], first[k]);
        }
    }

    /// <summary>A part of the pairs. The result takes over the memory of this object.</summary>
    internal Eigenpairs WithPart(int first, int count) => new(Order, _first + first, count, _values, _vectors, _firstVector);

    private static double LargestDeviation(double* g, int m, int n, bool diagonal)
    {
        double largest = 0;
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                double expected = diagonal && i == j ? 1 : 0;
                largest = Math.Max(largest, Math.Abs(g[((long)j * m) + i] - expected));
            }
        }

        return largest;
    }

    private AlignedBuffer<double> Vectors() => _vectors
        ?? throw new InvalidOperationException("These eigenpairs hold no vectors: ask the solver for them with vectors: true.");
}
