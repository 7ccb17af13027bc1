// The statements of Shimada et al. 2024 that are held against results.

using GlassModes.Analysis;
using GlassModes.Models;

namespace GlassModes.Papers;

/// <summary>
/// The statements of Shimada et al. 2024 (<see cref="Shimada2024"/>) as data. A tolerance of a law that the paper compares with data by eye
/// is ours, and so is each alternative.
/// </summary>
public static class Shimada2024Statements
{
    // The paper's ladder, from the first rung to the last rung of its spectra, and of its profiles.
    private static readonly RungRange s_spectra = new(-1.5, -5);
    private static readonly RungRange s_profiles = new(-2, -7);

    // Profiles of harmonic spheres without large W, where ξ is too short. The energy profiles of App. E begin at −4; the limit is ours.
    private static readonly RungRange s_harmonicProfiles = new(-4, -10);

    // The rungs with and without a mobility edge.
    private static readonly RungRange s_early = new(-1.5, -3);
    private static readonly RungRange s_late = new(-3.5, -5);

    private static readonly RungRange s_inherent = new(-12, double.NegativeInfinity);

    // A Kolmogorov-Smirnov distance and a relative deviation that cannot be seen in a logarithmic plot.
    private const double SeenDistance = 0.03;
    private const double SeenDeviation = 0.03;

    // P ∝ N^−2/3 at the mobility edge, where N^{2/3} P does not depend on N.
    private const double EdgeExponent = 2 / 3.0;

    // The least N whose profiles the paper shows.
    private const int ProfileParticles = 8000;

    // The least N whose descent is a power of time over the fitted rungs. In smaller systems the end of the descent begins before.
    private const int PowerLawParticles = 4000;

    // The least N in whose box the core of a mode is small.
    private const int CoreParticles = 1000;

    // The end of the power law of time. The paper says that it depends on N, and not where it is. In quenches of ours, f_u (3N − 3) = 1 at
    // log10 W = −3.5 in the Kob-Andersen liquid with N = 1000, and W falls as t^−5 from −4 on. In harmonic spheres with N = 2000, W falls
    // faster than t^−2.5 from −7 on.
    private static readonly PowerLawEnd s_kobAndersenEnd = new(-4, 1000, 2);
    private static readonly PowerLawEnd s_harmonicEnd = new(-7, 2000, 2.3);

    private static readonly int[] s_sizes = [1000, 2000, 4000, 8000, 32_000, 128_000];
    private static readonly int[] s_spectrumSizes = [1000, 2000, 4000, 8000];
    private static readonly int[] s_profileSizes = [8000, 32_000, 128_000];
    private static readonly int[] s_harmonicSizes = [2000, 8000, 32_000, 128_000];

    private static PaperLiquid HighTemperature { get; } =
        PaperLiquid.Of(KobAndersen.ForceShifted(), [2], new TemperatureRange(2, 2));

    private static PaperLiquid LowTemperature { get; } =
        PaperLiquid.Of(KobAndersen.ForceShifted(), [0.45, 0.4308, 0.3971], new TemperatureRange(0, 0.5));

    private static PaperLiquid Spheres { get; } = PaperLiquid.Of(
        HarmonicSpheres.Create(),
        [double.PositiveInfinity],
        new TemperatureRange(double.PositiveInfinity, double.PositiveInfinity));

    /// <summary>All statements, in the order of the paper. Keys are unique.</summary>
    public static IReadOnlyList<PaperStatement> All { get; } = [.. Relaxation(), .. Spectrum(), .. LowestMode()];

    private static StatedClaim.PowerLaw Law(StatedLaw law, StatedNumber exponent) => new(law, exponent);

    // The paper argues for the stage after the power law of time.
    private static StatedClaim.Trend VanishingFlatness(PowerLawEnd end) => new(TrendQuantity.LogFlatness, Rises: false, LeastChange: 0.2)
    {
        After = end,
        Choice = EnsembleChoice.DeepestLadder,
    };

