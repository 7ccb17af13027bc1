// How each sample of an ensemble ended.

using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>
/// How the quench of a sample ended, and how reliable its modes are. Samples that end early are missing at later rungs, and the remaining
/// samples are then a selection.
/// </summary>
/// <param name="Status">How the quench ended.</param>
/// <param name="SaddleEscapes">The number of times that the sample was pushed off a saddle (footnote 10 of Shimada et al. 2024).</param>
/// <param name="LargestResidual">The largest max ‖Hx − λx‖/λ_max of all rungs; NaN if no rung has a residual.</param>
/// <param name="UncertainRungs">
/// The number of rungs at which modes were asked for, without a certificate that all unstable modes were found.
/// </param>
public sealed record SampleEnd(QuenchStatus Status, int SaddleEscapes, double LargestResidual, int UncertainRungs)
{
    /// <summary>The end of the sample of a record.</summary>
    internal static SampleEnd Of(SampleRecord record) => new(
        record.Status,
        record.SaddleEscapes,
        record.Rungs.Select(rung => rung.Evidence.MaxResidual).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max(),
        record.Rungs.Count(rung => !rung.Evidence.IsOfNothing && !rung.Evidence.Certificate.IsCertified));
}
