// The same work done twice, in managed and in native code.

namespace GlassModes.Comparison;

/// <summary>What can be compared.</summary>
public enum ComparedTask
{
    /// <summary>One evaluation of all forces with the neighbour list given.</summary>
    Force,

    /// <summary>The same with potential energy and virial.</summary>
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
    /// <summary>What does the managed work.</summary>
    public abstract string ManagedName { get; }

    /// <summary>What does the native work.</summary>
    public abstract string NativeName { get; }

    /// <summary>Does the work in managed code.</summary>
    public abstract void Managed();

    /// <summary>Does the work in native code.</summary>
    public abstract void Native();

    /// <summary>
    /// How far apart the results of the last two calls are, relative to the largest element: what shows that the work is the
    /// same.
    /// </summary>
    public abstract double Difference();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the pair holds.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>max |a − b| / max |b|.</summary>
    protected static double Difference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
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
