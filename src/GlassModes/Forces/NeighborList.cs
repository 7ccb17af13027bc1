// The Verlet list of a whole system, in chunks that are built and worked through independently.

using System.Numerics;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;

namespace GlassModes.Forces;

/// <summary>
/// A half Verlet list over particles sorted by cell: each pair within r_c(a,b) + skin stands once, with the particle that comes
/// first. Large systems are cut into chunks, runs of columns with about the same number of particles. The number of chunks depends on
/// the grid alone, so that sums have the same order on any number of threads. Memory: 4 bytes an entry, about 50 entries a particle
/// for KALJ.
/// </summary>
internal sealed class NeighborList : IDisposable, ITeamWork
{
    private const int PartsToSort = 16;
    private const double ChunksPerLayer = 1.35;

    // With four chunks a window spans at most half the layers and two more. A window must not meet itself around the box.
    private const int FewestLayersToDivide = 5;
    private readonly float[] _rangeSquared;
    private readonly NeighborChunk[] _chunks;
    private readonly int[] _columnCut;
    private readonly SimdWidth _width;

    /// <summary>Prepares an empty list; nothing is built yet.</summary>
    /// <param name="species">N species indices in the caller's order.</param>
    /// <param name="speciesCount">S.</param>
    /// <param name="boxLength">L.</param>
    /// <param name="cutoffs">S × S cutoffs.</param>
    /// <param name="skin">Distance beyond the cutoff that the list reaches.</param>
    /// <param name="width">Register width: blocks have as many entries.</param>
    /// <param name="patterns">The patterns of the blocks; null where none are needed.</param>
    public NeighborList(
        ReadOnlySpan<byte> species,
        int speciesCount,
        double boxLength,
        ReadOnlySpan<double> cutoffs,
        double skin,
        SimdWidth width,
        PatternTable? patterns)
    {
        Count = species.Length;
        BoxLength = boxLength;
        Skin = skin;
        Patterns = patterns;
        _width = width;

        // Coordinates up to 2L in single precision, each off by half a unit in the last place: no near pair may be missed.
        double rounding = 4 * boxLength / (1 << 24);
        double range = 0;
        _rangeSquared = new float[cutoffs.Length];
        for (int p = 0; p < cutoffs.Length; p++)
        {
            double reach = cutoffs[p] + skin + rounding;
            _rangeSquared[p] = (float)(reach * reach * (1 + 1e-6));
            range = Math.Max(range, reach);
        }

        bool large = Count >= ForceField.FewestParticlesToShare;
        Grid = new CellGrid(species, speciesCount, boxLength, range, large ? PartsToSort : 1);
        Extended = large && Grid.PerEdge >= FewestLayersToDivide;

        // More chunks even out cores of different pace, but the window of each chunk has two more layers than the chunk.
        int chunks = 1 << BitOperations.Log2((uint)(ChunksPerLayer * Grid.PerEdge));
        _chunks = new NeighborChunk[Extended ? Math.Max(4, chunks) : 1];
        for (int c = 0; c < _chunks.Length; c++)
        {
            _chunks[c] = new NeighborChunk(speciesCount, (int)width);
        }

        _columnCut = new int[_chunks.Length + 1];
    }

    /// <summary>Number of particles N.</summary>
    public int Count { get; }

    /// <summary>L.</summary>
    public double BoxLength { get; }

    /// <summary>Distance beyond the cutoff that the list reaches.</summary>
    public double Skin { get; }

    /// <summary>The sorted particles.</summary>
    public CellGrid Grid { get; }

    /// <summary>The patterns of the blocks.</summary>
    public PatternTable? Patterns { get; }

    /// <summary>Entries of a block.</summary>
    public int BlockWidth => (int)_width;

    /// <summary>The parts of the list.</summary>
    public ReadOnlySpan<NeighborChunk> Chunks => _chunks;

    /// <summary>
    /// Whether neighbours across the upper x face are listed as N + their index, so that the forces of a chunk fall into one
    /// contiguous window.
    /// </summary>
    public bool Extended { get; }

    /// <summary>Number of particles that are listed a second time as N + their index.</summary>
    public int ExtendedCount => Extended ? Grid.LayerStart(Grid.Reach) : 0;

    /// <summary>Squared distance below which a pair is listed.</summary>
    public float RangeSquared(int a, int b) => _rangeSquared[(a * Grid.SpeciesCount) + b];

    /// <summary>Builds the list for 3N positions in the caller's order.</summary>
    public unsafe void Build(double* positions, ThreadTeam team)
    {
        Grid.Sort(positions, team);
        CutColumns();
        team.Run(this, _chunks.Length);
    }

    /// <inheritdoc/>
    void ITeamWork.Execute(int task)
    {
        switch (_width)
        {
            case SimdWidth.Vector512: _chunks[task].Build<FloatLanes512>(this, _columnCut[task], _columnCut[task + 1]); break;
            case SimdWidth.Vector256: _chunks[task].Build<FloatLanes256>(this, _columnCut[task], _columnCut[task + 1]); break;
            default: _chunks[task].Build<FloatLanes128>(this, _columnCut[task], _columnCut[task + 1]); break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Grid.Dispose();
        foreach (NeighborChunk chunk in _chunks)
        {
            chunk.Dispose();
        }
    }

    // Chunks of about N/K particles, in whole columns; never empty, for a window needs a layer.
    private void CutColumns()
    {
        int columns = Grid.PerEdge * Grid.PerEdge;
        int column = 0;
        for (int c = 1; c < _chunks.Length; c++)
        {
            long wanted = (long)Count * c / _chunks.Length;
            column++;
            while (column < columns - (_chunks.Length - c) && Grid.ColumnStart(column) < wanted)
            {
                column++;
            }

            _columnCut[c] = column;
        }

        _columnCut[_chunks.Length] = columns;
    }
}
