// What each native library is called on each platform: the only place that knows.

using System.Runtime.InteropServices;

namespace GlassModes.Native;

/// <summary>One native library: its name in the bindings, its file names, and how to get it.</summary>
/// <param name="Name">Name in the bindings.</param>
/// <param name="Variable">Environment variable that holds an explicit path.</param>
/// <param name="FileNames">File names on this platform, the preferred first.</param>
/// <param name="Folders">Folders searched before the system's own; empty to ask the system only.</param>
/// <param name="Remedy">A sentence on how to install it.</param>
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
        [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")],
        "No package brings it: the project's CMake target 'glassmodes' builds it");

    /// <summary>Everything to try, in order: the override alone if there is one, else files in the folders, else the system's search.</summary>
    internal IReadOnlyList<string> Candidates(string? overridingPath) => string.IsNullOrEmpty(overridingPath)
        ? [.. Folders.SelectMany(folder => FileNames.Select(file => Path.Combine(folder, file))), .. FileNames]
        : [overridingPath];
}
