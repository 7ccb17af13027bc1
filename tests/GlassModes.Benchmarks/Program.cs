// The entry point. `sidebyside` compares with LAMMPS, `threads` compares many threads with one, and `spectra` compares eigensolvers with a
// dense solver and with scipy, `soak` kills campaigns. All other arguments go to BenchmarkDotNet.

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using GlassModes.Benchmarks.SideBySide;
using GlassModes.Benchmarks.Soak;
using GlassModes.Benchmarks.Spectra;
using GlassModes.Benchmarks.Threads;
using GlassModes.Tests;

namespace GlassModes.Benchmarks;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is ["sidebyside", .. string[] comparison])
        {
            return SideBySideCommand.Run(comparison);
        }

        if (arguments is ["threads", .. string[] scaling])
        {
            return ThreadsCommand.Run(scaling);
        }

        if (arguments is ["spectra", .. string[] spectra])
        {
            return SpectraCommand.Run(spectra);
        }

        if (arguments is ["soak", .. string[] soak])
        {
            return SoakCommand.Run(soak);
        }

        // The artifacts go to a fixed directory, whatever the current directory is. The option `--artifacts` changes the directory.
        string artifacts = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(TestData.Root))!, "artifacts", "benchmarks");
        Summary[] summaries =
        [
            .. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
                arguments.Length > 0 ? arguments : ["--filter", "*"], DefaultConfig.Instance.WithArtifactsPath(artifacts)),
        ];
        return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
    }
}
