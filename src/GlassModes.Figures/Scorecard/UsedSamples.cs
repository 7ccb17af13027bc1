// The samples that a rule used at one rung of one ensemble.

using GlassModes.Analysis;
using GlassModes.Samples;

namespace GlassModes.Figures.Scorecard;

/// <summary>The samples that have the judged quantity at one rung of one ensemble, or in a step between two rungs.</summary>
/// <param name="Protocol">The protocol of the ensemble.</param>
/// <param name="Samples">The number of samples.</param>
internal sealed record UsedSamples(Protocol Protocol, long Samples)
{
    /// <summary>The samples that have a lowest mode at a rung.</summary>
    public static UsedSamples WithMode(EnsembleAtRung at) =>
        new(at.Ensemble.Protocol, at.Rung.Modes.Count(sample => sample.HasMode));

    /// <summary>The samples all of whose unstable modes are known at a rung.</summary>
    public static UsedSamples WithSpectrum(EnsembleAtRung at) => new(at.Ensemble.Protocol, at.Rung.WholeSpectra.Count);

    /// <summary>The same of all sizes of several spectra.</summary>
    public static IReadOnlyList<UsedSamples> WithSpectra(IEnumerable<SpectrumResult> spectra) =>
        [.. spectra.SelectMany(spectrum => spectrum.Spectra).Select(ofSize => WithSpectrum(ofSize.At))];
}
