// The command `soak`: disturbs campaigns many times and writes a log.

using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;
using GlassModes.Tests;

namespace GlassModes.Benchmarks.Soak;

internal static class SoakCommand
{
    private const int WrongInput = 2;

    private static readonly Option<int> s_kills = PositiveOption.Create("--kills", "Number of kills and signals", "N", 1000);
    private static readonly Option<int> s_seed = PositiveOption.Create("--seed", "Seed of what is done and when", "S", 1);
    private static readonly Option<int> s_minutes = PositiveOption.Create("--minutes", "End after so many minutes", "M", 1440);
    private static readonly Option<string> s_log = new("--log")
    {
        Description = "File of the log",
        HelpName = "FILE",
        DefaultValueFactory = _ => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(TestData.Root))!, "docs", "notes", "soak.md"),
    };

    public static int Run(string[] arguments)
    {
        Command command = new("soak", "Kills campaigns and their workers at random moments, flips bits, and compares the results.")
        {
            s_kills, s_seed, s_minutes, s_log,
        };
        command.SetAction(parsed => Measure(
            parsed.GetValue(s_kills), parsed.GetValue(s_seed), TimeSpan.FromMinutes(parsed.GetValue(s_minutes)), parsed.GetValue(s_log)!));
        ParseResult parsed = new RootCommand { command }.Parse([command.Name, .. arguments]);
        if (parsed.Action is ParseErrorAction)
        {
            Console.Error.WriteLine(
                $"soak: {string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')))}; see --help");
            return WrongInput;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static int Measure(int kills, int seed, TimeSpan longest, string log)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("soak: needs Linux, whose /proc tells the workers of a run");
            return WrongInput;
        }

        string place = Directory.CreateTempSubdirectory("glassmodes-soak-").FullName;
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            SoakRun run = new(place, seed);
            run.Disturb(kills, longest, kill => Console.Error.WriteLine($"soak: {kill} of {kills} kills, {clock.Elapsed:hh\\:mm\\:ss}"));
            File.WriteAllText(log, SoakLog.Text(run, seed, clock.Elapsed));
            Console.WriteLine($"soak: {run.Kills} kills, {run.Campaigns.Count} campaigns, {run.Faults.Count} faults; see {log}");
            run.Faults.ForEach(fault => Console.WriteLine($"  {fault}"));
            return run.Faults.Count == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }
}
