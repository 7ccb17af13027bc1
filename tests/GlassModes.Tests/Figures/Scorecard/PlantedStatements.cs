// For each statement: samples that agree with it, samples that differ from it, and samples that do not suffice.

using GlassModes.Figures.Scorecard;
using GlassModes.Models;

namespace GlassModes.Tests.Figures.Scorecard;

/// <summary>Three made-up liquids for each statement.</summary>
internal static class PlantedStatements
{
    private static readonly double[] s_spectrumRungs = [-1.5, -2, -2.5, -3, -3.5, -4, -4.5, -5];

    private static PlantedLiquid Spheres(PlantedLiquid liquid) => liquid with
    {
        Model = HarmonicSpheres.Create().Name,
        Density = HarmonicSpheres.Create().DefaultDensity,
        Temperature = double.PositiveInfinity,
    };

    private static PlantedLiquid Cold(PlantedLiquid liquid) => liquid with { Temperature = 0.45 };

    // W = A t^−x and W = C f_u^y.
    private static PlantedLiquid Descent(double x, double y) => new()
    {
        Particles = [4000],
        Samples = 40,
        Rungs = [-1.5, -2, -2.5, -3, -3.5, -4, -4.5, -5, -5.5, -6],
        Time = log => Math.Pow(10, -log / x),
        Fraction = log => 0.005 * Math.Pow(10, (log + 1.5) / y),
    };

    private static PlantedLiquid Few(PlantedLiquid liquid, double noise) => liquid with { Samples = 9, Noise = noise };

    private static readonly double[] s_deepRungs =
        [-1.5, -2, -2.5, -3, -3.5, -4, -4.5, -5, -5.5, -6, -6.5, -7, -7.5, -8, -8.5, -9, -9.5, -10];

    // An exponential end of the descent, where the flatness falls as W^(1/2).
    private static PlantedLiquid Flat { get; } =
        Descent(2, 2) with { Particles = [1000], Rungs = s_deepRungs, Time = log => 5 - (2 * log) };

    // W^(1 − 1/y − 1/x) with x = 3 and y = 1.5: the flatness is constant although W falls faster than t^−2.
    private static PlantedLiquid NotFlat { get; } =
        Descent(3, 1.5) with { Particles = [1000], Samples = 400, Rungs = s_deepRungs };

    private static PlantedLiquid FewFlat { get; } = Few(Flat, 1) with { Particles = [300] };

    // An edge that rises and is gone at log10 W = −3.5.
    private static PlantedLiquid Spectrum { get; } = new()
    {
        Particles = [300, 600, 1200],
        Samples = 96,
        Rungs = s_spectrumRungs,
        Fraction = log => 0.03 * Math.Pow(10, (log + 1.5) / 2.5),
        Edge = log => log < -3.2 ? double.NaN : -4 + (2 * (-1.5 - log)),
    };

    // As many modes at each rung, so that the tail can be tested at all of them.
    private static PlantedLiquid Tail { get; } =
        new() { Particles = [1200], Samples = 96, Rungs = s_spectrumRungs, Fraction = _ => 0.015 };

    private static PlantedLiquid FewLevels { get; } = Few(Spectrum, 0.1) with { Fraction = log => 0.004 * Math.Pow(10, (log + 1.5) / 2.5) };

    private static PlantedLiquid Modes { get; } = new()
    {
        Particles = [8000],
        Samples = 24,
        Noise = 0.003,
        Rungs = [-2, -2.5, -3, -3.5, -4, -4.5, -5, -5.5, -6, -6.5, -7],
        Length = log => Math.Exp(0.55 * Math.Pow(10, -0.11 * log)),
    };

    private static PlantedLiquid LargeModes { get; } = Modes with { Particles = [128_000] };

    private static PlantedLiquid Core { get; } = new()
    {
        Rungs = [-2, -3, -4, -5, -6, -7],
        FarField = log => 0.3 + (0.1 * (-2 - log)),
    };

    private static PlantedLiquid Energies { get; } = new() { Particles = [100], Samples = 1300, Rungs = [-2, -4, -6, -8.5, -16] };

    // D(λ) = f_u e^{λ/s}/s and p(Λ) = e^{(Λ − c)/s}/s, with c such that p(Λ) = 100 D(Λ + 15.5).
    private static PlantedLiquid Shifted(double offset) => new()
    {
        Samples = 400,
        Fraction = _ => 0.005,
        CoreEnergy = uniform => -15.5 + offset + (2.5 * Math.Log(2 * uniform)),
    };

    /// <summary>The liquid of a statement and a verdict.</summary>
    public static PlantedLiquid Of(string key, Verdict verdict)
    {
        (PlantedLiquid agreeing, PlantedLiquid differing, PlantedLiquid few) = ThreeOf(key);
        return verdict switch { Verdict.Agrees => agreeing, Verdict.Differs => differing, _ => few };
    }

