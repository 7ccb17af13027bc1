// Many modes, or those of any interval, by shift and inverse on slices of the spectrum.


using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>Modes by factorisations of H − σ, a few hundred modes a shift.</summary>
internal sealed class SlicingSolver : IDisposable
{
    private const string Solver = "shift-invert block Lanczos on slices, MUMPS LDLT";

    // Modes beyond the limits asked for, among which a gap is looked for.
    private const int FewestBeyond = 3;

    // Below the lowest eigenvalue that Lanczos sees, of λ_max and of that eigenvalue: nothing is there.
    private const double LowestMargin = 1e-3;
    private const double LowestShare = 0.02;

    private readonly ModeProblem _problem;
    private readonly SpectrumSlicer _slicer;
    private readonly double _bottom;

    // Where the search has been.
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
            new SlicingOptions(problem.Options.Tolerance * problem.Scale, Factorization: new LdltOptions(MemoryLimit: problem.Options.MemoryLimit)),
            problem.Translations,
            new Relay(problem),
            problem.Cancellation);
    }

    /// <summary>All unstable modes, and no fewer than a given number of the lowest.</summary>
    public ModeSet Unstable(int atLeast)
    {
        Begin(_bottom, Beyond(Math.Max(Limit(atLeast), _problem.SignLimit)));
        Extend(values => values.Count(value => value > _problem.SignLimit) >= FewestBeyond && values.Length >= atLeast + FewestBeyond);
        return _problem.UnstableInFileOrder(Certificate.OfUnstable(_slicer.DetachPairs(), atLeast, Repair), atLeast, Name);
    }

    /// <summary>The lowest modes.</summary>
    public ModeSet Lowest(int count)
    {
        Begin(_bottom, Beyond(Limit(count)));
        Extend(values => values.Length >= count + FewestBeyond);
        return _problem.LowestInFileOrder(Certificate.OfLowest(_slicer.DetachPairs(), count, always: true, Repair), count, Name);
    }

    /// <summary>The modes between two limits.</summary>
    public ModeSet Within(double lower, double upper)
    {
        if (lower > _problem.Top || upper < Least)
        {
            return Nothing(lower, upper);
        }

        // The bottom is an estimate: whoever asks for less is not told by it.
        lower = Math.Max(lower, Least);
        upper = Math.Min(upper, _problem.Top);
        double from = lower - Step(lower, -1);
        Begin(upper > _bottom ? Math.Max(from, _bottom) : Math.Max(from, Least), Beyond(upper));
        Extend(values => values.Count(value => value > upper) >= FewestBeyond);
        while (_from > _bottom && _slicer.Values().Count(value => value < lower) < FewestBeyond)
        {
            double below = Math.Max(_bottom, _from - Step(_from, -1));
            _slicer.Find(below, _from);
            _from = below;
        }

        // Where nothing was found below the lower limit, everything down to the bottom has been looked at, and the count is from there.
        CertifiedPairs certified = Certificate.OfInterval(_slicer.DetachPairs(), lower, upper, Repair);
        ReadOnlySpan<double> values = certified.Pairs.Values;
        int first = ModeChecks.CountBelow(values, lower);
        int end = first;
        while (end < values.Length && values[end] <= upper)
        {
            end++;
        }

        bool whole = first == 0 && certified.ReachesBeyondZero;
        return _problem.InFileOrder(
            certified.Pairs,
            first..end,
            Name,
            certified.Statement,
            whole ? ModeChecks.CountBelow(values, -_problem.Zero) : null,
            whole ? _problem.ZeroModes(values) : null);
    }

    public void Dispose() => _slicer.Dispose();

    // Beyond all eigenvalues by a bound.
    private ModeSet Nothing(double lower, double upper) => _problem.InFileOrder(
        _slicer.DetachPairs(), ..0, Solver, FormattableString.Invariant($"bounds: no eigenvalue between {lower:g6} and {upper:g6}"), null, null);

    private CompletenessCheck Certificate => new(_problem, _to >= _problem.Top);

    // Below every eigenvalue.
    private double Least => _problem.Hessian.LowerBound() - (LowestMargin * _problem.Scale);

    private string Name => $"{Solver}, {_slicer.Inertias.Count} shifts";

    private void Begin(double lower, double upper)
    {
        _from = lower;
        _to = upper;
        _slicer.Find(lower, upper);
    }

    // Goes on upwards until enough has been found, or the spectrum ends.
    private void Extend(Func<double[], bool> enough)
    {
        while (!enough(_slicer.Values()) && _slicer.Count < _problem.Searched && _to < _problem.Top)
        {
            double to = _to + Step(_to);
            _slicer.Find(_to, to);
            _to = to;
        }
    }

    // Far enough above a limit for a gap to be found in the same search.
    private double Beyond(double limit) => limit + Step(limit);

    // On which about twice as many modes are expected as a gap needs, upwards or downwards.
    private double Step(double from, int direction = 1)
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

    // Below this, about as many modes are expected.
    private double Limit(int count)
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

    // The first slice that has found fewer than its inertias count is searched again.
    private Eigenpairs Repair(Eigenpairs found, int missing, int belowLower, double upper)
    {
        double[] values = found.Values.ToArray();
        double lower = _from;
        double end = upper;
        foreach (Inertia inertia in _slicer.Inertias.Where(inertia => inertia.Shift < upper).OrderBy(inertia => inertia.Shift))
        {
            int counted = inertia.Negative - (inertia.Shift > 0 ? _problem.FreeModes : 0) - belowLower;
            if (counted > values.Count(value => value < inertia.Shift))
            {
                end = inertia.Shift;
                break;
            }

            lower = inertia.Shift;
        }

        if (lower <= _from && _from <= _bottom)
        {
            // Below where the search began nobody has looked: the estimate of the lowest may be wrong.
            _from = lower = Least;
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
