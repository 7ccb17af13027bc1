// Converts the bounds in a file to a cubic box, and a box to bounds, without losing a bit of the length.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Converts between a cubic box and the bounds lo and hi of its three axes. The length hi − lo is taken from the decimal digits of the
/// file, so that the rounding of lo and hi to doubles does not change the length. Edges that differ by less than 1e-10 of the length count
/// as equal, because a barostat or a change of units leaves such differences. The axis whose bounds are nearest to 0 gives the length.
/// </summary>
internal static class CubicBox
{
    /// <summary>Edges and tilts of a cube may differ from L and 0 by this fraction of L.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>The bounds of one axis.</summary>
    internal readonly record struct Bounds(double Low, double High, double Edge)
    {
        /// <summary>Parses bounds; null if one is not a finite number.</summary>
        public static Bounds? Parse(string low, string high)
        {
            if (!Tokens.TryFinite(low, out double lowest) || !Tokens.TryFinite(high, out double highest))
            {
                return null;
            }

            double edge = DecimalNumber.TryParse(low, out DecimalNumber from) && DecimalNumber.TryParse(high, out DecimalNumber to)
                ? to.Minus(from).ToDouble()
                : highest - lowest;
            return new Bounds(lowest, highest, edge);
        }
    }

    /// <summary>Makes the box between the bounds. Errors name the current line of the reader.</summary>
    /// <param name="reader">The reader of the bounds.</param>
    /// <param name="bounds">The bounds of x, y, z.</param>
    /// <param name="exactLength">The length, if the file states it apart from the bounds; otherwise null.</param>
    public static PeriodicBox FromBounds(LineReader reader, ReadOnlySpan<Bounds> bounds, double? exactLength = null)
    {
        Span<double> low = stackalloc double[3];
        Span<double> edges = stackalloc double[3];
        Span<double> spacings = stackalloc double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            low[axis] = bounds[axis].Low;
            edges[axis] = bounds[axis].Edge;
            spacings[axis] = SpacingAt(Math.Max(Math.Abs(bounds[axis].Low), Math.Abs(bounds[axis].High)));
        }

        return FromEdges(reader, low, edges, spacings, exactLength);
    }

    /// <summary>Makes the box with the given edges, which are exact to about the last bit.</summary>
    public static PeriodicBox FromEdges(LineReader reader, ReadOnlySpan<double> low, ReadOnlySpan<double> edges) =>
        FromEdges(reader, low, edges, [SpacingAt(edges[0]), SpacingAt(edges[1]), SpacingAt(edges[2])], null);

    // A double has 17 digits. Those of a lower bound much smaller than L would make hundreds more, and change no bit of L.
    private const int DigitsBelowLength = 20;

    /// <summary>
    /// The decimal digits of hi = lo + L. They may be more than a double needs. Programs that read a double get the nearest one, and
    /// <see cref="Bounds.Parse"/> gets L back to the last bit.
    /// </summary>
    /// <exception cref="InputException">The double nearest to hi is lo itself: L is lost beside lo.</exception>
    public static string UpperBound(double low, double length)
    {
        string high = Math.Abs(low) < double.MaxValue / 2 && low + length > low
            ? DecimalNumber.Of(low).Plus(DecimalNumber.Of(length)).RoundedTo(PlaceOf(length) - DigitsBelowLength).ToString()
            : "";
        return double.TryParse(high, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value > low
            ? high
            : throw new InputException(string.Create(
                CultureInfo.InvariantCulture, $"A box of length {length} at {low} has no upper bound among the doubles."));
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
            if (!(Math.Abs(edges[axis] - length) <= (Tolerance * length) + (4 * (spacings[axis] + spacings[bestAxis]))))
            {
                string found = string.Create(CultureInfo.InvariantCulture, $"edges {edges[0]}, {edges[1]}, {edges[2]}");
                string expected = string.Create(CultureInfo.InvariantCulture, $"a cubic box of length {length}");
                throw reader.Error(exactLength is null ? "a cubic box" : expected, found);
            }
        }

        return new PeriodicBox(length, low[0], low[1], low[2]);
    }

    // The power of ten of the first digit.
    private static int PlaceOf(double length) => (int)Math.Floor(Math.Log10(length));

    // Distance from |value| to the next larger double.
    private static double SpacingAt(double value) => Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);
}
