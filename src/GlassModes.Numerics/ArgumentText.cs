// The message of a wrong argument as a user of a file or a command reads it.

namespace GlassModes;

/// <summary>The message of a wrong argument as a user of a file or a command reads it.</summary>
public static class ArgumentText
{
    /// <summary>
    /// The message in one line, without the name of the parameter, which .NET appends to it, and without what it appends after the name.
    /// </summary>
    /// <param name="problem">The exception.</param>
    public static string Of(ArgumentException problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        int appended = problem.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        string text = appended < 0 ? problem.Message : problem.Message[..appended];
        return string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
