// Which solver is the cheapest.

namespace GlassModes.Modes.Solvers;

/// <summary>
/// What each solver is expected to cost, in seconds on two cores of an EPYC (Zen 4). Only the ratios count. The cost of LAPACK grows as N³,
/// that of a factorisation as N², that of a solution with its factors as their size, N^(4/3). A mode by Davidson's method costs the more,
/// the more modes there are.
/// </summary>
/// <param name="Dense">LAPACK.</param>
/// <param name="Davidson">Block Davidson; infinite where it cannot find the modes.</param>
/// <param name="Slicing">Slices; infinite where memory does not suffice.</param>
/// <param name="ExpectedModes">Modes expected.</param>
internal sealed record SolverCosts(double Dense, double Davidson, double Slicing, int ExpectedModes)
{
    /// <summary>Up to this number of particles a dense spectrum takes a tenth of a second.</summary>
    public const int SmallCount = 300;

    private const double DenseCost = 2e-9;
    private const double DavidsonModeCost = 1.2e-5;
    private const double DavidsonPairCost = 2.2e-8;
    private const double FactorCost = 1.15e-7;
    private const double SlicingModeCost = 3e-7;
    private const double ModesPerShift = 700;

    // Bytes of the factors in units of N^(4/3), and of the subspace and the modes in units of N times the modes of a shift.
    private const double FactorBytes = 7000;
    private const double SubspaceBytes = 150;

    /// <summary>The costs in words.</summary>
    public string Why => FormattableString.Invariant($"about {ExpectedModes} modes expected; ")
        + $"estimated cost by block Davidson {Text(Davidson)}, by slices {Text(Slicing)}, by LAPACK {Text(Dense)}";

    /// <summary>The solvers that can find the modes, the cheapest first.</summary>
    public ModeSolver[] FromCheapest()
    {
        (double Cost, ModeSolver Solver)[] solvers =
            [(Davidson, ModeSolver.Davidson), (Slicing, ModeSolver.Slicing), (Dense, ModeSolver.Dense)];
        return
        [
            .. solvers.Where(candidate => double.IsFinite(candidate.Cost))
                .OrderBy(candidate => candidate.Cost)
                .Select(candidate => candidate.Solver),
        ];
    }

    /// <summary>A solver's name in messages.</summary>
    public static string NameOf(ModeSolver solver) => solver switch
    {
        ModeSolver.Davidson => "block Davidson",
        ModeSolver.Slicing => "slicing",
        _ => "LAPACK",
    };

    /// <summary>Estimates the costs.</summary>
    /// <param name="particles">N.</param>
    /// <param name="modes">Modes expected.</param>
    /// <param name="fromBelow">Whether the modes are the lowest, which block Davidson can find.</param>
    /// <param name="memoryLimit">Bytes that a factorisation may take; null: nine tenths of what there is.</param>
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

    private static string Text(double seconds) =>
        double.IsFinite(seconds) ? FormattableString.Invariant($"{seconds:g2} s") : "out of the question";
}
