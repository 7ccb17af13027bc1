// Sorts the particles by cell, so that the neighbourhood of a cell consists of a few contiguous runs of particles.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Threading;

namespace GlassModes.Forces;

/// <summary>
/// A grid of n × n columns over the periodic cube. Each column is cut into cells along z. Particles are ordered by column (x, y), within a
/// column by species, and within a species by cell. The particles of one species in neighbouring cells of a column therefore lie one after
/// another. A layer consists of all columns of one x. The sort is a radix sort in two levels: by layer, and within the layer. Both levels
/// are stable, so that the order is a function of the positions alone and does not depend on the number of threads.
/// </summary>
internal sealed unsafe class CellGrid : IDisposable, ITeamWork
{
    private readonly int _count;
    private readonly double _boxLength;
    private readonly int _parts;

    private readonly AlignedBuffer<byte> _callersSpecies;
    private readonly AlignedBuffer<int> _key;
    private readonly AlignedBuffer<int> _keyByLayer;
    private readonly AlignedBuffer<int> _indexByLayer;
    private readonly AlignedBuffer<int> _order;
    private readonly AlignedBuffer<byte> _species;
    private readonly AlignedBuffer<float> _coordinates;
    private readonly AlignedBuffer<int> _start;

    // For each part of the particles and each layer: first the number of particles, later the slot of the next particle.
    private readonly AlignedBuffer<int> _partOffsets;

    // One row of counters for each layer, for the sort within the layer.
    private readonly AlignedBuffer<int> _cursors;
    private double* _positions;
    private Phase _phase;

    /// <summary>
    /// Chooses the grid for pairs up to <paramref name="range"/> apart. Columns are as wide as the range if at least three such columns fit
    /// along an edge. Otherwise columns are half as wide if at least five fit. Otherwise there is a single cell, and all pairs are
    /// searched. A stencil of 2·reach + 1 columns must fit into the edge, because it would otherwise meet a column twice. Wide columns give
    /// few and long runs of particles. Along z, short cells cost nothing. Cells are therefore a third of the range high.
    /// </summary>
    /// <param name="species">N species indices in the caller's order.</param>
    /// <param name="speciesCount">Number of species S.</param>
    /// <param name="boxLength">L.</param>
    /// <param name="range">Largest distance of a pair.</param>
    /// <param name="parts">Number of tasks that the particles are divided into. Results do not depend on this number.</param>
    public CellGrid(ReadOnlySpan<byte> species, int speciesCount, double boxLength, double range, int parts)
    {
        _count = species.Length;
        _boxLength = boxLength;
        _parts = parts;
        SpeciesCount = speciesCount;

        // More columns would give empty cells, which only cost time.
        int mostPerEdge = Math.Max(1, (int)Math.Cbrt(4.0 * _count));
        int wideColumns = (int)Math.Min(boxLength / range, mostPerEdge);
        int narrowColumns = (int)Math.Min(2 * boxLength / range, mostPerEdge);
        (PerEdge, Reach) = wideColumns >= 3 ? (wideColumns, 1)
            : narrowColumns >= 5 ? (narrowColumns, 2)
            : (1, 0);
        (PerColumn, ReachInColumn) = Reach > 0 ? ((int)Math.Min(3 * boxLength / range, 3 * mostPerEdge), 3) : (1, 0);

        _callersSpecies = new AlignedBuffer<byte>(_count);
        species.CopyTo(_callersSpecies.Span);
        _key = new AlignedBuffer<int>(_count);
        _keyByLayer = new AlignedBuffer<int>(_count);
        _indexByLayer = new AlignedBuffer<int>(_count);
        _order = new AlignedBuffer<int>(_count);
        _species = new AlignedBuffer<byte>(_count);
        _coordinates = new AlignedBuffer<float>(3L * Stride);
        _start = new AlignedBuffer<int>(((long)PerEdge * KeysPerLayer) + 1);
        _partOffsets = new AlignedBuffer<int>((long)parts * PerEdge);
        _cursors = new AlignedBuffer<int>((long)PerEdge * KeysPerLayer);
    }

    private enum Phase
    {
        FindCells,
        GatherLayers,
        SortLayer,
    }

    /// <summary>Number of columns along x and along y; 1 if the box is too small for a grid.</summary>
    public int PerEdge { get; }

    /// <summary>Number of columns to search on either side along x and y; 0 if there is only one column.</summary>
    public int Reach { get; }

    /// <summary>Number of cells of a column.</summary>
    public int PerColumn { get; }

    /// <summary>Number of cells to search above and below.</summary>
    public int ReachInColumn { get; }

    /// <summary>Number of species S.</summary>
    public int SpeciesCount { get; }

    /// <summary>Index in the caller's order of each sorted particle, N values.</summary>
    public int* Order => _order.Address;

    /// <summary>Species of each sorted particle, N values.</summary>
    public byte* Species => _species.Address;

    /// <summary>
    /// x of the sorted particles within [0, L], in single precision. y begins after <see cref="Stride"/> values, and z after two times
    /// <see cref="Stride"/> values. A whole register can be loaded at the end.
    /// </summary>
    public float* Coordinates => _coordinates.Address;

    /// <summary>Distance between the coordinate arrays.</summary>
    public int Stride => _count + 16;

    /// <summary>Index of the first sorted particle of each cell and species, at <see cref="StartIndex"/>. The last value is N.</summary>
    public int* Start => _start.Address;

    private int KeysPerLayer => PerEdge * SpeciesCount * PerColumn;

