// A worker process, as the run of the campaign sees it.

using System.Diagnostics;
using System.Text.Json;

namespace GlassModes.Campaigns.Work;

/// <summary>How to start a worker: the program and its arguments.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record WorkerCommand(string Program, IReadOnlyList<string> Arguments);

/// <summary>
/// A worker process with its pipes. The worker gets items by its input and ends when the input ends, also if this process was killed.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    // The last lines on standard error, for the report of a failure.
    private const int KeptLines = 20;

    private readonly Process _process;
    private readonly Queue<string> _errors = [];
    private readonly Lock _gate = new();

    private WorkerProcess(Process process) => _process = process;

    /// <summary>The item at work; null if the worker is idle.</summary>
    public WorkItem? Item { get; set; }

    /// <summary>The newest message about the item.</summary>
    public WorkerMessage? Last { get; set; }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts a worker.</summary>
    /// <param name="command">The program.</param>
    /// <param name="onMessage">Called for each message, on a thread of its own.</param>
    /// <param name="onEnd">Called once when the process has ended.</param>
    public static WorkerProcess Start(
        WorkerCommand command, Action<WorkerProcess, WorkerMessage> onMessage, Action<WorkerProcess> onEnd)
    {
        ProcessStartInfo start = new(command.Program, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        WorkerProcess worker = new(Process.Start(start)!);
        worker._process.ErrorDataReceived += (_, line) => worker.Keep(line.Data);
        worker._process.BeginErrorReadLine();
        new Thread(() => worker.Read(onMessage, onEnd)) { IsBackground = true }.Start();
        return worker;
    }

    /// <summary>Hands an item to the worker.</summary>
    public void Give(WorkItem item)
    {
        Item = item;
        Last = null;
        try
        {
            _process.StandardInput.WriteLine(WorkerProtocol.Line(item));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The process has just ended. Its end is told by the reader of its messages.
        }
    }

    /// <summary>Asks the worker to save its item and to end.</summary>
    public void Close()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has ended.
        }
    }

    /// <summary>Waits until the process has ended.</summary>
    public void WaitForEnd() => _process.WaitForExit();

    /// <summary>Says how the process ended, with its last lines on standard error.</summary>
    public string DescribeEnd()
    {
        _process.WaitForExit();
        const int signals = 128;
        string how = _process.ExitCode > signals
            ? $"the worker was ended by signal {_process.ExitCode - signals}"
            : $"the worker ended with exit code {_process.ExitCode}";
        lock (_gate)
        {
            return _errors.Count == 0 ? how : $"{how}:\n{string.Join('\n', _errors)}";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private void Read(Action<WorkerProcess, WorkerMessage> onMessage, Action<WorkerProcess> onEnd)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            try
            {
                onMessage(this, WorkerProtocol.Read<WorkerMessage>(line));
            }
            catch (JsonException)
            {
                // A library has printed something, or the process was killed in the middle of a line.
                Keep(line);
            }
        }

        _process.WaitForExit();
        onEnd(this);
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _errors.Enqueue(line);
            if (_errors.Count > KeptLines)
            {
                _errors.Dequeue();
            }
        }
    }
}
