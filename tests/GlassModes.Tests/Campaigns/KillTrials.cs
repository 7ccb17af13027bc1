// Kills a campaign and its workers at random moments, and flips bits in its files.

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using GlassModes.Samples;

namespace GlassModes.Tests.Campaigns;

/// <summary>A disturbance of a campaign.</summary>
/// <param name="What">What was done.</param>
/// <param name="Stage">What the victims were doing.</param>
/// <param name="Moment">The last file that had changed before, or the file that was changed.</param>
internal sealed record Disturbance(string What, string Stage, string Moment)
{
    /// <summary>What the run said between this disturbance and the next one.</summary>
    public IReadOnlyList<string> Answer { get; init; } = [];

    /// <summary>A short form of what the run said: kinds of sentences and how often each came.</summary>
    public string ShortAnswer => string.Join(", ", Answer.Select(KindOf).OfType<string>().CountBy(kind => kind)
        .Select(kind => kind.Value == 1 ? kind.Key : string.Create(CultureInfo.InvariantCulture, $"{kind.Value} {kind.Key}")));

    private static string? KindOf(string line) =>
        line.Contains("failed:", StringComparison.Ordinal) ? "tried again"
        : line.Contains("temporary file", StringComparison.Ordinal) ? "temporary files removed"
        : line.Contains("the checkpoint before it is used", StringComparison.Ordinal) ? "earlier checkpoint used"
        : line.Contains("solved for again", StringComparison.Ordinal) ? "modes solved again"
        : line.Contains("again", StringComparison.Ordinal) ? "damage done again"
        : line.Contains("warning", StringComparison.Ordinal) ? line[(line.IndexOf("warning", StringComparison.Ordinal) + 9)..]
        : line.Contains(": done", StringComparison.Ordinal) ? "sample done"
        : null;
}

/// <summary>
/// Runs a campaign in a directory and disturbs it again and again: kills a worker, the run, or both, sends SIGTERM or SIGINT, or flips a
/// bit of a file while no run is at work. The moments are counted in changes of files, so that they fall on every kind of write.
/// </summary>
/// <param name="start">Starts a run of the campaign, with standard output and standard error redirected.</param>
/// <param name="directory">The directory of the campaign, which exists.</param>
/// <param name="random">Chooses what is done and when.</param>
internal sealed class KillTrials(Func<Process> start, string directory, Random random) : IDisposable
{
    private const int MostEvents = 8;
    private const int LongestDelay = 40;
    private const int LongestStart = 1500;
    private const int Starts = 15;
    private const int Interrupted = 130;
    private const int Terminated = 143;
    private const string NoChange = "some time";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<string> _lines = [];
    private readonly HashSet<string> _unguarded = [];
    private Process? _run;
    private bool _wasFlipped;

    /// <summary>Sentences on what should not have happened.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Disturbs the campaign once.</summary>
    /// <returns>What was done; null if the campaign was finished before.</returns>
    public Disturbance? Next()
    {
        // One damage between two runs, as the files guard each other.
        if (_run is null && !_wasFlipped && random.Next(3) == 0 && Flip() is { } flip)
        {
            _wasFlipped = true;
            return flip;
        }

        _wasFlipped = false;
        _run ??= Begin();
        if (WaitForMoment(_run) is not { } moment)
        {
            End(0);
            return null;
        }

        return random.Next(10) switch
        {
            < 4 when KillWorker(_run, moment) is { } killed => killed,
            < 6 => Kill(moment, withWorkers: false),
            < 8 => Kill(moment, withWorkers: true),
            8 => Signal("TERM", moment),
            _ => Signal("INT", moment),
        };
    }

