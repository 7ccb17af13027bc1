// Finds, loads and checks each native library once, on first use, from any thread.

using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace GlassModes.Native;

/// <summary>
/// The resolver behind the bindings. A library is loaded and its binary interface is checked when its first function is called, never
/// before. A failure is remembered, and every later call throws it again.
/// </summary>
internal static unsafe class NativeLibraries
{
    private static readonly Lazy<nint> s_openBlas = new(() => OpenLibrary(LibraryDescription.OpenBlas, CheckIntegers));
    private static readonly Lazy<nint> s_glassModes = new(() => OpenLibrary(
        LibraryDescription.GlassModes,
        handle => CheckVersion(handle, LibraryDescription.GlassModes, "gm_abi_version", LibGlassModes.GM_ABI_VERSION)));

    private static readonly Lazy<nint> s_ldlt = new(() => OpenLibrary(
        LibraryDescription.Ldlt,
        handle => CheckVersion(handle, LibraryDescription.Ldlt, "gm_ldlt_abi_version", LibGlassModesLdlt.GM_LDLT_ABI_VERSION)));

    private static readonly Lazy<nint> s_mpi = new(() => FaultHandlers.Keep(() => OpenLibrary(
        LibraryDescription.Mpi,
        handle => CheckVersion(handle, LibraryDescription.Mpi, "gm_mpi_abi_version", LibGlassModesMpi.GM_MPI_ABI_VERSION))));

    private static readonly Lazy<nint> s_arpack = new(() => OpenLibrary(
        LibraryDescription.Arpack, handle => FindExport(handle, LibraryDescription.Arpack, "dsaupd_c")));

    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, ResolveLibrary);

    /// <summary>Runs the static constructor, which installs the resolver once in the life of the process.</summary>
    internal static void Register()
    {
    }

    /// <summary>Loads ARPACK. A call cannot do this, because every function of ARPACK starts a computation.</summary>
    /// <exception cref="NativeLibraryException">ARPACK is missing, or the library is not the one needed.</exception>
    internal static void EnsureArpack() => _ = s_arpack.Value;

    /// <summary>Loads the first candidate that can be loaded.</summary>
    /// <exception cref="NativeLibraryException">
    /// No candidate can be loaded. The message says what was tried and why each candidate failed.
    /// </exception>
    internal static nint Load(LibraryDescription library, string? overridingPath)
    {
        List<string> failures = [];
        foreach (string candidate in library.Candidates(overridingPath))
        {
            if (Path.IsPathRooted(candidate) && !File.Exists(candidate))
            {
                failures.Add($"{candidate}: no such file");
                continue;
            }

            try
            {
                return NativeLibrary.Load(candidate);
            }
            catch (Exception problem) when (problem is DllNotFoundException or BadImageFormatException)
            {
                failures.Add($"{candidate}: {problem.Message.ReplaceLineEndings(" ").Trim()}");
            }
        }

        string advice = string.IsNullOrEmpty(overridingPath)
            ? $"{library.Remedy}; the environment variable {library.Variable} gives an explicit path."
            : $"The environment variable {library.Variable} allowed this path only. {library.Remedy}.";
        throw new NativeLibraryException(
            library.Name,
            $"The native library '{library.Name}' could not be loaded. {advice}\nTried:\n  {string.Join("\n  ", failures)}");
    }

    /// <summary>
    /// Refuses a LAPACK with 64-bit integers. <paramref name="ilaver"/> writes three integers into 64-bit slots of all ones. With 32-bit
    /// integers (LP64) the high halves of the slots keep their ones. With 64-bit integers (ILP64) the high halves become zero.
    /// </summary>
    /// <exception cref="NativeLibraryException">LAPACK has 64-bit integers, or has written no version at all.</exception>
    internal static void CheckIntegers(delegate* unmanaged[Cdecl]<long*, long*, long*, void> ilaver)
    {
        long* slots = stackalloc long[] { -1, -1, -1 };
        ilaver(slots, slots + 1, slots + 2);
        for (int i = 0; i < 3; i++)
        {
            int highIndex = BitConverter.IsLittleEndian ? 1 : 0;
            int high = ((int*)(slots + i))[highIndex];
            int low = ((int*)(slots + i))[1 - highIndex];
            if (high != -1 || low == -1)
            {
                string found = high == 0
                    ? "uses 64-bit integers (ILP64)"
                    : string.Create(CultureInfo.InvariantCulture, $"answers ilaver with {slots[i]:x16}");
                throw new NativeLibraryException(
                    LibraryDescription.OpenBlas.Name,
                    $"The LAPACK that was loaded {found}; GlassModes needs 32-bit integers (LP64). "
                    + $"{LibraryDescription.OpenBlas.Remedy}; "
                    + $"the environment variable {LibraryDescription.OpenBlas.Variable} gives an explicit path.");
            }
        }
    }

    /// <summary>Refuses a library of this project that was built from another version of its header.</summary>
    /// <exception cref="NativeLibraryException">The versions differ. The message gives both.</exception>
    internal static void CheckVersion(LibraryDescription library, int found, int needed)
    {
        if (found != needed)
        {
            throw new NativeLibraryException(
                library.Name,
                $"lib{library.Name} has binary interface {found}, but this GlassModes needs {needed}: build both from the same sources.");
        }
    }

    private static nint ResolveLibrary(string name, Assembly assembly, DllImportSearchPath? search) => name switch
    {
        "openblas" => s_openBlas.Value,
        "glassmodes" => s_glassModes.Value,
        "glassmodes_ldlt" => s_ldlt.Value,
        "glassmodes_mpi" => s_mpi.Value,
        "arpack" => s_arpack.Value,
        _ => 0,
    };

    private static nint OpenLibrary(LibraryDescription library, Action<nint> check)
    {
        nint handle = Load(library, Environment.GetEnvironmentVariable(library.Variable));
        try
        {
            check(handle);
        }
        catch
        {
            NativeLibrary.Free(handle);
            throw;
        }

        return handle;
    }

    private static void CheckIntegers(nint handle) =>
        CheckIntegers((delegate* unmanaged[Cdecl]<long*, long*, long*, void>)FindExport(handle, LibraryDescription.OpenBlas, "ilaver_"));

    private static void CheckVersion(nint handle, LibraryDescription library, string function, int needed) =>
        CheckVersion(library, ((delegate* unmanaged[Cdecl]<int>)FindExport(handle, library, function))(), needed);

    private static nint FindExport(nint handle, LibraryDescription library, string function) =>
        NativeLibrary.TryGetExport(handle, function, out nint address)
            ? address
            : throw new NativeLibraryException(
                library.Name,
                $"The native library '{library.Name}' was loaded but has no function '{function}': "
                + $"it is not the library GlassModes needs. {library.Remedy}.");
}
