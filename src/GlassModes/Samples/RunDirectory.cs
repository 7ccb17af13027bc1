// Decides whether a run may write into a directory, and clears what earlier runs have left there.

using GlassModes.Files;

namespace GlassModes.Samples;

/// <summary>
/// The directory of a run. A run writes into a new directory, into one without files of ours, or into one of its own run: the settings
/// agree, and lists such as the ladder go on where they ended. Otherwise nothing is written. On demand the files of ours are cleared, and
/// no other files. Which run a directory belongs to is kept in the file glassmodes.json.
/// </summary>
public static class RunDirectory
{
    /// <summary>Claims a directory for a run before its work begins. Several processes may do so at the same time.</summary>
    /// <param name="directory">The directory, which is created.</param>
    /// <param name="claim">What the run is.</param>
    /// <param name="overwrites">
    /// Whether to clear the files of ours first. A part of a run that shares the directory clears only the files that it writes itself.
    /// </param>
    /// <param name="resumes">Whether the run goes on from what it finds.</param>
    /// <param name="warn">Receives a sentence on files that were removed, or that will be made again.</param>
    /// <exception cref="InputException">
    /// The directory holds another run. Or samples overlap with those of another part of the run. Or a file to clear is an input of the
    /// run. The message says what is there and what to do.
    /// </exception>
    /// <exception cref="IOException">The directory cannot be read or written to.</exception>
    public static void Open(string directory, RunClaim claim, bool overwrites, bool resumes, Action<string> warn)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(warn);
        directory = Path.TrimEndingDirectorySeparator(directory);
        Directory.CreateDirectory(directory);
        using DirectoryLock turn = DirectoryLock.Take(directory);
        RemoveLeftovers(directory, claim, warn);
        RunManifest? manifest = overwrites ? ReadDamagedToo(directory) : RunManifest.ReadOrNull(directory);
        bool isOwn = manifest is not null && manifest.DifferencesFrom(claim).Length == 0;
        RequireNoOverlap(directory, isOwn ? manifest : null, claim, overwrites);
        if (overwrites)
        {
            bool isShared = isOwn && claim.IsPart;
            Clear(directory, isShared ? FilesOfPart(directory, claim) : AllFiles(directory, claim.Kind, manifest), claim, warn);
            manifest = isShared ? manifest : null;
        }
        else if (manifest is not null && !isOwn)
        {
            throw new InputException(
                $"{directory} holds another {RunManifest.NameOf(manifest.Kind)} ({manifest.DifferencesFrom(claim)}); take another "
                + "directory, or clear it (--overwrite)");
        }
        else if (manifest is null && AllFiles(directory, claim.Kind, null) is [string first, ..] files)
        {
            throw new InputException(
                $"{directory} holds {Count(files.Length, "file")} of an earlier {RunManifest.NameOf(claim.Kind)}, {first} among them, and "
                + $"no {RunManifest.FileName} that says which; take another directory, or clear it (--overwrite)");
        }
        else if (manifest is not null && !resumes && FilesOfPart(directory, claim) is { Length: > 0 } again)
        {
            RequireFinished(again, claim);
            warn(
                $"{directory} holds {Count(again.Length, "file")} of this run already, which will be made again (--resume goes on "
                + "instead)");
        }

