// What `glassmodes analyze` prints as a JSON document.

using System.Text.Json.Serialization;
using GlassModes.Tables;

namespace GlassModes.Runner.Verbs;

/// <summary>What became of the sample records.</summary>
/// <param name="Read">Records that were added.</param>
/// <param name="PassedOver">Records that were read, but are contained in sums already.</param>
/// <param name="LeftOut">Files and directories that were left out with a warning.</param>
internal sealed record RecordCounts(int Read, int PassedOver, int LeftOut);

/// <summary>The document.</summary>
/// <param name="Ensembles">The ensembles.</param>
/// <param name="Files">The files that were written.</param>
/// <param name="Records">What became of the sample records.</param>
/// <param name="WallSeconds">How long it took.</param>
internal sealed record AnalysisDocument(
    IReadOnlyList<EnsembleDocument> Ensembles, IReadOnlyList<string> Files, RecordCounts Records, double WallSeconds)
{
    /// <summary>All tables by name, where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, TableDocument>? Tables { get; init; }
}