    private static PaperStatement[] Relaxation() =>
    [
        new(
            "time-law-high-T",
            "In the middle of the descent from T = 2, W falls as a power of time.",
            "Sec. III A 1, Fig. 3(a)",
            "W ∝ t^−1.7",
            HighTemperature,
            Law(StatedLaw.Time, new(1.7, 0.05, StatedPrecision.LastDigit, 2, "the spherical mean-field model"))
                with { FewestParticles = PowerLawParticles })
        { Particles = s_sizes },
        new(
            "fraction-law-high-T",
            "In the descent from T = 2, W is a power of the fraction of unstable modes.",
            "Sec. III A 1, Fig. 3(b)",
            "W ∝ f_u^2",
            HighTemperature,
            Law(StatedLaw.Fraction, new(2, 0.075, StatedPrecision.ByEye, 2.3, "the paper's harmonic spheres")))
        { Particles = s_sizes },
        new(
            "flatness-high-T",
            "The landscape becomes flat at the end of the descent from T = 2.",
            "Sec. III A 1, Eq. 9",
            "∂(V/N)/∂f_u → 0",
            HighTemperature,
            VanishingFlatness(s_kobAndersenEnd))
        { Particles = s_sizes },
        new(
            "time-law-low-T",
            "In the descent from a liquid at low temperature, W falls faster with time (a law that the paper could not verify).",
            "Sec. III A 2, Fig. 4(a)",
            "W ∝ t^−2.5",
            LowTemperature,
            Law(StatedLaw.Time, new(2.5, 0.05, StatedPrecision.LastDigit, 1.7, "the liquid at T = 2"))
                with { FewestParticles = PowerLawParticles })
        { Particles = [1000] },
        new(
            "fraction-law-low-T",
            "In the descent from a liquid at low temperature, W is a power of f_u between two guide lines.",
            "Sec. III A 2, Fig. 4(b)",
            "W ∝ f_u^2 to f_u^2.3",
            LowTemperature,
            Law(StatedLaw.Fraction, new(2.15, 0.075, StatedPrecision.ByEye, 4 / 3.0, "the spherical mean-field model")))
        { Particles = [1000] },
        new(
            "flatness-low-T",
            "The landscape becomes flat at the end of the descent from a liquid at low temperature.",
            "Sec. III A 2, Eq. 10",
            "∂(V/N)/∂f_u → 0",
            LowTemperature,
            VanishingFlatness(s_kobAndersenEnd))
        { Particles = [1000] },
        new(
            "time-law-harmonic",
            "In the middle of the descent of harmonic spheres, W falls as a power of time.",
            "App. E 1, Fig. 20(a)",
            "W ∝ t^−1.7",
            Spheres,
            Law(StatedLaw.Time, new(1.7, 0.05, StatedPrecision.LastDigit, 2, "the spherical mean-field model"))
                with { FewestParticles = PowerLawParticles })
        { Particles = s_harmonicSizes },
        new(
            "fraction-law-harmonic",
            "In the descent of harmonic spheres, W is a power of the fraction of unstable modes.",
            "App. E 1, Fig. 20(b)",
            "W ∝ f_u^2.3",
            Spheres,
            Law(StatedLaw.Fraction, new(2.3, 0.05, StatedPrecision.LastDigit, 2, "the paper's Kob-Andersen liquid at T = 2")))
        { Particles = s_harmonicSizes },
        new(
            "flatness-harmonic",
            "The landscape of harmonic spheres becomes flat at the end of the descent.",
            "App. E 1, Eq. E2",
            "∂(V/N)/∂f_u → 0",
            Spheres,
            VanishingFlatness(s_harmonicEnd))
        { Particles = s_harmonicSizes },
    ];

