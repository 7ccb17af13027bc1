// The Verlet list of a whole system, in chunks that are built and evaluated independently.

using System.Numerics;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;

namespace GlassModes.Forces;

/// <summary>
/// A half Verlet list over particles that are sorted by cell. Each pair within r_c(a,b) + skin is listed once, with the particle that comes
/// first. The list of a large system is cut into chunks. A chunk is a run of columns, and all chunks have about the same number of
/// particles. The number of chunks depends on the grid alone, so that sums have the same order on any number of threads. The list takes 4
/// bytes for each entry, and has about 50 entries for each particle of KALJ.
/// </summary>
internal sealed class NeighborList : IDisposable, ITeamWork
{
    private const int PartsToSort = 16;
    private const double ChunksPerLayer = 1.35;

    // A window must not meet itself around the box. With four chunks, a window spans at most half of the layers and two more.
    private const int FewestLayersToDivide = 5;
    private readonly float[] _rangeSquared;
    private readonly NeighborChunk[] _chunks;
    private readonly int[] _columnCut;
    private readonly SimdWidth _width;

    /// <summary>Prepares an empty list. Nothing is built yet.</summary>
    /// <param name="species">N species indices in the caller's order.</param>
    /// <param name="speciesCount">Number of species S.</param>
    /// <param name="boxLength">L.</param>
    /// <param name="cutoffs">S × S cutoffs.</param>
    /// <param name="skin">Distance beyond the cutoff that the list reaches.</param>
    /// <param name="width">Register width, which is also the number of entries of a block.</param>
    /// <param name="patterns">The patterns of the blocks; null if no patterns are needed.</param>
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

        // Coordinates up to 2L are rounded to single precision. Each rounding error is up to half a unit in the last place. The range is
        // enlarged by these errors so that no near pair is missed.
        double rounding = 4 * boxLength / (1 << 24);
        double range = 0;
        _rangeSquared = new float[cutoffs.Length];
        for (int p = 0; p < cutoffs.Length; p++)
        {
            double reach = cutoffs[p] + skin + rounding;
            _rangeSquared[p] = (float)(reach * reach * (1 + 1e-6));
            range = Math.Max(range, reach);
        }

        bool isLarge = Count >= ForceField.FewestParticlesToShare;
        Grid = new CellGrid(species, speciesCount, boxLength, range, isLarge ? PartsToSort : 1);
        Extended = isLarge && Grid.PerEdge >= FewestLayersToDivide;

        // More chunks distribute the work better among cores of different speed. But the window of each chunk has two more layers than the
        // chunk.
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

    /// <summary>Box length L.</summary>
    public double BoxLength { get; }

    /// <summary>Distance beyond the cutoff that the list reaches.</summary>
    public double Skin { get; }

    /// <summary>The sorted particles.</summary>
    public CellGrid Grid { get; }

    /// <summary>The patterns of the blocks.</summary>
    public PatternTable? Patterns { get; }

    /// <summary>Number of entries of a block.</summary>
    public int BlockWidth => (int)_width;

    /// <summary>The parts of the list.</summary>
    public ReadOnlySpan<NeighborChunk> Chunks => _chunks;

    /// <summary>
    /// Whether a neighbour i across the upper x face is listed as N + i, so that the forces of a chunk fall into one contiguous window.
    /// </summary>
    public bool Extended { get; }

    /// <summary>Number of particles i that are listed a second time as N + i.</summary>
    public int ExtendedCount => Extended ? Grid.LayerStart(Grid.Reach) : 0;

    /// <summary>Squared distance below which a pair of species a and b is listed.</summary>
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

    // Cuts the columns into K chunks of about N/K particles. A chunk has at least one column, because a window needs a layer.
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
