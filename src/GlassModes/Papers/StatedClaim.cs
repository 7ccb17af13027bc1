// What a paper claims, as data. A claim has a type for each kind of statement, and holds the numbers of the paper.

using GlassModes.Analysis;

namespace GlassModes.Papers;

/// <summary>A power law that a paper states.</summary>
public enum StatedLaw
{
    /// <summary>W = A t^−x.</summary>
    Time,

    /// <summary>W = C f_u^y.</summary>
    Fraction,

    /// <summary>ln ξ = c W^−a.</summary>
    CorrelationLength,
}

/// <summary>A quantity that rises or falls with W.</summary>
public enum TrendQuantity
{
    /// <summary>
    /// ln ∂(V/N)/∂f_u between neighbouring rungs, from dW/dt and the fitted law of f_u (<see cref="Flatness.FromFraction"/>).
    /// </summary>
    LogFlatness,

    /// <summary>The mobility edge λ_e.</summary>
    MobilityEdge,

    /// <summary>ln(d(r₂)/d(r₁)), where r₁ and r₂ are the ends of the distances over which d(r) is fitted.</summary>
    LogDecayRatio,

    /// <summary>ln ξ.</summary>
    LogCorrelationLength,

    /// <summary>Λ(r)/|Λ_min| at the largest r.</summary>
    FarFieldEnergy,
}

/// <summary>A quantity whose lower tail may be exponential.</summary>
public enum TailQuantity
{
    /// <summary>The unstable eigenvalues λ.</summary>
    UnstableEigenvalues,

    /// <summary>The core energies Λ_min.</summary>
    CoreEnergies,
}

/// <summary>Which of several ensembles is tried first.</summary>
public enum EnsembleChoice
{
    /// <summary>The largest N. Of several with this N, the ensemble with the most samples.</summary>
    LargestSystem,

    /// <summary>The most samples. Of several with this number, the ensemble with the largest N.</summary>
    MostSamples,

    /// <summary>The smallest W that was reached. Of several with this W, the ensemble with the largest N.</summary>
    DeepestLadder,
}

/// <summary>
/// Where the power law of time W ∝ t^−x ends: at log10 W(N) = log10 W(M) − y log10(N/M). W ∝ f_u^y, and the law ends when a few unstable
/// modes are left, that is at f_u ∝ 1/N.
/// </summary>
/// <param name="Log10W">log10 W(M).</param>
/// <param name="Particles">M.</param>
/// <param name="Exponent">y.</param>
public sealed record PowerLawEnd(double Log10W, int Particles, double Exponent)
{
    /// <summary>The rungs after the end in an ensemble of N particles.</summary>
    public RungRange RungsAfter(int particles) =>
        new(Log10W - (Exponent * Math.Log10((double)particles / Particles)), double.NegativeInfinity);
}

/// <summary>A claim of a paper.</summary>
public abstract record StatedClaim
{
    private StatedClaim()
    {
    }

    /// <summary>The rungs that the claim is about.</summary>
    public RungRange Rungs { get; init; } = RungRange.All;

    /// <summary>The least N that the claim is about.</summary>
    public int FewestParticles { get; init; } = 1;

    /// <summary>Which of several ensembles is tried first. Claims that compare sizes use all of them.</summary>
    public EnsembleChoice Choice { get; init; } = EnsembleChoice.LargestSystem;

    /// <summary>A law has an exponent. The law of ξ is fitted over <see cref="Rungs"/>, others over the ranges of the analysis.</summary>
    /// <param name="Law">The law.</param>
    /// <param name="Exponent">The exponent.</param>
    public sealed record PowerLaw(StatedLaw Law, StatedNumber Exponent) : StatedClaim;

    /// <summary>ln ξ = c W^−a describes ξ over a range of W without a gap.</summary>
    /// <param name="Decades">The number of decades of W that the range spans.</param>
    /// <param name="Tolerance">The relative deviation of ln ξ that cannot be seen in a plot.</param>
    public sealed record LengthLawOverDecades(double Decades, double Tolerance) : StatedClaim;

