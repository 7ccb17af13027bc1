// How each sample of an ensemble ended.

using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>
/// What became of a sample, apart from its measures: samples that end early are missing at later rungs, and those that are left are not
/// like all.
/// </summary>
/// <param name="Status">How its quench ended.</param>
/// <param name="SaddleEscapes">How often it was pushed off a saddle (footnote 10 of Shimada et al. 2024).</param>
/// <param name="LargestResidual">The largest max ‖Hx − λx‖/λ_max of its rungs; NaN where none has one.</param>
/// <param name="UncertainRungs">Rungs at which nothing shows that all unstable modes were found.</param>
public sealed record SampleEnd(QuenchStatus Status, int SaddleEscapes, double LargestResidual, int UncertainRungs)
{
    /// <summary>That of a record.</summary>
    internal static SampleEnd Of(SampleRecord record) => new(
        record.Status,
        record.SaddleEscapes,
        record.Rungs.Select(rung => rung.Evidence.MaxResidual).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
        record.Rungs.Count(rung => !rung.Evidence.Certificate.IsCertified));
}
