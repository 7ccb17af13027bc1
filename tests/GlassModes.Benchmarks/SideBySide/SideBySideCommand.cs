// The command `sidebyside`: options, rounds and exit codes.

using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Tests;

namespace GlassModes.Benchmarks.SideBySide;

internal static class SideBySideCommand
{
    private const int Failed = 1;
    private const int WrongInput = 2;
    private const int Interrupted = 130;
    private const int UsualRounds = 15;
    private const int UsualPairs = 300;
    private const double Temperature = 2;

    private static readonly string[] s_reference = ["kalj_N1000_T2.dump", "kalj_N8000_T2.dump.gz"];

    private static readonly Argument<string[]> s_files = new("files")
    {
        Description = "Configurations of the Kob-Andersen mixture; without any, the reference liquids of 1000 and 8000 particles",
    };

    private static readonly Option<int> s_rounds = PositiveOption.Create("--rounds", "Rounds", "N", UsualRounds);
    private static readonly Option<double> s_window = PositiveOption.Create(
        "--window", "Least time of each measurement in seconds", "SECONDS", 0.3);
    private static readonly Option<int> s_pairs = new("--pairs")
    {
        Description = "Pairs of slices by which the costs of the thermostat and of judging are measured; 0 for not at all",
        HelpName = "N",
        DefaultValueFactory = _ => UsualPairs,
    };

    private static readonly Option<string?> s_json = new("--json") { Description = "Write every figure to a JSON file", HelpName = "FILE" };

    private static readonly Option<string> s_lammps = new("--lammps")
    {
        Description = "LAMMPS' program",
        HelpName = "COMMAND",
        DefaultValueFactory = _ => "lmp",
    };

    public static int Run(string[] arguments)
    {
        Command command = new("sidebyside", "Compare forces and steps of NVE and NVT with LAMMPS, one thread each, on the same files.")
        {
            s_files, s_rounds, s_window, s_pairs, s_lammps, s_json,
        };
        command.SetAction(Compare);
        ParseResult parsed = new RootCommand { command }.Parse([command.Name, .. arguments]);
        if (parsed.Action is ParseErrorAction)
        {
            Console.Error.WriteLine(
                $"sidebyside: {string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')))}; see --help");
            return WrongInput;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static int Compare(ParseResult parsed)
    {
        List<Comparison> comparisons = [];

        // Ctrl-C also reaches LAMMPS. This process continues, so that it can delete its files.
        using CancellationTokenSource interruption = new();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interruption.Cancel();
        };
        try
        {
            string? json = parsed.GetValue(s_json);
            if (json is not null)
            {
                // The file is tried before the long work begins.
                AtomicFile.Create(json).Dispose();
            }

            string[] files = parsed.GetValue(s_files) is { Length: > 0 } given ? given : [.. s_reference.Select(TestData.Reference)];
            PairModel model = KobAndersen.ForceShifted();
            foreach (string file in files)
            {
                string name = Path.GetFileName(file);
                comparisons.Add(new Comparison(
                    name, ReadStart(file), model, parsed.GetValue(s_lammps)!, parsed.GetValue(s_window), interruption.Token));
            }

            Measure(comparisons, parsed.GetValue(s_rounds), parsed.GetValue(s_pairs));
            Machine machine = Machine.Here();
            TableReport.Write(Console.Out, machine, comparisons);
            if (json is not null)
            {
                JsonReport.Write(json, machine, comparisons);
            }

            return 0;
        }
        catch (Exception) when (interruption.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception problem) when (problem is SideBySideException or ConfigurationFileException or ModelMismatchException
            or SimulationException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sidebyside: {problem.Message}");
            return Failed;
        }
        finally
        {
            comparisons.ForEach(comparison => comparison.Dispose());
        }
    }

    private static void Measure(List<Comparison> comparisons, int rounds, int pairs)
    {
        foreach (Comparison comparison in comparisons)
        {
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{comparison.Name}: N = {comparison.Particles}, warming up"));
            comparison.WarmUp();
        }

        for (int round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round} of {rounds}"));
            comparisons.ForEach(comparison => comparison.MeasureRound());
        }

        if (pairs > 0)
        {
            Console.Error.WriteLine("thermostat and judging");
            comparisons.ForEach(comparison => comparison.MeasureCosts(pairs));
        }
    }

    // Reads a configuration. If the file has no velocities, they are drawn from a Maxwell distribution.
    private static Configuration ReadStart(string file)
    {
        Configuration start = ConfigurationFile.Read(file);
        if (start.HasVelocities)
        {
            return start;
        }

        using ParticleSystem system = new(start);
        InitialState.DrawVelocities(system, Temperature, seed: 1, sample: 0);
        return system.ToConfiguration();
    }
}
