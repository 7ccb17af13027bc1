// Products of the Hessian and Lanczos' method in libglassmodes, the C++ twins of the managed code.

using GlassModes.Hessians;
using GlassModes.Native;
using GlassModes.Numerics.Simd;

namespace GlassModes.Comparison;

/// <summary>
/// The bonds of a <see cref="Hessian"/>, copied to libglassmodes in blocks of one register. They take 44 bytes per bond and some padding.
/// The object works on one thread and is not thread-safe.
/// </summary>
public sealed unsafe class NativeHessian : IDisposable
{
    private readonly HessianHandle _handle;

    private NativeHessian(HessianHandle handle, int count)
    {
        _handle = handle;
        Count = count;
    }

    /// <summary>Number of particles N.</summary>
    public int Count { get; }

    /// <summary>Order of the matrix, 3N.</summary>
    public int Order => 3 * Count;

    /// <summary>The register width of the kernel in use.</summary>
    /// <exception cref="ObjectDisposedException">The Hessian has been disposed of.</exception>
    public SimdWidth Width
    {
        get
        {
            using NativeHandle.Loan loan = _handle.Borrow();
            return (SimdWidth)LibGlassModes.gm_hessian_width((gm_hessian*)loan.Pointer);
        }
    }

    /// <summary>Copies the bonds of a Hessian.</summary>
    /// <param name="hessian">The Hessian. It is not kept.</param>
    /// <param name="maximumWidth">
    /// The widest kernel to use, if this processor has it; null means the widest kernel that this processor has.
    /// </param>
    /// <inheritdoc cref="Of(int, ReadOnlySpan{Bond}, SimdWidth?)"/>
    public static NativeHessian Of(Hessian hessian, SimdWidth? maximumWidth = null)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        return Of(hessian.Count, hessian.Bonds, maximumWidth);
    }

    /// <summary>Makes the Hessian of given bonds. The call allocates 48 bytes per bond and frees them afterwards.</summary>
    /// <param name="particles">N.</param>
    /// <param name="bonds">The bonds, best in an order that follows space.</param>
    /// <param name="maximumWidth">
    /// The widest kernel to use, if this processor has it; null means the widest kernel that this processor has.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are no particles, or a bond joins a particle to itself or to a particle that does not exist.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The bonds do not fit into memory.</exception>
    /// <exception cref="NativeLibraryException">libglassmodes is missing.</exception>
    public static NativeHessian Of(int particles, ReadOnlySpan<Bond> bonds, SimdWidth? maximumWidth = null)
    {
        int[] i = new int[bonds.Length];
        int[] j = new int[bonds.Length];
        double[] values = new double[5 * bonds.Length];
        for (int b = 0; b < bonds.Length; b++)
        {
            ref readonly Bond bond = ref bonds[b];
            i[b] = bond.I;
            j[b] = bond.J;
            values[b] = bond.X;
            values[bonds.Length + b] = bond.Y;
            values[(2 * bonds.Length) + b] = bond.Z;
            values[(3 * bonds.Length) + b] = bond.Second;
            values[(4 * bonds.Length) + b] = bond.FirstOverR;
        }

        gm_hessian* hessian = null;
        fixed (int* first = i, second = j)
        fixed (double* v = values)
        {
            long n = bonds.Length;
            Ensure.Success(
                LibGlassModes.gm_hessian_create(
                    particles, n, first, second, v, v + n, v + (2 * n), v + (3 * n), v + (4 * n), Ensure.Width(maximumWidth), &hessian),
                "making a Hessian");
        }

        return new NativeHessian(new HessianHandle(hessian), particles);
    }

    /// <summary>y ← H x. Both spans hold 3N values, and they may be the same. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">A span does not hold 3N values.</exception>
    /// <exception cref="ObjectDisposedException">The Hessian has been disposed of.</exception>
    public void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        Ensure.Length(x.Length, Order, nameof(x));
        Ensure.Length(y.Length, Order, nameof(y));
        using NativeHandle.Loan loan = _handle.Borrow();
        fixed (double* from = x, to = y)
        {
            Ensure.Success(LibGlassModes.gm_hessian_multiply((gm_hessian*)loan.Pointer, from, to), "a product with a Hessian");
        }
    }

    /// <summary>
    /// Plain Lanczos without reorthogonalisation (Golub and Van Loan, Matrix Computations, Sec. 10.1): H Q = Q T + remainder, with α on the
    /// diagonal of T and β beside it. The call allocates 9N doubles and frees them afterwards.
    /// </summary>
    /// <param name="start">3N values, not all zero.</param>
    /// <param name="alpha">Receives the diagonal; its length is the number of steps.</param>
    /// <param name="beta">
    /// Receives as many values. β_k couples steps k and k + 1, so that the last β belongs to the remainder. After a β of 0 all further α
    /// and β are 0.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A span has the wrong length, there are no steps, or the start vector has no finite, positive norm.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The vectors do not fit into memory.</exception>
    /// <exception cref="ObjectDisposedException">The Hessian has been disposed of.</exception>
    public void Lanczos(ReadOnlySpan<double> start, Span<double> alpha, Span<double> beta)
    {
        Ensure.Length(start.Length, Order, nameof(start));
        Ensure.Length(beta.Length, alpha.Length, nameof(beta));
        using NativeHandle.Loan loan = _handle.Borrow();
        fixed (double* s = start, a = alpha, b = beta)
        {
            Ensure.Success(LibGlassModes.gm_lanczos((gm_hessian*)loan.Pointer, alpha.Length, s, a, b), "Lanczos' method");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
