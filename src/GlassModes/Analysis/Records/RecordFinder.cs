// From paths to the files that an analysis reads.

using GlassModes.Files;

namespace GlassModes.Analysis.Records;

/// <summary>A file to read.</summary>
/// <param name="Path">Where it is, as it was named or found.</param>
/// <param name="Kind">What it says it holds.</param>
/// <param name="IsNamed">
/// Whether the file itself was named. Otherwise it was found in a directory, and damage to it need not end the work.
/// </param>
public sealed record RecordFile(string Path, RecordKind Kind, bool IsNamed);

/// <summary>What there is to read.</summary>
/// <param name="Files">The files, one or more.</param>
/// <param name="LeftOut">
/// How many files and directories were left out with a warning, for they could not be read or were of something else.
/// </param>
public sealed record FoundRecords(IReadOnlyList<RecordFile> Files, int LeftOut);

/// <summary>
/// Finds the sample records and sums that are meant by files and directories. Reads of each file only what it says it is.
/// </summary>
public sealed class RecordFinder
{
    private const string Extension = ".h5";

    private readonly Action<string> _warn;
    private readonly CancellationToken _cancellation;
    private readonly List<RecordFile> _files = [];
    private readonly HashSet<string> _seen;
    private readonly HashSet<string> _walked = [];
    private int _leftOut;
    private int _sumsPassed;

    private RecordFinder(IEnumerable<string> named, Action<string> warn, CancellationToken cancellation) =>
        (_seen, _warn, _cancellation) = ([.. named.Select(RealPath.Of)], warn, cancellation);

    /// <summary>
    /// Finds the files that were named, records or sums, and below the directories that were named every *.h5 file that is a sample record.
    /// Sums are read only where the file itself is named, because in a directory their samples are usually there too. Files are in the
    /// order of the paths, within a directory by name. Each file and directory counts once, even if links or several paths lead to it.
    /// </summary>
    /// <param name="paths">Files and directories, one or more.</param>
    /// <param name="warn">
    /// Told of every *.h5 file in a directory that is left out, and why. Sums in directories are passed over without a word, because
    /// analyses write sums below the results.
    /// </param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ArgumentException">No path.</exception>
    /// <exception cref="RecordFinderException">
    /// A path that does not exist, a file named that is damaged or of another format, or no record at all.
    /// </exception>
    /// <exception cref="IOException">A file or directory named cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file or directory named must not be read.</exception>
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
                finder.Walk(path, RealPath.Of(path), isNamed: true);
            }
            else if (named.Add(RealPath.Of(path)))
            {
                finder.AddNamed(path);
            }
        }

        return finder._files.Count > 0
            ? new FoundRecords(finder._files, finder._leftOut)
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
            _files.Add(new RecordFile(path, RecordFormat.KindOf(path), IsNamed: true));
        }
        catch (RecordFinderException problem)
        {
            throw new RecordFinderException($"{problem.Message}. Write it again, or do not name it.", problem);
        }
    }

    private void Walk(string directory, string real, bool isNamed = false)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (!_walked.Add(real))
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
            LeaveOut($"the directory '{directory}' cannot be read and is left out: {problem.Message}");
            return;
        }

        Array.Sort(entries, string.CompareOrdinal);
        foreach (string entry in entries)
        {
            bool isDirectory = Directory.Exists(entry);
            if (!isDirectory && !entry.EndsWith(Extension, StringComparison.Ordinal))
            {
                continue;
            }

            try
            {
                bool isLink = File.ResolveLinkTarget(entry, returnFinalTarget: false) is not null;
                string realEntry = isLink ? RealPath.Of(entry) : Path.Join(real, Path.GetFileName(entry));
                if (isDirectory)
                {
                    Walk(entry, realEntry);
                }
                else if (_seen.Add(realEntry))
                {
                    AddFound(entry);
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                LeaveOut($"'{entry}' cannot be read and is left out: {problem.Message}");
            }
        }
    }

    private void AddFound(string path)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            RecordKind kind = RecordFormat.KindOf(path);
            if (kind == RecordKind.Sample)
            {
                _files.Add(new RecordFile(path, kind, IsNamed: false));
            }
            else
            {
                _sumsPassed++;
            }
        }
        catch (RecordFinderException problem)
        {
            LeaveOut($"{problem.Message}; it is left out");
        }
    }

    private void LeaveOut(string why)
    {
        _leftOut++;
        _warn(why);
    }

    private static bool Exists(string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
        {
            return path.Length > 0;
        }

        try
        {
            // A link that leads nowhere, or back to itself, exists for File.Exists.
            return File.Exists(RealPath.Of(path));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Listed(IEnumerable<string> paths) => string.Join(", ", paths.Select(path => $"'{path}'"));
}
