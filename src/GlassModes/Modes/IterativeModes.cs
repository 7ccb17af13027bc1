// Modes by block Davidson on the sparse matrix, and their number by inertia.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra;

namespace GlassModes.Modes;

/// <summary>
/// The iterative solver of one Hessian. Completeness is shown after the fact: the modes found tell where the spectrum has a gap, and there the
/// inertia of H − σ must count as many as were found. What it finds beyond that is searched for again.
/// </summary>
internal sealed class IterativeModes : IDisposable
{
    // Modes beside those asked for, among which a gap is looked for.
    private const int Beyond = 3;
    private const int MostRepairs = 3;
    private const int CertifiedByDefault = 20_000;

    // Positive part of the preconditioner's shift, of λ_max.
    private const double ShiftMargin = 5e-4;

    // From zero, of λ_max: where the modes around zero are counted.
    private const double CountingShift = 1e-10;

    // How far a shift has to be from an eigenvalue for its inertia to be trusted, of λ_max: well above the backward errors.
    private const double SingleDistance = 1e-6;
    private const double DoubleDistance = 1e-12;

    private readonly Hessian _hessian;
    private readonly ModeOptions _options;
    private readonly IProgress<ModeProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly SparseHessian _sparse;
    private readonly BlockSparseProduct _product;
    private readonly double[] _translations;
    private readonly double _scale;
    private readonly double _zero;

    public IterativeModes(Hessian hessian, ModeOptions options, IProgress<ModeProgress>? progress, CancellationToken cancellation)
    {
        _hessian = hessian;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _zero = HessianModes.ZeroThreshold(hessian);
        _scale = hessian.LargestEigenvalue > 0 ? hessian.LargestEigenvalue : 1;
        _sparse = new SparseHessian(hessian);
        _product = new BlockSparseProduct(_sparse.Matrix, options.Threads);
        _translations = TranslationsOfParts();
    }

    private int Order => _sparse.Matrix.Order;

    // Zero modes that are known: of parts that nothing holds, the whole being one.
    private int FreeModes => _translations.Length / Order;

    private int IsolatedModes => 3 * _sparse.IsolatedCount;

    /// <summary>All unstable modes, and no fewer than a given number of the lowest.</summary>
    public ModeSet Unstable(int atLeast, int expected)
    {
        int least = Math.Min(atLeast + Beyond, Order - FreeModes);
        Eigenpairs found = Solve(new DavidsonOptions(
            Order - FreeModes, _options.Tolerance * _scale, Limit: _zero, AtLeast: least, Expected: Math.Max(expected, least)));
        (Eigenpairs pairs, string certificate) = Certified(found, values => Math.Max(atLeast, values.Count(value => value <= _zero)), always: true);
        int unstable = ModeChecks.CountBelow(pairs.Values, -_zero);
        return InFileOrder(pairs, Math.Max(unstable, atLeast), certificate, unstable, ZeroModes(pairs.Values));
    }

    /// <summary>The lowest modes.</summary>
    public ModeSet Lowest(int count)
    {
        int wanted = Math.Min(count + Beyond, Order - FreeModes);
        Eigenpairs found = Solve(new DavidsonOptions(wanted, _options.Tolerance * _scale));
        (Eigenpairs pairs, string certificate) = Certified(found, _ => count, always: false);
        if (pairs.Values[^1] > _zero)
        {
            return InFileOrder(pairs, count, certificate, ModeChecks.CountBelow(pairs.Values, -_zero), ZeroModes(pairs.Values));
        }

        // The set ends below or among the zero modes: their numbers need a count of their own.
        ModeEvidence? rest = MayCertify(always: false) ? Count() : null;
        return InFileOrder(pairs, count, certificate, rest?.UnstableCount, rest?.ZeroModes);
    }

    /// <summary>The numbers of unstable and of zero modes.</summary>
    public ModeEvidence Count()
    {
        double shift = CountingShift * _scale;
        Report("counting unstable modes by inertia", 0);
        using LdltFactorization factorization = new(_sparse.Matrix, Inertial(LdltPrecision.Binary64));
        int below = Negative(factorization, -shift);
        Report("counting zero modes by inertia", below);
        int around = Negative(factorization, shift) - below;
        string solver = "MUMPS LDLT, METIS ordering";
        int others = around - FreeModes;
        if (others < 0)
        {
            throw new ModeException($"Inertia counts {around} eigenvalues within {shift:g2} of 0, but {FreeModes} are there by translation of {FreeModes / 3} parts.");
        }

        if (others == 0)
        {
            return new ModeEvidence(
                solver,
                $"inertia: double precision counts {below} eigenvalues below {-shift:g2} and {FreeModes} translations up to {shift:g2}",
                below,
                FreeModes + IsolatedModes,
                double.NaN,
                double.NaN);
        }

        // Something else is near 0: on which side of the threshold is for its own value to tell.
        Report($"computing {others} eigenvalues near 0", below);
        double[] near = NearZero(others, shift);
        int unstable = near.Count(value => value < -_zero);
        int zero = near.Count(value => Math.Abs(value) <= _zero);
        return new ModeEvidence(
            solver + ", ARPACK",
            $"inertia: double precision counts {below} eigenvalues below {-shift:g2} and {around} up to {shift:g2}, {others} of which were computed",
            below + unstable,
            FreeModes + IsolatedModes + zero,
            double.NaN,
            double.NaN);
    }

