// Runs programs for tests: this assembly as a child process with other environment variables, the C compiler, and the generator.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Native;
using GlassModes.Numerics.Memory;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Tests.Forces;
using GlassModes.Tests.LinearAlgebra.Sparse;
using GlassModes.Tests.Mpi;

namespace GlassModes.Tests.Native;

/// <summary>The exit code and the output of a finished process. Standard output comes before standard error.</summary>
internal sealed record ChildResult(int ExitCode, string Output);

internal static class Child
{
    /// <summary>The entry point of this assembly for child processes. Test runners do not call it.</summary>
    internal static int Main(string[] args)
    {
        switch (args)
        {
            case ["solve"]:
                Solve();
                return 0;
            case ["describe"]:
                Console.WriteLine(NativeInformation.DescribeOpenBlas());
                Console.WriteLine(NativeInformation.DescribeGlassModes());
                Console.WriteLine(NativeInformation.DescribeMpi());
                return 0;
            case ["managed"]:
                using (var matrix = new DenseSymmetricMatrix(3))
                using (DenseSymmetricMatrix copy = matrix.Clone())
                {
                    Console.WriteLine(FormattableString.Invariant($"{copy[2, 1]} {SymmetricEigensolver.BytesNeededForAll(3, true)}"));
                }

                Simulate();
                ListNativeLibraries();
                return 0;
            case ["memory"]:
                DescribeMemory();
                return 0;
            case ["factorise"]:
                Factorise();
                return 0;
            case ["system"]:
                SharedWorkTests.MeasureLargeSystem();
                return 0;
            case ["dynamics", string particles]:
                MeasureDynamics(int.Parse(particles, CultureInfo.InvariantCulture));
                return 0;
            case ["quench", string particles]:
                MeasureQuench(int.Parse(particles, CultureInfo.InvariantCulture), new QuenchOptions(EscapeSaddles: false));
                return 0;
            case ["minimum", string particles]:
                MeasureQuench(
                    int.Parse(particles, CultureInfo.InvariantCulture),
                    new QuenchOptions(EscapeSaddles: false, SaddleForce: double.MaxValue));
                return 0;
            case ["hessian", string particles]:
                MeasureHessian(int.Parse(particles, CultureInfo.InvariantCulture));
                return 0;
            case ["davidson", string particles]:
                MeasureDavidson(int.Parse(particles, CultureInfo.InvariantCulture));
                return 0;
            case ["mpi", string work, string folder]:
                return MpiChild.Run(work, folder);
            default:
                return 2;
        }
    }

    private static void DescribeMemory()
    {
        Console.WriteLine($"available {MemoryBudget.Available}");
        Console.WriteLine($"limit {MemoryBudget.DefaultLimit}");
        try
        {
            MemoryBudget.Ensure(MemoryBudget.Available + 1, "This");
        }
        catch (InsufficientMemoryException refusal)
        {
            Console.WriteLine(refusal.Message);
        }
    }

