// One product of the Hessian with a vector.

using BenchmarkDotNet.Attributes;
using GlassModes.Hessians;
using GlassModes.Particles;

namespace GlassModes.Benchmarks;

/// <summary>y ← H x for the Hessian of a Kob-Andersen liquid at T = 2, from its bonds.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[TimePerParticle]
public class HessianProductBenchmarks
{
    private Hessian _hessian = null!;
    private double[] _x = [];
    private double[] _y = [];

    [Params(500, 1000, 4000, 8000, 32000)]
    public int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Configuration liquid = BenchmarkLiquids.Of(N);
        _hessian = Hessian.Of(liquid, BenchmarkLiquids.Model);
        _x = liquid.Velocities.ToArray();
        _y = new double[_x.Length];
    }

    [Benchmark(Baseline = true)]
    public void Managed() => _hessian.Multiply(_x, _y);
}
