// Turns exceptions into exit codes and into one line of text.

namespace GlassModes.Runner;

internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongInput = 2;
    public const int Interrupted = 130;
}

/// <summary>The arguments can be parsed but make no sense, alone or together with the input file.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : InputException(message, inner);

internal static class Failure
{
    /// <summary>The exit code of an exception.</summary>
    public static int CodeOf(Exception failure) => failure switch
    {
        InputException => ExitCode.WrongInput,
        OperationCanceledException => ExitCode.Interrupted,
        _ => ExitCode.Failed,
    };

    /// <summary>Says in one line what happened and what to do.</summary>
    public static string Describe(Exception failure) => OneLine(failure switch
    {
        GlassModesException { Advice: { } advice } => $"{AsSentence(failure)} {advice}",
        GlassModesException => failure.Message,
        InsufficientMemoryException or OutOfMemoryException => $"{AsSentence(failure)} Use fewer particles or a machine with more memory.",
        IOException or UnauthorizedAccessException => $"{AsSentence(failure)} Check the path, its permissions and the space on the disk.",
        _ => $"unexpected {failure.GetType().Name}: {AsSentence(failure)} Please report it with the stack that --verbose shows.",
    });

    /// <summary>Joins the lines of a text into one line.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    // A message of the operating system does not always end as a sentence.
    private static string AsSentence(Exception failure) => failure.Message.TrimEnd('.', ' ', '\n', '\r') + ".";
}
