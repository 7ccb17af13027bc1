// One force evaluation with the neighbour list given.

using BenchmarkDotNet.Attributes;
using GlassModes.Forces;
using GlassModes.Particles;

namespace GlassModes.Benchmarks;

/// <summary>Forces, energy and virial of a Kob-Andersen liquid at T = 2, at fixed positions: the list is built once.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[TimePerParticle]
public class ForceBenchmarks
{
    private double[] _positions = [];
    private double[] _forces = [];
    private ForceField _managed = null!;

    [Params(500, 1000, 4000, 8000, 32000)]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Configuration liquid = BenchmarkLiquids.Of(N);
        _positions = liquid.Positions.ToArray();
        _forces = new double[_positions.Length];
        _managed = BenchmarkLiquids.Model.CreateForceField(liquid.Box, liquid.Species);
    }

    [GlobalCleanup]
    public void CleanUp() => _managed.Dispose();

    [Benchmark(Baseline = true)]
    public ForceSummary Managed() => _managed.Compute(_positions, _forces);
}
