// Runs LAMMPS on one start, one process and one thread, in a temporary directory of its own.

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>
/// LAMMPS with one start. A temporary directory holds the decks and the start as a data file, until this object is
/// disposed.
/// </summary>
internal sealed class Lammps : IDisposable
{
    private const string Data = "start.data";
    private const int LogLinesShown = 6;

    private readonly string _command;
    private readonly string _temperature;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("glassmodes-lammps-");

    /// <summary>Writes the data file.</summary>
    /// <param name="command">The program: a name on the PATH, or a path.</param>
    /// <param name="start">Positions and velocities.</param>
    /// <param name="temperature">Temperature of the thermostat of the deck that has one.</param>
    public Lammps(string command, Configuration start, double temperature)
    {
        // A relative path is relative to the current directory. LAMMPS runs in the temporary directory.
        _command = command.Contains(Path.DirectorySeparatorChar) ? Path.GetFullPath(command) : command;
        foreach (string deck in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "lammps"), "*.in"))
        {
            File.Copy(deck, PathOf(Path.GetFileName(deck)));
        }

        ConfigurationFile.Write(PathOf(Data), start);
        _temperature = temperature.ToString("r", CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a deck of tests/GlassModes.Benchmarks/lammps.</summary>
    /// <exception cref="SideBySideException">LAMMPS is missing, or failed.</exception>
    public LammpsLog Run(string deck, long steps)
    {
        string log = PathOf("log");
        File.Delete(log);
        string count = steps.ToString(CultureInfo.InvariantCulture);
        string[] variables = ["-var", "data", Data, "-var", "steps", count, "-var", "temperature", _temperature];
        ProcessStartInfo info = new(_command, ["-in", deck, "-log", "log", "-screen", "none", .. variables])
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["OMP_NUM_THREADS"] = "1";
        (int exitCode, string output) = Run(info);
        string text = File.Exists(log) ? File.ReadAllText(log) : output;
        if (exitCode != 0)
        {
            throw new SideBySideException($"{_command} -in {deck} failed with exit code {exitCode}; the end of its log:{EndOf(text)}");
        }

        try
        {
            return LammpsLog.Parse(text);
        }
        catch (FormatException missing)
        {
            throw new SideBySideException($"{_command} -in {deck}: {missing.Message}; the end of it:{EndOf(text)}", missing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Delete(recursive: true);

    private static (int ExitCode, string Output) Run(ProcessStartInfo info)
    {
        try
        {
            using Process process = Process.Start(info)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (Win32Exception missing)
        {
            throw new SideBySideException(
                $"LAMMPS cannot be started as '{info.FileName}'; install the Debian package lammps or name its program with --lammps",
                missing);
        }
    }

    private static string EndOf(string log) => string.Concat(
        log.Split(
            '\n',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeLast(LogLinesShown).Select(line => "\n    " + line));

    private string PathOf(string file) => Path.Combine(_directory.FullName, file);
}
