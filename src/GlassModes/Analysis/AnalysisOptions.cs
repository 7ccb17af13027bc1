// What an analysis leaves to its user.

namespace GlassModes.Analysis;

/// <summary>A range of log10 W, from the larger W to the smaller.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
public sealed record RungRange(double From, double To)
{
    /// <summary>Whether a rung is in it, its rounding allowed for.</summary>
    public bool Contains(double log10W) => log10W <= From + 1e-9 && log10W >= To - 1e-9;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"log10 W = {From:g4} to {To:g4}");
}

/// <summary>Ranges and bins of an analysis.</summary>
/// <param name="BinWidth">Width of bins of λ; null: by the data, one for all N of a rung (<see cref="Ensembles.SpectrumBins.For"/>).</param>
/// <param name="TimeRange">Where W ∝ t^−x is fitted; null: log10 W = −1.5 to −4, the middle of the descent.</param>
/// <param name="FractionRange">Where W ∝ f_u^y is fitted; null: log10 W = −1.5 to −6.</param>
/// <param name="DecayRange">r from and to for Eq. 12; null: the paper's for its sizes, else from L/4 to 0.45 L.</param>
public sealed record AnalysisOptions(double? BinWidth = null, RungRange? TimeRange = null, RungRange? FractionRange = null, (double From, double To)? DecayRange = null)
{
    /// <summary>Where W ∝ t^−x is fitted.</summary>
    public RungRange TimeLaw => TimeRange ?? new RungRange(-1.5, -4);

    /// <summary>Where W ∝ f_u^y is fitted.</summary>
    public RungRange FractionLaw => FractionRange ?? new RungRange(-1.5, -6);

    /// <summary>Where Eq. 12 is fitted (Figs. 8, 14, 15 for KALJ; 23, 27, 28 for harmonic spheres).</summary>
    public (double From, double To) DecayRangeOf(Samples.Protocol key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return DecayRange ?? (key.Model, key.Particles) switch
        {
            ("harmonic", 8000) => (5, 7.5),
            ("kalj", 8000) => (5, 8),
            (_, 32_000) => (8, 12),
            (_, 128_000) => (15, 20),
            _ => (0.25 * key.BoxLength, 0.45 * key.BoxLength),
        };
    }
}
