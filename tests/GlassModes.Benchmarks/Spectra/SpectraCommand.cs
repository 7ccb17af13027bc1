// The command `spectra`: options and table.

using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;
using System.Globalization;
using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Modes;
using GlassModes.Particles;
using GlassModes.Quench;
using MathNet.Numerics.Statistics;

namespace GlassModes.Benchmarks.Spectra;

/// <summary>
/// Times the solvers in turns with a reference. The reference is a dense spectrum of order 3000 (values alone, two-stage reduction) or
/// scipy on the same matrix.
/// </summary>
internal static class SpectraCommand
{
    private const int WrongInput = 2;
    private const int UnitParticles = 1000;

    private static readonly Option<int> s_particles = PositiveOption.Create(
        "--particles", "Particles: up to 500, 1000, 8000, or eight times such a number", "N", 8000);
    private static readonly Option<int> s_threads = PositiveOption.Create(
        "--threads", "Threads of everything", "T", Environment.ProcessorCount);
    private static readonly Option<int> s_rounds = PositiveOption.Create("--rounds", "Rounds", "N", 3);
    private static readonly Option<double> s_force = new("--W")
    {
        Description = "W that the liquid is quenched to",
        DefaultValueFactory = _ => 0.1,
    };
    private static readonly Option<string> s_task = new("--task")
    {
        Description = "unstable (all unstable modes, certified), count, or lowest (ten, not certified, and scipy the same)",
        DefaultValueFactory = _ => "unstable",
    };

    public static int Run(string[] arguments)
    {
        s_task.AcceptOnlyFromAmong("unstable", "count", "lowest");
        Command command = new("spectra", "Eigensolvers in turns with a dense spectrum of order 3000 and, for the lowest modes, with scipy.")
        {
            s_task, s_particles, s_force, s_threads, s_rounds,
        };
        command.SetAction(parsed => Measure(
            parsed.GetValue(s_task)!,
            parsed.GetValue(s_particles),
            parsed.GetValue(s_force),
            parsed.GetValue(s_threads),
            parsed.GetValue(s_rounds)));
        ParseResult parsed = new RootCommand { command }.Parse([command.Name, .. arguments]);
        if (parsed.Action is ParseErrorAction)
        {
            Console.Error.WriteLine($"spectra: {string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')))}; see --help");
            return WrongInput;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is ArgumentOutOfRangeException or InvalidOperationException)
        {
            Console.Error.WriteLine($"spectra: {problem.Message.ReplaceLineEndings(" ")}");
            return WrongInput;
        }
    }

    private static void Measure(string task, int particles, double force, int threads, int rounds)
    {
        BlasThreads.Count = threads;
        Machine machine = Machine.Here();
        Hessian hessian = Hessian.Of(Quenched(particles, force), BenchmarkLiquids.Model);
        Hessian unit = Hessian.Of(Quenched(UnitParticles, force), BenchmarkLiquids.Model);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{machine.Processor}, {machine.Runtime}; N = {particles}, W = {force:g3}, {threads} threads, {rounds} rounds"));
        string? matrix = null;
        if (task == "lowest")
        {
            matrix = Path.Combine(Path.GetTempPath(), $"glassmodes-{Guid.NewGuid():N}.mtx");
            MatrixMarket.Write(hessian, matrix);
        }

        try
        {
            List<double> ours = [];
            List<double> references = [];
            for (int round = 0; round < rounds; round++)
            {
                (double seconds, string result, double[] values) = Solve(task, hessian, threads);
                ours.Add(seconds);
                (double reference, double[] theirs) = matrix is null ? (Dense(unit), []) : Scipy(matrix, threads);
                references.Add(reference);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{seconds,9:f2} s against {reference,7:f2} s, ratio {seconds / reference:f3}: {result}"));
                if (theirs.Length > 0)
                {
                    double difference = values.Zip(theirs, (value, expected) => Math.Abs(value - expected)).Max();
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture, $"          largest difference of an eigenvalue from scipy's {difference:e1}"));
                }
            }

            using Process process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{task}: median {ours.Median():f2} s, against {(matrix is null ? "dense values of order 3000" : "scipy eigsh")} "
                + $"{references.Median():f2} s, ratio of medians {ours.Median() / references.Median():f3}, "
                + $"peak memory {process.PeakWorkingSet64 / 1e9:f2} GB"));
        }
        finally
        {
            if (matrix is not null)
            {
                File.Delete(matrix);
            }
        }
    }

    private static Configuration Quenched(int particles, double force) =>
        SteepestDescent.Quench(BenchmarkLiquids.Of(particles), BenchmarkLiquids.Model, new Ladder(force)).Last().Configuration;

    private static (double Seconds, string Result, double[] Values) Solve(string task, Hessian hessian, int threads)
    {
        ModeOptions options = new(Threads: threads);
        long began = Stopwatch.GetTimestamp();
        if (task == "count")
        {
            ModeEvidence counted = hessian.CountUnstable(options);
            return (Seconds(began), $"{counted.UnstableCount} unstable; {counted.Certificate}", []);
        }

        using ModeSet modes = task == "unstable"
            ? hessian.UnstableModes(options: options)
            : hessian.LowestModes(10, options with { Certification = ModeCertification.Never });
        return (
            Seconds(began),
            $"{modes.Count} modes, {modes.Evidence.Solver}, residual {modes.Evidence.MaxResidual:e1}",
            modes.Eigenvalues.ToArray());
    }

    private static double Dense(Hessian hessian)
    {
        DenseSymmetricMatrix matrix = hessian.ToDense();
        long began = Stopwatch.GetTimestamp();
        using Eigenpairs values = SymmetricEigensolver.All(matrix, vectors: false);
        return Seconds(began);
    }

    private static (double Seconds, double[] Values) Scipy(string matrix, int threads)
    {
        // Debian's python3, for which Debian's scipy is installed, comes before any other python3 on the PATH.
        string interpreter = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        ProcessStartInfo start = new(
            interpreter,
            [Path.Combine(AppContext.BaseDirectory, "Spectra", "scipy_lowest.py"), matrix, "10"])
        { RedirectStandardOutput = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        using Process python = Process.Start(start)!;
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        if (python.ExitCode != 0)
        {
            throw new InvalidOperationException("scipy failed; Debian's package python3-scipy brings it.");
        }

        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(output);
        return (
            document.RootElement.GetProperty("seconds").GetDouble(),
            [.. document.RootElement.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())]);
    }

    private static double Seconds(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds;
}
