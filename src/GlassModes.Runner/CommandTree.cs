// Builds the command line from the verbs, and prints what `--version` shows.

using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using GlassModes.Native;
using GlassModes.Numerics.Simd;
using GlassModes.Runner.Verbs;

namespace GlassModes.Runner;

internal static class CommandTree
{
    public static RootCommand Create()
    {
        RootCommand root = new("Quench glass-forming liquids and analyse their instantaneous normal modes. Reduced units throughout.");
        Verb[] verbs =
        [
            new PrepareVerb(), new EnergyVerb(), new QuenchVerb(), new ModesVerb(), new ConvertVerb(), new AnalyzeVerb(), new FiguresVerb(),
            new ScorecardVerb(), new ReportVerb(), new CompareVerb(), new DemoVerb(), new RunVerb(), new StatusVerb(), new SubmitVerb(),
        ];
        foreach (Verb verb in verbs)
        {
            verb.Complete();
            root.Add(verb);
        }

        VersionOption version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the version, the native libraries found and the SIMD width in use";
        version.Action = new VersionAction();
        return root;
    }

    /// <summary>One line of text on the version of each native library.</summary>
    /// <param name="withNative">Whether native libraries will be used. If not, no library is loaded, and the result is empty.</param>
    public static Dictionary<string, string> LibraryVersions(bool withNative = true) => !withNative ? [] : new()
    {
        ["OpenBLAS"] = Failure.OneLine(NativeInformation.DescribeOpenBlas()),
        ["libglassmodes"] = Failure.OneLine(NativeInformation.DescribeGlassModes()),
        ["libglassmodes_ldlt"] = Failure.OneLine(NativeInformation.DescribeLdlt()),
        ["ARPACK"] = Failure.OneLine(NativeInformation.DescribeArpack()),
    };

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            Assembly assembly = typeof(CommandTree).Assembly;
            string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            SimdWidth width = SimdHardware.Best;
            Console.Out.WriteLine($"glassmodes {version ?? "unknown"}");
            foreach ((string library, string text) in LibraryVersions())
            {
                Console.Out.WriteLine($"{library}: {text}");
            }

            // No record depends on the MPI, so that it is not among the versions that records tell.
            Console.Out.WriteLine($"libglassmodes_mpi: {Failure.OneLine(NativeInformation.DescribeMpi())}");
            Console.Out.WriteLine($"SIMD: {width}, {(int)width} double{(width == SimdWidth.Scalar ? "" : "s")} at once");
            return ExitCode.Done;
        }
    }
}