    private static PaperStatement[] Spectrum() =>
    [
        new(
            "spectrum-tail",
            "The unstable spectrum has an exponential tail at every W.",
            "Sec. III B, Fig. 5",
            "D(λ) ∝ e^(λ/s)",
            HighTemperature,
            new StatedClaim.ExponentialTail(TailQuantity.UnstableEigenvalues, 0.1, SeenDistance, 3) { Rungs = s_spectra })
        { Particles = [8000] },
        new(
            "spectrum-tail-all-sizes",
            "The tail of the unstable spectrum does not depend on N.",
            "App. A, Fig. 13",
            "s(N) constant",
            HighTemperature,
            new StatedClaim.SameTailForAllSizes(0.05, 0.1) { Rungs = s_spectra })
        { Particles = s_spectrumSizes },
        new(
            "spectrum-tail-harmonic",
            "The unstable spectrum of harmonic spheres has an exponential tail at every W.",
            "App. E 2, Fig. 21",
            "D(λ) ∝ e^(λ/s)",
            Spheres,
            new StatedClaim.ExponentialTail(TailQuantity.UnstableEigenvalues, 0.1, SeenDistance, 3) { Rungs = s_spectra })
        { Particles = [8000] },
        new(
            "spectrum-tail-all-sizes-harmonic",
            "The tail of the unstable spectrum of harmonic spheres does not depend on N.",
            "App. E 4, Fig. 26",
            "s(N) constant",
            Spheres,
            new StatedClaim.SameTailForAllSizes(0.05, 0.1) { Rungs = s_spectra })
        { Particles = [2000, 8000] },
        new(
            "edge-exists",
            "Early in the descent a mobility edge divides localised from extended modes.",
            "Sec. III B, Figs. 6(a)-(d), 7",
            "λ_e < 0 at log10 W = −1.5 to −3",
            HighTemperature,
            new StatedClaim.EdgeExists { Rungs = s_early })
        { Particles = s_spectrumSizes },
        new(
            "edge-vanishes",
            "The mobility edge is gone long before the end of the descent.",
            "Sec. III B, Figs. 6(e)-(h), 7",
            "no λ_e from log10 W = −3.5",
            HighTemperature,
            new StatedClaim.EdgeIsGone { Rungs = s_late })
        { Particles = s_spectrumSizes },
        new(
            "edge-rises",
            "The mobility edge rises towards 0 as W falls.",
            "Sec. III B, Fig. 7",
            "λ_e → 0",
            HighTemperature,
            new StatedClaim.Trend(TrendQuantity.MobilityEdge, Rises: true, LeastChange: 0.2) { Rungs = s_early })
        { Particles = s_spectrumSizes },
        new(
            "localised-below-edge",
            "Modes below the mobility edge are localised: the number of their particles, N P, does not depend on N.",
            "Sec. III B, Fig. 6",
            "P ∝ N^−1 for λ < λ_e",
            HighTemperature,
            new StatedClaim.LocalisedBelowEdge(new(1, 0.05, StatedPrecision.ByEye, EdgeExponent, "modes at the edge")) { Rungs = s_early })
        { Particles = s_spectrumSizes },
        new(
            "localised-late",
            "Late in the descent all unstable modes are localised.",
            "Sec. III B, Figs. 6(e)-(h)",
            "P falls faster than N^−2/3",
            HighTemperature,
            new StatedClaim.AllModesLocalised(EdgeExponent) { Rungs = s_late })
        { Particles = s_spectrumSizes },
        new(
            "localised-late-harmonic",
            "Late in the descent of harmonic spheres the extended modes are gone.",
            "App. E 2, Fig. 22",
            "P falls faster than N^−2/3",
            Spheres,
            new StatedClaim.AllModesLocalised(EdgeExponent) { Rungs = s_late })
        { Particles = [2000, 8000] },
        new(
            "levels-below-edge",
            "Eigenvalues of localised modes are independent (known from saddle modes; the paper expects the same here).",
            "Sec. III B",
            "Poisson: ⟨r⟩ of independent levels",
            HighTemperature,
            new StatedClaim.LevelStatistics(SpectrumPart.BelowEdge, 0.01) { Rungs = s_early })
        { Particles = s_spectrumSizes },
        new(
            "levels-above-edge",
            "Eigenvalues of extended modes repel each other (the paper names the test without its result).",
            "Sec. III B",
            "Wigner: ⟨r⟩ = 0.5307",
            HighTemperature,
            new StatedClaim.LevelStatistics(SpectrumPart.AboveEdge, 0.01) { Rungs = s_early })
        { Particles = s_spectrumSizes },
    ];

