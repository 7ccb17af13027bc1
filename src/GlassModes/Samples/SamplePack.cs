// The names of the files of a pack of samples.

using System.Globalization;
using System.Text.RegularExpressions;

namespace GlassModes.Samples;

/// <summary>
/// A pack: many finished samples of a state in three files. The records are in one HDF5 file (<see cref="SamplePackFile"/>), their sums in
/// a second one, and the other files of the samples in an archive (<see cref="SampleArchive"/>). The file of the records is written last. A
/// pack with this file is whole.
/// </summary>
/// <param name="Records">Path of the file of the records: packed/samples_0001.h5, named after the first sample.</param>
public sealed partial record SamplePack(string Records)
{
    /// <summary>Name of the directory of the packs below that of the state.</summary>
    public const string DirectoryName = "packed";

    private const string RecordsEnding = ".h5";

    /// <summary>Number of the first sample, from 0.</summary>
    public int First => int.Parse(NameOfFile().Match(Path.GetFileName(Records)).Groups["first"].Value, CultureInfo.InvariantCulture) - 1;

    /// <summary>samples_0001.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Records);

    /// <summary>Path of the sums of the records.</summary>
    public string Sums => $"{Stem}.sums.h5";

    /// <summary>Path of the archive with all files of the samples. Not every pack has one.</summary>
    public string Archive => $"{Stem}.files.tar.gz";

    /// <summary>Directory of the state that the pack belongs to.</summary>
    public string StateDirectory => Path.GetDirectoryName(Path.GetDirectoryName(Records)) ?? "";

    private string Stem => Records[..^RecordsEnding.Length];

    /// <summary>Makes the name of a pack.</summary>
    /// <param name="stateDirectory">Directory of the state.</param>
    /// <param name="first">Number of the first sample, from 0.</param>
    public static SamplePack Of(string stateDirectory, int first) => new(Path.Join(
        stateDirectory, DirectoryName, string.Create(CultureInfo.InvariantCulture, $"samples_{first + 1:d4}{RecordsEnding}")));

    /// <summary>Finds the packs of a state, whole or not, in the order of their first samples.</summary>
    /// <exception cref="IOException">The directory cannot be read.</exception>
    public static IReadOnlyList<SamplePack> In(string stateDirectory)
    {
        string directory = Path.Join(stateDirectory, DirectoryName);
        return !Directory.Exists(directory)
            ? []
            :
            [
                .. Directory.EnumerateFiles(directory).Select(file => NameOfFile().Match(Path.GetFileName(file)))
                    .Where(match => match.Success)
                    .Select(match => int.Parse(match.Groups["first"].Value, CultureInfo.InvariantCulture) - 1)
                    .Distinct().Order().Select(first => Of(stateDirectory, first)),
            ];
    }

    /// <summary>Tells by the path of a file whether it is of a pack, and which of its files it is.</summary>
    /// <returns>The pack, and whether the file is that of the records; null for other files.</returns>
    internal static (SamplePack Pack, bool IsRecords)? Find(string path)
    {
        Match match = NameOfFile().Match(Path.GetFileName(path));
        string directory = Path.GetDirectoryName(path) ?? "";
        return !match.Success || Path.GetFileName(directory) != DirectoryName
            ? null
            : (new SamplePack(Path.Join(directory, $"samples_{match.Groups["first"].Value}{RecordsEnding}")),
                match.Groups["ending"].Value == RecordsEnding);
    }

    [GeneratedRegex(@"^samples_(?<first>\d{4,})(?<ending>\.h5|\.sums\.h5|\.files\.tar\.gz)$")]
    private static partial Regex NameOfFile();
}
