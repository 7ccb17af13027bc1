// Makes the SVG of the plotting library complete.

using System.Security;
using System.Text.RegularExpressions;

namespace GlassModes.Figures.Drawing;

/// <summary>
/// Adds what the plotting library leaves out: a viewBox, so that the picture can be scaled, and a title and a description for people who do
/// not see the picture. The numbers of clip paths count on from picture to picture within a process; they are counted anew, so that the
/// same
/// figure is the same file.
/// </summary>
internal static partial class SvgText
{
    public static string Complete(string svg, Figure figure, int width, int height)
    {
        Dictionary<string, string> names = [];
        string renumbered = ClipName().Replace(svg, match =>
        {
            if (!names.TryGetValue(match.Value, out string? name))
            {
                name = FormattableString.Invariant($"cl_{names.Count:x}");
                names.Add(match.Value, name);
            }

            return name;
        });
        int begin = renumbered.IndexOf("<svg", StringComparison.Ordinal);
        int end = renumbered.IndexOf('>', begin);
        string head = renumbered[..end];
        head = head.Contains("viewBox", StringComparison.Ordinal)
            ? head
            : FormattableString.Invariant($"{head} viewBox=\"0 0 {width} {height}\"");
        return $"{head} role=\"img\" aria-labelledby=\"title desc\">\n<title id=\"title\">{SecurityElement.Escape(figure.Title)}</title>\n"
            + $"<desc id=\"desc\">{SecurityElement.Escape(figure.Caption)}</desc>{renumbered[(end + 1)..]}";
    }

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex ClipName();
}
