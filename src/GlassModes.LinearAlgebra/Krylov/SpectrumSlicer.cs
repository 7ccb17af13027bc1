// All eigenpairs of an interval, however many, slice by slice.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>What is asked of a <see cref="SpectrumSlicer"/>.</summary>
/// <param name="Tolerance">Largest ‖A x − λ x‖, in the matrix's own unit.</param>
/// <param name="PerShift">Eigenvalues that one factorisation serves.</param>
/// <param name="BlockSize">Vectors solved for at once.</param>
/// <param name="Factorization">How shifts are factorised.</param>
public sealed record SlicingOptions(double Tolerance, int PerShift = 700, int BlockSize = 16, LdltOptions? Factorization = null);

/// <summary>Where a search stands.</summary>
/// <param name="Stage">What it does.</param>
/// <param name="Found">Eigenpairs found so far.</param>
public sealed record SlicingProgress(string Stage, int Found);

/// <summary>
/// Finds eigenpairs by shift and inverse: an interval is cut into slices of about as many eigenvalues as a factorisation is worth, each with a
/// shift in its middle (<see cref="ShiftInvertLanczos"/>). What has been found before is projected out, so that slices may touch.
/// The inertia of each shift is kept, and tells later in which slice an eigenvalue was missed.
/// Memory: the factors, 8 n (2 found + 4 · PerShift) bytes and 640 PerShift².
/// </summary>
public sealed unsafe class SpectrumSlicer : IDisposable
{
    // Vectors of a subspace for each eigenvalue expected, and beside them.
    private const double BasisPerPair = 4;
    private const int LeastBasis = 160;

    private const int MostShifts = 5;
    private const double ShiftStep = 0.0137;
    private const int MostCorrections = 2;

    // Of slices: in tolerances, and of a slice.
    private const double Overlap = 100;
    private const double LargestOverlap = 0.01;

    private readonly IBlockOperator _product;
    private readonly Func<double, double> _expectedBelow;
    private readonly SlicingOptions _options;
    private readonly double[] _known;
    private readonly LdltFactorization _factorization;
    private readonly LdltInverse _inverse;
    private readonly IProgress<SlicingProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<Eigenpairs> _found = [];
    private readonly List<Eigenpairs> _others = [];
    private readonly List<Inertia> _inertias = [];
    private int _seed = 1;

    /// <summary>Analyses the matrix.</summary>
    /// <param name="matrix">A, which must outlive this object.</param>
    /// <param name="product">A for products.</param>
    /// <param name="expectedBelow">About how many eigenvalues lie below a limit.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="known">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="progress">Told where the search stands.</param>
    /// <param name="cancellation">Looked at between the steps of the search.</param>
    /// <exception cref="InsufficientMemoryException">The factorisation would take more memory than allowed.</exception>
    /// <exception cref="LdltException">MUMPS or METIS failed.</exception>
    public SpectrumSlicer(
        BlockSparseMatrix matrix,
        IBlockOperator product,
        Func<double, double> expectedBelow,
        SlicingOptions options,
        double[] known,
        IProgress<SlicingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(expectedBelow);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(known);
        _product = product;
        _expectedBelow = expectedBelow;
        _options = options;
        _known = known;
        _progress = progress;
        _cancellation = cancellation;
        _progress?.Report(new SlicingProgress("analysing the matrix", 0));
        _factorization = new LdltFactorization(matrix, options.Factorization, cancellation);
        _inverse = new LdltInverse(_factorization);
    }

    /// <summary>Eigenpairs found so far.</summary>
    public int Count => _found.Sum(pairs => pairs.Count);

    /// <summary>The inertia of each shift so far. Eigenvalues that are known count too.</summary>
    public IReadOnlyList<Inertia> Inertias => _inertias;

    /// <summary>Vectors solved for so far.</summary>
    public long Solves { get; private set; }

    /// <summary>All values found so far, ascending. Allocates them.</summary>
    public double[] Values() => [.. _found.SelectMany(pairs => pairs.Values.ToArray()).Order()];

    /// <summary>Finds what lies between two limits and has not been found before; <paramref name="least"/> is how many that must be.</summary>
    /// <exception cref="InsufficientMemoryException">The memory allowed does not suffice.</exception>
    /// <exception cref="LdltException">MUMPS failed.</exception>
    /// <exception cref="ConvergenceException">No shift in a slice served.</exception>
    public void Find(double lower, double upper, int least = 0)
    {
        if (!(lower < upper))
        {
            throw new ArgumentException($"The lower limit {lower:g6} is not below the upper one {upper:g6}.");
        }

        double below = _expectedBelow(lower);
        double within = Math.Max(least, _expectedBelow(upper) - below);
        int slices = Math.Max(1, (int)Math.Ceiling(within / _options.PerShift));
        double from = lower;
        for (int slice = 1; slice <= slices; slice++)
        {
            double to = slice == slices ? upper : Quantile(below + (within * slice / slices), lower, upper);
            if (to > from)
            {
                Slice(from, to, (int)Math.Ceiling(within / slices), 0);
                from = to;
            }
        }
    }

