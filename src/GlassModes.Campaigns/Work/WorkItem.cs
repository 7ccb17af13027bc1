// The messages between a run of a campaign and its worker processes: lines of JSON.

using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlassModes.Campaigns.Work;

/// <summary>The kinds of work.</summary>
public enum WorkKind
{
    /// <summary>A chain of dynamics, which gives starts.</summary>
    Chain,

    /// <summary>A sample, from its start to its record.</summary>
    Sample,

    /// <summary>Finished samples, whose files are put together in a pack.</summary>
    Pack,
}

/// <summary>A piece of work for one worker.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="State">Name of the state.</param>
/// <param name="Number">Number of the chain, of the sample, or of the first sample of the pack within its state, from 0.</param>
/// <param name="Threads">Number of threads.</param>
public sealed record WorkItem(WorkKind Kind, string State, int Number, int Threads)
{
    /// <summary>
    /// Of a pack, its samples in the order of their numbers. Of a chain, those of its samples that are done, whose starts are not needed
    /// any more.
    /// </summary>
    public IReadOnlyList<int> Samples { get; init; } = [];

    /// <summary>"chain_0001", "sample_0001" or "pack_0001".</summary>
    [JsonIgnore]
    public string Name => FormattableString.Invariant($"{Kind.ToString().ToLowerInvariant()}_{Number + 1:d4}");

    /// <summary>Items are the same if they are the same work, whatever is done already.</summary>
    public bool Equals(WorkItem? other) => other is not null && (Kind, State, Number) == (other.Kind, other.State, other.Number);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, State, Number);
}

/// <summary>What a worker says.</summary>
public enum WorkerReport
{
    /// <summary>How far the item is.</summary>
    Progress,

    /// <summary>A start is ready.</summary>
    Start,

    /// <summary>A rung was crossed, and its files are written.</summary>
    Rung,

    /// <summary>A problem that does not stop the work.</summary>
    Warning,

    /// <summary>The item is done.</summary>
    Done,

    /// <summary>The sample is not to be done: its start has crystallised.</summary>
    LeftOut,

    /// <summary>The item has failed.</summary>
    Failed,
}

/// <summary>A message of a worker about its item.</summary>
/// <param name="Report">What it says.</param>
public sealed record WorkerMessage(WorkerReport Report)
{
    /// <summary>A sentence: the activity, the warning, the reason, or how the sample ended.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether a failure is none of the item's own and will meet all others too, such as a full disk.</summary>
    public bool EndsRun { get; init; }

    /// <summary>Share of the item that is done; null if not known.</summary>
    public double? Fraction { get; init; }

    /// <summary>log10 W of a rung; null for other messages.</summary>
    public double? Log10W { get; init; }

    /// <summary>Number of the start within its state; null for other messages.</summary>
    public int? Start { get; init; }

    /// <summary>Processor time of the item so far.</summary>
    public double CoreSeconds { get; init; }

    /// <summary>Largest memory of the process so far.</summary>
    public long PeakBytes { get; init; }
}

/// <summary>Writes and reads the messages.</summary>
internal static class WorkerProtocol
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Makes one line.</summary>
    public static string Line<T>(T message) => JsonSerializer.Serialize(message, s_options);

    /// <summary>Reads one line.</summary>
    /// <exception cref="JsonException">The line is no message.</exception>
    public static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line, s_options)!;
}
