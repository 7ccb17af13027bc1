// Finds many modes, or the modes of any interval, by shift and inverse on slices of the spectrum.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Models;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>Finds modes by factorisations of H − σ, with a few hundred modes for each shift σ. Each object serves one search.</summary>
internal sealed class SlicingSolver : IModeSolver
{
    private const string Routines = "shift-invert block Lanczos on slices, MUMPS LDLT";

    // Number of modes beyond the requested limits, so that the certificate finds a gap for its shift.
    private const int FewestBeyond = 3;

    // In a crystal the modes found may end within a multiplet, which leaves no gap for a certificate. The search then goes on, up to this
    // number of further modes.
    private const int LargestMultiplet = 150;

    // The search begins below the lowest Ritz value of Lanczos steps. The distance is LowestMargin times λ_max plus LowestShare times the
    // magnitude of this value.
    private const double LowestMargin = 1e-3;
    private const double LowestShare = 0.02;

    private readonly ModeProblem _problem;
    private readonly SpectrumSlicer _slicer;
    private readonly double _bottom;

    // The range that has been searched.
    private double _from;
    private double _to;

    public SlicingSolver(ModeProblem problem)
    {
        _problem = problem;
        double lowest = problem.Spectrum.Lowest;
        _bottom = lowest - (LowestShare * Math.Abs(lowest)) - (LowestMargin * problem.Scale);
        _slicer = new SpectrumSlicer(
            problem.Sparse.Matrix,
            problem.Product,
            limit => problem.Spectrum.FractionBelow(limit) * problem.Hessian.Order,
            new SlicingOptions(
                problem.Options.Tolerance * problem.Scale, Factorization: new LdltOptions(MemoryLimit: problem.Options.MemoryLimit)),
            problem.Translations,
            new Relay(problem),
            problem.Cancellation);
    }

    /// <inheritdoc/>
    public ModeSet FindUnstable(int atLeast)
    {
        BeginSearch(_bottom, AddMargin(Math.Max(EstimateLimit(atLeast), _problem.SignLimit)));
        ExtendSearch(
            values => values.Count(value => value > _problem.SignLimit) >= FewestBeyond && values.Length >= atLeast + FewestBeyond);
        return SparseModes.CreateUnstable(_problem, Check.CertifyUnstable(_slicer.DetachPairs(), atLeast, FindMissing), atLeast, Name);
    }

    /// <inheritdoc/>
    public ModeSet FindLowest(int count)
    {
        BeginSearch(_bottom, AddMargin(EstimateLimit(count)));
        ExtendSearch(values => values.Length >= count + FewestBeyond
            && (values.Length >= count + LargestMultiplet || Check.HasGapAbove(values, count)));
        return SparseModes.CreateLowest(
            _problem, Check.CertifyLowest(_slicer.DetachPairs(), count, atAnySize: true, FindMissing), count, Name);
    }

