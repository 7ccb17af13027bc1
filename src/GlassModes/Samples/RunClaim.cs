// Says what a run is and where it writes, so that a directory never mixes the files of two runs.

namespace GlassModes.Samples;

/// <summary>The kinds of runs that fill a directory.</summary>
public enum RunKind
{
    /// <summary>Quenches of one or several starts.</summary>
    Quench,

    /// <summary>A preparation of liquids.</summary>
    Preparation,

    /// <summary>A state of a campaign.</summary>
    State,

    /// <summary>A campaign, whose states are runs of their own in directories below its own.</summary>
    Campaign,
}

/// <summary>A list that may grow from one run into a directory to the next, such as the rungs of a ladder.</summary>
/// <param name="Name">Name of the list in the description of the run and in errors.</param>
/// <param name="Values">The values of this run. The longer list has to begin with the shorter one.</param>
/// <param name="MayBeShorter">Whether this run may have fewer values than an earlier run into the directory.</param>
/// <param name="AreHashes">Whether the values are hashes, which no message shows.</param>
public sealed record RunList(string Name, IReadOnlyList<string> Values, bool MayBeShorter = false, bool AreHashes = false);

/// <summary>The numbers of the samples of one part of a preparation.</summary>
/// <param name="First">The first number, from 0.</param>
/// <param name="Count">How many samples there are.</param>
public sealed record SampleBlock(int First, int Count)
{
    /// <summary>The number after the last one, which is the number of the last one in names that count from 1.</summary>
    public int End => First + Count;

    /// <summary>Whether two blocks have a number in common.</summary>
    public bool Overlaps(SampleBlock other) => First < other?.End && other?.First < End;
}

/// <summary>
/// What a run is: its settings, its inputs, and the part of its directory that it writes to. Two runs may share a directory if they have
/// equal settings and their lists agree as far as both go. Tasks of an array job are parts of one run.
/// </summary>
/// <param name="Kind">The kind of the run.</param>
/// <param name="Settings">Everything that decides the results, by name.</param>
public sealed record RunClaim(RunKind Kind, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>What may grow: the ladder, the starts.</summary>
    public IReadOnlyList<RunList> Lists { get; init; } = [];

    /// <summary>The samples of a preparation; null for other runs. Parts of a preparation must not overlap.</summary>
    public SampleBlock? Block { get; init; }

    /// <summary>The directories below the run's own that this run writes to; empty if it writes to its own directory only.</summary>
    public IReadOnlyList<string> Subdirectories { get; init; } = [];

    /// <summary>Whether other parts of the run may be at work in the directory, as in an array job.</summary>
    public bool IsPart { get; init; }

    /// <summary>Whether other processes may be at work in the directory: other parts of the run, or other shares of a campaign.</summary>
    internal bool SharesDirectory => IsPart || Kind == RunKind.State;

    /// <summary>The files that the run reads. They are never cleared.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];
}