    /// <summary>From now on these are known; they remain the caller's, and must outlive the search.</summary>
    public void Know(Eigenpairs pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _others.Clear();
        _others.Add(pairs);
    }

    /// <summary>All pairs found, ascending; the caller's to dispose.</summary>
    public Eigenpairs Take()
    {
        Eigenpairs all = Eigenpairs.Merged(_product.Order, _found);
        Clear();
        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        _factorization.Dispose();
    }

    private void Clear()
    {
        _found.ForEach(pairs => pairs.Dispose());
        _found.Clear();
    }

    private void Slice(double lower, double upper, int expected, int depth)
    {
        if (depth == 12)
        {
            throw new ConvergenceException($"Between {lower:g6} and {upper:g6} a slice does not converge, however narrow.");
        }

        // A cluster may have been cut: what of it was found is projected out, so that slices overlap by more than their errors.
        double overlap = Math.Min(Overlap * _options.Tolerance, LargestOverlap * (upper - lower));
        double below = _expectedBelow(lower);
        double middle = Quantile(below + (0.5 * (_expectedBelow(upper) - below)), lower, upper);
        ShiftInvertOptions options = new(
            lower - overlap,
            upper + overlap,
            0.3 * _options.Tolerance,
            expected,
            Math.Max((int)Math.Min(BasisPerPair * expected, BasisPerPair * _options.PerShift), LeastBasis),
            Math.Min(_options.BlockSize, Math.Max(8, expected / 8 * 8)),
            _seed++);
        ShiftInvertResult result = Around(middle, options, upper - lower);
        _found.Add(result.Pairs);

        // What the subspace had no room for has slices of its own.
        int rest = Math.Max(8, expected - result.Pairs.Count);
        if (result.From > lower)
        {
            Slice(lower, result.From, rest, depth + 1);
        }

        if (result.To < upper)
        {
            Slice(result.To, upper, rest, depth + 1);
        }
    }

    // Searches around a shift, or around one beside it where an eigenvalue sits on it.
    private ShiftInvertResult Around(double middle, ShiftInvertOptions options, double width)
    {
        for (int attempt = 0; attempt < MostShifts; attempt++)
        {
            // 0, 1, −2, 3, −4 … times a part that eigenvalues have no reason to repeat.
            double shift = middle + ((attempt % 2 == 0 ? -1 : 1) * attempt * ShiftStep * width);
            int already = Count;
            _progress?.Report(new SlicingProgress($"factorising at {shift:g4}", already));
            Inertia inertia = _factorization.Factorise(shift, _cancellation);
            if (inertia.Zero > 0)
            {
                continue;
            }

            Relay relay = new(size => _progress?.Report(new SlicingProgress($"block Lanczos around {shift:g4}, {size} vectors", already)));
            fixed (double* known = _known)
            {
                VectorSet[] excluded = [new VectorSet(known, _known.Length / _product.Order), .. _found.Concat(_others).Select(pairs => pairs.All)];
                ShiftInvertResult result = ShiftInvertLanczos.Run(_inverse, shift, options, excluded, relay, _cancellation);
                Solves += result.Solves;
                if (result.IsOnEigenvalue)
                {
                    result.Pairs.Dispose();
                    continue;
                }

                _inertias.Add(inertia);
                RayleighRitz.Improve(_product, _inverse, result.Pairs, excluded, _options.Tolerance, MostCorrections, _cancellation);
                return result;
            }
        }

        throw new ConvergenceException($"Around {middle:g6} no shift could be found that has no eigenvalue on it.");
    }

    // Where the expected number reaches a value, by bisection.
    private double Quantile(double count, double lower, double upper)
    {
        (double low, double high) = (lower, upper);
        for (int k = 0; k < 60; k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = _expectedBelow(middle) < count ? (middle, high) : (low, middle);
        }

        double found = 0.5 * (low + high);

        // Not at the edge, whatever the estimate says.
        double margin = 0.05 * (upper - lower);
        return Math.Clamp(found, lower + margin, upper - margin);
    }

    private sealed class Relay(Action<int> told) : IProgress<int>
    {
        public void Report(int value) => told(value);
    }
}
