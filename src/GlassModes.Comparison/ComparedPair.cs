// Work that is done twice, in managed and in native code.

namespace GlassModes.Comparison;

/// <summary>A task that can be compared.</summary>
public enum ComparedTask
{
    /// <summary>One evaluation of all forces with the neighbour list given.</summary>
    Force,

    /// <summary>One evaluation of all forces with potential energy and virial, with the neighbour list given.</summary>
    ForceAndEnergy,

    /// <summary>One build of the neighbour list, sorting included.</summary>
    ListBuild,

    /// <summary>One product of the Hessian with a vector.</summary>
    HessianProduct,

    /// <summary>Forty steps of the Lanczos recurrence on the Hessian.</summary>
    Lanczos,

    /// <summary>All eigenvalues and eigenvectors of the dense Hessian: MathNet.Numerics against OpenBLAS' dsyevd.</summary>
    DenseEigenvalues,
}

/// <summary>A piece of work in both forms, on the same input and on one thread.</summary>
public abstract class ComparedPair : IDisposable
{
    /// <summary>The implementation that does the managed work.</summary>
    public abstract string ManagedName { get; }

    /// <summary>The implementation that does the native work.</summary>
    public abstract string NativeName { get; }

    /// <summary>Does the work in managed code.</summary>
    public abstract void RunManaged();

    /// <summary>Does the work in native code.</summary>
    public abstract void RunNative();

    /// <summary>
    /// Finds the difference between the managed and the native result, relative to the largest element. A small difference shows that both
    /// sides did the same work.
    /// </summary>
    public abstract double FindDifference();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the resources of the pair.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>The relative difference max |a − b| / max |b|.</summary>
    protected static double DifferenceOf(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double difference = 0;
        double scale = 0;
        for (int k = 0; k < a.Length; k++)
        {
            difference = Math.Max(difference, Math.Abs(a[k] - b[k]));
            scale = Math.Max(scale, Math.Abs(b[k]));
        }

        return difference / scale;
    }
}
