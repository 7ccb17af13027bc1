// Runs the real command in a process of its own.

using System.Diagnostics;
using System.Text.Json;

namespace GlassModes.Tests.Runner;

/// <summary>What a run of the command left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output, which must be exactly one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The one line on standard error.</summary>
    public string ErrorLine
    {
        get
        {
            Assert.That(Errors.TrimEnd('\n'), Does.Not.Contain("\n"), "one line");
            return Errors.TrimEnd('\n');
        }
    }

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

    /// <summary>Starts the command with SIGINT at its default, which a test run in the background of a shell has not.</summary>
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

    public static CommandResult Finish(Process process)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CommandResult(process.ExitCode, output, errors.Result);
    }
}
