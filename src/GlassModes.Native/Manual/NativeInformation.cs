// Describes the native libraries in use, for `--version` and bug reports.

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GlassModes.Native;

/// <summary>Describes the OpenBLAS in use.</summary>
/// <param name="Configuration">Version and build options, as OpenBLAS words them.</param>
/// <param name="CoreName">The kernel set that OpenBLAS chose for this processor.</param>
/// <param name="Threads">Threads that a call may use now.</param>
/// <param name="Parallelism">How OpenBLAS runs threads: <c>none</c>, <c>pthreads</c> or <c>OpenMP</c>.</param>
/// <param name="LapackVersion">Version of the LAPACK inside OpenBLAS, e.g. <c>3.9.1</c>.</param>
/// <param name="Path">The file that was loaded.</param>
public sealed record OpenBlasInformation(
    string Configuration, string CoreName, int Threads, string Parallelism, string LapackVersion, string Path);

/// <summary>Describes the native libraries. A question about a library loads this library.</summary>
public static unsafe class NativeInformation
{
    /// <summary>Loads OpenBLAS and describes it.</summary>
    /// <exception cref="NativeLibraryException">OpenBLAS is missing, has 64-bit integers, or gives an answer without a meaning.</exception>
    public static OpenBlasInformation OpenBlas()
    {
        string configuration = ReadText(Native.OpenBlas.openblas_get_config());
        string parallelism = Native.OpenBlas.openblas_get_parallel() switch
        {
            0 => "none",
            1 => "pthreads",
            2 => "OpenMP",
            int answer => throw new NativeLibraryException(
                LibraryDescription.OpenBlas.Name, $"openblas_get_parallel answers {answer}, which is none of 0, 1, 2."),
        };
        int major, minor, patch;
        Lapack.ilaver_(&major, &minor, &patch);
        return new OpenBlasInformation(
            configuration.Trim(),
            ReadText(Native.OpenBlas.openblas_get_corename()),
            Native.OpenBlas.openblas_get_num_threads(),
            parallelism,
            FormattableString.Invariant($"{major}.{minor}.{patch}"),
            FindLoadedFile(LibraryDescription.OpenBlas));
    }

    /// <summary>One sentence on OpenBLAS: what was loaded, or why OpenBLAS cannot be used. A missing library causes no exception.</summary>
    public static string DescribeOpenBlas()
    {
        try
        {
            OpenBlasInformation found = OpenBlas();
            string kernels = FormattableString.Invariant($"{found.CoreName} kernels, {found.Parallelism}, threads {found.Threads}");
            return $"{found.Configuration}, {kernels}, LAPACK {found.LapackVersion}, {found.Path}";
        }
        catch (NativeLibraryException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>One sentence on libglassmodes: its build, or why it cannot be used. A missing library causes no exception.</summary>
    public static string DescribeGlassModes()
    {
        try
        {
            return $"{ReadText(LibGlassModes.gm_build_info())}, {FindLoadedFile(LibraryDescription.GlassModes)}";
        }
        catch (NativeLibraryException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>
    /// One sentence on libglassmodes_ldlt with MUMPS and METIS: its build, or why it cannot be used. A missing library causes no exception.
    /// </summary>
    public static string DescribeLdlt()
    {
        try
        {
            return $"{ReadText(LibGlassModesLdlt.gm_ldlt_build_info())}, {FindLoadedFile(LibraryDescription.Ldlt)}";
        }
        catch (NativeLibraryException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>
    /// One sentence on libglassmodes_mpi with the MPI: its build, or why it cannot be used. MPI is not started. A missing library causes no
    /// exception.
    /// </summary>
    public static string DescribeMpi()
    {
        try
        {
            string version = ReadText(LibGlassModesMpi.gm_mpi_library_version()).ReplaceLineEndings(" ").Trim();
            return $"{ReadText(LibGlassModesMpi.gm_mpi_build_info())}, {version}, {FindLoadedFile(LibraryDescription.Mpi)}";
        }
        catch (NativeLibraryException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>The file of ARPACK, or why ARPACK cannot be used. ARPACK does not tell its version.</summary>
    public static string DescribeArpack()
    {
        try
        {
            NativeLibraries.EnsureArpack();
            return FindLoadedFile(LibraryDescription.Arpack);
        }
        catch (NativeLibraryException problem)
        {
            return problem.Message;
        }
    }

    private static string ReadText(sbyte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static string FindLoadedFile(LibraryDescription library)
    {
        if (Environment.GetEnvironmentVariable(library.Variable) is { Length: > 0 } path)
        {
            return path;
        }

        using var process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .Select(module => module.FileName)
            .FirstOrDefault(file => IsNameOf(library, Path.GetFileName(file)))
            ?? "path unknown";
    }

    // The loaded file may have a longer name than the name asked for, such as libopenblasp-r0.3.21.so.
    private static bool IsNameOf(LibraryDescription library, string name) =>
        library.FileNames.Contains(name)
        || (name.StartsWith("lib" + library.Name, StringComparison.Ordinal)
            && !name.StartsWith($"lib{library.Name}_", StringComparison.Ordinal));
}
