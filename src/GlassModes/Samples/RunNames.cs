// The names of the files that runs write into their directories.

using System.Text.RegularExpressions;

namespace GlassModes.Samples;

/// <summary>Recognises the files of runs by their paths relative to the directory of the run, with slashes.</summary>
internal static partial class RunNames
{
    /// <summary>Whether a run of this kind writes files of this name.</summary>
    public static bool IsOwn(RunKind kind, string path) => kind switch
    {
        RunKind.Quench => Quench().IsMatch(path),
        RunKind.Preparation => Preparation().IsMatch(path),
        RunKind.State => State().IsMatch(path),
        _ => false,
    };

    /// <summary>Whether a run of this kind makes directories of this name.</summary>
    public static bool IsOwnDirectory(RunKind kind, string name) => kind switch
    {
        RunKind.Quench => StartDirectory().IsMatch(name),
        RunKind.Preparation => false,
        RunKind.State => StateDirectory().IsMatch(name),
        _ => CampaignDirectory().IsMatch(name),
    };

    /// <summary>Whether a file is the newest checkpoint of a quench or of a chain of a preparation.</summary>
    public static bool IsStateOfRun(string path) => StateOfRun().IsMatch(path);

    /// <summary>Number of the sample or the chain in the name of a file of a preparation, from 0; null for other names.</summary>
    public static (int? Sample, int? Chain) NumbersOf(string path)
    {
        Match match = Preparation().Match(path);
        return (Number("sample"), Number("chain"));

        int? Number(string group) => int.TryParse(match.Groups[group].Value, out int number) ? number - 1 : null;
    }

    [GeneratedRegex(@"^(start_\d{4,}/)?(rung_\d+_W_-?\d+\.\d+\.extxyz|sample\.h5|(quench|modes)\.checkpoint(\.previous)?)$")]
    private static partial Regex Quench();

    [GeneratedRegex(
        @"^(sample_(?<sample>\d{4,})\.(extxyz|xyz|data|dump|lammpstrj)(\.gz)?|chain_(?<chain>\d{4,})\.checkpoint(\.previous)?"
        + @"|equilibration_(?<chain>\d{4,})\.json)$")]
    private static partial Regex Preparation();

    [GeneratedRegex(
        @"^(sample_\d{4,}/(rung_\d+_W_-?\d+\.\d+\.extxyz|sample\.h5|(quench|modes)\.checkpoint(\.previous)?)"
        + @"|liquids/(sample_\d{4,}\.extxyz|chain_\d{4,}\.checkpoint(\.previous)?|equilibration(_\d{4,})?\.json)"
        + @"|failures/(sample|chain|pack)_\d{4,}\.txt"
        + @"|page/sample_\d{4,}\.h5"
        + @"|packed/samples_\d{4,}\.(h5|sums\.h5|files\.tar\.gz))$")]
    private static partial Regex State();

    [GeneratedRegex(@"^(sample_\d{4,}|liquids|failures|packed|page)$")]
    private static partial Regex StateDirectory();

    // The directories of its states are described themselves.
    [GeneratedRegex("^(status|slurm)$")]
    private static partial Regex CampaignDirectory();

    [GeneratedRegex(@"(^|[/\\])(quench|chain_\d{4,})\.checkpoint$")]
    private static partial Regex StateOfRun();

    [GeneratedRegex(@"^start_\d{4,}$")]
    private static partial Regex StartDirectory();
}
