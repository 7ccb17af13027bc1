// The sparse eigenproblem of one Hessian, on which iterative solvers and certificates work.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Models;
using GlassModes.Numerics.Threading;

namespace GlassModes.Modes;

/// <summary>
/// The sparse matrix of a Hessian with its products, the zero modes that the contacts show, the scales of errors, and the options of the
/// caller. The class knows neither solvers nor certificates. It owns the matrix.
/// </summary>
internal sealed class ModeProblem : IDisposable
{
    // Distance of the limits of the spectrum from its rigorous bounds, in units of λ_max, so that no eigenvalue lies on a limit.
    private const double BoundMargin = 1e-3;

    // Number of random vectors and of Lanczos steps that estimate a spectrum. The error of an estimated number m of eigenvalues is about
    // √(2m/4) with 4 vectors, which is small enough to choose a solver.
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
        MemoryEstimate.Ensure(MemoryEstimate.Blocks(hessian.Count, hessian.Bonds.Length), hessian.Count, "the sparse matrix");
        Sparse = new SparseHessian(hessian);
        try
        {
            Translations = CreateTranslations();
            Team = new ThreadTeam(options.Threads);
            Product = new BlockSparseProduct(Sparse.Matrix, Team);
        }
        catch
        {
            Team?.Dispose();
            Sparse.Dispose();
            throw;
        }
    }

    public Hessian Hessian { get; }

    public ModeOptions Options { get; }

    public CancellationToken Cancellation { get; }

    public SparseHessian Sparse { get; }

    /// <summary>The threads that share products and preconditioner.</summary>
    public ThreadTeam Team { get; }

    public BlockSparseProduct Product { get; }

    /// <summary>
    /// Translations of the connected parts of several particles: orthonormal vectors in the order of the matrix, three a part, one after
    /// another.
    /// </summary>
    public double[] Translations { get; }

    /// <summary>λ_max, or 1 if λ_max is not positive.</summary>
    public double Scale { get; }

    /// <summary>The largest magnitude of an eigenvalue that counts as zero.</summary>
    public double Zero { get; }

    /// <summary>The largest residual allowed. An eigenvalue lies within this distance of every computed value.</summary>
    public double ErrorBound => Options.Tolerance * Scale;

    /// <summary>A computed value above this limit certainly belongs to a positive eigenvalue.</summary>
    public double SignLimit => Math.Max(Zero, ErrorBound);

    /// <summary>A limit above every eigenvalue.</summary>
    public double Top => Hessian.UpperBound() + (BoundMargin * Scale);

    /// <summary>A limit below every eigenvalue.</summary>
    public double Bottom => Hessian.LowerBound() - (BoundMargin * Scale);

    public int Order => Sparse.Matrix.Order;

    /// <summary>
    /// Number of zero modes of the matrix that the contacts show: three translations of each connected part in the matrix. If all particles
    /// are connected, the whole system is the only part.
    /// </summary>
    public int FreeModes => Translations.Length / Order;

    /// <summary>Number of zero modes of the particles without contacts, which are not in the matrix.</summary>
    public int IsolatedModes => 3 * Sparse.IsolatedCount;

    /// <summary>Number of eigenvectors of the matrix beside the free modes: the modes that a solver searches.</summary>
    public int Searched => Order - FreeModes;

    /// <summary>Whether a solver has found the modes that were asked for, certified or not.</summary>
    public bool HasModes { get; set; }

    /// <summary>An estimate of the whole spectrum, translations included. Made at the first access.</summary>
    public LanczosQuadrature Spectrum => _spectrum ??=
        LanczosQuadrature.Run(new WholeProduct(this), EstimateVectors, EstimateSteps, cancellation: Cancellation);

    /// <summary>An estimate of the number of unstable modes.</summary>
    public int ExpectedUnstable => (int)Math.Ceiling(Hessian.Order * Spectrum.FractionBelow(-Zero));

    /// <summary>The lowest Ritz value after some Lanczos steps. It is an upper bound of the lowest eigenvalue.</summary>
    public double EstimateLowest() => _spectrum?.Lowest
        ?? LanczosQuadrature.Run(new WholeProduct(this), 1, EstimateSteps, cancellation: Cancellation).Lowest;

    /// <summary>Tells the caller what is being done.</summary>
    /// <param name="stage">What is being done.</param>
    /// <param name="found">Number of modes found so far.</param>
    public void Report(string stage, int found) => _progress?.Report(new WorkProgress(
        double.NaN, found > 0 ? FormattableString.Invariant($"{stage} ({found} modes so far)") : stage));

    /// <summary>The number of eigenvalues of the matrix below a shift, free modes included.</summary>
    /// <exception cref="PivotException">An eigenvalue lies on the shift.</exception>
    public int CountBelow(LdltFactorization factorization, double shift)
    {
        Inertia inertia = factorization.Factorise(shift, Cancellation);
        return inertia.Zero == 0
            ? inertia.Negative
            : throw new PivotException($"{inertia.Zero} eigenvalues are on the shift {shift:g6} to rounding: no count is possible there.");
    }

    /// <summary>The number of eigenvalues of the matrix below a shift, without the free modes.</summary>
    /// <exception cref="PivotException">An eigenvalue lies on the shift.</exception>
    public int CountSearchedBelow(LdltFactorization factorization, double shift) =>
        CountBelow(factorization, shift) - (shift > 0 ? FreeModes : 0);

    /// <summary>Creates a factorisation that gives the inertia alone and drops its factors.</summary>
    public LdltFactorization CreateInertialFactorization(LdltPrecision precision) =>
        new(Sparse.Matrix, new LdltOptions(precision, LdltFactors.Discard, Options.MemoryLimit), Cancellation);

    /// <summary>The guesses of the options, in the order of the matrix.</summary>
    /// <exception cref="ArgumentException">The guesses are not vectors of 3N values.</exception>
    public double[] GatherGuesses()
    {
        ReadOnlySpan<double> guessValues = Options.Guesses.Span;
        int count = guessValues.Length / Hessian.Order;
        if (guessValues.Length % Hessian.Order != 0)
        {
            throw new ArgumentException($"Guesses of 3N = {Hessian.Order} values each are needed; found {guessValues.Length} values.");
        }

        double[] guesses = AllocateVectors(count, "the guesses");
        for (int k = 0; k < count; k++)
        {
            Sparse.Gather(guessValues.Slice(k * Hessian.Order, Hessian.Order), guesses.AsSpan(k * Order, Order));
        }

        return guesses;
    }

    /// <summary>All zero modes of the Hessian, by kind.</summary>
    /// <param name="additional">Number of zero modes that the contacts do not show.</param>
    public ZeroModes CountZeroModes(int additional) => ZeroModes.Split(Hessian, FreeModes + IsolatedModes + additional);

    /// <summary>Allocates one array for several vectors of the order of the matrix.</summary>
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

    private double[] CreateTranslations()
    {
        ReadOnlySpan<int> parts = Hessian.Contacts.Parts;
        SortedDictionary<int, int> sizes = [];
        foreach (int particle in Sparse.Particles)
        {
            sizes[parts[particle]] = sizes.GetValueOrDefault(parts[particle]) + 1;
        }

        int partCount = 0;
        Dictionary<int, int> columns = sizes.Keys.ToDictionary(part => part, _ => partCount++);
        double[] translations = AllocateVectors(3 * partCount, $"the translations of {partCount} loose parts");
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

    // Products with vectors in file order, in which particles without contacts take part. They are several times as fast as products from
    // the bonds.
    private sealed class WholeProduct(ModeProblem problem) : IBlockOperator
    {
        private double[] _gathered = [];
        private double[] _images = [];

        public int Order => problem.Hessian.Order;

        public void Apply(ReadOnlySpan<double> x, Span<double> y)
        {
            int vectors = x.Length / Order;
            if (_gathered.Length != vectors * problem.Order)
            {
                _gathered = problem.AllocateVectors(vectors, "an estimate of the spectrum");
                _images = problem.AllocateVectors(vectors, "an estimate of the spectrum");
            }

            for (int v = 0; v < vectors; v++)
            {
                problem.Sparse.Gather(x.Slice(v * Order, Order), _gathered.AsSpan(v * problem.Order, problem.Order));
            }

            problem.Product.Apply(_gathered, _images);
            for (int v = 0; v < vectors; v++)
            {
                problem.Sparse.Scatter(_images.AsSpan(v * problem.Order, problem.Order), y.Slice(v * Order, Order));
            }
        }
    }
}
