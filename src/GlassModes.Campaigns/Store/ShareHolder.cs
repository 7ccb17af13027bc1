// Makes sure that one run at a time works on a share of a campaign.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Campaigns.Plan;
using GlassModes.Files;

namespace GlassModes.Campaigns.Store;

/// <summary>
/// Holds a share as long as it lives, and the directory of the campaign together with the other shares. A campaign is divided in one way at
/// a time: shares of another number of shares would do the same samples. See <see cref="Hold"/> for what happens where the holder was
/// killed.
/// </summary>
public sealed class ShareHolder : IDisposable
{
    // Workers of a run that was killed save their items and end. A solver can take this long to notice.
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Hold _hold;
    private readonly string _statusDirectory;

    private ShareHolder(Hold hold, string statusDirectory) => (_hold, _statusDirectory) = (hold, statusDirectory);

    /// <summary>Takes a share.</summary>
    /// <param name="directory">The directory of the campaign.</param>
    /// <param name="share">The share.</param>
    /// <param name="takesOver">Whether to take a run on another host for dead without waiting for its signs of life.</param>
    /// <param name="warn">Receives a sentence if it takes time to see whether a run on another host lives.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <remarks>Waits for the workers of a run that was killed, which end by themselves.</remarks>
    /// <exception cref="HeldException">
    /// Another run holds the share, or a share of another division, or its workers do not end. The message says which.
    /// </exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static ShareHolder Take(
        CampaignDirectory directory,
        CampaignShare share,
        bool takesOver = false,
        Action<string>? warn = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(share);
        Directory.CreateDirectory(directory.StatusDirectory);
        Hold hold = Hold.Take(
            Path.Combine(directory.StatusDirectory, share.Name),
            $"share {share} of {directory.Root}",
            takesOver: takesOver,
            warn: warn,
            cancellation: cancellation);
        try
        {
            // The own share is held first, so that of two runs that begin together at least one sees the other.
            bool IsInTheWay(string name) => name == share.Name || !name.EndsWith($"_of_{share.Count}", StringComparison.Ordinal);
            RequireFree(directory, name => name != share.Name && IsInTheWay(name), takesOver, warn, cancellation);
            WaitForWorkers(directory, IsInTheWay, cancellation);
            return new ShareHolder(hold, directory.StatusDirectory);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Makes sure that no run is at work on a campaign.</summary>
    /// <param name="directory">The directory of the campaign. It need not exist.</param>
    /// <param name="warn">Receives a sentence if it takes time to see whether a run on another host lives.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="HeldException">A run is at work. The message says which.</exception>
    /// <exception cref="IOException">The files cannot be read.</exception>
    public static void RequireIdle(CampaignDirectory directory, Action<string>? warn = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (Directory.Exists(directory.StatusDirectory))
        {
            RequireFree(directory, _ => true, takesOver: false, warn, cancellation);
        }
    }

    /// <summary>Notes that this process is a worker of the share, until the result is disposed of or the process ends.</summary>
    public static IDisposable HoldAsWorker(CampaignDirectory directory, CampaignShare share)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(share);
        string name = string.Create(CultureInfo.InvariantCulture, $"{share.Name}.worker_{Environment.ProcessId}.lock");
        return new FileStream(
            Path.Combine(directory.StatusDirectory, name),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 1,
            FileOptions.DeleteOnClose);
    }

    /// <summary>Gives the share back. Removes the directory of the status if nothing was written there.</summary>
    public void Dispose()
    {
        _hold.Dispose();
        if (!Directory.EnumerateFileSystemEntries(_statusDirectory).Any())
        {
            Directory.Delete(_statusDirectory);
        }
    }

    private static void RequireFree(
        CampaignDirectory directory, Predicate<string> isAsked, bool takesOver, Action<string>? warn, CancellationToken cancellation)
    {
        string[] places =
        [
            .. Directory.GetFiles(directory.StatusDirectory, "share_*.holder").Select(file => Path.ChangeExtension(file, null))
                .Where(place => isAsked(Path.GetFileName(place))),
        ];
        if (Hold.FindHeld(places, takesOver, warn, cancellation: cancellation) is (string place, string holder))
        {
            throw new HeldException(
                $"{Path.GetFileName(place)} of {directory.Root} is held by {holder}, which does the same samples; "
                + "wait for it, or end it, and try again");
        }
    }

    private static void WaitForWorkers(CampaignDirectory directory, Predicate<string> isAsked, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        foreach (string file in Directory.GetFiles(directory.StatusDirectory, "share_*.worker_*.lock"))
        {
            if (!isAsked(Path.GetFileName(file).Split('.')[0]))
            {
                continue;
            }

            while (!TryDelete(file))
            {
                cancellation.ThrowIfCancellationRequested();
                if (clock.Elapsed > s_longestEnd)
                {
                    throw new HeldException($"a worker of an earlier run is still at work, see {file}; end it first");
                }

                Thread.Sleep(s_pause);
            }
        }
    }

    // The lock of a living worker makes the opening fail.
    private static bool TryDelete(string file)
    {
        try
        {
            using FileStream stream = new(
                file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
