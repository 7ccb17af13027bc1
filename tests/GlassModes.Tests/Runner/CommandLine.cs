// Runs the real command in a process of its own.

using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace GlassModes.Tests.Runner;

/// <summary>The exit code and the output of a finished run of the command.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output, which must be exactly one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The only line on standard error. Asserts that there is no second line.</summary>
    public string ErrorLine
    {
        get
        {
            Assert.That(Errors.TrimEnd('\n'), Does.Not.Contain("\n"), "one line");
            return Errors.TrimEnd('\n');
        }
    }

    /// <summary>The last line on standard error.</summary>
    public string LastErrorLine => Errors.TrimEnd('\n').Split('\n')[^1];

    public CommandResult With(int exitCode)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), $"standard error: {Errors}\nstandard output: {Output[..Math.Min(500, Output.Length)]}");
        return this;
    }
}

internal static class CommandLine
{
    private static readonly string s_assembly = Path.Combine(AppContext.BaseDirectory, "glassmodes.dll");

    public static CommandResult Run(params string[] arguments) => Run([], arguments);

    public static CommandResult Run((string Name, string Value)[] environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        return Finish(process);
    }

    /// <summary>
    /// Starts the command with the default action of SIGINT. In a test run in the background of a shell, SIGINT is ignored.
    /// </summary>
    public static Process Start((string Name, string Value)[] environment, params string[] arguments)
    {
        ProcessStartInfo start = OperatingSystem.IsLinux()
            ? new("env", ["--default-signal=INT", "dotnet", s_assembly, .. arguments])
            : new("dotnet", [s_assembly, .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs the command and sends it a signal when it writes an awaited line to standard error.</summary>
    public static CommandResult InterruptAtLine(
        string signal, Predicate<string> isAwaited, (string Name, string Value)[] environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        StringBuilder errors = new();
        bool isSent = false;
        while (process.StandardError.ReadLine() is { } line)
        {
            errors.Append(line).Append('\n');
            if (!isSent && isAwaited(line))
            {
                Send(signal, process);
                isSent = true;
            }
        }

        process.WaitForExit();
        Assert.That(isSent, $"the awaited line has to come before the end:\n{errors}");
        return new CommandResult(process.ExitCode, output.Result, errors.ToString());
    }

    /// <summary>Runs the command and sends it a signal when a certain file or directory appears.</summary>
    /// <param name="signal">The signal's name without SIG.</param>
    /// <param name="directory">The directory in which the file appears. It has to exist before the command starts.</param>
    /// <param name="name">The end of the file's name.</param>
    /// <param name="arguments">The command's arguments.</param>
    public static CommandResult InterruptAtFile(string signal, string directory, string name, params string[] arguments)
    {
        using FileSystemWatcher watcher = new(directory);
        TaskCompletionSource appeared = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnChange(object sender, FileSystemEventArgs change)
        {
            if (change.FullPath.EndsWith(name, StringComparison.Ordinal))
            {
                appeared.TrySetResult();
            }
        }

        watcher.Created += OnChange;
        watcher.Renamed += OnChange;
        watcher.EnableRaisingEvents = true;
        using Process process = Start([], arguments);
        Task<CommandResult> finished = Task.Run(() => Finish(process));
        Task.WaitAny(appeared.Task, finished);
        if (!finished.IsCompleted)
        {
            Send(signal, process);
        }

        Assert.That(appeared.Task.IsCompleted, $"{name} has to appear before the end: {finished.Result}");
        return finished.Result;
    }

    public static CommandResult Finish(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CommandResult(process.ExitCode, output, errors.Result);
    }

    private static void Send(string signal, Process process)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