    private static (PlantedLiquid Agreeing, PlantedLiquid Differing, PlantedLiquid Few) ThreeOf(string key) => key switch
    {
        "time-law-high-T" => Three(Descent(1.7, 2), Descent(2.3, 2), Few(Descent(1.7, 2), 1)),
        "fraction-law-high-T" => Three(Descent(1.7, 2), Descent(1.7, 1.6), Few(Descent(1.7, 2), 1) with { Particles = [100] }),
        "flatness-high-T" => Three(Flat, NotFlat, FewFlat),
        "time-law-low-T" => Three(Cold(Descent(2.5, 2.15)), Cold(Descent(1.7, 2.15)), Cold(Few(Descent(2.5, 2.15), 2))),
        "fraction-law-low-T" => Three(
            Cold(Descent(2.5, 2.15)), Cold(Descent(2.5, 1.5)), Cold(Few(Descent(2.5, 2.15), 1)) with { Particles = [100] }),
        "flatness-low-T" => Three(Cold(Flat), Cold(NotFlat), Cold(FewFlat)),
        "time-law-harmonic" => Three(Spheres(Descent(1.7, 2.3)), Spheres(Descent(2.3, 2.3)), Spheres(Few(Descent(1.7, 2.3), 1))),
        "fraction-law-harmonic" => Three(
            Spheres(Descent(1.7, 2.3)), Spheres(Descent(1.7, 1.8)), Spheres(Few(Descent(1.7, 2.3), 1)) with { Particles = [100] }),
        "flatness-harmonic" => Three(Spheres(Flat), Spheres(NotFlat), Spheres(FewFlat)),
        "spectrum-tail" => Three(Tail, Tail with { HasUniformLevels = true }, FewLevels),
        "spectrum-tail-all-sizes" => Three(Spectrum, Spectrum with { Scale = GrowingScale }, FewLevels),
        "spectrum-tail-harmonic" => Three(Spheres(Tail), Spheres(Tail with { HasUniformLevels = true }), Spheres(FewLevels)),
        "spectrum-tail-all-sizes-harmonic" => Three(
            Spheres(Spectrum), Spheres(Spectrum with { Scale = GrowingScale }), Spheres(FewLevels)),
        "edge-exists" => Three(Spectrum, Spectrum with { Edge = _ => double.NaN }, FewLevels),
        "edge-vanishes" => Three(Spectrum, Spectrum with { Edge = _ => -2 }, FewLevels with { Particles = [300, 400] }),
        "edge-rises" => Three(Spectrum, Spectrum with { Edge = _ => -2 }, FewLevels),
        "localised-below-edge" => Three(Spectrum, Spectrum with { LocalisedExponent = 0.8 }, FewLevels),
        "localised-late" => Three(Spectrum, Spectrum with { Edge = _ => -100 }, Spectrum with { Samples = 9, Noise = 1 }),
        "localised-late-harmonic" => Three(
            Spheres(Spectrum), Spheres(Spectrum with { Edge = _ => -100 }), Spheres(Spectrum with { Samples = 9, Noise = 1 })),
        "levels-below-edge" => Three(Spectrum, Spectrum with { RepelBelowEdge = true }, FewLevels),
        "levels-above-edge" => Three(Spectrum, Spectrum with { SpacingExponent = 1 }, FewLevels),
        "decay-exponential-early" => Three(Modes, Modes with { Length = _ => 40 }, Few(Modes, 0.5) with { Length = _ => 3.2 }),
        "decay-slows" => Three(Modes, Modes with { Length = _ => 2.5 }, Few(Modes, 1) with { Rungs = [-2, -2.5, -3] }),
        "length-grows" => Three(Modes, Modes with { Length = _ => 2.5 }, Few(Modes, 0.5)),
        "length-law" => Three(Modes, Modes with { Length = FlatterLength }, Few(Modes, 0.5)),
        "length-law-range" => Three(
            LargeModes, LargeModes with { Length = SteppedLength }, LargeModes with { Rungs = [-2, -2.5, -3, -3.5, -4] }),
        "length-law-harmonic" => Three(
            Spheres(Modes with { Length = log => Math.Exp(0.55 * Math.Pow(10, -0.1 * log)) }),
            Spheres(Modes with { Length = FlatterLength }),
            Spheres(Few(Modes, 0.5))),
        "core-radius-fixed" => Three(Core, Core with { Radius = log => 1.2 + (0.3 * (-2 - log)) }, Few(Core, 0.5)),
        "core-collapse" => Three(Core, Core with { CoreShape = log => 1 + (0.5 * (-2 - log)) }, Few(Core, 0.5)),
        "far-field-stabilises" => Three(Core, Core with { FarField = _ => 0.5 }, Few(Core, 3)),
        "core-energy-tail" => Three(Energies, Energies with { CoreEnergy = UniformCore }, Energies with { Samples = 300 }),
        "core-energy-tail-inherent" => Three(Energies, Energies with { CoreEnergy = UniformCore }, Energies with { Samples = 300 }),
        "shifted-spectrum" => Three(Shifted(0), Shifted(4), Shifted(0) with { Samples = 20 }),
        "lowest-eigenvalue-weibull" => Three(Energies, Energies with { WeibullShape = 1.6 }, Energies with { Samples = 14 }),
        "single-core" => Three(Modes, Modes with { CoreDistance = 8 }, Few(Modes, 0.6) with { CoreDistance = 4 }),
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "There are no samples for this statement."),
    };

    private static (PlantedLiquid, PlantedLiquid, PlantedLiquid) Three(
        PlantedLiquid agreeing, PlantedLiquid differing, PlantedLiquid few) => (agreeing, differing, few);

    private static double GrowingScale(int particles) => 2.5 * Math.Pow(particles / 300.0, 0.4);

    private static double UniformCore(double uniform) => -10 * uniform;

    private static double FlatterLength(double log) => Math.Exp(0.9 * Math.Pow(10, -0.06 * log));

    private static double SteppedLength(double log) => log > -4.2 ? 2.5 : 8;
}
