// Converts the bounds in a file to a cubic box, and a box to bounds, without losing a bit of the length.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Converts between a cubic box and the bounds lo and hi of its three axes. A length hi − lo is known only to the spacing of the doubles at
/// lo and hi. Edges that differ by no more than a few such spacings count as equal, and the axis with the smallest spacing gives the
/// length.
/// </summary>
internal static class CubicBox
{
    /// <summary>Makes the box between the bounds. Errors name the current line of the reader.</summary>
    /// <param name="reader">The reader of the bounds.</param>
    /// <param name="low">Lower bounds of x, y, z.</param>
    /// <param name="high">Upper bounds of x, y, z.</param>
    /// <param name="exactLength">The length, if the file states it apart from the bounds; otherwise null.</param>
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
    /// Computes the lower bounds lo and the upper bounds hi = lo + L of the box. Returns whether a reader gets the length back from the
    /// bounds alone, to the last bit.
    /// </summary>
    /// <exception cref="InputException">The box has no upper bounds among the doubles.</exception>
    public static bool UpperBounds(PeriodicBox box, Span<double> low, Span<double> high)
    {
        low[0] = box.OriginX;
        low[1] = box.OriginY;
        low[2] = box.OriginZ;
        int bestAxis = 0;
        Span<double> spacings = stackalloc double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            high[axis] = low[axis] + box.Length;
            spacings[axis] = Spacing(Math.Max(Math.Abs(low[axis]), Math.Abs(high[axis])));
            bestAxis = spacings[axis] < spacings[bestAxis] ? axis : bestAxis;
            if (!(high[axis] > low[axis]) || !double.IsFinite(high[axis]))
            {
                throw new InputException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A box of length {box.Length} at {low[axis]} has no upper bound among the doubles."));
            }
        }

        return high[bestAxis] - low[bestAxis] == box.Length;
    }

    private static PeriodicBox FromEdges(
        LineReader reader, ReadOnlySpan<double> low, ReadOnlySpan<double> edges, ReadOnlySpan<double> spacings, double? exactLength)
    {
        int bestAxis = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            if (!(edges[axis] > 0) || !double.IsFinite(edges[axis]))
            {
                string found = string.Create(CultureInfo.InvariantCulture, $"{edges[axis]} along {"xyz"[axis]}");
                throw reader.Error("a positive box length", found);
            }

            bestAxis = spacings[axis] < spacings[bestAxis] ? axis : bestAxis;
        }

        double length = exactLength ?? edges[bestAxis];
        for (int axis = 0; axis < 3; axis++)
        {
            if (!(Math.Abs(edges[axis] - length) <= 4 * (spacings[axis] + spacings[bestAxis])))
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
