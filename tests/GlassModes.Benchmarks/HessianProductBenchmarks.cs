// One product of the Hessian with a vector: managed against native.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>y ← H x.</summary>
public class HessianProductBenchmarks() : ComparedBenchmarks(ComparedTask.HessianProduct)
{
    [Params(500, 1000, 4000, 8000, 32000)]
    public override int N { get; set; }
}
