// Benchmarks one evaluation of all forces, by managed and by native code.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>Forces alone, with the neighbour list given.</summary>
public class ForceBenchmarks() : ComparedBenchmarks(ComparedTask.Force)
{
    [Params(500, 1000, 4000, 8000, 32000)]
    public override int N { get; set; }
}