    private static PaperStatement[] LowestMode() =>
    [
        new(
            "decay-exponential-early",
            "At large W the most unstable mode falls exponentially with the distance from its core.",
            "Sec. III C 1, Fig. 8",
            "d(r) exponential",
            HighTemperature,
            new StatedClaim.ExponentialDecay(0.5) { Rungs = new RungRange(-1.5, -2), FewestParticles = ProfileParticles })
        { Particles = s_profileSizes },
        new(
            "decay-slows",
            "As W falls, the most unstable mode falls more slowly with distance.",
            "Sec. III C 1, Fig. 8",
            "d(r) slower at smaller W",
            HighTemperature,
            new StatedClaim.Trend(TrendQuantity.LogDecayRatio, Rises: true, LeastChange: 0.02)
            {
                Rungs = s_profiles,
                FewestParticles = ProfileParticles,
            })
        { Particles = s_profileSizes },
        new(
            "length-grows",
            "The correlation length of the far field grows as W falls.",
            "Sec. III C 1, Fig. 9",
            "ξ → ∞",
            HighTemperature,
            new StatedClaim.Trend(TrendQuantity.LogCorrelationLength, Rises: true, LeastChange: 0.05)
            {
                Rungs = s_profiles,
                FewestParticles = ProfileParticles,
            })
        { Particles = s_profileSizes },
        new(
            "length-law",
            "The correlation length follows a stretched exponential law.",
            "Sec. III C 1, Fig. 9",
            "ln ξ ∝ W^−0.11",
            HighTemperature,
            Law(StatedLaw.CorrelationLength, new(0.11, 0.005, StatedPrecision.LastDigit, 0.055, "half of the exponent"))
                with { Rungs = s_profiles, FewestParticles = ProfileParticles })
        { Particles = s_profileSizes },
        new(
            "length-law-range",
            "The stretched exponential law of the correlation length holds over four decades of W.",
            "Sec. III C 1, Fig. 9",
            "4 decades",
            HighTemperature,
            new StatedClaim.LengthLawOverDecades(4, SeenDeviation) { Rungs = s_profiles, FewestParticles = 128_000 })
        { Particles = [128_000] },
        new(
            "length-law-harmonic",
            "The correlation length of harmonic spheres follows a stretched exponential law, except at large W.",
            "App. E 3, Fig. 24",
            "ln ξ ∝ W^−0.10",
            Spheres,
            Law(StatedLaw.CorrelationLength, new(0.1, 0.005, StatedPrecision.LastDigit, 0.05, "half of the exponent"))
                with { Rungs = s_harmonicProfiles, FewestParticles = ProfileParticles })
        { Particles = s_profileSizes },
        new(
            "core-radius-fixed",
            "The localisation length, where the energy profile is least, is fixed early in the descent.",
            "Sec. III C 2, Fig. 10(a)",
            "r(Λ_min) constant",
            HighTemperature,
            new StatedClaim.FixedCoreRadius(new(1, 0.05, StatedPrecision.ByEye, 1.5, "a core that grows by half"))
            {
                Rungs = s_profiles,
                FewestParticles = CoreParticles,
            })
        { Particles = s_profileSizes },
        new(
            "core-collapse",
            "Near the core, energy profiles over their minimum are the same at all W.",
            "Sec. III C 2, Fig. 10(b)",
            "Λ(r)/|Λ_min| collapses",
            HighTemperature,
            new StatedClaim.CollapsedCore(0.1) { Rungs = s_profiles, FewestParticles = CoreParticles })
        { Particles = s_profileSizes },
        new(
            "far-field-stabilises",
            "As W falls, the far field of the most unstable mode is stabilised faster than the core.",
            "Sec. III C 2, Fig. 10(b)",
            "Λ(∞)/|Λ_min| rises",
            HighTemperature,
            new StatedClaim.Trend(TrendQuantity.FarFieldEnergy, Rises: true, LeastChange: 0.01)
            {
                Rungs = s_profiles,
                FewestParticles = CoreParticles,
            })
        { Particles = s_profileSizes },
        new(
            "core-energy-tail",
            "The distribution of the core energy has an exponential tail at every W.",
            "Sec. III C 2, Figs. 11, 12",
            "p(Λ_min) ∝ e^(Λ_min/s)",
            HighTemperature,
            new StatedClaim.ExponentialTail(TailQuantity.CoreEnergies, 0.3, SeenDistance, 3)
            {
                Rungs = new RungRange(-1.5, -9),
                Choice = EnsembleChoice.MostSamples,
            })
        { Particles = [1000, 32_000] },
        new(
            "core-energy-tail-inherent",
            "The distribution of the core energy keeps its exponential tail in inherent structures.",
            "Sec. III C 2, Fig. 12",
            "p(Λ_min) ∝ e^(Λ_min/s) at W = 1e-16",
            HighTemperature,
            new StatedClaim.ExponentialTail(TailQuantity.CoreEnergies, 0.3, SeenDistance, 1)
            {
                Rungs = s_inherent,
                Choice = EnsembleChoice.MostSamples,
            })
        { Particles = [1000, 32_000] },
        new(
            "shifted-spectrum",
            "At large W the distribution of the core energy is the spectrum, shifted by the energy of the far field.",
            "Sec. III C 2, Fig. 11",
            "p(Λ_min) = 100 D(Λ_min + 15.5)",
            HighTemperature,
            new StatedClaim.ShiftedSpectrum(1000, 0.2, 4) { Choice = EnsembleChoice.MostSamples, FewestParticles = 1000 })
        { Particles = [1000] },
        new(
            "lowest-eigenvalue-weibull",
            "The lowest eigenvalue of inherent structures has a Weibull distribution, as a density of frequencies ∝ ω^4 demands.",
            "Sec. III C 2",
            "k = 5/2",
            HighTemperature,
            new StatedClaim.WeibullLowestEigenvalue(new(2.5, 0.1, StatedPrecision.ByEye, 1.5, "a density ∝ ω^2, as of sound waves"))
            {
                Rungs = s_inherent,
                Choice = EnsembleChoice.MostSamples,
            })
        { Particles = s_sizes },
        new(
            "single-core",
            "The most unstable mode has a single core: the ten particles of most negative energy are near each other.",
            "App. D, Fig. 19",
            "r_i of a few σ_AA",
            HighTemperature,
            new StatedClaim.SingleCore(0.5) { Rungs = s_profiles, FewestParticles = ProfileParticles })
        { Particles = s_profileSizes },
    ];
}
