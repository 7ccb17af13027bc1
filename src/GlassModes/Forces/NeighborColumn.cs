// The columns and cells around a cell, with the shifts across the faces of the box.

namespace GlassModes.Forces;

/// <summary>A column of cells, and the shifts that bring its particles to the images nearest to the cell.</summary>
/// <param name="Index">Number of the column.</param>
/// <param name="Extension">
/// Number that is added to the indices of the particles of the column; see <see cref="NeighborList.Extended"/>.
/// </param>
/// <param name="ShiftX">Shift of x.</param>
/// <param name="ShiftY">Shift of y.</param>
internal readonly record struct NeighborColumn(int Index, int Extension, float ShiftX, float ShiftY)
{
    /// <summary>
    /// The column at (cx, cy). cx may lie up to one box length beyond the upper face, and cy up to one box length outside on either side.
    /// </summary>
    public static NeighborColumn At(NeighborList list, int cx, int cy)
    {
        int n = list.Grid.PerEdge;
        int x = cx >= n ? 1 : 0;
        int y = cy >= n ? 1 : cy < 0 ? -1 : 0;
        float length = (float)list.BoxLength;
        return new NeighborColumn(
            ((cx - (x * n)) * n) + cy - (y * n), x > 0 && list.Extended ? list.Count : 0, x * length, y * length);
    }
}

/// <summary>
/// The cells First to Last of a column, and the shift of z that brings their particles to the images nearest to the cell.
/// </summary>
/// <param name="First">First cell.</param>
/// <param name="Last">Last cell.</param>
/// <param name="Shift">Shift of z.</param>
internal readonly record struct CellRange(int First, int Last, float Shift);
