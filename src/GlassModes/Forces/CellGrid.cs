// Sorts particles by cell, and names the runs of neighbouring particles that a cell has to look at.

namespace GlassModes.Forces;

/// <summary>
/// A grid of n³ cells over the periodic cube. Particles are ordered cell by cell, z fastest, so that the cells of one (x, y)
/// column lie one after another in memory and a neighbourhood is a few contiguous runs of particles.
/// </summary>
internal sealed class CellGrid
{
    private int[] _cellOf = [];
    private int[] _cursor = [];

    /// <summary>Cells along an edge; 1 where the box is too small for a grid to pay.</summary>
    public int PerEdge { get; private set; } = 1;

    /// <summary>Cells to look at on either side along each axis; with one cell an edge there are no neighbours.</summary>
    public int Reach { get; private set; }

    /// <summary>First sorted particle of each cell, n³ + 1 values.</summary>
    public int[] Start { get; private set; } = [];

    /// <summary>Index in the caller's order of each sorted particle.</summary>
    public int[] Order { get; private set; } = [];

    /// <summary>
    /// Chooses the grid for pairs up to <paramref name="range"/> apart: cells of at least half the range where at least five
    /// fit along an edge, of the whole range where three do, else a single cell (all pairs). A stencil of 2·reach + 1 cells
    /// must fit into the edge, or it would meet a cell twice.
    /// </summary>
    public void Shape(double boxLength, double range, int particles)
    {
        // More cells than particles only cost time to walk over.
        int most = Math.Max(1, (int)Math.Cbrt(4.0 * particles));
        int half = Math.Min((int)(2 * boxLength / range), most);
        int whole = Math.Min((int)(boxLength / range), most);
        (PerEdge, Reach) = half >= 5 ? (half, 2)
            : whole >= 3 ? (whole, 1)
            : (1, 0);
        int cells = PerEdge * PerEdge * PerEdge;
        if (Start.Length != cells + 1)
        {
            Start = new int[cells + 1];
            _cursor = new int[cells];
        }

        if (Order.Length != particles)
        {
            Order = new int[particles];
            _cellOf = new int[particles];
        }
    }

    /// <summary>Sorts the particles (a stable counting sort, so the order is a function of the positions alone).</summary>
    /// <param name="x">N coordinates in [0, L).</param>
    /// <param name="y">N coordinates in [0, L).</param>
    /// <param name="z">N coordinates in [0, L).</param>
    /// <param name="boxLength">L.</param>
    public void Sort(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> z, double boxLength)
    {
        int n = PerEdge;
        double scale = n / boxLength;
        Array.Clear(Start);
        for (int i = 0; i < x.Length; i++)
        {
            // Clamped: rounding can put a coordinate at L itself, and a diverged run far outside.
            int cx = Math.Clamp((int)(x[i] * scale), 0, n - 1);
            int cy = Math.Clamp((int)(y[i] * scale), 0, n - 1);
            int cz = Math.Clamp((int)(z[i] * scale), 0, n - 1);
            int cell = (((cx * n) + cy) * n) + cz;
            _cellOf[i] = cell;
            Start[cell + 1]++;
        }

        for (int cell = 0; cell < _cursor.Length; cell++)
        {
            Start[cell + 1] += Start[cell];
            _cursor[cell] = Start[cell];
        }

        for (int i = 0; i < x.Length; i++)
        {
            Order[_cursor[_cellOf[i]]++] = i;
        }
    }
}
