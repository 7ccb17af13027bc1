// What the solvers of one sparse Hessian share.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Threading;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes;

/// <summary>The sparse matrix of a Hessian with its products, the zero modes that are known, and what was asked for.</summary>
internal sealed class ModeProblem : IDisposable
{
    // Above, only certificates that were asked for, or that an unstable count needs.
    private const int CertifiedByDefault = 20_000;

    // Beyond bounds, of λ_max, so that nothing is on them.
    private const double BoundMargin = 1e-3;

    private readonly IProgress<ModeProgress>? _progress;
    private LanczosQuadrature? _spectrum;

    public ModeProblem(Hessian hessian, ModeOptions options, IProgress<ModeProgress>? progress, CancellationToken cancellation)
    {
        Hessian = hessian;
        Options = options;
        _progress = progress;
        Cancellation = cancellation;
        Zero = HessianModes.ZeroThreshold(hessian);
        Scale = hessian.LargestEigenvalue > 0 ? hessian.LargestEigenvalue : 1;
        Sparse = new SparseHessian(hessian);
        Translations = TranslationsOfParts();
        Team = new ThreadTeam(options.Threads);
        Product = new BlockSparseProduct(Sparse.Matrix, Team);
    }

    public Hessian Hessian { get; }

    public ModeOptions Options { get; }

    public CancellationToken Cancellation { get; }

    public SparseHessian Sparse { get; }

    /// <summary>The threads that share products and preconditioner.</summary>
    public ThreadTeam Team { get; }

    public BlockSparseProduct Product { get; }

    /// <summary>Orthonormal, three for each part that hangs together, one after the other in the order of the matrix.</summary>
    public double[] Translations { get; }

    /// <summary>λ_max.</summary>
    public double Scale { get; }

    /// <summary>Up to this magnitude an eigenvalue counts as zero.</summary>
    public double Zero { get; }

    /// <summary>How far an eigenvalue may be from the value computed: the largest residual allowed.</summary>
    public double ErrorBound => Options.Tolerance * Scale;

    /// <summary>Above this, an eigenvalue is certainly neither negative nor zero.</summary>
    public double SignLimit => Math.Max(Zero, ErrorBound);

    /// <summary>Above every eigenvalue.</summary>
    public double Top => Hessian.UpperBound() + (BoundMargin * Scale);

    public int Order => Sparse.Matrix.Order;

    /// <summary>Zero modes that are known: of parts that nothing holds, the whole being one.</summary>
    public int FreeModes => Translations.Length / Order;

    /// <summary>Zero modes of particles without contacts, which are not in the matrix.</summary>
    public int IsolatedModes => 3 * Sparse.IsolatedCount;

    /// <summary>Modes of the matrix beside the free ones.</summary>
    public int Searched => Order - FreeModes;

    /// <summary>Whether a solver has found what it was asked for, certified or not.</summary>
    public bool HasModes { get; set; }

    /// <summary>An estimate of the whole spectrum, made when it is first asked for.</summary>
    public LanczosQuadrature Spectrum => _spectrum ??= HessianModes.SpectrumOf(Hessian, Cancellation);

    /// <summary>An estimate of the lowest eigenvalue alone, or what is known of it by then.</summary>
    public double LowestEstimate() => _spectrum?.Lowest ?? HessianModes.LowestOf(Hessian, Cancellation);

    public void Report(string stage, int found) => _progress?.Report(new ModeProgress(stage, found));

    /// <summary>Whether completeness is to be shown; <paramref name="always"/> where that is the default at any size.</summary>
    public bool MayCertify(bool always) =>
        Options.Certification == ModeCertification.Always
        || (Options.Certification == ModeCertification.Automatic && (always || Hessian.Count <= CertifiedByDefault));

    /// <summary>Why not, where <see cref="MayCertify"/> says no.</summary>
    public string NotCertified() => Options.Certification == ModeCertification.Never
        ? $"{ModeEvidence.NotCertified}: not asked for" : $"{ModeEvidence.NotCertified}: more than {CertifiedByDefault} particles, and not asked for";

    /// <summary>The number of eigenvalues of the matrix below a shift, free modes among them.</summary>
    /// <exception cref="PivotException">An eigenvalue is on the shift.</exception>
    public int CountBelow(LdltFactorization factorization, double shift)
    {
        Inertia inertia = factorization.Factorise(shift, Cancellation);
        return inertia.Zero == 0
            ? inertia.Negative
            : throw new PivotException($"{inertia.Zero} eigenvalues are on the shift {shift:g6} to rounding: no count is possible there.");
    }

    /// <summary>The same without the free modes.</summary>
    public int CountSearchedBelow(LdltFactorization factorization, double shift) => CountBelow(factorization, shift) - (shift > 0 ? FreeModes : 0);

