// The base of all errors that GlassModes reports, and its two kinds.

namespace GlassModes;

/// <summary>
/// The base of all errors that GlassModes reports on purpose. The message says what is wrong, where, and what to do. An error is
/// either an <see cref="InputException"/> or a <see cref="ComputationException"/>. Misuse of the library by a program is an
/// <see cref="ArgumentException"/> as usual in .NET.
/// </summary>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="inner">The exception that caused this one, if any.</param>
public abstract class GlassModesException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A sentence that says what to do; null if the message already says so.</summary>
    public virtual string? Advice => null;
}

/// <summary>The input is wrong: an argument, a file, or files that do not belong together. Other input is needed.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="inner">The exception that caused this one, if any.</param>
public class InputException(string message, Exception? inner = null) : GlassModesException(message, inner);

/// <summary>
/// The input is valid, but the work failed: an iteration did not converge, a result failed its checks, or a library is missing.
/// </summary>
/// <param name="message">What failed, where, and what to do.</param>
/// <param name="inner">The exception that caused this one, if any.</param>
public class ComputationException(string message, Exception? inner = null) : GlassModesException(message, inner);
