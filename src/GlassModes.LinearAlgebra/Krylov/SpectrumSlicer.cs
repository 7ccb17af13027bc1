// Finds all eigenpairs of an interval slice by slice, however many there are.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>The settings of a <see cref="SpectrumSlicer"/>.</summary>
/// <param name="Tolerance">Largest residual ‖A x − λ x‖ of a converged pair, in the unit of the matrix.</param>
/// <param name="PerShift">Number of eigenvalues that one factorisation serves.</param>
/// <param name="BlockSize">Number of vectors solved for at once.</param>
/// <param name="Factorization">The settings of the factorisations.</param>
public sealed record SlicingOptions(double Tolerance, int PerShift = 700, int BlockSize = 16, LdltOptions? Factorization = null);

/// <summary>
/// Finds eigenpairs by shift and inverse. An interval is cut into slices, each with about as many eigenvalues as one factorisation serves
/// best. <see cref="ShiftInvertLanczos"/> searches each slice from a shift in its middle. Pairs found before are projected out, so that
/// slices may touch. The inertia of each shift is kept, because it tells later in which slice an eigenvalue was missed. Memory: the
/// factors, and 8 n (2 found + 4 · PerShift) + 512 PerShift² bytes.
/// </summary>
public sealed unsafe class SpectrumSlicer : IDisposable
{
    // Number of vectors of a subspace for each expected eigenvalue, and for the smallest subspace.
    private const double BasisPerPair = 4;
    private const int LeastBasis = 160;

    private const int MostShifts = 5;
    private const double ShiftStep = 0.0137;
    private const int MostCorrections = 2;
    private const int MostDepth = 12;

    // The overlap of slices in units of the tolerance, and the largest overlap as a fraction of a slice.
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

    /// <summary>Analyses the pattern of the matrix.</summary>
    /// <param name="matrix">A, which must outlive this object.</param>
    /// <param name="product">Multiplies by A.</param>
    /// <param name="expectedBelow">Estimates how many eigenvalues lie below a limit.</param>
    /// <param name="options">The settings.</param>
    /// <param name="known">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="progress">Receives what the search is doing. The fraction is NaN, because the total is not known.</param>
    /// <param name="cancellation">Checked between the steps of the search.</param>
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

    /// <summary>The inertia of each shift so far. The counts include known eigenvalues.</summary>
    public IReadOnlyList<Inertia> Inertias => _inertias;

    /// <summary>Number of vectors solved for so far.</summary>
    public long Solves { get; private set; }

    /// <summary>All eigenvalues found so far, in ascending order. Allocates the array.</summary>
    public double[] Values() => [.. _found.SelectMany(pairs => pairs.Values.ToArray()).Order()];

    /// <summary>Finds the eigenpairs between two limits that have not been found before.</summary>
    /// <param name="lower">The lower limit.</param>
    /// <param name="upper">The upper limit.</param>
    /// <param name="least">The least number of eigenpairs to expect.</param>
    /// <exception cref="ArgumentException">The lower limit is not below the upper limit.</exception>
    /// <exception cref="InsufficientMemoryException">The factorisation needs more memory than allowed.</exception>
    /// <exception cref="LdltException">MUMPS failed.</exception>
    /// <exception cref="ConvergenceException">No shift of a slice could be used, or a slice did not converge.</exception>
    public void Find(double lower, double upper, int least = 0)
    {
        if (!(lower < upper))
        {
            throw new ArgumentException($"The lower limit {lower:g6} is not below the upper one {upper:g6}.");
        }

        double countBelow = _expectedBelow(lower);
        double countWithin = Math.Max(least, _expectedBelow(upper) - countBelow);
        int slices = Math.Max(1, (int)Math.Ceiling(countWithin / _options.PerShift));
        double from = lower;
        for (int slice = 1; slice <= slices; slice++)
        {
            double to = slice == slices ? upper : FindQuantile(countBelow + (countWithin * slice / slices), lower, upper);
            if (to > from)
            {
                SearchSlice(from, to, (int)Math.Ceiling(countWithin / slices), 0);
                from = to;
            }
        }
    }

    /// <summary>
    /// Excludes known pairs from the search, in place of pairs that were excluded before. The caller keeps the pairs. They must outlive the
    /// search.
    /// </summary>
    public void ExcludeKnown(Eigenpairs pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _knownPairs.Clear();
        _knownPairs.Add(pairs);
    }

    /// <summary>All pairs found, in ascending order. The caller disposes of them. The slicer holds no pairs afterwards.</summary>
    public Eigenpairs DetachPairs()
    {
        Eigenpairs merged = Eigenpairs.Merged(_product.Order, _found);
        ClearFound();
        return merged;
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

        // A limit may cut a cluster of eigenvalues. The part that the neighbouring slice has found is projected out. Slices therefore
        // overlap by more than the errors of eigenvalues.
        double overlap = Math.Min(Overlap * _options.Tolerance, LargestOverlap * (upper - lower));
        double countBelow = _expectedBelow(lower);
        double middle = FindQuantile(countBelow + (0.5 * (_expectedBelow(upper) - countBelow)), lower, upper);
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

        // The subspace may have been too small for some eigenvalues. Smaller slices are then searched for them.
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

    // Searches around a shift. If an eigenvalue lies on the shift, another shift beside it is tried.
    private ShiftInvertResult SearchAround(double middle, ShiftInvertOptions options, double width)
    {
        for (int attempt = 0; attempt < MostShifts; attempt++)
        {
            // The shifts lie 0, 1, −2, 3, −4 … steps from the middle. Eigenvalues have no reason to repeat at the length of a step.
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

    // Finds by bisection the limit below which a given number of eigenvalues is expected.
    private double FindQuantile(double count, double lower, double upper)
    {
        (double low, double high) = (lower, upper);
        for (int k = 0; k < 60; k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = _expectedBelow(middle) < count ? (middle, high) : (low, middle);
        }

        double found = 0.5 * (low + high);

        // The result keeps away from the edges, whatever the estimate is.
        double margin = 0.05 * (upper - lower);
        return Math.Clamp(found, lower + margin, upper - margin);
    }

    // Adds the shift and the number of pairs found to the reports of block Lanczos.
    private sealed class Relay(IProgress<WorkProgress> progress, double shift, int found) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => progress.Report(
            value with { Activity = $"block Lanczos around {shift:g4}, {value.Activity}, {found} modes found" });
    }
}
