// Benchmarks one build of the neighbour list, by managed and by native code.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>Sorting of particles and search for pairs. The list is built whatever the displacements are.</summary>
public class ListBuildBenchmarks() : ComparedBenchmarks(ComparedTask.ListBuild)
{
    [Params(500, 1000, 4000, 8000, 32000)]
    public override int N { get; set; }
}
