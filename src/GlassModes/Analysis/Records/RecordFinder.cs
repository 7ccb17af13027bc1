// Finds the files that an analysis reads in the files and directories that were named.

using GlassModes.Files;
using GlassModes.Samples;

namespace GlassModes.Analysis.Records;

/// <summary>A file to read.</summary>
/// <param name="Path">The path of the file, as it was named or found.</param>
/// <param name="Kind">The kind of results that the file says it holds.</param>
/// <param name="IsNamed">
/// Whether the file itself was named. Otherwise the file was found in a directory, and damage to the file need not end the work.
/// </param>
public sealed record RecordFile(string Path, RecordKind Kind, bool IsNamed);

/// <summary>The files to read.</summary>
/// <param name="Files">The files, one or more.</param>
/// <param name="LeftOut">
/// The number of files and directories that were left out with a warning, because they could not be read or held something else.
/// </param>
public sealed record FoundRecords(IReadOnlyList<RecordFile> Files, int LeftOut)
{
    /// <summary>Files with the lowest modes of samples for a page (<see cref="PageSample"/>). An analysis does not read them.</summary>
    public IReadOnlyList<string> PageSamples { get; init; } = [];

    /// <summary>Files that say whether the liquids of the samples were equilibrated (<see cref="JudgedChains"/>).</summary>
    public IReadOnlyList<string> Judgements { get; init; } = [];
}

/// <summary>
/// Finds the sample records, packs of records and sums in files and directories. Reads only the kind of each file, and of the files of
/// packs not even this: their names say it.
/// </summary>
public sealed class RecordFinder
{
    private const string Extension = ".h5";

    private readonly Action<string> _warn;
    private readonly CancellationToken _cancellation;
    private readonly List<RecordFile> _files = [];
    private readonly List<string> _pageSamples = [];
    private readonly List<string> _judgements = [];

    // The real paths of files that were named or found already, and of directories that were searched already.
    private readonly HashSet<string> _seen;
    private readonly HashSet<string> _searched = [];

    private int _leftOut;
    private int _sumsPassed;

    private RecordFinder(IEnumerable<string> named, Action<string> warn, CancellationToken cancellation) =>
        (_seen, _warn, _cancellation) = ([.. named.Select(RealPath.Of)], warn, cancellation);

