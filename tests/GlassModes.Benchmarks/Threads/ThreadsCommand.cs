// The command `threads`: options and table.

using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using GlassModes.Models;
using GlassModes.Particles;
using MathNet.Numerics.Statistics;

namespace GlassModes.Benchmarks.Threads;

internal static class ThreadsCommand
{
    private const int WrongInput = 2;

    private static readonly Option<int> s_threads = PositiveOption.Create(
        "--threads", "Threads", "T", Math.Max(2, Environment.ProcessorCount));
    private static readonly Option<int> s_particles = PositiveOption.Create(
        "--particles", "Particles: up to 500, 1000, 8000, or eight times such a number", "N", 8000);
    private static readonly Option<int> s_rounds = PositiveOption.Create("--rounds", "Rounds", "N", 201);

    public static int Run(string[] arguments)
    {
        Command command = new("threads", "One sample on many threads, against one thread and against as many samples on a thread each.")
        {
            s_threads, s_particles, s_rounds,
        };
        command.SetAction(parsed =>
            Measure(parsed.GetValue(s_threads), parsed.GetValue(s_particles), parsed.GetValue(s_rounds)));
        ParseResult parsed = new RootCommand { command }.Parse([command.Name, .. arguments]);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.'))));
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is ArgumentOutOfRangeException or ModelMismatchException)
        {
            return Refuse(problem.Message.ReplaceLineEndings(" "));
        }
    }

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine($"threads: {problem}; see --help");
        return WrongInput;
    }

    private static void Measure(int threads, int particles, int rounds)
    {
        Configuration liquid = BenchmarkLiquids.Of(particles);
        Machine machine = Machine.Here();
        Console.WriteLine(
            $"{machine.Processor}, {machine.SimdWidth}, {machine.Runtime}; N = {particles}, {threads} threads, {rounds} rounds");
        Console.WriteLine(
            "Speed-up over one thread: median and quartiles of the rounds; and of the tenth percentiles of the times, which other");
        Console.WriteLine(
            "work on the machine slows least. Of the threads on one sample; and of a sample each, with nothing in common but the machine.");
        Console.WriteLine($"{"",-16} {"ns/N on one",11}  {"one sample",16} {"of p10",11}  {"a sample each",16} {"of p10",11}");
        using ThreadScaling scaling = new(liquid, threads);
        (string Name, Action<Sample> Work, int Calls)[] works =
        [
            ("force", sample => sample.Force(), 1),
            ("list build", sample => sample.ListBuild(), 1),
            ("NVE step", sample => sample.TenSteps(), 10),
            ("Hessian product", sample => sample.HessianProduct(), 1),
        ];
        StolenTime stolen = StolenTime.SoFar();
        foreach ((string name, Action<Sample> work, int calls) in works)
        {
            (double[] single, double[] shared, double[] copies) = scaling.Measure(work, rounds);
            double nanoseconds = single.Quantile(0.1) / calls / particles * 1e9;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-16} {nanoseconds,11:f1}  {SpeedUp(single, shared)}  {SpeedUp(single, copies)}"));
        }

        if (stolen.ShareSince() is { } share)
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{share:p1} of the processors' time went to other guests of the host."));
        }
    }

    private static string SpeedUp(double[] single, double[] many)
    {
        double[] ratios = [.. single.Zip(many, (a, b) => a / b)];
        string rounds = string.Create(
            CultureInfo.InvariantCulture, $"{ratios.Median():f2} ({ratios.LowerQuartile():f2}-{ratios.UpperQuartile():f2})");
        return string.Create(CultureInfo.InvariantCulture, $"{rounds,16} {single.Quantile(0.1) / many.Quantile(0.1),11:f2}");
    }
}
