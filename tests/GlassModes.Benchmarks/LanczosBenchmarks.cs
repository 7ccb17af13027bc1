// Benchmarks forty steps of the Lanczos recurrence, by managed and by native code.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>Forty Lanczos steps, which are products and vector operations.</summary>
public class LanczosBenchmarks() : ComparedBenchmarks(ComparedTask.Lanczos)
{
    [Params(500, 1000, 4000, 8000, 32000)]
    public override int N { get; set; }
}