    /// <inheritdoc/>
    public ModeSet FindWithin(double lower, double upper)
    {
        if (lower > _problem.Top || upper < _problem.Bottom)
        {
            return CreateEmpty(lower, upper);
        }

        // The limits are cut to the rigorous bounds of the spectrum, because the value at which the search begins is only an estimate.
        lower = Math.Max(lower, _problem.Bottom);
        upper = Math.Min(upper, _problem.Top);
        double from = lower - EstimateStep(lower, -1);
        BeginSearch(Math.Max(from, upper > _bottom ? _bottom : _problem.Bottom), AddMargin(upper));
        ExtendSearch(values => values.Count(value => value > upper) >= FewestBeyond);
        while (_from > _bottom && _slicer.Values().Count(value => value <= lower) < FewestBeyond)
        {
            double below = Math.Max(_bottom, _from - EstimateStep(_from, -1));
            _slicer.Find(below, _from);
            _from = below;
        }

        // If no eigenvalue was found below the lower limit, the search has reached the bottom of the spectrum. The certificate then covers
        // the spectrum from its lowest eigenvalue.
        CertifiedPairs certified = Check.CertifyInterval(_slicer.DetachPairs(), lower, upper, FindMissing);
        ReadOnlySpan<double> values = certified.Pairs.Values;
        int first = ModeChecks.CountUpTo(values, lower);
        int end = ModeChecks.CountUpTo(values, upper);

        bool coversAllNegative = first == 0 && certified.ReachesBeyondZero;
        return SparseModes.Create(
            _problem,
            certified.Pairs,
            first..end,
            Name,
            certified.Certificate,
            coversAllNegative ? ModeChecks.CountBelow(values, -_problem.Zero) : null,
            coversAllNegative ? SparseModes.CountZeroModes(_problem, values) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _slicer.Dispose();

    private CompletenessCheck Check => new(_problem, _to >= _problem.Top);

    private string Name => $"{Routines}, {_slicer.Inertias.Count} shifts";

    // An empty set for an interval that lies beyond a rigorous bound of the spectrum.
    private ModeSet CreateEmpty(double lower, double upper) =>
        SparseModes.Create(_problem, _slicer.DetachPairs(), ..0, Routines, Certificate.OfBounds(lower, upper), null, null);

    private void BeginSearch(double lower, double upper)
    {
        int particles = _problem.Hessian.Count;
        double expected = _problem.Hessian.Order * (_problem.Spectrum.FractionBelow(upper) - _problem.Spectrum.FractionBelow(lower));
        MemoryEstimate.Ensure(MemoryEstimate.Subspace(particles, (int)expected), particles, "the subspace of slices");
        _from = lower;
        _to = upper;
        _slicer.Find(lower, upper);
    }

    // Extends the search upwards until enough eigenvalues have been found, or until the spectrum ends.
    private void ExtendSearch(Func<double[], bool> enough)
    {
        while (!enough(_slicer.Values()) && _slicer.Count < _problem.Searched && _to < _problem.Top)
        {
            double to = _to + EstimateStep(_to);
            _slicer.Find(_to, to);
            _to = to;
        }
    }

    // A value far enough above a limit for the search to find a gap as well.
    private double AddMargin(double limit) => limit + EstimateStep(limit);

    // The width of a range above or below a value in which about twice as many modes are expected as a gap needs.
    private double EstimateStep(double from, int direction = 1)
    {
        LanczosQuadrature spectrum = _problem.Spectrum;
        double start = spectrum.FractionBelow(from);
        double share = 2.0 * FewestBeyond / _problem.Hessian.Order;
        double step = 1e-4 * _problem.Scale;
        while (Math.Abs(spectrum.FractionBelow(from + (direction * step)) - start) < share && step < _problem.Scale)
        {
            step *= 1.5;
        }

        return step;
    }

    // A value below which about this number of modes is expected.
    private double EstimateLimit(int count)
    {
        double limit = _bottom + (2 * LowestMargin * _problem.Scale);
        double step = 1e-4 * _problem.Scale;
        while (_problem.Spectrum.FractionBelow(limit) * _problem.Hessian.Order < count && limit < _problem.Scale)
        {
            limit += step;
            step *= 1.2;
        }

        return limit;
    }

    // Searches the first slice again in which fewer pairs were found than its inertias count.
    private Eigenpairs FindMissing(Eigenpairs found, int missing, int skippedBelow, double upper)
    {
        double[] values = found.Values.ToArray();
        double lower = _from;
        double end = upper;
        foreach (Inertia inertia in _slicer.Inertias.Where(inertia => inertia.Shift < upper).OrderBy(inertia => inertia.Shift))
        {
            int counted = inertia.Negative - (inertia.Shift > 0 ? _problem.FreeModes : 0) - skippedBelow;
            if (counted > values.Count(value => value < inertia.Shift))
            {
                end = inertia.Shift;
                break;
            }

            lower = inertia.Shift;
        }

        if (lower <= _from && _from <= _bottom)
        {
            // The search began below an estimate of the lowest eigenvalue. The estimate may be too high.
            _from = lower = _problem.Bottom;
        }

        _slicer.ExcludeKnown(found);
        _slicer.Find(lower, end, missing);
        return _slicer.DetachPairs();
    }

    private sealed class Relay(ModeProblem problem) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => problem.Report(value.Activity, 0);
    }
}
