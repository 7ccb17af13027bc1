// How far a share of a campaign is, in a file that other processes read.

using System.Globalization;
using System.Text.Json;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Files;

namespace GlassModes.Campaigns.Status;

/// <summary>How many samples of a state are done, at work and failed, for one share.</summary>
/// <param name="State">Name of the state.</param>
/// <param name="Samples">Number of samples of the share.</param>
/// <param name="Done">Samples whose records are written.</param>
/// <param name="Failed">Samples that were tried as often as allowed, and samples without a start because their chain failed.</param>
/// <param name="Running">Samples at work.</param>
/// <param name="CoreSeconds">Processor time spent on the state.</param>
public sealed record StateCounts(string State, int Samples, int Done, int Failed, int Running, double CoreSeconds)
{
    /// <summary>Number of samples of the state in all shares; 0 if not known.</summary>
    public int SamplesOfState { get; init; }

    /// <summary>Samples that are not done because their starts have crystallised.</summary>
    public int LeftOut { get; init; }

    /// <summary>Number of chains of dynamics that are finished and judged.</summary>
    public int Judged { get; init; }

    /// <summary>Number of chains that were judged to be equilibrated.</summary>
    public int Equilibrated { get; init; }
}

/// <summary>A worker at work.</summary>
/// <param name="Host">Name of its host.</param>
/// <param name="Process">Process id.</param>
/// <param name="Sample">The sample or chain.</param>
/// <param name="Stage">What it is doing.</param>
/// <param name="Log10W">log10 W of the last rung; null before the first.</param>
/// <param name="PeakBytes">Largest memory of the process so far.</param>
/// <param name="LastSeen">When the run last heard of it.</param>
public sealed record WorkerStatus(
    string Host, int Process, string Sample, string Stage, double? Log10W, long PeakBytes, DateTimeOffset LastSeen)
{
    /// <summary>Number of threads of the sample.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>How far a share is.</summary>
/// <param name="Share">The share, as 1/4.</param>
/// <param name="IsFinished">Whether nothing is left to do.</param>
/// <param name="States">The counts of each state.</param>
/// <param name="Workers">The workers at work.</param>
public sealed record ShareStatus(
    string Share, bool IsFinished, IReadOnlyList<StateCounts> States, IReadOnlyList<WorkerStatus> Workers);

/// <summary>The file of a share.</summary>
/// <param name="directory">The directory of the campaign.</param>
/// <param name="share">The share.</param>
public sealed class StatusFile(CampaignDirectory directory, CampaignShare share)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path = Path.Combine(directory.StatusDirectory, $"{share.Name}.json");

    /// <summary>Reads all shares of a campaign, those that were written last at the end.</summary>
    public static IReadOnlyList<ShareStatus> ReadAll(CampaignDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return !Directory.Exists(directory.StatusDirectory)
            ? []
            :
            [
                .. Directory.GetFiles(directory.StatusDirectory, "share_*.json").Order(StringComparer.Ordinal)
                    .OrderBy(File.GetLastWriteTimeUtc).Select(ReadOrNull).OfType<ShareStatus>(),
            ];
    }

    /// <summary>Reads the file; null if there is none, or it is damaged.</summary>
    public ShareStatus? ReadOrNull() => ReadOrNull(_path);

    /// <summary>Writes the file. It appears complete or not at all.</summary>
    public void Write(ShareStatus status) => AtomicFile.WriteAllText(_path, JsonSerializer.Serialize(status, s_options));

    // A file with a changed letter may be JSON that lacks a value, or has a name twice.
    private static bool IsComplete(ShareStatus status) =>
        status is { Share: not null, States: not null, Workers: not null }
        && int.TryParse(status.Share.Split('/')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && status.States.All(state => state?.State is not null)
        && status.States.DistinctBy(state => state.State).Count() == status.States.Count
        && status.Workers.All(worker => worker is { Host: not null, Sample: not null, Stage: not null });

    private static ShareStatus? ReadOrNull(string path)
    {
        try
        {
            ShareStatus? status = File.Exists(path) ? JsonSerializer.Deserialize<ShareStatus>(File.ReadAllText(path), s_options) : null;
            return status is not null && IsComplete(status) ? status : null;
        }
        catch (JsonException)
        {
            // Only processor times are lost with it. Everything else is found in the directory.
            return null;
        }
    }
}
