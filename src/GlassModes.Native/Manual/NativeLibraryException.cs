// The exception for a native library that is missing or has the wrong binary interface.

namespace GlassModes.Native;

/// <summary>
/// A native library could not be used. If it could not be loaded, the message names the library, the paths tried with the reason why each
/// failed, the way to install the library, and the environment variable that can give its path.
/// </summary>
/// <param name="library">Name of the library in the bindings.</param>
/// <param name="message">A message that says what failed and what to do.</param>
public sealed class NativeLibraryException(string library, string message) : ComputationException(message)
{
    /// <summary>Name of the library in the bindings, such as <c>openblas</c> or <c>glassmodes</c>.</summary>
    public string Library { get; } = library;
}
