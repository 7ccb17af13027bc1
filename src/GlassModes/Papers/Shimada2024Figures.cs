// The figures of Shimada et al. 2024 as data: which N, T and W each figure shows, and its guide lines.

using GlassModes.Analysis;
using GlassModes.Models;
using GlassModes.Potentials;

namespace GlassModes.Papers;

/// <summary>
/// The thirty figures of Shimada et al. 2024, as their captions and the text describe them. The captions give N, T, W, guide lines and the
/// distances over which fits are shown. The captions do not give the ranges of axes, which therefore follow the data.
/// </summary>
public static class Shimada2024Figures
{
    private static readonly PaperLiquid s_highTemperature =
        PaperLiquid.Of(KobAndersen.ForceShifted(), [2], new TemperatureRange(1, 100));
    private static readonly PaperLiquid s_lowTemperatures =
        PaperLiquid.Of(KobAndersen.ForceShifted(), [0.45, 0.4308, 0.3971], new TemperatureRange(0, 0.9));
    private static readonly PaperLiquid s_spheres =
        PaperLiquid.Of(HarmonicSpheres.Create(), [double.PositiveInfinity], new TemperatureRange(0, double.PositiveInfinity));

    // The text discusses these figures from the first rung down to W of 1e-8, and of 1e-10 for spheres.
    private static readonly RungRange s_relaxation = new(0, -10);

    private static readonly int[] s_smallSizes = [1000, 2000, 4000, 8000];
    private static readonly int[] s_largeSizes = [8000, 32_000, 128_000];
    private static readonly int[] s_sphereSizes = [2000, 8000, 32_000, 128_000];
    private static readonly int[] s_smallSphereSizes = [2000, 8000];
    private static readonly double[] s_spectra = [-1.5, -2, -2.5, -3, -3.5, -4, -4.5];
    private static readonly double[] s_panels = [-1.5, -2, -2.5, -3, -3.5, -4, -4.5, -5];
    private static readonly double[] s_profiles = [-7, -6, -5, -4, -3, -2];
    private static readonly double[] s_sphereDecay = [-10, -9, -8, -6, -4, -2];
    private static readonly double[] s_sphereEnergy = [-10, -9, -8, -6, -4];

