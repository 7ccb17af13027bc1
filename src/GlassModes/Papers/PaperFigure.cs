// A figure of a paper as data: which results it shows.

using GlassModes.Analysis;

namespace GlassModes.Papers;

/// <summary>What the figures of a paper show.</summary>
public enum PaperPlot
{
    /// <summary>Pair potentials before and after the change of their cutoff.</summary>
    Potentials,

    /// <summary>W(t) and W(f_u) of single samples.</summary>
    Trajectories,

    /// <summary>W(t) and W(f_u), averaged at fixed W, for each N.</summary>
    RelaxationOfSizes,

    /// <summary>W(t) and W(f_u), averaged at fixed W, for each T.</summary>
    RelaxationOfTemperatures,

    /// <summary>D(λ) of one N at several W.</summary>
    SpectraOfRungs,

    /// <summary>D(λ) of several N, a panel for each W.</summary>
    SpectraOfSizes,

    /// <summary>N^{2/3} P(λ) of several N, a panel for each W.</summary>
    Participation,

    /// <summary>N^{2/3} P of single modes of one sample of each N, a panel for each W.</summary>
    ParticipationOfModes,

    /// <summary>The mobility edge λ_e(W).</summary>
    MobilityEdge,

    /// <summary>Decay profiles d(r) of one N at several W.</summary>
    DecayProfiles,

    /// <summary>ln ξ(W) of several N.</summary>
    CorrelationLengths,

    /// <summary>Energy profiles Λ(r) of one N at several W, as they are and over their minimum.</summary>
    EnergyProfiles,

    /// <summary>The density of Λ_min of one N at several W.</summary>
    CoreEnergyDensities,

    /// <summary>The cumulative distribution of Λ_min at several W, a panel for each N.</summary>
    CumulativeCoreEnergies,

    /// <summary>Distances of the particles of most negative δE_i from the core, a panel for each N.</summary>
    CoreParticles,
}

/// <summary>A figure of a paper.</summary>
/// <param name="Number">The number of the figure.</param>
/// <param name="Plot">What the figure shows.</param>
/// <param name="Liquid">The liquid.</param>
/// <param name="Title">What the figure shows, in a few words.</param>
/// <param name="Campaign">The shipped campaign that gives the data; empty for a figure without data.</param>
public sealed record PaperFigure(int Number, PaperPlot Plot, PaperLiquid Liquid, string Title, string Campaign)
{
    /// <summary>The N of the figure, ascending.</summary>
    public IReadOnlyList<int> Particles { get; init; } = [];

    /// <summary>log10 W of the figure, in the order of the paper; empty for all.</summary>
    public IReadOnlyList<double> Log10W { get; init; } = [];

    /// <summary>The exponents x of the guide lines W ∝ t^−x.</summary>
    public IReadOnlyList<double> TimeGuides { get; init; } = [];

    /// <summary>The exponents y of the guide lines W ∝ f_u^y.</summary>
    public IReadOnlyList<double> FractionGuides { get; init; } = [];

    /// <summary>The exponents a of the guide lines ln ξ ∝ W^−a.</summary>
    public IReadOnlyList<double> LengthGuides { get; init; } = [];

    /// <summary>The rungs that a figure of relaxation shows; null for all.</summary>
    public RungRange? ShownRungs { get; init; }

    /// <summary>The distances over which fits of decay profiles are shown; null for the distances of the fit.</summary>
    public DistanceRange? ShownDistances { get; init; }

    /// <summary>
    /// Whether the figure shows one N that the paper also shows in another figure, to compare sizes. Other N cannot stand in for this N.
    /// </summary>
    public bool IsForThisSizeOnly { get; init; }

    /// <summary>The potential before its change, v0(r) of species A and A; null for figures of other things.</summary>
    public Func<double, double>? OriginalPotential { get; init; }

    /// <summary>The distances that a figure of potentials shows; null for figures of other things.</summary>
    public DistanceRange? PotentialRange { get; init; }

    /// <summary>The reference to the figure, for captions.</summary>
    public string Source => FormattableString.Invariant($"Shimada et al. 2024, Fig. {Number}");
}
