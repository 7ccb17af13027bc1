// Kills `glassmodes prepare` at random moments, and damages its checkpoints.

using System.Collections.Concurrent;
using System.Diagnostics;

namespace GlassModes.Tests.Runner;

/// <summary>
/// Runs a preparation in a directory and disturbs it again and again. A run is killed, or interrupted by SIGTERM, after it has written a
/// checkpoint of its own, so that the work goes on between two kills. Some runs are killed while they start. Between two runs a checkpoint
/// may be damaged, but never both checkpoints of a chain.
/// </summary>
/// <param name="start">Starts the command with --resume, with standard output and standard error redirected.</param>
/// <param name="directory">The directory of the preparation, which exists.</param>
/// <param name="random">Chooses what is done and when.</param>
/// <param name="longestDelay">The longest time from the first checkpoint of a run to its end.</param>
internal sealed class PreparationTrials(Func<Process> start, string directory, Random random, TimeSpan longestDelay) : IDisposable
{
    private const int Killed = 128 + 9;
    private const int Interrupted = 130;
    private const int Starts = 6;
    private const int Signals = 4;
    private const int LongestStart = 400;
    private const string Passed = "the checkpoint before it is used";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _lines = [];
    private readonly Dictionary<string, byte[]> _damaged = [];
    private Process? _run;

    /// <summary>Number of kills and interruptions that ended a run.</summary>
    public int Kills { get; private set; }

    /// <summary>Number of kills that left a file under its temporary name: they came while it was written.</summary>
    public int KillsInWrites { get; private set; }

    /// <summary>Number of damages to the newest checkpoint of a chain. A run has to say that it goes back to the one before.</summary>
    public int DamagesOfNewest { get; private set; }

    /// <summary>Number of damages to the checkpoint before the newest one.</summary>
    public int DamagesOfPrevious { get; private set; }

    /// <summary>Number of times that a run said that it went back to the checkpoint before the newest one.</summary>
    public int Passes => _lines.Count(line => line.Contains(Passed, StringComparison.Ordinal));

    /// <summary>Everything that the runs wrote to standard error.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Sentences on what should not have happened.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Starts a run and ends it at a random moment.</summary>
    /// <returns>False if the run was done before, so that the preparation is finished.</returns>
    public bool Kill()
    {
        bool isAtStart = random.Next(Starts) == 0;
        bool isSignal = !isAtStart && random.Next(Signals) == 0;
        TimeSpan delay = isAtStart
            ? TimeSpan.FromMilliseconds(random.Next(LongestStart))
            : longestDelay * random.NextDouble();
        HashSet<string> leftBefore = [.. TemporaryFiles()];
        using FileSystemWatcher watcher = new(directory);
        using ManualResetEventSlim isWritten = new();
        watcher.Renamed += (_, change) =>
        {
            if (change.FullPath.EndsWith(".checkpoint", StringComparison.Ordinal))
            {
                isWritten.Set();
            }
        };
        watcher.EnableRaisingEvents = true;
        Process run = Begin();
        if (!isAtStart)
        {
            Stopwatch clock = Stopwatch.StartNew();
            while (!isWritten.Wait(TimeSpan.FromMilliseconds(50)) && !run.HasExited && clock.Elapsed < s_patience)
            {
            }
        }

        if (!run.WaitForExit(delay))
        {
            Send(isSignal ? "TERM" : "KILL", run);
        }

        int code = End();
        if (code == 0)
        {
            return false;
        }

        if (code != (isSignal ? Interrupted : Killed))
        {
            Faults.Add($"exit code {code}: {string.Join(" | ", _lines)}");
            return false;
        }

        Kills++;
        KillsInWrites += TemporaryFiles().Any(file => !leftBefore.Contains(file)) ? 1 : 0;
        return true;
    }

    /// <summary>
    /// Flips a bit of a checkpoint, or cuts off its end. Does nothing if no chain has two checkpoints, or if the chains still have the
    /// damage of an earlier call.
    /// </summary>
    public void Damage()
    {
        string[] newest =
        [
            .. Directory.EnumerateFiles(directory, "chain_*.checkpoint").Order(StringComparer.Ordinal)
                .Where(file => File.Exists($"{file}.previous") && IsRepaired(file) && IsRepaired($"{file}.previous")),
        ];
        if (newest.Length == 0)
        {
            return;
        }

        string file = newest[random.Next(newest.Length)];
        if (random.Next(3) == 0)
        {
            file += ".previous";
            DamagesOfPrevious++;
        }
        else
        {
            DamagesOfNewest++;
        }

        byte[] bytes = File.ReadAllBytes(file);
        if (random.Next(2) == 0)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }
        else
        {
            bytes = bytes[..random.Next(bytes.Length)];
        }

        File.WriteAllBytes(file, bytes);
        _damaged[file] = bytes;
    }

    /// <summary>Runs the preparation to its end.</summary>
    public void Finish()
    {
        Begin();
        if (End() is not 0 and { } code)
        {
            Faults.Add($"exit code {code} at the end: {string.Join(" | ", _lines)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_run is { HasExited: false })
        {
            _run.Kill();
            _run.WaitForExit();
        }

        _run?.Dispose();
    }

    // A checkpoint is repaired by the next one.
    private bool IsRepaired(string file) =>
        !_damaged.TryGetValue(file, out byte[]? bytes) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes);

    private IEnumerable<string> TemporaryFiles() => Directory.EnumerateFiles(directory, ".*.tmp");

    // A run whose pipe is full waits for a reader.
    private Process Begin()
    {
        Process run = start();
        run.OutputDataReceived += (_, _) => { };
        run.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        run.BeginOutputReadLine();
        run.BeginErrorReadLine();
        return _run = run;
    }

    private int End()
    {
        _run!.WaitForExit();
        int code = _run.ExitCode;
        _run.Dispose();
        _run = null;
        return code;
    }

    private static void Send(string signal, Process process)
    {
        ProcessStartInfo command = new("kill", [$"-{signal}", $"{process.Id}"]) { RedirectStandardError = true };
        using Process kill = Process.Start(command)!;
        kill.WaitForExit();
    }
}
