// The font of all drawings, which comes with the assembly.

using ScottPlot;
using SkiaSharp;

namespace GlassModes.Figures.Drawing;

/// <summary>
/// Gives the plotting library the font DejaVu Sans, which is embedded in the assembly. Drawings are then the same on every machine, also on
/// machines without fonts, where all text would vanish without a word.
/// </summary>
internal sealed class ShippedFont : IFontResolver
{
    /// <summary>The name of the font.</summary>
    public const string Name = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> s_regular = new(() => Load("DejaVuSans"));
    private static readonly Lazy<SKTypeface> s_bold = new(() => Load("DejaVuSans-Bold"));
    private static readonly Lazy<bool> s_registered = new(Register);

    private ShippedFont()
    {
    }

    /// <summary>Makes the font known to the plotting library, once for each process.</summary>
    public static void EnsureRegistered() => _ = s_registered.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? (weight >= FontWeight.SemiBold ? s_bold : s_regular).Value : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Name ? (bold ? s_bold : s_regular).Value : null;

    private static bool Register()
    {
        Fonts.FontResolvers.Insert(0, new ShippedFont());
        return true;
    }

    private static SKTypeface Load(string file)
    {
        using Stream stream = typeof(ShippedFont).Assembly.GetManifestResourceStream($"GlassModes.Figures.Fonts.{file}.ttf")!;
        return SKTypeface.FromStream(stream);
    }
}
