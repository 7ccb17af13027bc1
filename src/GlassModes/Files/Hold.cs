// Makes sure that one process at a time works at a place, and tells the others who does.

using System.Globalization;
using GlassModes.Numerics.Processes;

namespace GlassModes.Files;

/// <summary>A place is held by another process.</summary>
/// <param name="message">Who holds the place, and what to do.</param>
public sealed class HeldException(string message) : InputException(message);

/// <summary>How a place is held.</summary>
public enum HoldMode
{
    /// <summary>By one process only.</summary>
    Alone,

    /// <summary>Together with others, which hold parts of the place.</summary>
    Shared,
}

/// <summary>
/// Holds a place, such as a directory, as long as this object lives: by a file that the operating system locks, and by a file beside it
/// with host, process and time. A holder on this host that was killed is noticed at once, because its lock is gone. Some file systems keep
/// the locks of each host apart. Therefore every holder gives a sign of life each <see cref="SignInterval"/>, and a holder on another host
/// is taken for dead if it gives none for <see cref="LongestSilence"/>.
/// </summary>
public sealed class Hold : IDisposable
{
    /// <summary>Time between two signs of life.</summary>
    public static readonly TimeSpan SignInterval = TimeSpan.FromSeconds(20);

    /// <summary>A holder on another host that gives no sign for this time is dead. Network file systems show a sign late.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    private const string LockEnding = ".lock";
    private const string NameEnding = ".holder";
    private static readonly TimeSpan s_shortPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly FileLock _lock;
    private readonly string _namePath;
    private readonly Timer _signs;

    private Hold(FileLock held, string namePath)
    {
        (_lock, _namePath) = (held, namePath);
        _signs = new Timer(_ => GiveSign(), null, SignInterval, SignInterval);
    }

