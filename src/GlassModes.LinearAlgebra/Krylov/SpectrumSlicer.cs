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

/// <summary>
/// Finds eigenpairs by shift and inverse. An interval is cut into slices, each of about as many eigenvalues as one factorisation
/// serves best, with a shift in the middle of each slice (<see cref="ShiftInvertLanczos"/>). Pairs found before are projected out,
/// so that slices may touch. The inertia of each shift is kept: it tells later in which slice an eigenvalue was missed.
/// Memory: the factors, 8 n (2 found + 4 · PerShift) bytes and 640 PerShift².
/// </summary>
public sealed unsafe class SpectrumSlicer : IDisposable
{
    // Vectors of a subspace for each eigenvalue expected, and the smallest subspace.
    private const double BasisPerPair = 4;
    private const int LeastBasis = 160;

    private const int MostShifts = 5;
    private const double ShiftStep = 0.0137;
    private const int MostCorrections = 2;
    private const int MostDepth = 12;

    // The overlap of slices in units of the tolerance, and its largest part of a slice.
    private const double Overlap = 100;
    private const double LargestOverlap = 0.01;

    private readonly IBlockOperator _product;
    private readonly Func<double, double> _expectedBelow;
    private readonly SlicingOptions _options;
    private readonly double[] _known;
    private readonly LdltFactorization _factorization;
    private readonly LdltInverse _inverse;
    private readonly IProgress<WorkProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly List<Eigenpairs> _found = [];
    private readonly List<Eigenpairs> _knownPairs = [];
    private readonly List<Inertia> _inertias = [];
    private int _seed = 1;

    /// <summary>Analyses the matrix.</summary>
    /// <param name="matrix">A, which must outlive this object.</param>
    /// <param name="product">A for products.</param>
    /// <param name="expectedBelow">About how many eigenvalues lie below a limit.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="known">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="progress">Told where the search stands; the fraction is not known.</param>
    /// <param name="cancellation">Looked at between the steps of the search.</param>
    /// <exception cref="InsufficientMemoryException">The factorisation would take more memory than allowed.</exception>
    /// <exception cref="LdltException">MUMPS or METIS failed.</exception>
    public SpectrumSlicer(
        BlockSparseMatrix matrix,
        IBlockOperator product,
        Func<double, double> expectedBelow,
        SlicingOptions options,
        double[] known,
        IProgress<WorkProgress>? progress = null,
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
        _progress?.Report(new WorkProgress(double.NaN, "analysing the matrix"));
        _factorization = new LdltFactorization(matrix, options.Factorization, cancellation);
        _inverse = new LdltInverse(_factorization);
    }

    /// <summary>Number of eigenpairs found so far.</summary>
    public int Count => _found.Sum(pairs => pairs.Count);

    /// <summary>The inertia of each shift so far. It counts known eigenvalues too.</summary>
    public IReadOnlyList<Inertia> Inertias => _inertias;

    /// <summary>Vectors solved for so far.</summary>
    public long Solves { get; private set; }

    /// <summary>All values found so far, ascending. Allocates them.</summary>
    public double[] Values() => [.. _found.SelectMany(pairs => pairs.Values.ToArray()).Order()];

    /// <summary>Finds the eigenpairs between two limits that have not been found before.</summary>
    /// <param name="lower">The lower limit.</param>
    /// <param name="upper">The upper limit.</param>
    /// <param name="least">The least number of eigenpairs to expect.</param>
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
                SearchSlice(from, to, (int)Math.Ceiling(within / slices), 0);
                from = to;
            }
        }
    }

    /// <summary>Excludes known pairs from the search. The caller keeps them; they must outlive the search.</summary>
    public void ExcludeKnown(Eigenpairs pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _knownPairs.Clear();
        _knownPairs.Add(pairs);
    }

    /// <summary>All pairs found, ascending. The caller disposes of them; the search holds none afterwards.</summary>
    public Eigenpairs DetachPairs()
    {
        Eigenpairs all = Eigenpairs.Merged(_product.Order, _found);
        ClearFound();
        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ClearFound();
        _factorization.Dispose();
    }

    private void ClearFound()
    {
        _found.ForEach(pairs => pairs.Dispose());
        _found.Clear();
    }

    private void SearchSlice(double lower, double upper, int expected, int depth)
    {
        if (depth == MostDepth)
        {
            throw new ConvergenceException($"Between {lower:g6} and {upper:g6} a slice does not converge, however narrow.");
        }

        // A limit may cut a cluster of eigenvalues, a part of which was found before and is projected out. Slices therefore overlap by
        // more than the errors of eigenvalues.
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
        ShiftInvertResult result = SearchAround(middle, options, upper - lower);
        _found.Add(result.Pairs);

        // Eigenvalues for which the subspace was too small get slices of their own.
        int missing = Math.Max(8, expected - result.Pairs.Count);
        if (result.From > lower)
        {
            SearchSlice(lower, result.From, missing, depth + 1);
        }

        if (result.To < upper)
        {
            SearchSlice(result.To, upper, missing, depth + 1);
        }
    }

    // Searches around a shift. Where an eigenvalue is on the shift, another shift beside it is tried.
    private ShiftInvertResult SearchAround(double middle, ShiftInvertOptions options, double width)
    {
        for (int attempt = 0; attempt < MostShifts; attempt++)
        {
            // 0, 1, −2, 3, −4 … steps, whose length eigenvalues have no reason to repeat.
            double shift = middle + ((attempt % 2 == 0 ? -1 : 1) * attempt * ShiftStep * width);
            int foundBefore = Count;
            _progress?.Report(new WorkProgress(double.NaN, $"factorising at {shift:g4}, {foundBefore} modes found"));
            Inertia inertia = _factorization.Factorise(shift, _cancellation);
            if (inertia.Zero > 0)
            {
                continue;
            }

            Relay? relay = _progress is null ? null : new Relay(_progress, shift, foundBefore);
            fixed (double* known = _known)
            {
                VectorSet knownVectors = new(known, _known.Length / _product.Order);
                VectorSet[] excluded = [knownVectors, .. _found.Concat(_knownPairs).Select(pairs => pairs.All)];
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

    // The limit below which a given number of eigenvalues is expected, by bisection.
    private double Quantile(double count, double lower, double upper)
    {
        (double low, double high) = (lower, upper);
        for (int k = 0; k < 60; k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = _expectedBelow(middle) < count ? (middle, high) : (low, middle);
        }

        double found = 0.5 * (low + high);

        // Away from the edges, whatever the estimate is.
        double margin = 0.05 * (upper - lower);
        return Math.Clamp(found, lower + margin, upper - margin);
    }

    // Adds the shift and the number of pairs found to what block Lanczos reports.
    private sealed class Relay(IProgress<WorkProgress> progress, double shift, int found) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => progress.Report(
            value with { Activity = $"block Lanczos around {shift:g4}, {value.Activity}, {found} modes found" });
    }
}
