// The ranges and bins of an analysis.

using GlassModes.Ensembles;
using GlassModes.Samples;

namespace GlassModes.Analysis;

/// <summary>Distances over which the decay of the lowest mode is fitted in ensembles of one size.</summary>
/// <param name="Model">The name of the model; null for every model.</param>
/// <param name="Particles">N.</param>
/// <param name="Range">The distances.</param>
public sealed record DecayWindow(string? Model, int Particles, DistanceRange Range);

/// <summary>
/// A comparison of the distribution of core energies with the spectrum: p(Λ_min) with c D(Λ_min + s), at one rung of one model.
/// </summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Log10W">log10 W of the rung.</param>
/// <param name="Shift">s.</param>
/// <param name="Factor">c.</param>
public sealed record SpectrumShift(string Model, double Log10W, double Shift, double Factor)
{
    private const double Rounding = 1e-9;

    /// <summary>Whether the comparison is for this ensemble and rung.</summary>
    internal bool IsFor(EnsembleAtRung place) => place.Ensemble.Protocol.Model == Model && Math.Abs(place.Rung.Log10W - Log10W) < Rounding;
}

/// <summary>
/// The ranges and bins of an analysis. The defaults use all data; <c>Shimada2024.Options</c> has the ranges of Shimada et al. 2024.
/// </summary>
public sealed record AnalysisOptions
{
    // The range of the fit in units of L, for ensembles without a window.
    private const double DecayFromPart = 0.25;
    private const double DecayToPart = 0.45;

    /// <summary>
    /// The width of the bins of λ. If the width is null, the data determine one width for all N of a rung (<see cref="SpectrumBins.For"/>).
    /// </summary>
    public double? BinWidth { get; init; }

    /// <summary>The rungs over which W = A t^−x is fitted.</summary>
    public RungRange TimeRange { get; init; } = RungRange.All;

    /// <summary>The rungs over which W = C f_u^y is fitted.</summary>
    public RungRange FractionRange { get; init; } = RungRange.All;

    /// <summary>The distances over which the decay of the lowest mode is fitted; null to use <see cref="DecayWindows"/>.</summary>
    public DistanceRange? DecayRange { get; init; }

    /// <summary>
    /// The distances for ensembles of certain sizes; the first window that applies is taken. Ensembles without a window are fitted from L/4
    /// to 0.45 L.
    /// </summary>
    public IReadOnlyList<DecayWindow> DecayWindows { get; init; } = [];

    /// <summary>The comparison of core energies with the spectrum; null for none.</summary>
    public SpectrumShift? SpectrumShift { get; init; }

    /// <summary>The distances over which the decay of the lowest mode is fitted in an ensemble.</summary>
    public DistanceRange DecayRangeOf(Protocol key)
    {
        ArgumentNullException.ThrowIfNull(key);
        DecayWindow? window = DecayWindows.FirstOrDefault(
            window => (window.Model is null || window.Model == key.Model) && window.Particles == key.Particles);
        return DecayRange ?? window?.Range ?? new DistanceRange(DecayFromPart * key.BoxLength, DecayToPart * key.BoxLength);
    }
}
