// Makes a cubic box of the bounds in a file, and the bounds of a box, without losing a bit of the length.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Bounds lo and hi of three axes. A length hi − lo is known only to the spacing of the doubles at lo and hi; edges that
/// differ by no more than that are one length, and the best-known axis gives it.
/// </summary>
internal static class CubicBox
{
    /// <summary>Makes the box between the bounds. Errors name the present line of the reader.</summary>
    /// <param name="reader">The reader of the bounds.</param>
    /// <param name="low">Lower bounds of x, y, z.</param>
    /// <param name="high">Upper bounds of x, y, z.</param>
    /// <param name="exactLength">The length, where the file states it apart from the bounds.</param>
    public static PeriodicBox FromBounds(LineReader reader, ReadOnlySpan<double> low, ReadOnlySpan<double> high, double? exactLength = null)
    {
        Span<double> edges = stackalloc double[3];
        Span<double> spacings = stackalloc double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            edges[axis] = high[axis] - low[axis];
            spacings[axis] = Spacing(Math.Max(Math.Abs(low[axis]), Math.Abs(high[axis])));
        }

        return FromEdges(reader, low, edges, spacings, exactLength);
    }

    /// <summary>Makes the box with the given edges, which are exact to about the last bit.</summary>
    public static PeriodicBox FromEdges(LineReader reader, ReadOnlySpan<double> low, ReadOnlySpan<double> edges) =>
        FromEdges(reader, low, edges, [Spacing(edges[0]), Spacing(edges[1]), Spacing(edges[2])], null);

    /// <summary>
    /// Upper bounds hi such that hi − lo is the box length to the last bit, where doubles allow it.
    /// Returns whether a reader gets the length back from the bounds alone.
    /// </summary>
    public static bool UpperBounds(PeriodicBox box, Span<double> low, Span<double> high)
    {
        low[0] = box.OriginX;
        low[1] = box.OriginY;
        low[2] = box.OriginZ;
        int best = 0;
        Span<double> spacings = stackalloc double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            high[axis] = low[axis] + box.Length;
            spacings[axis] = Spacing(Math.Max(Math.Abs(low[axis]), Math.Abs(high[axis])));
            best = spacings[axis] < spacings[best] ? axis : best;
            if (!(high[axis] > low[axis]) || !double.IsFinite(high[axis]))
            {
                throw new InputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A box of length {box.Length} at {low[axis]} has no upper bound among the doubles."));
            }
        }

        return high[best] - low[best] == box.Length;
    }

    private static PeriodicBox FromEdges(
        LineReader reader, ReadOnlySpan<double> low, ReadOnlySpan<double> edges, ReadOnlySpan<double> spacings, double? exactLength)
    {
        int best = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            if (!(edges[axis] > 0) || !double.IsFinite(edges[axis]))
            {
                string found = string.Create(CultureInfo.InvariantCulture, $"{edges[axis]} along {"xyz"[axis]}");
                throw reader.Error("a positive box length", found);
            }

            best = spacings[axis] < spacings[best] ? axis : best;
        }

        double length = exactLength ?? edges[best];
        for (int axis = 0; axis < 3; axis++)
        {
            if (!(Math.Abs(edges[axis] - length) <= 4 * (spacings[axis] + spacings[best])))
            {
                string found = string.Create(CultureInfo.InvariantCulture, $"edges {edges[0]}, {edges[1]}, {edges[2]}");
                string expected = string.Create(CultureInfo.InvariantCulture, $"a cubic box of length {length}");
                throw reader.Error(exactLength is null ? "a cubic box" : expected, found);
            }
        }

        return new PeriodicBox(length, low[0], low[1], low[2]);
    }

    // Distance from |value| to the next larger double.
    private static double Spacing(double value) => Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
}
