// The names of each native library on each platform, and how to install the library.

using System.Runtime.InteropServices;

namespace GlassModes.Native;

/// <summary>Describes one native library: its name in the bindings, its file names, and how to get the library.</summary>
/// <param name="Name">Name in the bindings.</param>
/// <param name="Variable">Environment variable that holds an explicit path.</param>
/// <param name="FileNames">File names on this platform, the preferred one first.</param>
/// <param name="Folders">Folders that are searched before the system's own. If there are none, only the system searches.</param>
/// <param name="Remedy">A sentence on how to install the library, without a full stop.</param>
internal sealed record LibraryDescription(string Name, string Variable, string[] FileNames, string[] Folders, string Remedy)
{
    internal static LibraryDescription OpenBlas { get; } = new(
        "openblas",
        "GLASSMODES_OPENBLAS",
        OperatingSystem.IsWindows() ? ["libopenblas.dll", "openblas.dll"]
        : OperatingSystem.IsMacOS() ? ["libopenblas.0.dylib", "libopenblas.dylib"]
        : ["libopenblas.so.0", "libopenblas.so"],
        OperatingSystem.IsMacOS() ? ["/opt/homebrew/opt/openblas/lib", "/usr/local/opt/openblas/lib"] : [],
        "Debian's package libopenblas0-pthread brings it");

    internal static LibraryDescription GlassModes { get; } = new(
        "glassmodes",
        "GLASSMODES_NATIVE",
        OperatingSystem.IsWindows() ? ["libglassmodes.dll"] // glassmodes.dll is the managed command
        : OperatingSystem.IsMacOS() ? ["libglassmodes.dylib"]
        : ["libglassmodes.so"],
        ApplicationFolders,
        "No package brings it: the project's CMake target 'glassmodes' builds it");

    internal static LibraryDescription Ldlt { get; } = new(
        "glassmodes_ldlt",
        "GLASSMODES_LDLT",
        OperatingSystem.IsWindows() ? ["libglassmodes_ldlt.dll", "glassmodes_ldlt.dll"]
        : OperatingSystem.IsMacOS() ? ["libglassmodes_ldlt.dylib"]
        : ["libglassmodes_ldlt.so"],
        ApplicationFolders,
        "The project's CMake target 'glassmodes_ldlt' builds it; "
        + "it needs MUMPS and METIS (Debian's packages libmumps-seq-5.5 and libmetis5)");

    internal static LibraryDescription Mpi { get; } = new(
        "glassmodes_mpi",
        "GLASSMODES_MPI",
        OperatingSystem.IsWindows() ? ["libglassmodes_mpi.dll", "glassmodes_mpi.dll"]
        : OperatingSystem.IsMacOS() ? ["libglassmodes_mpi.dylib"]
        : ["libglassmodes_mpi.so"],
        ApplicationFolders,
        "The project's CMake target 'glassmodes_mpi' builds it where an MPI is installed: "
        + "install one (Debian's packages libopenmpi-dev and openmpi-bin), then build the native libraries and the projects again");

    internal static LibraryDescription Arpack { get; } = new(
        "arpack",
        "GLASSMODES_ARPACK",
        OperatingSystem.IsWindows() ? ["libarpack.dll", "arpack.dll"]
        : OperatingSystem.IsMacOS() ? ["libarpack.2.dylib", "libarpack.dylib"]
        : ["libarpack.so.2", "libarpack.so"],
        OperatingSystem.IsMacOS() ? ["/opt/homebrew/opt/arpack/lib", "/usr/local/opt/arpack/lib"] : [],
        "Debian's package libarpack2 brings it");

    private static string[] ApplicationFolders =>
        [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];

    /// <summary>
    /// The paths and names to try, in order. An overriding path is the only one to try. Without it the files in the folders come first,
    /// then the names for which the system searches.
    /// </summary>
    internal IReadOnlyList<string> Candidates(string? overridingPath) => string.IsNullOrEmpty(overridingPath)
        ? [.. Folders.SelectMany(folder => FileNames.Select(file => Path.Combine(folder, file))), .. FileNames]
        : [overridingPath];
}