    /// <summary>Index into <see cref="Start"/> of a column, a species and a cell of the column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int StartIndex(int column, int species, int z) => (((column * SpeciesCount) + species) * PerColumn) + z;

    /// <summary>First sorted particle of a layer, or N for the layer after the last.</summary>
    public int LayerStart(int layer) => Start[(long)layer * KeysPerLayer];

    /// <summary>First sorted particle of a column, or N for the column after the last.</summary>
    public int ColumnStart(int column) => Start[(long)column * SpeciesCount * PerColumn];

    /// <summary>Sorts the particles at the 3N positions given in the caller's order.</summary>
    public void Sort(double* positions, ThreadTeam team)
    {
        _positions = positions;
        RunPhase(Phase.FindCells, _parts, team);
        SumOffsets();
        RunPhase(Phase.GatherLayers, _parts, team);
        RunPhase(Phase.SortLayer, PerEdge, team);
        Start[(long)PerEdge * KeysPerLayer] = _count;
    }

    /// <inheritdoc/>
    void ITeamWork.Execute(int task)
    {
        switch (_phase)
        {
            case Phase.FindCells: FindCells(task); break;
            case Phase.GatherLayers: GatherLayers(task); break;
            default: SortLayer(task); break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _callersSpecies.Dispose();
        _key.Dispose();
        _keyByLayer.Dispose();
        _indexByLayer.Dispose();
        _order.Dispose();
        _species.Dispose();
        _coordinates.Dispose();
        _start.Dispose();
        _partOffsets.Dispose();
        _cursors.Dispose();
    }

    private void RunPhase(Phase phase, int tasks, ThreadTeam team)
    {
        _phase = phase;
        team.Run(this, tasks);
    }

    private int PartStart(int part) => (int)((long)_count * part / _parts);

    // Finds the cell of each particle of a part, and counts the particles of the part in each layer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindCells(int part)
    {
        int n = PerEdge;
        int nz = PerColumn;
        int speciesCount = SpeciesCount;
        double inverse = 1 / _boxLength;
        int* counts = _partOffsets.Address + ((long)part * n);
        new Span<int>(counts, n).Clear();
        int* keys = _key.Address;
        byte* species = _callersSpecies.Address;
        double* p = _positions + (3L * PartStart(part));
        int end = PartStart(part + 1);
        for (int i = PartStart(part); i < end; i++, p += 3)
        {
            int cx = CellIndex(p[0] * inverse, n);
            keys[i] = (((((cx * n) + CellIndex(p[1] * inverse, n)) * speciesCount) + species[i]) * nz) + CellIndex(p[2] * inverse, nz);
            counts[cx]++;
        }
    }

    // The index is clamped, because rounding can make the fraction 1 and a diverged run has positions without a fraction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CellIndex(double fraction, int n) => Math.Clamp((int)((fraction - Math.Floor(fraction)) * n), 0, n - 1);

    private void SumOffsets()
    {
        int* offsets = _partOffsets.Address;
        int sum = 0;
        for (int layer = 0; layer < PerEdge; layer++)
        {
            Start[(long)layer * KeysPerLayer] = sum;
            for (int part = 0; part < _parts; part++)
            {
                int* offset = offsets + ((long)part * PerEdge) + layer;
                (*offset, sum) = (sum, sum + *offset);
            }
        }

        Start[(long)PerEdge * KeysPerLayer] = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherLayers(int part)
    {
        int* offsets = _partOffsets.Address + ((long)part * PerEdge);
        int* keys = _key.Address;
        int* keyByLayer = _keyByLayer.Address;
        int* indexByLayer = _indexByLayer.Address;
        int perLayer = KeysPerLayer;
        int end = PartStart(part + 1);
        for (int i = PartStart(part); i < end; i++)
        {
            int layer = keys[i] / perLayer;
            int slot = offsets[layer]++;
            keyByLayer[slot] = keys[i] - (layer * perLayer);
            indexByLayer[slot] = i;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortLayer(int layer)
    {
        int perLayer = KeysPerLayer;
        int begin = LayerStart(layer);
        int end = LayerStart(layer + 1);
        int* keys = _keyByLayer.Address;
        int* cursors = _cursors.Address + ((long)layer * perLayer);
        new Span<int>(cursors, perLayer).Clear();
        for (int s = begin; s < end; s++)
        {
            cursors[keys[s]]++;
        }

        // The start of the layer itself has already been written, and other tasks read it at this time.
        int* start = Start + ((long)layer * perLayer);
        int sum = begin;
        for (int key = 0; key < perLayer; key++)
        {
            (cursors[key], sum) = (sum, sum + cursors[key]);
            if (key > 0)
            {
                start[key] = cursors[key];
            }
        }

        double inverse = 1 / _boxLength;
        float length = (float)_boxLength;
        float* x = Coordinates;
        float* y = x + Stride;
        float* z = y + Stride;
        int* order = Order;
        for (int s = begin; s < end; s++)
        {
            int target = cursors[keys[s]]++;
            int i = _indexByLayer.Address[s];
            double* p = _positions + (3L * i);
            order[target] = i;
            _species.Address[target] = _callersSpecies.Address[i];
            x[target] = (float)Fraction(p[0] * inverse) * length;
            y[target] = (float)Fraction(p[1] * inverse) * length;
            z[target] = (float)Fraction(p[2] * inverse) * length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Fraction(double value) => value - Math.Floor(value);
}
