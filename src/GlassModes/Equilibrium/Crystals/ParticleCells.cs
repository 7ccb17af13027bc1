// Particles sorted into cubic cells, so that the particles near a place are found without a look at all others.

using GlassModes.Particles;

namespace GlassModes.Equilibrium.Crystals;

/// <summary>A particle near another one.</summary>
/// <param name="Index">Index of the near particle, in file order.</param>
/// <param name="Distance">Distance r &gt; 0 of the two particles.</param>
/// <param name="X">Component x of the vector to the near particle.</param>
/// <param name="Y">Component y.</param>
/// <param name="Z">Component z.</param>
internal readonly record struct NearParticle(int Index, double Distance, double X, double Y, double Z) : IComparable<NearParticle>
{
    /// <summary>Orders by distance. Equal distances are ordered by index.</summary>
    public int CompareTo(NearParticle other)
    {
        int byDistance = Distance.CompareTo(other.Distance);
        return byDistance != 0 ? byDistance : Index.CompareTo(other.Index);
    }
}

/// <summary>
/// The particles of a configuration sorted by cell. A cell keeps the order of the file. Unlike the neighbour list of the forces, a search
/// may reach any distance: how far the neighbours of a particle are is not known beforehand.
/// </summary>
internal sealed class ParticleCells
{
    private readonly double _boxLength;
    private readonly PeriodicBox _box;
    private readonly int _perEdge;
    private readonly int[] _order;
    private readonly int[] _start;
    private readonly int[] _cell;

    // Positions within [0, L], sorted by cell, and the place of each particle in them.
    private readonly double[] _positions;
    private readonly int[] _place;

    /// <summary>Sorts the particles. Allocates 36 bytes a particle and 4 bytes a cell; there are at most N cells.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="edge">Least edge of a cell. A search up to this distance visits 27 cells.</param>
    public ParticleCells(Configuration configuration, double edge)
    {
        int count = configuration.Count;
        _box = configuration.Box;
        _boxLength = _box.Length;
        _perEdge = (int)Math.Clamp(_boxLength / edge, 1, Math.Max(1, Math.Floor(Math.Cbrt(count))));
        _cell = new int[count];
        _start = new int[(_perEdge * _perEdge * _perEdge) + 1];
        ReadOnlySpan<double> positions = configuration.Positions;
        for (int i = 0; i < count; i++)
        {
            int x = CellIndex(Fraction(positions[3 * i]));
            int y = CellIndex(Fraction(positions[(3 * i) + 1]));
            int z = CellIndex(Fraction(positions[(3 * i) + 2]));
            _cell[i] = (((x * _perEdge) + y) * _perEdge) + z;
            _start[_cell[i] + 1]++;
        }

        for (int cell = 1; cell < _start.Length; cell++)
        {
            _start[cell] += _start[cell - 1];
        }

        _order = new int[count];
        _place = new int[count];
        _positions = new double[3 * count];
        int[] next = _start[..^1];
        for (int i = 0; i < count; i++)
        {
            int place = next[_cell[i]]++;
            _order[place] = i;
            _place[i] = place;
            for (int axis = 0; axis < 3; axis++)
            {
                _positions[(3 * place) + axis] = Fraction(positions[(3 * i) + axis]) * _boxLength;
            }
        }
    }

    /// <summary>Half the diagonal of the box, √3 L/2. No nearest image is farther away.</summary>
    public double LargestDistance => 0.5 * Math.Sqrt(3) * _boxLength;

    /// <summary>
    /// Finds the particles within a distance of a particle, by their nearest images. A particle at the very same place is left out, for no
    /// direction leads to it. The list is cleared first and is not sorted.
    /// </summary>
    public void Search(int particle, double distance, List<NearParticle> found)
    {
        found.Clear();
        int reach = (int)Math.Min(Math.Ceiling(distance * _perEdge / _boxLength), _perEdge);
        int place = _place[particle];
        int cell = _cell[particle];
        int z = cell % _perEdge;
        int y = cell / _perEdge % _perEdge;
        int x = cell / _perEdge / _perEdge;

        // No cell may be visited twice, so a search that reaches around the box visits each cell once.
        int width = Math.Min((2 * reach) + 1, _perEdge);
        for (int stepX = 0; stepX < width; stepX++)
        {
            int row = Wrapped(x - reach + stepX) * _perEdge;
            for (int stepY = 0; stepY < width; stepY++)
            {
                int column = (row + Wrapped(y - reach + stepY)) * _perEdge;
                for (int stepZ = 0; stepZ < width; stepZ++)
                {
                    SearchCell(column + Wrapped(z - reach + stepZ), place, distance, found);
                }
            }
        }
    }

    private void SearchCell(int cell, int place, double distance, List<NearParticle> found)
    {
        ReadOnlySpan<double> positions = _positions;
        double x = positions[3 * place];
        double y = positions[(3 * place) + 1];
        double z = positions[(3 * place) + 2];
        double largestSquare = distance * distance;
        for (int near = _start[cell]; near < _start[cell + 1]; near++)
        {
            double dx = _box.MinimumImage(positions[3 * near] - x);
            double dy = _box.MinimumImage(positions[(3 * near) + 1] - y);
            double dz = _box.MinimumImage(positions[(3 * near) + 2] - z);
            double square = (dx * dx) + (dy * dy) + (dz * dz);
            if (square <= largestSquare && square > 0)
            {
                found.Add(new NearParticle(_order[near], Math.Sqrt(square), dx, dy, dz));
            }
        }
    }

    // The index lies within one period, because the reach is at most one period.
    private int Wrapped(int index) => (index + _perEdge) % _perEdge;

    private int CellIndex(double fraction) => Math.Min((int)(fraction * _perEdge), _perEdge - 1);

    private double Fraction(double coordinate)
    {
        double periods = coordinate / _boxLength;
        return periods - Math.Floor(periods);
    }
}
