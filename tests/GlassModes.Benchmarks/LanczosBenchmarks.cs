// Forty steps of the Lanczos recurrence: managed against native.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>Products and vector operations.</summary>
public class LanczosBenchmarks() : ComparedBenchmarks(ComparedTask.Lanczos)
{
    [Params(500, 1000, 4000, 8000, 32000)]
    public override int N { get; set; }
}
