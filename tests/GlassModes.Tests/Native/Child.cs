// Runs programs for tests: this assembly as a child process with other environment variables, the C compiler, and the generator.

using System.Diagnostics;
using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Native;
using GlassModes.Quench;

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
            default:
                return 2;
        }
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