    /// <summary>What the run has said since the last call.</summary>
    public IReadOnlyList<string> TakeAnswer()
    {
        List<string> lines = [];
        while (_lines.TryDequeue(out string? line))
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Runs the campaign to its end.</summary>
    public void Finish()
    {
        _run ??= Begin();
        End(0);
    }

    /// <summary>
    /// The files below a directory with hashes of their bytes, but for those that hold times: the status and the checkpoints. Temporary
    /// files are among them, and saved modes, which a finished campaign has none of.
    /// </summary>
    public static SortedDictionary<string, string> ResultsIn(string directory) => new(
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(Path.Combine(directory, "status"), StringComparison.Ordinal))
            .Where(file => !file.Contains("quench.checkpoint", StringComparison.Ordinal)
                && !Path.GetFileName(file).StartsWith("chain_", StringComparison.Ordinal))
            .ToDictionary(
                file => Path.GetRelativePath(directory, file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    public void Dispose()
    {
        if (_run is { HasExited: false })
        {
            _run.Kill();
            _run.WaitForExit();
        }

        _run?.Dispose();
    }

    // Starts a run and reads what it says: a run whose pipe is full waits for a reader.
    private Process Begin()
    {
        Process run = start();
        _ = run.StandardOutput.ReadToEndAsync();
        run.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        run.BeginErrorReadLine();
        return run;
    }

    // Null if the run ends before.
    private string? WaitForMoment(Process run)
    {
        using BlockingCollection<string> events = [];
        using FileSystemWatcher watcher = new(directory) { IncludeSubdirectories = true };
        void OnChange(object sender, FileSystemEventArgs change)
        {
            string name = Path.GetRelativePath(directory, change.FullPath);
            if (name.Contains(Path.DirectorySeparatorChar) && !name.StartsWith("status", StringComparison.Ordinal)
                && Path.GetExtension(name) is not (".lock" or ".holder"))
            {
                events.Add($"{name} {change.ChangeType.ToString().ToLowerInvariant()}");
            }
        }

        watcher.Created += OnChange;
        watcher.Renamed += OnChange;
        watcher.Deleted += OnChange;
        watcher.EnableRaisingEvents = true;
        string moment = "";
        if (random.Next(Starts) == 0)
        {
            return run.WaitForExit(random.Next(LongestStart)) ? null : NoChange;
        }

        for (int remaining = random.Next(1, MostEvents + 1); remaining > 0;)
        {
            if (events.TryTake(out string? name, s_pause))
            {
                moment = name;
                remaining--;
            }
            else if (run.HasExited)
            {
                return null;
            }
        }

        watcher.EnableRaisingEvents = false;
        return run.WaitForExit(random.Next(LongestDelay)) ? null : moment;
    }

    private Disturbance? KillWorker(Process run, string moment)
    {
        int[] workers = ChildrenOf(run.Id);
        if (workers.Length == 0)
        {
            return null;
        }

        int worker = workers[random.Next(workers.Length)];
        string stage = StagesOf([worker], moment);
        Send("KILL", worker);
        return new Disturbance("kill a worker", stage, moment);
    }

    private Disturbance Kill(string moment, bool withWorkers)
    {
        int[] workers = ChildrenOf(_run!.Id);
        string stage = StagesOf(workers, moment);
        _run.Kill();
        foreach (int worker in withWorkers ? workers : [])
        {
            Send("KILL", worker);
        }

        _run.WaitForExit();
        Forget();
        WaitForEnd(workers);
        return new Disturbance(withWorkers ? "kill the run and all workers" : "kill the run", stage, moment);
    }

    private Disturbance Signal(string signal, string moment)
    {
        int[] workers = ChildrenOf(_run!.Id);
        string stage = StagesOf(workers, moment);
        Send(signal, _run.Id);

        // A run that has not yet done anything may not have its handler yet. The signal ends such a run in its own way.
        int[] codes = moment == NoChange ? [Interrupted, 0, Terminated] : [Interrupted, 0];
        End(codes);
        return new Disturbance($"SIG{signal}", stage, moment);
    }

    private void End(params int[] codes)
    {
        _run!.WaitForExit();
        if (!codes.Contains(_run.ExitCode))
        {
            Faults.Add($"exit code {_run.ExitCode}: {string.Join(" | ", _lines)}");
        }

        Forget();
    }

    private void Forget()
    {
        _run!.Dispose();
        _run = null;
    }

    // Workers of a run that was killed save their samples and end.
    private static void WaitForEnd(int[] workers)
    {
        foreach (int worker in workers)
        {
            while (FieldsOf($"{worker}") is [not "Z", ..])
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    // A bit of a random file, each kind as likely as the others.
    private Disturbance? Flip()
    {
        ILookup<string, string> kinds = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0 && !_unguarded.Contains(Path.GetDirectoryName(file)!)).ToLookup(KindOf);
        string[] names = [.. kinds.Select(kind => kind.Key).Where(kind => kind.Length > 0).Order(StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            return null;
        }

        string[] files = [.. kinds[names[random.Next(names.Length)]].Order(StringComparer.Ordinal)];
        string file = files[random.Next(files.Length)];
        byte[] bytes = File.ReadAllBytes(file);
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        File.WriteAllBytes(file, bytes);
        if (file.Contains(".checkpoint", StringComparison.Ordinal))
        {
            // By its checkpoint a change of another file is noticed. A finished sample does not read its checkpoint again.
            _unguarded.Add(Path.GetDirectoryName(file)!);
        }

        return new Disturbance("flip a bit", "no run", Path.GetRelativePath(directory, file));
    }

    private string KindOf(string file)
    {
        string name = Path.GetRelativePath(directory, file);
        return name.EndsWith(".lock", StringComparison.Ordinal) || name.EndsWith(".holder", StringComparison.Ordinal)
            || name.EndsWith(".tmp", StringComparison.Ordinal) || name.Contains("failures", StringComparison.Ordinal)
            || JudgedChains.IsFile(name) ? "" // Nothing guards it, for nothing depends on it.
            : name.StartsWith("status", StringComparison.Ordinal) ? "status"
            : name.Contains("liquids", StringComparison.Ordinal) && name.EndsWith(".extxyz", StringComparison.Ordinal) ? "liquid"
            : name.Contains("rung_", StringComparison.Ordinal) ? "rung"
            : Path.GetFileName(name) is var last && last.StartsWith("chain_", StringComparison.Ordinal) ? "chain" : last;
    }

    // What the status file says of the victims, and where the last file stood that changed.
    private string StagesOf(int[] processes, string moment)
    {
        // The saved modes are removed just before the record is written.
        string[] ofRecord = ["sample.h5 created", "sample.h5 renamed", "modes.checkpoint deleted"];
        string of = moment.Contains("liquids", StringComparison.Ordinal) ? "preparation"
            : ofRecord.Any(end => moment.EndsWith(end, StringComparison.Ordinal)) ? "record"
            : "";
        return string.Join(", ", WorkersIn(Path.Combine(directory, "status", "share_1_of_1.json"))
            .Where(worker => processes.Contains(worker.Process))
            .Select(worker => worker.Stage.StartsWith("modes", StringComparison.Ordinal) ? "modes"
                : worker.Sample.Contains("chain_", StringComparison.Ordinal) ? "preparation"
                : "quench")
            .Append(of).Where(stage => stage.Length > 0).Distinct().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(int Process, string Sample, string Stage)> WorkersIn(string file)
    {
        try
        {
            return
            [
                .. JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("workers").EnumerateArray().Select(worker => (
                    worker.GetProperty("process").GetInt32(),
                    worker.GetProperty("sample").GetString()!,
                    worker.GetProperty("stage").GetString()!)),
            ];
        }
        catch (Exception problem) when (problem is IOException or JsonException or KeyNotFoundException)
        {
            return [];
        }
    }

    private static void Send(string signal, int process)
    {
        ProcessStartInfo command = new("kill", [$"-{signal}", $"{process}"]) { RedirectStandardError = true };
        using Process kill = Process.Start(command)!;
        kill.WaitForExit();
    }

    /// <summary>The processes that a process has started.</summary>
    private static int[] ChildrenOf(int process) =>
    [
        .. Directory.GetDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => name.All(char.IsAsciiDigit))
            .Where(name => ParentOf(name) == process).Select(name => int.Parse(name, CultureInfo.InvariantCulture)),
    ];

    private static int? ParentOf(string process) =>
        FieldsOf(process) is [_, string parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : null;

    // State, parent and so on; nothing if the process is gone.
    private static string[] FieldsOf(string process)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{process}/stat");
            return status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
