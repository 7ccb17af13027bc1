// A picture, to be compared with another.

using SkiaSharp;

namespace GlassModes.PageTests;

/// <summary>The pixels of a picture.</summary>
internal sealed record Picture(int Width, int Height, SKColor[] Pixels)
{
    public static Picture FromPng(byte[] png)
    {
        using SKBitmap bitmap = SKBitmap.Decode(png);
        return new Picture(bitmap.Width, bitmap.Height, bitmap.Pixels);
    }

    /// <summary>The share of pixels that differ visibly.</summary>
    public double DifferenceFrom(Picture other) => Width != other.Width || Height != other.Height
        ? 1
        : (double)Pixels.Zip(other.Pixels).Count(pair => Distance(pair.First, pair.Second) > 24) / Pixels.Length;

    /// <summary>The share of pixels of strong colour: spheres, not the ground, the box or text.</summary>
    public double Colourful => (double)Pixels.Count(
        pixel => Math.Max(pixel.Red, Math.Max(pixel.Green, pixel.Blue)) - Math.Min(pixel.Red, Math.Min(pixel.Green, pixel.Blue)) > 30)
        / Pixels.Length;

    private static int Distance(SKColor a, SKColor b) =>
        Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue);
}
