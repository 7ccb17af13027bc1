// Makes sure that one run at a time works on a share of a campaign.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using GlassModes.Campaigns.Plan;

namespace GlassModes.Campaigns.Store;

/// <summary>A share of a campaign is held by another run.</summary>
/// <param name="message">Who holds the share, and what to do.</param>
public sealed class ShareHeldException(string message) : InputException(message);

/// <summary>
/// Holds a share as long as it lives, by a file that the operating system locks, and a file beside it that names host, process and time. A
/// holder on this host that was killed is noticed, because its lock is gone. Whether a holder on another host lives cannot be known: its
/// share is taken over on demand only.
/// </summary>
public sealed class ShareHolder : IDisposable
{
    // Workers of a run that was killed save their items and end. A solver can take this long to notice.
    private static readonly TimeSpan s_longestEnd = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly string _lockPath;
    private readonly string _namePath;
    private readonly FileStream _lock;

    private ShareHolder(string lockPath, string namePath, FileStream held) => (_lockPath, _namePath, _lock) = (lockPath, namePath, held);

    /// <summary>Takes a share.</summary>
    /// <param name="directory">The directory of the campaign.</param>
    /// <param name="share">The share.</param>
    /// <param name="takesOver">Whether to take the share from a run on another host.</param>
    /// <remarks>Waits for the workers of a run that was killed, which end by themselves.</remarks>
    /// <exception cref="ShareHeldException">
    /// Another run holds the share, or its workers do not end. The message says which.
    /// </exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    public static ShareHolder Take(CampaignDirectory directory, CampaignShare share, bool takesOver = false)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(share);
        Directory.CreateDirectory(directory.StatusDirectory);
        string lockPath = Path.Combine(directory.StatusDirectory, $"{share.Name}.lock");
        string namePath = Path.Combine(directory.StatusDirectory, $"{share.Name}.holder");
        FileStream held;
        try
        {
            held = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(lockPath))
        {
            throw new ShareHeldException($"share {share} of {directory.Root} is held by {NameIn(namePath)}; wait for it, or end it");
        }

        try
        {
            string name = NameIn(namePath);
            bool isElsewhere = File.Exists(namePath) && !name.StartsWith($"{Environment.MachineName} ", StringComparison.Ordinal);
            if (isElsewhere && !takesOver)
            {
                throw new ShareHeldException(
                    $"share {share} of {directory.Root} is held by {name}; wait for it, or take over if it is dead (--take-over)");
            }

            WaitForWorkers(directory, share);
            string time = DateTimeOffset.UtcNow.ToString("u", CultureInfo.InvariantCulture);
            File.WriteAllText(
                namePath,
                string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName} process {Environment.ProcessId} since {time}"),
                Encoding.UTF8);
            return new ShareHolder(lockPath, namePath, held);
        }
        catch
        {
            held.Dispose();
            throw;
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

    /// <summary>Gives the share back.</summary>
    public void Dispose()
    {
        File.Delete(_namePath);
        File.Delete(_lockPath);
        _lock.Dispose();
    }

    private static void WaitForWorkers(CampaignDirectory directory, CampaignShare share)
    {
        Stopwatch clock = Stopwatch.StartNew();
        foreach (string file in Directory.GetFiles(directory.StatusDirectory, $"{share.Name}.worker_*.lock"))
        {
            while (!TryDelete(file))
            {
                if (clock.Elapsed > s_longestEnd)
                {
                    throw new ShareHeldException($"a worker of an earlier run still works on share {share}, see {file}; end it first");
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

    private static string NameIn(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException)
        {
            return "another run on this host";
        }
    }
}