    /// <summary>
    /// Finds the files that were named, which may be records or sums. In and below the directories that were named, finds every *.h5 file
    /// that is a sample record or a pack of records. Sums in directories are passed over, because the records of their samples are usually
    /// in the same directories. Files are in the order of the paths, and in a directory in the order of names. Each file and directory
    /// counts once, even if links or several paths lead to the same place.
    /// </summary>
    /// <param name="paths">Files and directories, one or more.</param>
    /// <param name="warn">
    /// Receives a message for every directory, and every *.h5 file in a directory, that is left out, with the reason. Sums in directories
    /// are passed over without a message, because analyses write sums below the results.
    /// </param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="RecordFinderException">
    /// A path does not exist, a file that was named is damaged or has another format, or no record was found.
    /// </exception>
    /// <exception cref="IOException">A file or directory that was named cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read a file or directory that was named.</exception>
    public static FoundRecords Find(IReadOnlyCollection<string> paths, Action<string> warn, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(warn);
        if (paths.Count == 0)
        {
            throw new ArgumentException("There must be a path to look for records at.", nameof(paths));
        }

        string[] absent = [.. paths.Where(path => !Exists(path))];
        if (absent.Length > 0)
        {
            throw new RecordFinderException(
                $"There is no file or directory {Listed(absent)}. Check the path{(absent.Length > 1 ? "s" : "")}.");
        }

        RecordFinder finder = new(paths.Where(path => !Directory.Exists(path)), warn, cancellation);
        HashSet<string> named = [];
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                finder.SearchDirectory(path, RealPath.Of(path), isNamed: true);
            }
            else if (named.Add(RealPath.Of(path)))
            {
                finder.AddNamed(path);
            }
        }

        return finder._files.Count > 0
            ? new FoundRecords(finder._files, finder._leftOut) { PageSamples = finder._pageSamples, Judgements = finder._judgements }
            : throw new RecordFinderException(
                $"There is no sample record in {Listed(paths)}: {finder.DescribeAbsence()}. "
                + "Name a directory that samples were written to, or their files.");
    }

    private string DescribeAbsence()
    {
        string sums = $"sums are read only where they are named, and there are {_sumsPassed}";
        string unusable = $"none of the {(_sumsPassed > 0 ? "other " : "")}files *{Extension} there, {_leftOut} in all, could be taken";
        return (_leftOut, _sumsPassed) switch
        {
            (0, 0) when _pageSamples.Count > 0 => "the files there have modes for a page, and no measures",
            (0, 0) => $"no file there is called *{Extension}",
            (0, _) => sums,
            (_, 0) => unusable,
            _ => $"{unusable}; {sums}",
        };
    }

    private void AddNamed(string path)
    {
        try
        {
            RecordKind kind = RecordFormat.KindOf(path);
            if (kind == RecordKind.PageSample)
            {
                _pageSamples.Add(path);
            }
            else
            {
                _files.Add(new RecordFile(path, kind, IsNamed: true));
            }
        }
        catch (RecordFinderException problem)
        {
            throw new RecordFinderException($"{problem.Message}. Write it again, or do not name it.", problem);
        }
    }

    private void SearchDirectory(string directory, string realPath, bool isNamed = false)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (!_searched.Add(realPath))
        {
            return;
        }

        string[] entries;
        try
        {
            entries = Directory.GetFileSystemEntries(directory);
        }
        catch (Exception problem) when (!isNamed && problem is IOException or UnauthorizedAccessException)
        {
            WarnOfOmission($"the directory '{directory}' cannot be read and is left out: {problem.Message}");
            return;
        }

        Array.Sort(entries, string.CompareOrdinal);
        foreach (string entry in entries)
        {
            bool isDirectory = Directory.Exists(entry);
            if (!isDirectory && JudgedChains.IsFile(entry))
            {
                _judgements.Add(entry);
            }

            if (!isDirectory && !entry.EndsWith(Extension, StringComparison.Ordinal))
            {
                continue;
            }

            try
            {
                bool isLink = File.ResolveLinkTarget(entry, returnFinalTarget: false) is not null;
                string realEntry = isLink ? RealPath.Of(entry) : Path.Join(realPath, Path.GetFileName(entry));
                if (isDirectory)
                {
                    SearchDirectory(entry, realEntry);
                }
                else if (_seen.Add(realEntry))
                {
                    AddFound(entry);
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                WarnOfOmission($"'{entry}' cannot be read and is left out: {problem.Message}");
            }
        }
    }

    private void AddFound(string path)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (SamplePack.Find(path) is (SamplePack pack, bool isRecords))
        {
            // The sums of a pack are read in its place. Without its records it is not whole.
            if (isRecords)
            {
                _files.Add(new RecordFile(path, RecordKind.Pack, IsNamed: false));
            }
            else if (!File.Exists(pack.Records))
            {
                _sumsPassed++;
            }

            return;
        }

        try
        {
            switch (RecordFormat.KindOf(path))
            {
                case RecordKind.Sums:
                    _sumsPassed++;
                    break;
                case RecordKind.PageSample:
                    _pageSamples.Add(path);
                    break;
                case RecordKind kind:
                    _files.Add(new RecordFile(path, kind, IsNamed: false));
                    break;
            }
        }
        catch (RecordFinderException problem)
        {
            WarnOfOmission($"{problem.Message}; it is left out");
        }
    }

    private void WarnOfOmission(string message)
    {
        _leftOut++;
        _warn(message);
    }

    private static bool Exists(string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
        {
            return path.Length > 0;
        }

        try
        {
            // File.Exists would also be true for a link that leads nowhere or back to itself.
            return File.Exists(RealPath.Of(path));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Listed(IEnumerable<string> paths) => string.Join(", ", paths.Select(path => $"'{path}'"));
}
