// Which solver is the cheapest.

namespace GlassModes.Modes.Solvers;

/// <summary>
/// What each solver is expected to cost, in seconds on two cores of an EPYC (Zen 4): only their ratios count. LAPACK goes with N³, a factorisation
/// with N², a solution with its factors as their size, N^(4/3), and a mode by Davidson's method costs the more the more there are.
/// </summary>
/// <param name="Dense">LAPACK.</param>
/// <param name="Davidson">Block Davidson; infinite where it cannot do it.</param>
/// <param name="Slicing">Slices; infinite where memory does not suffice.</param>
/// <param name="Expected">Modes expected.</param>
internal sealed record SolverCosts(double Dense, double Davidson, double Slicing, int Expected)
{
    /// <summary>Up to here a dense spectrum takes a tenth of a second.</summary>
    public const int SmallCount = 300;

    private const double DenseCost = 2e-9;
    private const double DavidsonModeCost = 1.2e-5;
    private const double DavidsonPairCost = 2.2e-8;
    private const double FactorCost = 1.15e-7;
    private const double SlicingModeCost = 3e-7;
    private const double ModesPerShift = 700;

    // Bytes: of the factors, of N^(4/3); of the subspace and the modes, of N times the modes of a shift.
    private const double FactorBytes = 7000;
    private const double SubspaceBytes = 150;

    /// <summary>Those that can do it, the cheapest first.</summary>
    public ModeSolver[] FromCheapest() =>
        [.. new[] { (Davidson, ModeSolver.Davidson), (Slicing, ModeSolver.Slicing), (Dense, ModeSolver.Dense) }
            .Where(one => double.IsFinite(one.Item1)).OrderBy(one => one.Item1).Select(one => one.Item2)];

    public static string NameOf(ModeSolver solver) => solver switch
    {
        ModeSolver.Davidson => "block Davidson",
        ModeSolver.Slicing => "slicing",
        _ => "LAPACK",
    };

    public string Why => FormattableString.Invariant(
        $"about {Expected} modes expected; estimated cost by block Davidson {Text(Davidson)}, by slices {Text(Slicing)}, by LAPACK {Text(Dense)}");

    public static SolverCosts Of(int particles, int modes, bool fromBelow, long? memoryLimit)
    {
        double n = particles;
        double k = Math.Max(modes, 1);
        double available = memoryLimit ?? (0.9 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        double fill = Math.Pow(n, 4.0 / 3);
        bool fits = (FactorBytes * fill) + (SubspaceBytes * n * Math.Min(k, ModesPerShift)) < available;
        return new SolverCosts(
            DenseCost * n * n * n,
            fromBelow ? n * k * (DavidsonModeCost + (DavidsonPairCost * k)) : double.PositiveInfinity,
            fits ? (FactorCost * n * n * Math.Ceiling(k / ModesPerShift)) + (SlicingModeCost * fill * k) : double.PositiveInfinity,
            modes);
    }

    private static string Text(double seconds) => double.IsFinite(seconds) ? FormattableString.Invariant($"{seconds:g2} s") : "out of the question";
}
