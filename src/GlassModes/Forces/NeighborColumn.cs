// The neighbourhood of a cell across the boundaries of the box.

namespace GlassModes.Forces;

/// <summary>A column of cells, and the shifts to the images of its particles that are nearest to the cell.</summary>
/// <param name="Index">Number of the column.</param>
/// <param name="Extension">Added to the indices of its particles, see <see cref="NeighborList.Extended"/>.</param>
/// <param name="ShiftX">Added to x.</param>
/// <param name="ShiftY">Added to y.</param>
internal readonly record struct NeighborColumn(int Index, int Extension, float ShiftX, float ShiftY)
{
    /// <summary>The column at (cx, cy), of which either may lie up to one box length outside.</summary>
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

/// <summary>Cells First to Last of a column, and the shift of z to their nearest images.</summary>
/// <param name="First">First cell.</param>
/// <param name="Last">Last cell.</param>
/// <param name="Shift">Added to z.</param>
internal readonly record struct CellRange(int First, int Last, float Shift);
