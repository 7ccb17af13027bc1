// All eigenpairs of the dense Hessian, of order 3N: managed against native.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>MathNet.Numerics and OpenBLAS dsyevd, one thread each.</summary>
public class DenseEigenvaluesBenchmarks() : ComparedBenchmarks(ComparedTask.DenseEigenvalues)
{
    [Params(200, 500)]
    public override int N { get; set; }
}
