// The JSON document that `glassmodes analyze` prints.

using System.Text.Json.Serialization;
using GlassModes.Tables;

namespace GlassModes.Runner.Verbs;

/// <summary>How the sample records were used.</summary>
/// <param name="Read">Records that were added.</param>
/// <param name="PassedOver">Records that were read but not added, because sums already contain them.</param>
/// <param name="LeftOut">Files and directories that were left out with a warning.</param>
internal sealed record RecordCounts(int Read, int PassedOver, int LeftOut);

/// <summary>The document of an analysis.</summary>
/// <param name="Ensembles">The ensembles.</param>
/// <param name="Files">The files that were written.</param>
/// <param name="Records">How the sample records were used.</param>
/// <param name="WallSeconds">The duration of the analysis in seconds.</param>
internal sealed record AnalysisDocument(
    IReadOnlyList<EnsembleDocument> Ensembles, IReadOnlyList<string> Files, RecordCounts Records, double WallSeconds)
{
    /// <summary>All tables by name, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, TableDocument>? Tables { get; init; }
}
