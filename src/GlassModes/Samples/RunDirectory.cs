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
    // Names of the files by which a run holds its directory, or samples in it.
    private const string HoldName = ".glassmodes";
    private const int TurnAttempts = 150;

    /// <summary>
    /// Claims a directory for a run before its work begins, and holds it until the result is disposed of. Several processes may do so at
    /// the same time. Parts of a run share the directory; each holds its samples, see <see cref="HoldSample"/> for its starts.
    /// </summary>
    /// <param name="directory">The directory, which is created.</param>
    /// <param name="claim">What the run is.</param>
    /// <param name="overwrites">
    /// Whether to clear the files of ours first. A part of a run that shares the directory clears only the files that it writes itself.
    /// </param>
    /// <param name="resumes">Whether the run goes on from what it finds.</param>
    /// <param name="warn">Receives a sentence on files that were removed, or that will be made again.</param>
    /// <param name="cancellation">Ends the waiting for another process that looks at the directory.</param>
    /// <returns>Holds the directory.</returns>
    /// <exception cref="HeldException">A run is at work in the directory. The message says which.</exception>
    /// <exception cref="InputException">
    /// The directory holds another run, or it belongs to one. Or samples overlap with those of another part of the run. Or a file to clear
    /// is an input of the run. The message says what is there and what to do.
    /// </exception>
    /// <exception cref="IOException">The directory cannot be read or written to.</exception>
    public static IDisposable Open(
        string directory, RunClaim claim, bool overwrites, bool resumes, Action<string> warn, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(warn);
        directory = Path.TrimEndingDirectorySeparator(directory);
        Directory.CreateDirectory(directory);
        using FileLock turn = TakeTurn(directory, cancellation);
        RunManifest? manifest = overwrites ? ReadDamagedToo(directory) : RunManifest.ReadOrNull(directory);
        if (manifest is { Kind: RunKind.Campaign })
        {
            throw new InputException($"{directory} holds a campaign, whose results are not cleared; take another directory");
        }

        bool isOwn = manifest is not null && manifest.DifferencesFrom(claim).Length == 0;

        // Nobody may be at work in the directory while all of it is cleared.
        bool clearsAll = overwrites && !(isOwn && claim.IsPart);
        Hold? samples = HoldSamples(directory, claim, warn, cancellation);
        Hold? whole = null;
        try
        {
            whole = HoldWhole(directory, claim.SharesDirectory && !clearsAll ? HoldMode.Shared : HoldMode.Alone, warn, cancellation);
            RemoveLeftovers(directory, claim, warn);
            RequireNoOtherRun(directory, claim, isDescribed: manifest?.Kind == claim.Kind);
            RequireNoOverlap(directory, isOwn ? manifest : null, claim, overwrites);
            if (overwrites)
            {
                Clear(
                    directory,
                    clearsAll ? AllFiles(directory, claim.Kind, manifest) : FilesOfPart(directory, claim),
                    claim,
                    warn,
                    cancellation);
                manifest = clearsAll ? null : manifest;
            }
            else
            {
                RequireOwn(directory, claim, manifest, isOwn, resumes, warn);
            }

            (manifest?.With(claim) ?? RunManifest.Of(claim)).WriteIfChanged(directory);
            if (claim.SharesDirectory && clearsAll)
            {
                whole.Dispose();
                whole = null;
                whole = HoldWhole(directory, HoldMode.Shared, warn, cancellation);
            }

            return new Holds(whole, samples);
        }
        catch
        {
            whole?.Dispose();
            samples?.Dispose();
            throw;
        }
    }

    /// <summary>Finds the files of ours in a directory below that of a run, and no other files.</summary>
    /// <param name="directory">The directory of the run.</param>
    /// <param name="kind">The kind of the run.</param>
    /// <param name="name">Name of the directory below.</param>
    /// <returns>Names relative to the directory of the run, with slashes, in their order.</returns>
    public static IReadOnlyList<string> OwnFiles(string directory, RunKind kind, string name) =>
        [.. FilesIn(directory, name, path => RunNames.IsOwn(kind, path)).Select(file => $"{name}/{Path.GetFileName(file)}")];

    /// <summary>Holds the directory of a start of a run, while its sample is at work.</summary>
    /// <exception cref="HeldException">Another process works in the directory. The message says which.</exception>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    internal static Hold HoldSample(string directory, Action<string> warn, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        return HoldWhole(directory, HoldMode.Alone, warn, cancellation);
    }

    private static void RequireOwn(
        string directory, RunClaim claim, RunManifest? manifest, bool isOwn, bool resumes, Action<string> warn)
    {
        if (manifest is not null && !isOwn)
        {
            string article = manifest.Kind == claim.Kind ? "another" : "a";
            throw new InputException(
                $"{directory} holds {article} {RunManifest.NameOf(manifest.Kind)} ({manifest.DifferencesFrom(claim)}); take another "
                + "directory, or clear it (--overwrite)");
        }

        if (manifest is null && AllFiles(directory, claim.Kind, null) is [string first, ..] files)
        {
            throw new InputException(
                $"{directory} holds {Count(files.Length, "file")} of an earlier {RunManifest.NameOf(claim.Kind)}, {first} among them, and "
                + $"no {RunManifest.FileName} that says which; take another directory, or clear it (--overwrite)");
        }

        if (manifest is not null && !resumes && FilesOfPart(directory, claim) is { Length: > 0 } again)
        {
            RequireFinished(again, claim);
            warn(
                $"{directory} holds {Count(again.Length, "file")} of this run already, which will be made again (--resume goes on "
                + "instead)");
        }
    }

    // Processes take turns to look at the directory and to write what it is for, which takes a moment.
    internal static FileLock TakeTurn(string directory, CancellationToken cancellation)
    {
        string path = Path.Combine(directory, $"{HoldName}-turn.lock");
        for (int attempt = 0; attempt < TurnAttempts; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FileLock.TryTake(path) is { } turn)
            {
                return turn;
            }
        }

        throw new HeldException($"{directory} is being looked at by another process, which does not end; see who has {path} open");
    }

    private static Hold HoldWhole(string directory, HoldMode mode, Action<string> warn, CancellationToken cancellation) =>
        Hold.Take(Path.Combine(directory, HoldName), directory, mode, warn: warn, cancellation: cancellation);

    // Blocks of samples that overlap are refused, unless they begin with the same sample.
    private static Hold? HoldSamples(string directory, RunClaim claim, Action<string> warn, CancellationToken cancellation) =>
        claim is { IsPart: true, Block: { } block }
            ? Hold.Take(
                Path.Combine(directory, $"{HoldName}-sample_{block.First + 1:d4}"),
                $"sample {block.First + 1} in {directory}",
                warn: warn,
                cancellation: cancellation)
            : null;

    // A run of its own within the directories of this run, or around them, would be mixed with this one. Since the directory is described,
    // no run begins anywhere within it. Then only the directories of this run themselves are looked at, of which there may be many.
    private static void RequireNoOtherRun(string directory, RunClaim claim, bool isDescribed)
    {
        SearchOption depth = isDescribed ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories;
        if (DirectoriesOf(directory, [claim.Kind]).Concat(claim.Subdirectories).Distinct()
                .Select(name => FindDescription(Path.Combine(directory, name), depth)).OfType<string>().FirstOrDefault() is { } inner)
        {
            throw new InputException(
                $"{Path.GetDirectoryName(inner)} holds a run of its own; take another directory, or move that run elsewhere");
        }

        string child = Path.GetFullPath(directory);
        for (; Path.GetDirectoryName(child) is { } parent; child = parent)
        {
            if (File.Exists(Path.Combine(parent, RunManifest.FileName)) && RunManifest.ReadOrNull(parent) is { } outer
                && RunNames.IsOwnDirectory(outer.Kind, Path.GetFileName(child)))
            {
                throw new InputException(
                    $"{directory} belongs to the {RunManifest.NameOf(outer.Kind)} in {parent}; take a directory outside of it");
            }
        }
    }

    private static string? FindDescription(string directory, SearchOption depth)
    {
        string file = Path.Combine(directory, RunManifest.FileName);
        return File.Exists(file) ? file
            : depth == SearchOption.TopDirectoryOnly || !Directory.Exists(directory) ? null
            : Directory.EnumerateFiles(directory, RunManifest.FileName, depth).FirstOrDefault();
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
                $"{directory} holds samples {other.First + 1} to {other.End}, which overlap with samples "
                + $"{claim.Block!.First + 1} to {claim.Block.End} of this run; choose numbers that do not overlap "
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

    private static void Clear(
        string directory, string[] files, RunClaim claim, Action<string> warn, CancellationToken cancellation)
    {
        foreach (string input in claim.Inputs)
        {
            if (files.FirstOrDefault(file => RealPath.AreSame(file, input)) is { } own)
            {
                throw new InputException($"--overwrite would delete {own}, which is an input of the run; take another directory");
            }
        }

        string[] parents = [.. files.Select(file => Path.GetDirectoryName(file)!).Distinct().Where(parent => parent != directory)];
        foreach (string parent in parents)
        {
            // Refuses before anything is cleared.
            HoldSample(parent, warn, cancellation).Dispose();
        }

        foreach (string file in files)
        {
            File.Delete(file);
        }

        foreach (string parent in parents.Where(parent => !Directory.EnumerateFileSystemEntries(parent).Any()))
        {
            Directory.Delete(parent);
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
        string description = Path.Combine(directory, RunManifest.FileName);
        return
        [
            .. DirectoriesOf(directory, kinds).Prepend("").SelectMany(name => FilesIn(directory, name, IsOwn)),
            .. File.Exists(description) ? (string[])[description] : [],
        ];

        bool IsOwn(string path) => kinds.Any(known => RunNames.IsOwn(known, path));
    }

    private static IEnumerable<string> DirectoriesOf(string directory, RunKind[] kinds) =>
        Directory.EnumerateDirectories(directory).Select(path => Path.GetFileName(path))
            .Where(name => kinds.Any(known => RunNames.IsOwnDirectory(known, name)));

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

    private sealed class Holds(Hold whole, Hold? samples) : IDisposable
    {
        public void Dispose()
        {
            samples?.Dispose();
            whole.Dispose();
        }
    }
}
