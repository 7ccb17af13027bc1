// A time limit as Slurm writes it.

using System.Globalization;
using System.Text.RegularExpressions;

namespace GlassModes.Campaigns.Slurm;

/// <summary>
/// A time limit in one of Slurm's forms: minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes or
/// days-hours:minutes:seconds.
/// </summary>
public sealed partial record SlurmTime
{
    private SlurmTime(string text, TimeSpan length) => (Text, Length) = (text, length);

    /// <summary>The limit as it was written.</summary>
    public string Text { get; }

    /// <summary>The length of time.</summary>
    public TimeSpan Length { get; }

    /// <summary>Reads a limit.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The limit; null if the text has none of the forms, or no length.</returns>
    public static SlurmTime? ParseOrNull(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Forms().IsMatch(text))
        {
            return null;
        }

        string[] days = text.Split('-');
        double[] parts = [.. days[^1].Split(':').Select(part => double.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))];
        double seconds = (days.Length, parts) switch
        {
            (2, [var hours, .. var rest]) =>
                (86400 * double.Parse(days[0], NumberStyles.None, CultureInfo.InvariantCulture)) + (3600 * hours)
                + rest.Select((part, k) => k == 0 ? 60 * part : part).Sum(),
            (_, [var hours, var minutes, var rest]) => (3600 * hours) + (60 * minutes) + rest,
            (_, [var minutes, .. var rest]) => (60 * minutes) + rest.Sum(),
            _ => 0,
        };
        return seconds > 0 ? new SlurmTime(text, TimeSpan.FromSeconds(seconds)) : null;
    }

    /// <summary>The limit as it was written.</summary>
    public override string ToString() => Text;

    // At most nine digits a number, so that nothing overflows.
    [GeneratedRegex(@"^(\d{1,5}-\d{1,5}(:\d{1,5}){0,2}|\d{1,9}|\d{1,5}(:\d{1,5}){1,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Forms();
}
