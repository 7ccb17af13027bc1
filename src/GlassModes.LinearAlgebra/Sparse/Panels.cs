// Copies between vectors that stand one after the other and panels, which interleave the elements of several vectors.

using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>
/// Copies vectors into a panel and back. A panel holds as many vectors as a register has lanes. It stores element k of all vectors, then
/// element k + 1 of all vectors, so that one register holds the same element of each vector.
/// </summary>
internal static unsafe class Panels
{
    // Number of rows copied at a time. These rows of the panel stay in the first-level cache while the columns are copied one after the
    // other.
    private const int Rows = 128;

    /// <summary>Fills a panel from columns. Lanes without a column are filled with zeros.</summary>
    /// <param name="columns">The vectors, one after the other.</param>
    /// <param name="count">Number of vectors, at most the number of lanes.</param>
    /// <param name="length">Elements of a vector.</param>
    /// <param name="panel">Receives length × lanes elements.</param>
    public static void Pack<TLanes, TElement>(double* columns, int count, int length, TElement* panel)
        where TLanes : struct, ILaneArithmetic<TLanes, TElement>
        where TElement : unmanaged
    {
        for (int first = 0; first < length; first += Rows)
        {
            int end = Math.Min(first + Rows, length);
            for (int c = 0; c < TLanes.Width; c++)
            {
                double* column = columns + ((long)c * length);
                for (int k = first; k < end; k++)
                {
                    panel[((long)k * TLanes.Width) + c] = c < count ? TLanes.FromDouble(column[k]) : default;
                }
            }
        }
    }

    /// <summary>Copies the vectors of a panel into columns.</summary>
    /// <param name="panel">The panel of length × lanes elements.</param>
    /// <param name="count">Number of vectors to copy.</param>
    /// <param name="length">Elements of a vector.</param>
    /// <param name="columns">Receives the vectors, one after the other.</param>
    public static void Unpack<TLanes, TElement>(TElement* panel, int count, int length, double* columns)
        where TLanes : struct, ILaneArithmetic<TLanes, TElement>
        where TElement : unmanaged
    {
        for (int first = 0; first < length; first += Rows)
        {
            int end = Math.Min(first + Rows, length);
            for (int c = 0; c < count; c++)
            {
                double* column = columns + ((long)c * length);
                for (int k = first; k < end; k++)
                {
                    column[k] = TLanes.ToDouble(panel[((long)k * TLanes.Width) + c]);
                }
            }
        }
    }
}