    public void Dispose()
    {
        _product.Dispose();
        _sparse.Dispose();
    }

    private Eigenpairs Solve(DavidsonOptions options)
    {
        Report("estimating the lowest eigenvalue", 0);
        double lowest = LanczosQuadrature.Run(_hessian.Multiply, _hessian.Order, 1, 60, cancellation: _cancellation).Lowest;
        using IncompleteCholesky preconditioner = new(
            _sparse.Matrix, (1.05 * Math.Max(0, -lowest)) + (ShiftMargin * _scale), _options.Threads);
        return BlockDavidson.Lowest(_product, preconditioner, options, _translations, Guesses(), new Relay(this), _cancellation);
    }

    // Shows that the found pairs are the lowest, or finds those that were missed; the number that counts is a function of the values. Owns the pairs
    // until it hands them on.
    private (Eigenpairs Pairs, string Certificate) Certified(Eigenpairs found, Func<double[], int> needed, bool always)
    {
        Eigenpairs pairs = found;
        if (!MayCertify(always))
        {
            return (pairs, $"not certified: {(_options.Certification == ModeCertification.Never ? "not asked for" : $"more than {CertifiedByDefault} particles, and not asked for")}");
        }

        for (int repair = 0; ; repair++)
        {
            double[] values = pairs.Values.ToArray();
            if (FindGap(values, needed(values)) is not { } gap)
            {
                return (pairs, "not certified: the eigenvalues leave no gap for a shift");
            }

            LdltPrecision precision = gap.Distance > SingleDistance * _scale ? LdltPrecision.Binary32 : LdltPrecision.Binary64;
            int counted;
            Report($"counting eigenvalues below {gap.Shift:g3} by inertia", pairs.Count);
            try
            {
                using LdltFactorization factorization = new(_sparse.Matrix, Inertial(precision));
                counted = Negative(factorization, gap.Shift) - (gap.Shift > 0 ? FreeModes : 0);
            }
            catch (InsufficientMemoryException problem) when (_options.Certification != ModeCertification.Always)
            {
                return (pairs, $"not certified: {problem.Message}");
            }

            if (counted == gap.Below)
            {
                string name = precision == LdltPrecision.Binary32 ? "single" : "double";
                return (pairs, $"inertia: {name} precision counts {counted} eigenvalues below {gap.Shift:g3}, {gap.Distance:g2} from the nearest, as many as were found");
            }

            if (counted < gap.Below || repair == MostRepairs)
            {
                pairs.Dispose();
                throw new ModeException(
                    $"{gap.Below} eigenvalues below {gap.Shift:g6} were found, but inertia counts {counted}"
                    + (repair > 0 ? $", also after {repair} further searches." : "."));
            }

            Eigenpairs larger = Repaired(pairs, counted - gap.Below);
            pairs.Dispose();
            pairs = larger;
        }
    }

    // The pairs, and the lowest others.
    private Eigenpairs Repaired(Eigenpairs pairs, int missing)
    {
        Report($"searching for {missing} modes that were missed", pairs.Count);
        double[] excluded = new double[_translations.Length + (pairs.Count * Order)];
        _translations.CopyTo(excluded, 0);
        for (int k = 0; k < pairs.Count; k++)
        {
            pairs.Vector(k).CopyTo(excluded.AsSpan(_translations.Length + (k * Order)));
        }

        using IncompleteCholesky preconditioner = new(
            _sparse.Matrix, Math.Max(0, -1.05 * pairs.Values[0]) + (ShiftMargin * _scale), _options.Threads);
        using Eigenpairs others = BlockDavidson.Lowest(
            _product, preconditioner, new DavidsonOptions(missing, _options.Tolerance * _scale, Seed: 2), excluded, default, new Relay(this), _cancellation);
        return Eigenpairs.Merged(pairs, others);
    }

    // The middle of the widest gap above the modes that are needed; zero, where the translations are, is no place for a shift.
    private Gap? FindGap(double[] values, int needed)
    {
        Gap? best = null;
        for (int below = Math.Max(needed, 0); below < values.Length; below++)
        {
            double lower = below > 0 ? values[below - 1] : values[0] - (2 * SingleDistance * _scale);
            double upper = values[below];
            Consider(lower, lower < 0 && upper > 0 ? 0 : upper, below);
            if (lower < 0 && upper > 0)
            {
                Consider(0, upper, below);
            }
        }

        return best;

        void Consider(double lower, double upper, int below)
        {
            double distance = 0.5 * (upper - lower);
            if (distance > DoubleDistance * _scale && distance > (best?.Distance ?? 0))
            {
                best = new Gap(0.5 * (lower + upper), distance, below);
            }
        }
    }