    internal static void Factorise()
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(300);
        using LdltFactorization factorization = new(matrix);
        Console.WriteLine($"negative {factorization.Factorise(1.1).Negative}");
    }

    // Short runs, which take as much memory as long ones.
    private static void MeasureDynamics(int particles)
    {
        PairModel model = KobAndersen.ForceShifted();
        LiquidSample liquid = Liquid.Equilibrate(
            model, particles, KobAndersen.Density, 2, protocol: new EquilibrationProtocol(0.005, 0.05, 0.05)).Single();
        WritePeak(liquid.Configuration.Count);
    }

    private static void MeasureQuench(int particles, QuenchOptions options)
    {
        PairModel model = KobAndersen.ForceShifted();
        Configuration start = Crystal(particles, 0.05);
        Ladder ladder = new(0.5 * EnergyReport.Of(start, model).MeanSquaredForce);
        WritePeak(SteepestDescent.Quench(start, model, ladder, options).Count());
    }

    private static void MeasureHessian(int particles) =>
        WritePeak(Hessian.Of(Crystal(particles, 0.05), KobAndersen.ForceShifted()).Bonds.Length);

    private static void MeasureDavidson(int particles)
    {
        Hessian hessian = Hessian.Of(Crystal(particles, 0.05), KobAndersen.ForceShifted());
        using ModeSet modes = hessian.LowestModes(
            5, new ModeOptions(ModeSolver.Davidson, ModeCertification.Never, Tolerance: 1e-5));
        WritePeak(modes.Count);
    }

    // A simple cubic crystal whose particles have moved by random distances. It is made in no time.
    private static Configuration Crystal(int particles, double displacement)
    {
        int perEdge = (int)Math.Round(Math.Cbrt(particles));
        double distance = Math.Pow(KobAndersen.Density, -1.0 / 3);
        Random random = new(1);
        double[] positions = new double[3 * perEdge * perEdge * perEdge];
        for (int k = 0; k < positions.Length; k++)
        {
            int site = k / 3;
            int index = (k % 3) switch { 0 => site % perEdge, 1 => site / perEdge % perEdge, _ => site / perEdge / perEdge };
            positions[k] = distance * (index + 0.5 + (displacement * ((2 * random.NextDouble()) - 1)));
        }

        return new Configuration(new PeriodicBox(perEdge * distance), new byte[positions.Length / 3], positions);
    }

    private static void WritePeak(int result)
    {
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine($"{result} results, peak {process.PeakWorkingSet64}");
    }

    // Runs what works without native libraries: preparation, dynamics, a quench and a Hessian.
    private static void Simulate()
    {
        PairModel model = KobAndersen.ForceShifted();
        LiquidSample liquid = Liquid.Equilibrate(
            model, 200, KobAndersen.Density, 2.0, protocol: new EquilibrationProtocol(0.005, 0.5, 0.5)).Single();
        Snapshot rung = SteepestDescent.Quench(liquid.Configuration, model, new Ladder(10)).Single();
        Console.WriteLine(
            FormattableString.Invariant($"quenched to W {rung.MeanSquaredForce:f3}, {Hessian.Of(rung, model).Bonds.Length} bonds"));
    }

    /// <summary>Runs this assembly as a child process with one argument and with additional environment variables.</summary>
    internal static ChildResult Run(string word, params (string Name, string Value)[] environment) =>
        Start("dotnet", [typeof(Child).Assembly.Location, word], environment);

    /// <summary>Compiles C text into a shared library and returns its path.</summary>
    internal static string CompileLibrary(string folder, string name, string text)
    {
        string source = Path.Combine(folder, name + ".c"), library = Path.Combine(folder, $"lib{name}.so");
        File.WriteAllText(source, text);
        ChildResult result = Start("cc", ["-shared", "-fPIC", "-o", library, source]);
        Assert.That(result.ExitCode, Is.Zero, $"cc has to compile {source}:\n{result.Output}");
        return library;
    }

    internal static ChildResult Start(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ChildResult(process.ExitCode, output + errors.Result);
    }

    private static void Solve()
    {
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            using var matrix = new DenseSymmetricMatrix(1);
            matrix[0, 0] = 42;
            try
            {
                using Eigenpairs pairs = SymmetricEigensolver.All(matrix, vectors: false);
                Console.WriteLine(FormattableString.Invariant($"eigenvalue {pairs.Values[0]}"));
            }
            catch (NativeLibraryException problem)
            {
                Console.WriteLine($"{problem.GetType().Name} {problem.Library}: {problem.Message}");
            }
        }

        ListNativeLibraries();
    }

    private static void ListNativeLibraries()
    {
        using var process = Process.GetCurrentProcess();
        IEnumerable<string> names = process.Modules.Cast<ProcessModule>()
            .Select(module => Path.GetFileName(module.FileName))
            .Where(name => name.Contains("blas", StringComparison.OrdinalIgnoreCase)
                || name.Contains("lapack", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("libglassmodes", StringComparison.Ordinal));
        Console.WriteLine($"native libraries: [{string.Join(' ', names)}]");
    }
}
