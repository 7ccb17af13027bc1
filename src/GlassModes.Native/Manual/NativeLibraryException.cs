// The one exception for a native library that is missing or has the wrong binary interface.

namespace GlassModes.Native;

/// <summary>
/// A native library could not be used. The message names the library, what was tried and why it failed, the Debian package
/// that brings it, and the environment variable that overrides where it is looked for.
/// </summary>
public sealed class NativeLibraryException : ComputationException
{
    /// <summary>Creates the exception for one library.</summary>
    public NativeLibraryException(string library, string message)
        : base(message) => Library = library;

    /// <summary>Creates the exception with a message only.</summary>
    public NativeLibraryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public NativeLibraryException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Name of the library in the bindings: <c>openblas</c> or <c>glassmodes</c>.</summary>
    public string Library { get; } = "";
}
