// Independent samples on all cores.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Validation;

/// <summary>Runs independent samples in parallel. LAPACK uses one thread meanwhile.</summary>
internal static class Samples
{
    public static T[] Run<T>(int count, Func<int, T> sample)
    {
        int blasThreads = BlasThreads.Count;
        BlasThreads.Count = 1;
        try
        {
            T[] results = new T[count];
            ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(0, count, options, k => results[k] = sample(k));
            return results;
        }
        finally
        {
            BlasThreads.Count = blasThreads;
        }
    }
}
