// One build of the neighbour list: managed against native.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>Sorting and search, whatever the displacements.</summary>
public class ListBuildBenchmarks() : ComparedBenchmarks(ComparedTask.ListBuild)
{
    [Params(500, 1000, 4000, 8000, 32000)]
    public override int N { get; set; }
}
