// Benchmarks one product of the Hessian with a vector, by managed and by native code.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>The product y ← H x.</summary>
public class HessianProductBenchmarks() : ComparedBenchmarks(ComparedTask.HessianProduct)
{
    [Params(500, 1000, 4000, 8000, 32000)]
    public override int N { get; set; }
}