    private bool MayCertify(bool always) =>
        _options.Certification == ModeCertification.Always
        || (_options.Certification == ModeCertification.Automatic && (always || _hessian.Count <= CertifiedByDefault));

    private LdltOptions Inertial(LdltPrecision precision) => new(precision, LdltFactors.Discard, _options.MemoryLimit);

    private int Negative(LdltFactorization factorization, double shift)
    {
        Inertia inertia = factorization.Factorise(shift, _cancellation);
        return inertia.Zero == 0
            ? inertia.Negative
            : throw new ModeException($"{inertia.Zero} eigenvalues are on the shift {shift:g6} to rounding: no count is possible there.");
    }

    // The eigenvalues within the shift of 0, by shift and inverse, the translations projected out before and after. Some just below −shift can be nearer
    // to it than those above, so that more are asked for until as many lie within as inertia says.
    private double[] NearZero(int count, double shift)
    {
        using LdltFactorization factorization = new(_sparse.Matrix, new LdltOptions(MemoryLimit: _options.MemoryLimit));
        factorization.Factorise(-shift, _cancellation);
        void Solve(ReadOnlySpan<double> x, Span<double> y)
        {
            x.CopyTo(y);
            RemoveTranslations(y);
            factorization.Solve(y);
            RemoveTranslations(y);
        }

        int there = Order - FreeModes - 1;
        for (int asked = Math.Min(count + Beyond, there); ; asked = Math.Min(2 * asked, there))
        {
            using Eigenpairs near = ArpackSolver.Nearest(Solve, Order, -shift, asked, cancellation: _cancellation);
            double[] within = [.. near.Values.ToArray().Where(value => Math.Abs(value) <= shift)];
            if (within.Length == count)
            {
                return within;
            }

            if (within.Length > count || asked == there)
            {
                throw new ModeException($"Inertia counts {count} eigenvalues within {shift:g2} of 0 beside the translations; {within.Length} were computed.");
            }
        }
    }

    private void RemoveTranslations(Span<double> x)
    {
        for (int k = 0; k < FreeModes; k++)
        {
            ReadOnlySpan<double> translation = _translations.AsSpan(k * Order, Order);
            double overlap = Simd.VectorMath.Dot(translation, x);
            Simd.VectorMath.AddScaled(x, -overlap, translation, x);
        }
    }

    // Three for each part that hangs together, in the order of the matrix.
    private double[] TranslationsOfParts()
    {
        int[] part = ContactGraph.Parts(_hessian.Count, _hessian.Bonds, out _);
        Dictionary<int, int> sizes = [];
        foreach (int particle in _sparse.Particles)
        {
            sizes[part[particle]] = sizes.GetValueOrDefault(part[particle]) + 1;
        }

        int next = 0;
        Dictionary<int, int> columns = sizes.Keys.Order().ToDictionary(key => key, _ => next++);
        double[] translations = new double[3 * next * Order];
        for (int row = 0; row < _sparse.Particles.Length; row++)
        {
            int own = part[_sparse.Particles[row]];
            for (int axis = 0; axis < 3; axis++)
            {
                translations[(((3 * columns[own]) + axis) * Order) + (3 * row) + axis] = 1 / Math.Sqrt(sizes[own]);
            }
        }

        return translations;
    }

    private double[] Guesses()
    {
        ReadOnlySpan<double> given = _options.Guesses.Span;
        if (given.Length % _hessian.Order != 0)
        {
            throw new ArgumentException($"Guesses of 3N = {_hessian.Order} values each are needed; found {given.Length} values.");
        }

        double[] guesses = new double[given.Length / _hessian.Order * Order];
        for (int k = 0; k < given.Length / _hessian.Order; k++)
        {
            _sparse.Gather(given.Slice(k * _hessian.Order, _hessian.Order), guesses.AsSpan(k * Order, Order));
        }

        return guesses;
    }

    private int ZeroModes(ReadOnlySpan<double> values) => FreeModes + IsolatedModes + ModeChecks.CountWithin(values, _zero);

    private ModeSet InFileOrder(Eigenpairs pairs, int count, string certificate, int? unstable, int? zeroModes)
    {
        Eigenpairs ordered = Eigenpairs.Copy(pairs, count, _hessian.Order, _sparse.Scatter);
        pairs.Dispose();
        try
        {
            // Twice: what Rayleigh-Ritz over all found pairs may lose.
            return ModeChecks.Checked(
                _hessian, ordered, count, "block Davidson, IC(0) preconditioner", certificate, unstable, zeroModes, 2 * _options.Tolerance);
        }
        catch
        {
            ordered.Dispose();
            throw;
        }
    }

    private void Report(string stage, int found) => _progress?.Report(new ModeProgress(stage, found));

    private sealed record Gap(double Shift, double Distance, int Below);

    private sealed class Relay(IterativeModes owner) : IProgress<DavidsonProgress>
    {
        public void Report(DavidsonProgress value) =>
            owner.Report($"block Davidson, {value.Products} products, at {value.Lowest:g4}", value.Converged);
    }
}
