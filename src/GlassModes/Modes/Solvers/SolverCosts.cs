// Estimates what each solver costs.

using GlassModes.Models;
using GlassModes.Numerics.Memory;

namespace GlassModes.Modes.Solvers;

/// <summary>
/// The estimated cost of each solver, in seconds on two cores of an EPYC (Zen 4). Only the ratios count. The cost of LAPACK grows as N³.
/// The cost of a factorisation grows as N², and the cost of a solution with its factors as their size, N^(4/3). With block Davidson the
/// cost of each mode grows with the number of modes.
/// </summary>
/// <param name="Dense">Cost of LAPACK; infinite where memory does not suffice.</param>
/// <param name="Davidson">Cost of block Davidson; infinite where it cannot find the modes, or where memory does not suffice.</param>
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
    /// <param name="bonds">Number of bonds.</param>
    /// <exception cref="InsufficientMemoryException">No solver fits into memory. The message gives N and the bytes of each.</exception>
    public static SolverCosts Of(int particles, int modes, bool fromBelow, long? memoryLimit, int bonds)
    {
        long available = MemoryBudget.Available;
        long factorLimit = memoryLimit ?? MemoryBudget.DefaultLimit;
        long dense = MemoryEstimate.Dense(particles, modes);
        long davidson = fromBelow ? MemoryEstimate.Davidson(particles, bonds, modes) : long.MaxValue;
        long slices = MemoryEstimate.Slices(particles, modes);
        if (dense > available && davidson > available && slices > factorLimit)
        {
            throw new InsufficientMemoryException(
                $"N = {particles}, about {modes} modes: no solver fits into memory. LAPACK needs {MemorySize.Describe(dense)}, "
                + (fromBelow ? $"block Davidson {MemorySize.Describe(davidson)}, " : "")
                + $"a factorisation {MemorySize.Describe(slices)}; {MemorySize.Describe(available)} are available, "
                + $"{MemorySize.Describe(factorLimit)} for a factorisation.");
        }

        double n = particles;
        double k = Math.Max(modes, 1);
        double fill = Math.Pow(n, 4.0 / 3);
        return new SolverCosts(
            dense <= available ? DenseCost * n * n * n : double.PositiveInfinity,
            davidson <= available ? n * k * (DavidsonModeCost + (DavidsonPairCost * k)) : double.PositiveInfinity,
            slices < factorLimit
                ? (FactorCost * n * n * Math.Ceiling(k / ModesPerShift)) + (SlicingModeCost * fill * k) : double.PositiveInfinity,
            modes);
    }

    /// <summary>Cost of a factorisation that certifies modes which were found in another way.</summary>
    public static double CertificateCost(int particles) => FactorCost * particles * particles;

    private static string DescribeCost(double seconds) =>
        double.IsFinite(seconds) ? FormattableString.Invariant($"{seconds:g2} s") : "out of the question";
}
