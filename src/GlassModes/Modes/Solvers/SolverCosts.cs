// Estimates what each solver costs.

namespace GlassModes.Modes.Solvers;

/// <summary>
/// The estimated cost of each solver, in seconds on two cores of an EPYC (Zen 4). Only the ratios count. The cost of LAPACK grows as N³.
/// The cost of a factorisation grows as N², and the cost of a solution with its factors as their size, N^(4/3). With block Davidson the
/// cost of each mode grows with the number of modes.
/// </summary>
/// <param name="Dense">Cost of LAPACK.</param>
/// <param name="Davidson">Cost of block Davidson; infinite where block Davidson cannot find the modes.</param>
/// <param name="Slicing">Cost of slices; infinite where memory does not suffice.</param>
/// <param name="ExpectedModes">Number of modes that are expected.</param>
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

    // The factors take FactorBytes · N^(4/3) bytes. The subspace and the modes take SubspaceBytes · N bytes for each mode of a shift.
    private const double FactorBytes = 7000;
    private const double SubspaceBytes = 150;

    /// <summary>The costs in words.</summary>
    public string Why => FormattableString.Invariant($"about {ExpectedModes} modes expected; ")
        + $"estimated cost by block Davidson {DescribeCost(Davidson)}, by slices {DescribeCost(Slicing)}, by LAPACK {DescribeCost(Dense)}";

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
    /// <param name="modes">Number of modes that are expected.</param>
    /// <param name="fromBelow">Whether the modes are the lowest, which block Davidson can find.</param>
    /// <param name="memoryLimit">Bytes that a factorisation may take; null for nine tenths of the available memory.</param>
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

    private static string DescribeCost(double seconds) =>
        double.IsFinite(seconds) ? FormattableString.Invariant($"{seconds:g2} s") : "out of the question";
}
