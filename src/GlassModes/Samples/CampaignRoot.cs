// Decides whether a campaign may write into a directory, and notes there which campaign it is.

using GlassModes.Files;

namespace GlassModes.Samples;

/// <summary>
/// The directory of a campaign. Its states are runs of their own in directories below, which <see cref="RunDirectory"/> opens. The file
/// glassmodes.json of the campaign has its name and the names of all its states.
/// </summary>
/// <param name="Directory">The directory, which need not exist.</param>
/// <param name="Name">Name of the campaign.</param>
/// <param name="States">Names of its states.</param>
public sealed record CampaignRoot(string Directory, string Name, IReadOnlyList<string> States)
{
    private const string NameSetting = "name";
    private const string StateList = "states";

    /// <summary>Throws if the directory is that of a run, or of a campaign of another name or with none of these states.</summary>
    /// <param name="warn">Receives a sentence on states of the directory that the campaign does not have.</param>
    /// <exception cref="InputException">The message says what is there and what to do.</exception>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public void Require(Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(warn);
        RunManifest? manifest = RunManifest.ReadOrNull(Directory);
        if (manifest is not null && manifest.Kind != RunKind.Campaign)
        {
            throw new InputException($"{Directory} holds a {RunManifest.NameOf(manifest.Kind)}; take another directory");
        }

        if (manifest?.Settings.GetValueOrDefault(NameSetting) is { } name && name != Name)
        {
            throw new InputException(
                $"{Directory} holds the campaign \"{name}\", and this one is \"{Name}\"; take another directory, or if it is the same "
                + $"campaign, give its file that name (name = \"{name}\")");
        }

        string[] known = StatesOf(manifest);
        string[] missing = [.. known.Except(States)];
        if (missing.Length > 0 && missing.Length == known.Length)
        {
            throw new InputException(
                $"{Directory} holds a campaign of the state{(known.Length == 1 ? "" : "s")} {string.Join(", ", known)}, and the file has "
                + $"{string.Join(", ", States)}; take another directory");
        }

        if (missing.Length > 0)
        {
            warn($"{Directory} has results of {string.Join(", ", missing)}, which the file no longer has; they stay as they are");
        }
    }

    /// <summary>Notes in the directory which campaign it is, and adds its states to those that are noted there.</summary>
    /// <param name="cancellation">Ends the waiting for another process that looks at the directory.</param>
    /// <exception cref="HeldException">Another process looks at the directory, and does not end.</exception>
    /// <exception cref="IOException">The directory cannot be read or written to.</exception>
    public void Note(CancellationToken cancellation = default)
    {
        using FileLock turn = RunDirectory.TakeTurn(Directory, cancellation);
        RunClaim claim = new(RunKind.Campaign, new Dictionary<string, string> { [NameSetting] = Name })
        {
            Lists = [new RunList(StateList, [.. StatesOf(RunManifest.ReadOrNull(Directory)).Union(States)])],
        };
        RunManifest.Of(claim).WriteIfChanged(Directory);
    }

    private static string[] StatesOf(RunManifest? manifest) => [.. manifest?.Lists.GetValueOrDefault(StateList) ?? []];
}
