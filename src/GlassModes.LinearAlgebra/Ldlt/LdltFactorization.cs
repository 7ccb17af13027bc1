// Factorises a sparse symmetric matrix as L D Lᵀ. The factors give the inertia and solve linear systems.

using System.Text;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Native;
using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>
/// Factorises A − σ = P L D Lᵀ Pᵀ for a <see cref="BlockSparseMatrix"/> A and a shift σ. MUMPS factorises by the multifrontal method
/// (Amestoy, Duff, L'Excellent, Koster, SIAM J. Matrix Anal. Appl. 23, 15, 2001). METIS orders the blocks by nested dissection of their
/// graph. The pattern is analysed once; any number of shifts can be factorised afterwards. MUMPS is not re-entrant, so calls of different
/// objects wait for each other.
/// </summary>
public sealed unsafe class LdltFactorization : IDisposable
{
    private const long Megabyte = 1_000_000;
    private readonly BlockSparseMatrix _matrix;
    private readonly LdltHandle _handle;
    private readonly long _memoryLimit;
    private readonly ScratchDirectory? _scratch;

    /// <summary>Orders and analyses the pattern of a matrix. The matrix must outlive this object.</summary>
    /// <exception cref="OperationCanceledException">The operation was cancelled before it began.</exception>
    /// <exception cref="InsufficientMemoryException">
    /// The factorisation would take more memory than allowed. The message gives both numbers.
    /// </exception>
    /// <exception cref="LdltException">MUMPS or METIS failed.</exception>
    /// <exception cref="NativeLibraryException">A native library is missing.</exception>
    /// <exception cref="IOException">The directory for the files cannot be created.</exception>
    public LdltFactorization(BlockSparseMatrix matrix, LdltOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(matrix);
        Options = options ?? new LdltOptions();
        _matrix = matrix;
        _memoryLimit = Options.MemoryLimit ?? MemoryBudget.DefaultLimit;
        gm_ldlt* ldlt = null;
        bool isSingle = Options.Precision == LdltPrecision.Binary32;
        int precision = (int)(isSingle ? gm_ldlt_precision.GM_LDLT_SINGLE : gm_ldlt_precision.GM_LDLT_DOUBLE);
        lock (LdltHandle.Gate)
        {
            Ensure(LibGlassModesLdlt.gm_ldlt_create(precision, &ldlt), "initialisation", default);
        }

        _handle = new LdltHandle(ldlt);
        try
        {
            _scratch = Options.Factors == LdltFactors.ToDisk ? new ScratchDirectory(Options.Directory) : null;
            Analysis = Analyse();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Order of the matrix.</summary>
    public int Order => _matrix.Order;

    /// <summary>The settings.</summary>
    public LdltOptions Options { get; }

    /// <summary>The memory, factor entries and operations that the analysis of the pattern predicts.</summary>
    public LdltAnalysis Analysis { get; }

    /// <summary>The shift of the last factorisation. NaN if there was none, or if the last one failed.</summary>
    public double Shift { get; private set; } = double.NaN;

    /// <summary>
    /// Factorises A − σ and counts the signs of the pivots. MUMPS gets the memory that the analysis foresees and a margin. If MUMPS lacks
    /// workspace, the factorisation is repeated with more workspace, up to the limit of the options.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The shift is not finite.</exception>
    /// <exception cref="InsufficientMemoryException">
    /// The factorisation needs more memory than allowed, or more than the system gives.
    /// </exception>
    /// <exception cref="LdltException">MUMPS failed.</exception>
    /// <exception cref="OperationCanceledException">
    /// The operation was cancelled before an attempt began. MUMPS itself cannot be interrupted.
    /// </exception>
    public Inertia Factorise(double shift, CancellationToken cancellation = default)
    {
        if (!double.IsFinite(shift))
        {
            throw new ArgumentOutOfRangeException(nameof(shift), shift, "A shift is a finite number.");
        }

        for (int attempt = 0; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            Shift = double.NaN;
            LdltWorkspace workspace = LdltWorkspace.Of(attempt, ToMegabytes(Analysis.Bytes), ToMegabytes(_memoryLimit));
            gm_ldlt_report report;
            int status;
            using (NativeHandle.Loan loan = _handle.Borrow())
            {
                lock (LdltHandle.Gate)
                {
                    status = LibGlassModesLdlt.gm_ldlt_factorise(
                        (gm_ldlt*)loan.Pointer, _matrix.Values, shift, workspace.ExtraPercent, workspace.Megabytes, &report);
                }
            }

            if (status == (int)gm_ldlt_status.GM_LDLT_MUMPS_FAILED)
            {
                LdltException failure = new("factorisation", report.mumps_status, report.mumps_detail);
                if (failure.WantsWorkspace && !workspace.IsLast)
                {
                    continue;
                }

                if (failure.WantsWorkspace || failure.LacksMemory)
                {
                    throw new InsufficientMemoryException(DescribeShortage(failure, workspace), failure);
                }
            }

            Ensure(status, "factorisation", report);
            Shift = shift;
            return new Inertia(
                shift,
                report.negative_pivots,
                report.null_pivots,
                _matrix.Order - report.negative_pivots - report.null_pivots,
                report.delayed_pivots,
                ToBytes(report.megabytes));
        }
    }

    /// <summary>
    /// Solves (A − σ) x = b for one or more vectors b, which stand one after the other. The solutions replace the vectors.
    /// </summary>
    /// <exception cref="ArgumentException">The length is zero or no multiple of the order.</exception>
    /// <exception cref="InvalidOperationException">No shift has been factorised, or the factors were discarded.</exception>
    /// <exception cref="LdltException">MUMPS failed.</exception>
    public void Solve(Span<double> vectors)
    {
        if (double.IsNaN(Shift) || Options.Factors == LdltFactors.Discard)
        {
            throw new InvalidOperationException("There are no factors to solve with: factorise a shift first, and keep the factors.");
        }

        if (vectors.IsEmpty || vectors.Length % _matrix.Order != 0)
        {
            throw new ArgumentException($"Vectors of order {_matrix.Order} are needed; found {vectors.Length} values.", nameof(vectors));
        }

        gm_ldlt_report report;
        using NativeHandle.Loan loan = _handle.Borrow();
        fixed (double* first = vectors)
        {
            lock (LdltHandle.Gate)
            {
                int columns = vectors.Length / _matrix.Order;
                Ensure(LibGlassModesLdlt.gm_ldlt_solve((gm_ldlt*)loan.Pointer, columns, first, &report), "solution", report);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _handle.Dispose();
        _scratch?.Dispose();
    }

    private static void Ensure(int status, string stage, gm_ldlt_report report)
    {
        switch ((gm_ldlt_status)status)
        {
            case gm_ldlt_status.GM_LDLT_OK:
                return;
            case gm_ldlt_status.GM_LDLT_MUMPS_FAILED:
                LdltException failure = new(stage, report.mumps_status, report.mumps_detail);
                throw failure.LacksMemory ? new InsufficientMemoryException(failure.Message, failure) : failure;
            case gm_ldlt_status.GM_LDLT_OUT_OF_MEMORY:
                throw new InsufficientMemoryException($"Memory for the {stage} of a sparse matrix could not be allocated.");
            case gm_ldlt_status.GM_LDLT_ORDERING_FAILED:
                throw new LdltException("METIS could not order the graph of the matrix.");
            default:
                throw new LdltException($"The {stage} of a sparse matrix returned status {status}, which is an error in GlassModes.");
        }
    }

    private LdltAnalysis Analyse()
    {
        gm_ldlt_factors factors = Options.Factors switch
        {
            LdltFactors.Discard => gm_ldlt_factors.GM_LDLT_DISCARD,
            LdltFactors.ToDisk => gm_ldlt_factors.GM_LDLT_TO_DISK,
            _ => gm_ldlt_factors.GM_LDLT_KEEP,
        };
        byte[]? directory = _scratch is null ? null : [.. Encoding.UTF8.GetBytes(_scratch.Path), 0];
        gm_ldlt_report report;
        using NativeHandle.Loan loan = _handle.Borrow();
        fixed (long* rowStart = _matrix.RowStart)
        fixed (int* column = _matrix.Column)
        fixed (byte* path = directory)
        {
            lock (LdltHandle.Gate)
            {
                int status = LibGlassModesLdlt.gm_ldlt_analyse(
                    (gm_ldlt*)loan.Pointer,
                    _matrix.BlockRows,
                    BlockSparseMatrix.BlockSize,
                    rowStart,
                    column,
                    (int)factors,
                    (sbyte*)path,
                    &report);
                Ensure(status, "analysis", report);
            }
        }

        int megabytes = factors == gm_ldlt_factors.GM_LDLT_KEEP ? report.estimated_megabytes : report.estimated_megabytes_to_disk;
        LdltAnalysis analysis = new(ToBytes(megabytes), report.estimated_entries, report.estimated_operations);
        if (analysis.Bytes > _memoryLimit)
        {
            string precision = Options.Precision == LdltPrecision.Binary64 ? "double" : "single";
            throw new InsufficientMemoryException(
                $"The factorisation of order {_matrix.Order} in {precision} precision is foreseen to need "
                + $"{MemorySize.Describe(analysis.Bytes)}, but {MemorySize.Describe(_memoryLimit)} are allowed.");
        }

        return analysis;
    }

    private string DescribeShortage(LdltException failure, LdltWorkspace workspace)
    {
        string foreseen = $"The factorisation of order {_matrix.Order} was foreseen to need {MemorySize.Describe(Analysis.Bytes)}";
        return failure.LacksMemory
            ? $"{foreseen}, and the system does not give the {MemorySize.Describe(ToBytes(workspace.Megabytes))} that were asked for."
            : $"{foreseen} and needs more than the {MemorySize.Describe(_memoryLimit)} allowed.";
    }

    private static long ToBytes(int megabytes) => megabytes * Megabyte;

    // At least one, because zero means to MUMPS that there is no limit.
    private static int ToMegabytes(long bytes) => (int)Math.Clamp(bytes / Megabyte, 1, int.MaxValue);
}