    /// <summary>Takes a place.</summary>
    /// <param name="path">
    /// Path and beginning of the names of the two files, such as DIR/.glassmodes. Names of files that begin with this name and a dot belong
    /// to parts of the place.
    /// </param>
    /// <param name="place">The place, as the beginning of a sentence that ends with "is held by …".</param>
    /// <param name="mode">Whether others may share the place.</param>
    /// <param name="takesOver">Whether to take a holder on another host for dead without waiting for its signs.</param>
    /// <param name="warn">Receives a sentence if it takes time to see whether a holder on another host lives.</param>
    /// <param name="longestSilence">Null for <see cref="LongestSilence"/>.</param>
    /// <param name="cancellation">Ends the waiting for signs.</param>
    /// <exception cref="HeldException">Another process holds the place. The message says which.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The files cannot be written.</exception>
    public static Hold Take(
        string path,
        string place,
        HoldMode mode = HoldMode.Alone,
        bool takesOver = false,
        Action<string>? warn = null,
        TimeSpan? longestSilence = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string own = mode == HoldMode.Alone ? path : $"{path}.{Guid.NewGuid().ToString("N")[..8]}";
        FileLock held = FileLock.TryTake(path + LockEnding, mode == HoldMode.Shared)
            ?? throw new HeldException(Describe(place, HoldersOf(path, HoldMode.Alone).Select(NameIn).FirstOrDefault()));
        try
        {
            string[] holders = HoldersOf(path, mode);
            if (FindLiving(holders, takesOver, warn, longestSilence ?? LongestSilence, cancellation) is (_, string name))
            {
                throw new HeldException(Describe(place, name));
            }

            Array.ForEach(holders, File.Delete);
            Array.ForEach(mode == HoldMode.Shared ? HoldersOf(path, HoldMode.Alone) : [], RemoveIfKilled);
            WriteName(own + NameEnding);
            return new Hold(held, own + NameEnding);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Takes a place as soon as no other process holds it.</summary>
    /// <param name="path">As for <see cref="Take"/>.</param>
    /// <param name="place">As for <see cref="Take"/>.</param>
    /// <param name="warn">As for <see cref="Take"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">The files cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The files cannot be written.</exception>
    public static Hold Await(string path, string place, Action<string>? warn = null, CancellationToken cancellation = default)
    {
        while (true)
        {
            try
            {
                return Take(path, place, warn: warn, cancellation: cancellation);
            }
            catch (HeldException)
            {
                if (cancellation.WaitHandle.WaitOne(s_shortPause))
                {
                    cancellation.ThrowIfCancellationRequested();
                }
            }
        }
    }

    /// <summary>
    /// Finds a place that another process holds alone, and takes none. Holders on other hosts are watched all at once. The names of dead
    /// holders are removed, so that nobody waits for their signs again.
    /// </summary>
    /// <param name="paths">The places, as for <see cref="Take"/>.</param>
    /// <param name="takesOver">Whether to take holders on other hosts for dead without waiting for their signs.</param>
    /// <param name="warn">Receives a sentence if it takes time to see whether holders on other hosts live.</param>
    /// <param name="longestSilence">Null for <see cref="LongestSilence"/>.</param>
    /// <param name="cancellation">Ends the waiting for signs.</param>
    /// <returns>The path and its holder; null if no place is held.</returns>
    /// <exception cref="IOException">A lock cannot be tried, or a name cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A lock cannot be tried, or a name cannot be removed.</exception>
    public static (string Path, string Holder)? FindHeld(
        IReadOnlyList<string> paths,
        bool takesOver = false,
        Action<string>? warn = null,
        TimeSpan? longestSilence = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        foreach (string path in paths)
        {
            using FileLock? held = FileLock.TryTake(path + LockEnding);
            if (held is null)
            {
                return (path, NameIn(path + NameEnding));
            }
        }

        string[] holders = [.. paths.Select(path => path + NameEnding).Where(File.Exists)];
        if (FindLiving(holders, takesOver, warn, longestSilence ?? LongestSilence, cancellation) is (string living, string name))
        {
            return (living[..^NameEnding.Length], name);
        }

        foreach (string path in paths)
        {
            // Whoever has the lock by now has a name of its own.
            using FileLock? held = FileLock.TryTake(path + LockEnding);
            if (held is not null)
            {
                File.Delete(path + NameEnding);
            }
        }

        return null;
    }

    /// <summary>Gives the place back.</summary>
    public void Dispose()
    {
        _signs.Dispose();
        File.Delete(_namePath);
        _lock.Dispose();
    }

    private static void WriteName(string path)
    {
        string time = DateTimeOffset.UtcNow.ToString("u", CultureInfo.InvariantCulture);
        try
        {
            File.WriteAllText(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Environment.MachineName} process {Environment.ProcessId} since {time}\n{TemporaryName.Create()}\n"));
        }
        catch (IOException)
        {
            // A full disk leaves an empty file.
            File.Delete(path);
            throw;
        }
    }

    // Whoever wants a place alone meets those who share it, and the other way round. Those who share a place do not meet each other.
    private static string[] HoldersOf(string path, HoldMode mode)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string name = Path.GetFileName(path);
        string single = Path.Combine(directory, name + NameEnding);
        string[] parts = mode == HoldMode.Alone ? Directory.GetFiles(directory, $"{name}.*{NameEnding}") : [];
        return File.Exists(single) ? [single, .. parts] : parts;
    }

    // The locks of these holders are here or gone. Finds one that lives nevertheless, because this file system has no locks, or because it
    // is on another host: all of those are watched together.
    private static (string Holder, string Name)? FindLiving(
        IReadOnlyList<string> holders, bool takesOver, Action<string>? warn, TimeSpan silence, CancellationToken cancellation)
    {
        List<(string Holder, string Name, DateTime Sign)> watched = [];
        foreach (string holder in holders)
        {
            DateTime sign = File.GetLastWriteTimeUtc(holder);
            if (takesOver || IsDead(holder, sign))
            {
                continue;
            }

            string name = NameIn(holder);
            if (IsOnThisHost(name))
            {
                return (holder, name);
            }

            watched.Add((holder, name, sign));
        }

        if (watched.Count == 0)
        {
            return null;
        }

        warn?.Invoke(
            $"{watched[0].Holder} is of {watched[0].Name}, on another host; waiting {silence.TotalSeconds:f0} s for a sign of life");
        return FindSign(watched, silence, cancellation);
    }

    // A holder whose process is gone, or whose name was not written to its end.
    private static bool IsDead(string holder, DateTime sign) =>
        LinesOf(holder) is not [_, string process, ..] || TemporaryName.IsLeftBehind(process, sign, otherHosts: false);

    // Of those who share a place, the names of killed ones on this host. A name that is not written to its end may be of a living one.
    private static void RemoveIfKilled(string holder)
    {
        if (LinesOf(holder) is [_, string process, ..]
            && TemporaryName.IsLeftBehind(process, File.GetLastWriteTimeUtc(holder), otherHosts: false))
        {
            File.Delete(holder);
        }
    }

    private static bool IsOnThisHost(string name) => name.StartsWith($"{Environment.MachineName} ", StringComparison.Ordinal);

    // Waits until one of the holders gives a sign of life. One whose file is gone has ended.
    private static (string Holder, string Name)? FindSign(
        List<(string Holder, string Name, DateTime Sign)> watched, TimeSpan silence, CancellationToken cancellation)
    {
        for (long began = Environment.TickCount64; Environment.TickCount64 - began < silence.TotalMilliseconds;)
        {
            watched.RemoveAll(other => !File.Exists(other.Holder));
            if (watched.Count == 0)
            {
                return null;
            }

            foreach ((string holder, string name, DateTime sign) in watched)
            {
                if (File.GetLastWriteTimeUtc(holder) != sign && File.Exists(holder))
                {
                    return (holder, name);
                }
            }

            cancellation.WaitHandle.WaitOne(s_pause);
            cancellation.ThrowIfCancellationRequested();
        }

        return null;
    }

    private static string Describe(string place, string? name) =>
        $"{place} is held by {name ?? "another process"}; wait for it, or end it, and try again";

    private static string NameIn(string holder) => LinesOf(holder) is [string name, ..] ? name : "another process";

    private static string[] LinesOf(string holder)
    {
        try
        {
            return File.ReadAllLines(holder);
        }
        catch (IOException)
        {
            // The holder has just gone.
            return [];
        }
    }

    private void GiveSign()
    {
        try
        {
            File.SetLastWriteTimeUtc(_namePath, DateTime.UtcNow);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The sign comes too late or never. The lock of the operating system still keeps others out.
        }
    }
}