    /// <summary>A factorisation for nothing but its inertia.</summary>
    public LdltFactorization Inertial(LdltPrecision precision) =>
        new(Sparse.Matrix, new LdltOptions(precision, LdltFactors.Discard, Options.MemoryLimit), Cancellation);

    /// <summary>The guesses that came with the options, in the order of the matrix.</summary>
    public double[] Guesses()
    {
        ReadOnlySpan<double> given = Options.Guesses.Span;
        if (given.Length % Hessian.Order != 0)
        {
            throw new ArgumentException($"Guesses of 3N = {Hessian.Order} values each are needed; found {given.Length} values.");
        }

        double[] guesses = Vectors(given.Length / Hessian.Order, "the guesses");
        for (int k = 0; k < given.Length / Hessian.Order; k++)
        {
            Sparse.Gather(given.Slice(k * Hessian.Order, Hessian.Order), guesses.AsSpan(k * Order, Order));
        }

        return guesses;
    }

    /// <summary>All zero modes, if those searched for are among the values.</summary>
    public int ZeroModes(ReadOnlySpan<double> values) => FreeModes + IsolatedModes + ModeChecks.CountWithin(values, Zero);

    /// <summary>Some pairs as modes in file order, checked. Disposes the pairs.</summary>
    public ModeSet InFileOrder(Eigenpairs pairs, Range chosen, string solver, string certificate, int? unstable, int? zeroModes)
    {
        (int first, int count) = chosen.GetOffsetAndLength(pairs.Count);
        Eigenpairs ordered = Eigenpairs.Copy(pairs, first, count, Hessian.Order, Sparse.Scatter);
        pairs.Dispose();
        try
        {
            // Twice: what Rayleigh-Ritz over all found pairs may lose.
            return ModeChecks.Checked(Hessian, ordered, count, solver, certificate, unstable, zeroModes, 2 * Options.Tolerance);
        }
        catch
        {
            ordered.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The lowest pairs as modes in file order. A set without a certificate that reaches beyond the zero modes does not tell how many there are of each
    /// kind: they are counted where that takes no time, or where certificates are wanted always.
    /// </summary>
    public ModeSet LowestInFileOrder(CertifiedPairs certified, int count, string solver)
    {
        (Eigenpairs pairs, string statement, _) = certified;
        if (certified.ReachesBeyondZero)
        {
            return InFileOrder(pairs, ..count, solver, statement, ModeChecks.CountBelow(pairs.Values, -Zero), ZeroModes(pairs.Values));
        }

        bool counts = Options.Certification == ModeCertification.Always
            || (Options.Certification == ModeCertification.Automatic && Hessian.Count <= InertialCount.SmallCount);
        try
        {
            ModeEvidence? rest = counts ? new InertialCount(this).Count() : null;
            return InFileOrder(pairs, ..count, solver, statement, rest?.UnstableCount, rest?.ZeroModes);
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The unstable pairs, and no fewer than a number of the lowest, as modes in file order.</summary>
    public ModeSet UnstableInFileOrder(CertifiedPairs certified, int atLeast, string solver)
    {
        ReadOnlySpan<double> values = certified.Pairs.Values;
        int unstable = ModeChecks.CountBelow(values, -Zero);
        return InFileOrder(certified.Pairs, ..Math.Max(unstable, atLeast), solver, certified.Statement, unstable, ZeroModes(values));
    }

    public void Dispose()
    {
        Product.Dispose();
        Team.Dispose();
        Sparse.Dispose();
    }

    /// <summary>Room for some vectors in one array.</summary>
    /// <exception cref="InsufficientMemoryException">An array cannot be that large.</exception>
    public double[] Vectors(int count, string what) => (long)count * Order <= Array.MaxLength
        ? new double[count * Order]
        : throw new InsufficientMemoryException($"{count} vectors of order {Order} for {what} do not fit into an array of {Array.MaxLength} numbers.");

    private double[] TranslationsOfParts()
    {
        int[] part = ContactGraph.Parts(Hessian.Count, Hessian.Bonds, out _);
        Dictionary<int, int> sizes = [];
        foreach (int particle in Sparse.Particles)
        {
            sizes[part[particle]] = sizes.GetValueOrDefault(part[particle]) + 1;
        }

        int next = 0;
        Dictionary<int, int> columns = sizes.Keys.Order().ToDictionary(key => key, _ => next++);
        double[] translations = Vectors(3 * next, $"the translations of {next} loose parts");
        for (int row = 0; row < Sparse.Particles.Length; row++)
        {
            int own = part[Sparse.Particles[row]];
            for (int axis = 0; axis < 3; axis++)
            {
                translations[(((3 * columns[own]) + axis) * Order) + (3 * row) + axis] = 1 / Math.Sqrt(sizes[own]);
            }
        }

        return translations;
    }
}
