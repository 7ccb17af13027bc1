// The one exception of the generator.

namespace GlassModes.BindingGenerator;

/// <summary>A response file or a header that cannot be turned into bindings; the message names the file and the construct.</summary>
public sealed class BindingException : Exception
{
    /// <summary>Creates the exception with its message.</summary>
    public BindingException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message and cause.</summary>
    public BindingException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Creates the exception without a message.</summary>
    public BindingException()
    {
    }
}