    /// <summary>A quantity rises or falls as W falls.</summary>
    /// <param name="Quantity">The quantity.</param>
    /// <param name="Rises">Whether the quantity rises as W falls. Otherwise it falls.</param>
    /// <param name="LeastChange">The change in a decade of W below which the quantity counts as constant.</param>
    public sealed record Trend(TrendQuantity Quantity, bool Rises, double LeastChange) : StatedClaim
    {
        /// <summary>
        /// Only rungs after this end of the power law of time count; null for all. Used for the flatness alone. The end depends on N, and
        /// not on the results that are judged.
        /// </summary>
        public PowerLawEnd? After { get; init; }
    }

    /// <summary>The lower tail of a distribution is exponential at every rung.</summary>
    /// <param name="Quantity">The quantity.</param>
    /// <param name="Share">The share of the values, from the lowest, that is the tail.</param>
    /// <param name="Tolerance">The Kolmogorov-Smirnov distance from an exponential that cannot be seen in a plot.</param>
    /// <param name="FewestRungs">The number of rungs that must have enough values.</param>
    public sealed record ExponentialTail(TailQuantity Quantity, double Share, double Tolerance, int FewestRungs) : StatedClaim;

    /// <summary>The decay scale of the tail of D(λ) does not depend on N.</summary>
    /// <param name="Tolerance">The relative difference between two sizes that cannot be seen in a plot.</param>
    /// <param name="LargestError">The largest relative error of a decay scale that is compared.</param>
    public sealed record SameTailForAllSizes(double Tolerance, double LargestError) : StatedClaim;

    /// <summary>There is a mobility edge at every rung.</summary>
    public sealed record EdgeExists : StatedClaim;

    /// <summary>There is no mobility edge at any rung, because all unstable modes are localised.</summary>
    public sealed record EdgeIsGone : StatedClaim;

    /// <summary>Well below the mobility edge, P ∝ N^−p.</summary>
    /// <param name="Exponent">p, which is 1 for modes of a fixed number of particles.</param>
    public sealed record LocalisedBelowEdge(StatedNumber Exponent) : StatedClaim;

    /// <summary>All unstable modes are localised: P ∝ N^−p with p above that of the mobility edge.</summary>
    /// <param name="EdgeExponent">p at the mobility edge.</param>
    public sealed record AllModesLocalised(double EdgeExponent) : StatedClaim;

    /// <summary>Levels below the mobility edge are independent, or levels above the edge repel each other.</summary>
    /// <param name="Part">The part of the spectrum: below or above the edge.</param>
    /// <param name="Tolerance">The difference of the mean ratio of spacings that does not count.</param>
    public sealed record LevelStatistics(SpectrumPart Part, double Tolerance) : StatedClaim;

    /// <summary>d(r) falls exponentially over the fitted distances: ξ is a small part of these distances.</summary>
    /// <param name="PartOfDistance">The largest ξ as a part of the middle of the fitted distances.</param>
    public sealed record ExponentialDecay(double PartOfDistance) : StatedClaim;

    /// <summary>The localisation length does not change between the first and the last rung.</summary>
    /// <param name="Ratio">The localisation length at the last rung over that at the first.</param>
    public sealed record FixedCoreRadius(StatedNumber Ratio) : StatedClaim;

    /// <summary>Λ(r)/|Λ_min| is the same at every rung, for r up to the localisation length.</summary>
    /// <param name="Tolerance">The difference that does not count.</param>
    public sealed record CollapsedCore(double Tolerance) : StatedClaim;

    /// <summary>The density of Λ_min is that of the shifted spectrum (<see cref="SpectrumShift"/>).</summary>
    /// <param name="Particles">N, on which the factor of the comparison depends.</param>
    /// <param name="Tolerance">The relative deviation that cannot be seen in a plot.</param>
    /// <param name="FewestBins">The number of bins that must be comparable.</param>
    public sealed record ShiftedSpectrum(int Particles, double Tolerance, int FewestBins) : StatedClaim;

    /// <summary>λ_1 of inherent structures has a Weibull distribution.</summary>
    /// <param name="Shape">The exponent k.</param>
    public sealed record WeibullLowestEigenvalue(StatedNumber Shape) : StatedClaim;

    /// <summary>The ten particles of most negative δE_i are near the core.</summary>
    /// <param name="PartOfRandomDistance">
    /// The largest mean distance from the core, as a part of the mean distance of particles at random places.
    /// </param>
    public sealed record SingleCore(double PartOfRandomDistance) : StatedClaim;
}