    /// <summary>The figures in the order of their numbers.</summary>
    public static IReadOnlyList<PaperFigure> All { get; } =
    [
        new(
            1,
            PaperPlot.Potentials,
            s_highTemperature,
            "The pair potential before and after the change of its cutoff",
            "")
        {
            OriginalPotential = r => new LennardJones(1, 1, KobAndersen.Cutoff).Energy(r),
            PotentialRange = new DistanceRange(0.9, 2.7),
        },
        new(
            2,
            PaperPlot.Trajectories,
            s_highTemperature,
            "W(t) and W(fᵤ) of single samples",
            "table1")
        {
            Particles = [2000, 128_000],
        },
        new(
            3,
            PaperPlot.RelaxationOfSizes,
            s_highTemperature,
            "Relaxation",
            "table1")
        {
            Particles = [1000, 2000, 4000, 8000, 32_000, 128_000],
            ShownRungs = s_relaxation,
            TimeGuides = [1.7],
            FractionGuides = [2],
        },
        new(
            4,
            PaperPlot.RelaxationOfTemperatures,
            s_lowTemperatures,
            "Relaxation from low temperatures",
            "low-temperature")
        {
            Particles = [1000],
            ShownRungs = s_relaxation,
            TimeGuides = [2.5],
            FractionGuides = [2, 2.3],
        },
        new(
            5,
            PaperPlot.SpectraOfRungs,
            s_highTemperature,
            "Unstable part of the spectrum during the descent",
            "table1")
        {
            Particles = [8000],
            Log10W = s_spectra,
        },
        new(
            6,
            PaperPlot.Participation,
            s_highTemperature,
            "Participation ratio of unstable modes",
            "table1")
        {
            Particles = s_smallSizes,
            Log10W = s_panels,
        },
        new(
            7,
            PaperPlot.MobilityEdge,
            s_highTemperature,
            "Mobility edge",
            "table1")
        {
            Particles = s_smallSizes,
        },
        new(
            8,
            PaperPlot.DecayProfiles,
            s_highTemperature,
            "Decay profiles of the lowest mode",
            "table1")
        {
            Particles = [128_000],
            Log10W = s_profiles,
            ShownDistances = new DistanceRange(10, 22),
        },
        new(
            9,
            PaperPlot.CorrelationLengths,
            s_highTemperature,
            "Correlation length of the lowest mode",
            "table1")
        {
            Particles = s_largeSizes,
            LengthGuides = [0.11],
        },
        new(
            10,
            PaperPlot.EnergyProfiles,
            s_highTemperature,
            "Energy profiles of the lowest mode",
            "table1")
        {
            Particles = [128_000],
            Log10W = s_profiles,
        },
        new(
            11,
            PaperPlot.CoreEnergyDensities,
            s_highTemperature,
            "Distribution of core energies",
            "table1")
        {
            Particles = [1000],
            Log10W = [-9, -7.5, -6, -4.5, -3, -1.5],
        },
        new(
            12,
            PaperPlot.CumulativeCoreEnergies,
            s_highTemperature,
            "Cumulative distribution of core energies",
            "table1")
        {
            Particles = [1000, 32_000],
            Log10W = [-9, -16],
        },
        new(
            13,
            PaperPlot.SpectraOfSizes,
            s_highTemperature,
            "Unstable part of the spectrum for several N",
            "table1")
        {
            Particles = s_smallSizes,
            Log10W = s_panels,
        },
        new(
            14,
            PaperPlot.DecayProfiles,
            s_highTemperature,
            "Decay profiles of the lowest mode",
            "table1")
        {
            IsForThisSizeOnly = true,
            Particles = [8000],
            Log10W = s_profiles,
            ShownDistances = new DistanceRange(4, 9),
        },
        new(
            15,
            PaperPlot.DecayProfiles,
            s_highTemperature,
            "Decay profiles of the lowest mode",
            "table1")
        {
            IsForThisSizeOnly = true,
            Particles = [32_000],
            Log10W = s_profiles,
            ShownDistances = new DistanceRange(6, 14),
        },
        new(
            16,
            PaperPlot.EnergyProfiles,
            s_highTemperature,
            "Energy profiles of the lowest mode",
            "table1")
        {
            IsForThisSizeOnly = true,
            Particles = [8000],
            Log10W = s_profiles,
        },
        new(
            17,
            PaperPlot.EnergyProfiles,
            s_highTemperature,
            "Energy profiles of the lowest mode",
            "table1")
        {
            IsForThisSizeOnly = true,
            Particles = [32_000],
            Log10W = s_profiles,
        },
        new(
            18,
            PaperPlot.ParticipationOfModes,
            s_highTemperature,
            "Participation ratios of single modes",
            "table1")
        {
            Particles = s_smallSizes,
            Log10W = [-1.5, -2, -2.5, -3],
        },
        new(
            19,
            PaperPlot.CoreParticles,
            s_highTemperature,
            "Particles of most negative local energy",
            "table1")
        {
            Particles = s_largeSizes,
            Log10W = s_profiles,
        },
        new(
            20,
            PaperPlot.RelaxationOfSizes,
            s_spheres,
            "Relaxation of harmonic spheres",
            "table2")
        {
            Particles = s_sphereSizes,
            ShownRungs = s_relaxation,
            TimeGuides = [1.7],
            FractionGuides = [2.3],
        },
        new(
            21,
            PaperPlot.SpectraOfRungs,
            s_spheres,
            "Unstable part of the spectrum of harmonic spheres",
            "table2")
        {
            Particles = [8000],
            Log10W = s_spectra,
        },
        new(
            22,
            PaperPlot.Participation,
            s_spheres,
            "Participation ratio of unstable modes of harmonic spheres",
            "table2")
        {
            Particles = s_smallSphereSizes,
            Log10W = s_panels,
        },
        new(
            23,
            PaperPlot.DecayProfiles,
            s_spheres,
            "Decay profiles of the lowest mode of harmonic spheres",
            "table2")
        {
            Particles = [128_000],
            Log10W = s_sphereDecay,
            ShownDistances = new DistanceRange(10, 22),
        },
        new(
            24,
            PaperPlot.CorrelationLengths,
            s_spheres,
            "Correlation length of the lowest mode of harmonic spheres",
            "table2")
        {
            Particles = s_largeSizes,
            LengthGuides = [0.10],
        },
        new(
            25,
            PaperPlot.EnergyProfiles,
            s_spheres,
            "Energy profiles of the lowest mode of harmonic spheres",
            "table2")
        {
            Particles = [128_000],
            Log10W = s_sphereEnergy,
        },
        new(
            26,
            PaperPlot.SpectraOfSizes,
            s_spheres,
            "Unstable part of the spectrum of harmonic spheres for several N",
            "table2")
        {
            Particles = s_smallSphereSizes,
            Log10W = s_panels,
        },
        new(
            27,
            PaperPlot.DecayProfiles,
            s_spheres,
            "Decay profiles of the lowest mode of harmonic spheres",
            "table2")
        {
            IsForThisSizeOnly = true,
            Particles = [8000],
            Log10W = s_sphereDecay,
            ShownDistances = new DistanceRange(4, 8),
        },
        new(
            28,
            PaperPlot.DecayProfiles,
            s_spheres,
            "Decay profiles of the lowest mode of harmonic spheres",
            "table2")
        {
            IsForThisSizeOnly = true,
            Particles = [32_000],
            Log10W = s_sphereDecay,
            ShownDistances = new DistanceRange(6, 13),
        },
        new(
            29,
            PaperPlot.EnergyProfiles,
            s_spheres,
            "Energy profiles of the lowest mode of harmonic spheres",
            "table2")
        {
            IsForThisSizeOnly = true,
            Particles = [8000],
            Log10W = s_sphereEnergy,
        },
        new(
            30,
            PaperPlot.EnergyProfiles,
            s_spheres,
            "Energy profiles of the lowest mode of harmonic spheres",
            "table2")
        {
            IsForThisSizeOnly = true,
            Particles = [32_000],
            Log10W = s_sphereEnergy,
        },
    ];
}
