// Benchmarks all eigenpairs of the dense Hessian of order 3N, by managed and by native code.

using BenchmarkDotNet.Attributes;
using GlassModes.Comparison;

namespace GlassModes.Benchmarks;

/// <summary>MathNet.Numerics against dsyevd of OpenBLAS, both on one thread.</summary>
public class DenseEigenvaluesBenchmarks() : ComparedBenchmarks(ComparedTask.DenseEigenvalues)
{
    [Params(200, 500)]
    public override int N { get; set; }
}