        (manifest?.With(claim) ?? RunManifest.Of(claim)).WriteIfChanged(directory);
    }

    // With --overwrite a description that cannot be read is cleared like any other file.
    private static RunManifest? ReadDamagedToo(string directory)
    {
        try
        {
            return RunManifest.ReadOrNull(directory);
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static void RequireNoOverlap(string directory, RunManifest? manifest, RunClaim claim, bool overwrites)
    {
        if (manifest?.OverlapWith(claim.Block) is { } other && !(overwrites && !claim.IsPart))
        {
            throw new InputException(
                $"{directory} holds samples {other.First} to {other.First + other.Count - 1}, which overlap with samples "
                + $"{claim.Block!.First} to {claim.Block.First + claim.Block.Count - 1} of this run; choose numbers that do not overlap "
                + "(--first-sample, --samples), or another directory");
        }
    }

    // Of many starts, each looks for its own checkpoint when it begins, and one that is unfinished does not stop the others.
    private static void RequireFinished(string[] files, RunClaim claim)
    {
        if (claim.Subdirectories.Count == 0)
        {
            foreach (string checkpoint in files.Where(RunNames.IsStateOfRun))
            {
                SampleCheckpoint.RequireFinished(checkpoint, RunManifest.NameOf(claim.Kind));
            }
        }
    }

    private static void RemoveLeftovers(string directory, RunClaim claim, Action<string> warn)
    {
        int removed = claim.Subdirectories.Append("").Sum(name => LeftoverFiles.Remove(Path.Combine(directory, name)).Count);
        if (removed > 0)
        {
            warn($"removed {Count(removed, "temporary file")} that killed runs had left in {directory}");
        }
    }

    private static void Clear(string directory, string[] files, RunClaim claim, Action<string> warn)
    {
        foreach (string input in claim.Inputs)
        {
            if (files.FirstOrDefault(file => RealPath.AreSame(file, input)) is { } own)
            {
                throw new InputException($"--overwrite would delete {own}, which is an input of the run; take another directory");
            }
        }

        foreach (string file in files)
        {
            File.Delete(file);
        }

        foreach (string parent in files.Select(file => Path.GetDirectoryName(file)!).Distinct().Where(parent => parent != directory))
        {
            if (!Directory.EnumerateFileSystemEntries(parent).Any())
            {
                Directory.Delete(parent);
            }
        }

        if (files.Length > 0)
        {
            warn($"cleared {Count(files.Length, "file")} of an earlier run in {directory}");
        }
    }

    // All files of ours: of the kind of this run, of the kind of the run before, and the description.
    private static string[] AllFiles(string directory, RunKind kind, RunManifest? manifest)
    {
        RunKind[] kinds = manifest is null || manifest.Kind == kind ? [kind] : [kind, manifest.Kind];
        IEnumerable<string> directories = Directory.EnumerateDirectories(directory).Select(path => Path.GetFileName(path))
            .Where(name => kinds.Any(known => RunNames.IsOwnDirectory(known, name)));
        string description = Path.Combine(directory, RunManifest.FileName);
        return
        [
            .. directories.Prepend("").SelectMany(name => FilesIn(directory, name, IsOwn)),
            .. File.Exists(description) ? (string[])[description] : [],
        ];

        bool IsOwn(string path) => kinds.Any(known => RunNames.IsOwn(known, path));
    }

    // The files that this run writes itself.
    private static string[] FilesOfPart(string directory, RunClaim claim)
    {
        bool isBelow = claim.IsPart && claim.Subdirectories.Count > 0;
        IReadOnlyList<string> directories = isBelow ? claim.Subdirectories : [.. claim.Subdirectories, ""];
        return [.. directories.SelectMany(name => FilesIn(directory, name, path => RunNames.IsOwn(claim.Kind, path) && IsInBlock(path)))];

        bool IsInBlock(string path)
        {
            if (claim.Block is not { } block)
            {
                return true;
            }

            // Chains of a part have the numbers of its first samples.
            (int? sample, int? chain) = RunNames.NumbersOf(path);
            int number = sample ?? chain ?? block.First;
            return number >= block.First && number < block.First + block.Count;
        }
    }

    private static IEnumerable<string> FilesIn(string directory, string name, Func<string, bool> isWanted)
    {
        string path = Path.Combine(directory, name);
        string prefix = name.Length == 0 ? "" : $"{name}/";
        return !Directory.Exists(path)
            ? []
            : Directory.GetFiles(path).Where(file => isWanted(prefix + Path.GetFileName(file))).Order(StringComparer.Ordinal);
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
