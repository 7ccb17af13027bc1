// Finds eigenpairs by the implicitly restarted Lanczos method of ARPACK.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Native;
using GlassModes.Numerics.Memory;
using Routines = GlassModes.Native.Arpack;

namespace GlassModes.LinearAlgebra.Arpack;

/// <summary>The settings of <see cref="ArpackSolver"/>.</summary>
/// <param name="BasisSize">Number of Lanczos vectors; null means twice the number of pairs plus one, but at least 20 and at most n.</param>
/// <param name="Tolerance">
/// Accepted residual of the applied operator, relative to the magnitude of its eigenvalue; 0 means the rounding error. Near a shift the
/// inverse has huge eigenvalues, so that larger residuals are accepted there.
/// </param>
/// <param name="MostRestarts">Number of restarts after which the search gives up.</param>
/// <param name="Start">Start vector; null means a fixed vector without symmetry.</param>
public sealed record ArpackOptions(
    int? BasisSize = null, double Tolerance = 0, int MostRestarts = 1000, ReadOnlyMemory<double>? Start = null);

/// <summary>
/// Finds some eigenpairs of a symmetric operator by the implicitly restarted Lanczos method (ARPACK: Lehoucq, Sorensen, Yang, SIAM 1998;
/// arpack-ng). The routines keep state between calls, so that the process solves one problem at a time. The method cannot exclude that an
/// eigenvalue was missed; use the inertia as a certificate.
/// </summary>
public static unsafe class ArpackSolver
{
    private static readonly Lock s_gate = new();

    private enum Mode
    {
        Plain = 1,
        ShiftInvert = 3,
    }

    /// <summary>The lowest eigenvalues and their vectors, found from products with A (mode 1).</summary>
    /// <param name="multiply">y ← A x.</param>
    /// <param name="order">n.</param>
    /// <param name="count">Number of eigenpairs, below n.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellation">Checked before each product.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="ArgumentException">The start vector has another length.</exception>
    /// <exception cref="ConvergenceException">Fewer pairs converged. The exception holds them.</exception>
    /// <exception cref="ArpackException">ARPACK failed.</exception>
    /// <exception cref="NativeLibraryException">ARPACK is missing.</exception>
    public static Eigenpairs Lowest(
        SymmetricOperator multiply, int order, int count, ArpackOptions? options = null, CancellationToken cancellation = default) =>
        Solve(Mode.Plain, multiply, order, 0, count, "SA"u8, options ?? new ArpackOptions(), cancellation);

    /// <summary>The eigenvalues nearest to σ and their vectors, found from products with (A − σ)⁻¹ (mode 3).</summary>
    /// <param name="solve">y ← (A − σ)⁻¹ x.</param>
    /// <param name="order">n.</param>
    /// <param name="shift">σ.</param>
    /// <param name="count">Number of eigenpairs, below n.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellation">Checked before each solution.</param>
    /// <inheritdoc cref="Lowest"/>
    public static Eigenpairs Nearest(
        SymmetricOperator solve,
        int order,
        double shift,
        int count,
        ArpackOptions? options = null,
        CancellationToken cancellation = default) =>
        Solve(Mode.ShiftInvert, solve, order, shift, count, "LM"u8, options ?? new ArpackOptions(), cancellation);

    private static Eigenpairs Solve(
        Mode mode,
        SymmetricOperator apply,
        int n,
        double shift,
        int count,
        ReadOnlySpan<byte> which,
        ArpackOptions options,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(n);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, n);
        int basis = options.BasisSize ?? Math.Min(n, Math.Max(20, (2 * count) + 1));
        if (basis <= count || basis > n)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), basis, $"The basis holds more than the {count} vectors asked for and at most {n}.");
        }

        using AlignedBuffer<double> vectors = new((long)n * basis);
        using AlignedBuffer<double> work = new(3L * n);
        using AlignedBuffer<double> residual = new(n);
        int smallLength = basis * (basis + 8);
        using AlignedBuffer<double> small = new(smallLength);
        FillStart(residual.Span, options.Start);
        int* parameters = stackalloc int[11];
        int* pointers = stackalloc int[11];
        new Span<int>(parameters, 11).Clear();
        parameters[0] = 1;
        parameters[2] = options.MostRestarts;
        parameters[6] = (int)mode;
        sbyte standard = (sbyte)'I';
        sbyte everyVector = (sbyte)'A';
        lock (s_gate)
        {
            fixed (byte* part = which)
            {
                int request = 0;
                int info = 1;
                while (true)
                {
                    Routines.dsaupd_c(
                        &request, &standard, n, (sbyte*)part, count, options.Tolerance, residual.Address, basis, vectors.Address, n,
                        parameters, pointers, work.Address, small.Address, smallLength, &info);
                    if (request is not (-1 or 1))
                    {
                        break;
                    }

                    cancellation.ThrowIfCancellationRequested();
                    apply(work.Slice(pointers[0] - 1, n), work.Slice(pointers[1] - 1, n));
                }

                if (info is not (0 or 1))
                {
                    throw new ArpackException("dsaupd", info);
                }

                int converged = parameters[4];
                AlignedBuffer<double> values = new(Math.Max(count, 1));
                AlignedBuffer<double> found = new((long)n * count);
                try
                {
                    if (converged > 0)
                    {
                        using AlignedBuffer<int> select = new(basis);
                        Routines.dseupd_c(
                            1, &everyVector, select.Address, values.Address, found.Address, n, shift, &standard, n, (sbyte*)part, count,
                            options.Tolerance, residual.Address, basis, vectors.Address, n, parameters, pointers, work.Address,
                            small.Address, smallLength, &info);
                        if (info != 0)
                        {
                            throw new ArpackException("dseupd", info);
                        }
                    }

                    converged = Math.Min(parameters[4], count);
                    Eigenpairs pairs = new(n, 0, converged, values, found);
                    pairs.Sort();
                    return converged == count
                        ? pairs
                        : throw new ConvergenceException(
                            $"ARPACK found {converged} of {count} eigenpairs in {options.MostRestarts} restarts " +
                            $"with a basis of {basis} vectors; allow more of either.",
                            pairs);
                }
                catch (ArpackException)
                {
                    values.Dispose();
                    found.Dispose();
                    throw;
                }
            }
        }
    }

    private static void FillStart(Span<double> residual, ReadOnlyMemory<double>? start)
    {
        if (start is { } given)
        {
            if (given.Length != residual.Length)
            {
                throw new ArgumentException($"The start vector has {given.Length} values, not {residual.Length}.");
            }

            given.Span.CopyTo(residual);
            return;
        }

        for (int k = 0; k < residual.Length; k++)
        {
            residual[k] = Math.Sin(1.0 + (k * 0.7548776662466927 * Math.PI));
        }
    }
}
