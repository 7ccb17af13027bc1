// The eigenproblem of one Hessian as a sparse matrix: what iterative solvers and certificates work on.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Threading;

namespace GlassModes.Modes;

/// <summary>
/// The sparse matrix of a Hessian with its products, the zero modes that its contacts show, scales of errors, and the options of the
/// caller. It knows neither solvers nor certificates. Owns the matrix.
/// </summary>
internal sealed class ModeProblem : IDisposable
{
    // Margin beyond rigorous bounds of the spectrum, of λ_max, so that no eigenvalue lies on them.
    private const double BoundMargin = 1e-3;

    // Random vectors and Lanczos steps that estimate a spectrum. Of m eigenvalues the estimate is off by about √(m/(4 · 4)), enough to
    // choose a solver by.
    private const int EstimateVectors = 4;
    private const int EstimateSteps = 60;

    private readonly IProgress<WorkProgress>? _progress;
    private LanczosQuadrature? _spectrum;

    public ModeProblem(Hessian hessian, ModeOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        Hessian = hessian;
        Options = options;
        _progress = progress;
        Cancellation = cancellation;
        Zero = ZeroModes.Threshold(hessian);
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

    /// <summary>
    /// Translations of the parts of several particles: orthonormal, three a part, one after the other in the order of the matrix.
    /// </summary>
    public double[] Translations { get; }

    /// <summary>λ_max.</summary>
    public double Scale { get; }

    /// <summary>Up to this magnitude an eigenvalue counts as zero.</summary>
    public double Zero { get; }

    /// <summary>The largest residual allowed: an eigenvalue is at most this far from the value computed.</summary>
    public double ErrorBound => Options.Tolerance * Scale;

    /// <summary>A computed value above this certainly belongs to an eigenvalue that is neither negative nor zero.</summary>
    public double SignLimit => Math.Max(Zero, ErrorBound);

    /// <summary>Above every eigenvalue.</summary>
    public double Top => Hessian.UpperBound() + (BoundMargin * Scale);

    /// <summary>Below every eigenvalue.</summary>
    public double Bottom => Hessian.LowerBound() - (BoundMargin * Scale);

    public int Order => Sparse.Matrix.Order;

    /// <summary>Zero modes of the matrix that the contacts show: translations of its parts. The whole counts as a part.</summary>
    public int FreeModes => Translations.Length / Order;

    /// <summary>Zero modes of particles without contacts, which are not in the matrix.</summary>
    public int IsolatedModes => 3 * Sparse.IsolatedCount;

    /// <summary>Modes of the matrix beside the free ones.</summary>
    public int Searched => Order - FreeModes;

    /// <summary>Whether a solver has found what it was asked for, certified or not.</summary>
    public bool HasModes { get; set; }

    /// <summary>An estimate of the whole spectrum, translations included. Made when it is first asked for.</summary>
    public LanczosQuadrature Spectrum => _spectrum ??=
        LanczosQuadrature.Run(Hessian.Multiply, Hessian.Order, EstimateVectors, EstimateSteps, cancellation: Cancellation);

    /// <summary>An estimate of the number of unstable modes.</summary>
    public int ExpectedUnstable => (int)Math.Ceiling(Hessian.Order * Spectrum.FractionBelow(-Zero));

    /// <summary>The lowest Ritz value after some Lanczos steps. The lowest eigenvalue is not above it.</summary>
    public double EstimateLowest() => _spectrum?.Lowest
        ?? LanczosQuadrature.Run(Hessian.Multiply, Hessian.Order, 1, EstimateSteps, cancellation: Cancellation).Lowest;

    /// <summary>Tells the caller what is being done.</summary>
    /// <param name="stage">What.</param>
    /// <param name="found">Modes found so far.</param>
    public void Report(string stage, int found) => _progress?.Report(new WorkProgress(
        double.NaN, found > 0 ? FormattableString.Invariant($"{stage} ({found} modes so far)") : stage));

    /// <summary>The number of eigenvalues of the matrix below a shift, free modes among them.</summary>
    /// <exception cref="PivotException">An eigenvalue lies on the shift.</exception>
    public int CountBelow(LdltFactorization factorization, double shift)
    {
        Inertia inertia = factorization.Factorise(shift, Cancellation);
        return inertia.Zero == 0
            ? inertia.Negative
            : throw new PivotException($"{inertia.Zero} eigenvalues are on the shift {shift:g6} to rounding: no count is possible there.");
    }

    /// <summary>The number of eigenvalues of the matrix below a shift without the free modes.</summary>
    /// <exception cref="PivotException">An eigenvalue lies on the shift.</exception>
    public int CountSearchedBelow(LdltFactorization factorization, double shift) =>
        CountBelow(factorization, shift) - (shift > 0 ? FreeModes : 0);

    /// <summary>A factorisation for nothing but its inertia.</summary>
    public LdltFactorization CreateInertialFactorization(LdltPrecision precision) =>
        new(Sparse.Matrix, new LdltOptions(precision, LdltFactors.Discard, Options.MemoryLimit), Cancellation);

    /// <summary>The guesses of the options in the order of the matrix.</summary>
    public double[] GatherGuesses()
    {
        ReadOnlySpan<double> given = Options.Guesses.Span;
        int count = given.Length / Hessian.Order;
        if (given.Length % Hessian.Order != 0)
        {
            throw new ArgumentException($"Guesses of 3N = {Hessian.Order} values each are needed; found {given.Length} values.");
        }

        double[] guesses = AllocateVectors(count, "the guesses");
        for (int k = 0; k < count; k++)
        {
            Sparse.Gather(given.Slice(k * Hessian.Order, Hessian.Order), guesses.AsSpan(k * Order, Order));
        }

        return guesses;
    }

    /// <summary>All zero modes of the Hessian.</summary>
    /// <param name="beside">Zero modes beside those that the contacts show.</param>
    public ZeroModes CountZeroModes(int beside) => ZeroModes.Split(Hessian, FreeModes + IsolatedModes + beside);

    /// <summary>Room for some vectors in one array.</summary>
    /// <exception cref="InsufficientMemoryException">An array cannot be that large.</exception>
    public double[] AllocateVectors(int count, string purpose) => (long)count * Order <= Array.MaxLength
        ? new double[count * Order]
        : throw new InsufficientMemoryException(
            $"{count} vectors of order {Order} for {purpose} do not fit into an array of {Array.MaxLength} numbers.");

    public void Dispose()
    {
        Product.Dispose();
        Team.Dispose();
        Sparse.Dispose();
    }

    private double[] TranslationsOfParts()
    {
        ReadOnlySpan<int> parts = Hessian.Contacts.Parts;
        SortedDictionary<int, int> sizes = [];
        foreach (int particle in Sparse.Particles)
        {
            sizes[parts[particle]] = sizes.GetValueOrDefault(parts[particle]) + 1;
        }

        int next = 0;
        Dictionary<int, int> columns = sizes.Keys.ToDictionary(part => part, _ => next++);
        double[] translations = AllocateVectors(3 * next, $"the translations of {next} loose parts");
        for (int row = 0; row < Sparse.Particles.Length; row++)
        {
            int part = parts[Sparse.Particles[row]];
            for (int axis = 0; axis < 3; axis++)
            {
                translations[(((3 * columns[part]) + axis) * Order) + (3 * row) + axis] = 1 / Math.Sqrt(sizes[part]);
            }
        }

        return translations;
    }
}
