// The common base of the benchmarks of managed against native code. The work is that of `glassmodes compare`.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;
using GlassModes.Particles;

namespace GlassModes.Benchmarks;

/// <summary>One task on a Kob-Andersen liquid at T = 2, at fixed positions.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[TimePerParticle]
public abstract class ComparedBenchmarks(ComparedTask task)
{
    private ComparedPair _pair = null!;

    /// <summary>Number of particles.</summary>
    public abstract int N { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Configuration liquid = BenchmarkLiquids.Of(N);
        _pair = KernelComparison.Create(task, liquid);
    }

    [GlobalCleanup]
    public void CleanUp() => _pair.Dispose();

    [Benchmark]
    public void Managed() => _pair.RunManaged();

    [Benchmark(Baseline = true)]
    public void Native() => _pair.RunNative();
}
