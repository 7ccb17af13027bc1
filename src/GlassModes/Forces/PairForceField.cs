// Binds a potential, a neighbour list and a kernel of a chosen width to one system.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Potentials;

namespace GlassModes.Forces;

/// <summary>
/// Pair forces from a Verlet list that is rebuilt when a particle has moved more than half the skin since the last build. An
/// evaluation has three phases of one task a chunk. The first packs the positions and finds how far the particles moved. The second
/// runs the kernel, which adds the forces of a chunk into the chunk's window. The third adds the windows, always in the same order,
/// into the caller's array. Memory: some 700 bytes a particle for KALJ.
/// </summary>
/// <typeparam name="TPotential">The potential between two species.</typeparam>
internal sealed unsafe class PairForceField<TPotential> : ForceField, ITeamWork
    where TPotential : unmanaged, IPairPotential
{
    // Farther than any sensible position; the square is still finite.
    private const double UnlimitedDistance = 1e150;

    private readonly double _boxLength;
    private readonly double _inverseLength;
    private readonly double _inverseRemainder;
    private readonly ThreadTeam _team;
    private readonly NeighborList _list;
    private readonly PatternTable? _patterns;
    private readonly AlignedBuffer<TPotential> _potentials;
    private readonly ChunkWindows _windows;
    private readonly ChunkState[] _chunks;

    // Sorted, four doubles a particle. The reference are the positions at the last build.
    private readonly AlignedBuffer<double> _reference;
    private AlignedBuffer<double> _packed;
    private bool _listHolds;

    // The arguments of the phase under way.
    private Phase _phase;
    private double* _positions;
    private double* _forces;
    private double _limit;
    private bool _withSums;

    public PairForceField(
        PeriodicBox box, ReadOnlySpan<byte> species, ReadOnlySpan<TPotential> potentials, double skin, SimdWidth width, ThreadTeam team)
    {
        Count = species.Length;
        Width = width;
        _team = team;
        _boxLength = box.Length;
        _inverseLength = 1 / box.Length;
        _inverseRemainder = Math.FusedMultiplyAdd(-box.Length, _inverseLength, 1) / box.Length;
        int speciesCount = (int)Math.Round(Math.Sqrt(potentials.Length));
        double[] cutoffs = new double[potentials.Length];
        for (int p = 0; p < cutoffs.Length; p++)
        {
            cutoffs[p] = potentials[p].Cutoff;
        }

        _patterns = width == SimdWidth.Scalar ? null : PatternTable.Create(potentials, speciesCount, (int)width);
        _list = new NeighborList(species, speciesCount, box.Length, cutoffs, skin, width, _patterns);
        _potentials = new AlignedBuffer<TPotential>(potentials.Length);
        potentials.CopyTo(_potentials.Span);
        _packed = new AlignedBuffer<double>(4L * Count);
        _reference = new AlignedBuffer<double>(4L * Count);
        _windows = new ChunkWindows(_list);
        _chunks = new ChunkState[_list.Chunks.Length];
        for (int c = 0; c < _chunks.Length; c++)
        {
            _chunks[c] = new ChunkState();
        }
    }

    private enum Phase
    {
        Pack,
        SaveReference,
        Evaluate,
        Collect,
    }

    public override int Count { get; }

    public override SimdWidth Width { get; }

    public override int Threads => _team.Threads;

    // The kernels add up forces per unit of the coordinates they compute in.
    private double ForceUnit => Width switch
    {
        SimdWidth.Vector512 => _boxLength / Lanes512.UnitsPerBox,
        SimdWidth.Vector256 => _boxLength / Lanes256.UnitsPerBox,
        SimdWidth.Vector128 => _boxLength / Lanes128.UnitsPerBox,
        _ => 1,
    };

    void ITeamWork.Execute(int task)
    {
        switch (_phase)
        {
            case Phase.Pack: Pack(task); break;
            case Phase.SaveReference: SaveReference(task); break;
            case Phase.Evaluate: Evaluate(task); break;
            default: _windows.CollectSums(task, _forces, ForceUnit); break;
        }
    }

    private protected override ForceSummary Evaluate(ReadOnlySpan<double> positions, Span<double> forces, bool withSums)
    {
        RequireLength(positions.Length, nameof(positions));
        RequireLength(forces.Length, nameof(forces));
        Evaluations++;
        _withSums = withSums;
        fixed (double* p = positions, f = forces)
        {
            _positions = p;
            _forces = f;
            if (!_listHolds || !PackWithin(_list.Skin / 2))
            {
                _listHolds = BuildList();
            }

            if (!_listHolds)
            {
                // A particle at NaN has no neighbours: without this the other forces would look sound.
                forces.Fill(double.NaN);
                return new ForceSummary(double.NaN, double.NaN);
            }

            RunPhase(Phase.Evaluate);
            RunPhase(Phase.Collect);
        }

        double energy = 0;
        double virial = 0;
        foreach (ChunkState chunk in _chunks)
        {
            energy += chunk.Sums.PotentialEnergy;
            virial += chunk.Sums.Virial;
        }

        return new ForceSummary(energy, virial);
    }

    public override void BuildList(ReadOnlySpan<double> positions)
    {
        RequireLength(positions.Length, nameof(positions));
        fixed (double* p = positions)
        {
            _positions = p;
            _listHolds = BuildList();
        }
    }

    public override void CopyListPositions(Span<double> positions)
    {
        RequireLength(positions.Length, nameof(positions));
        for (int s = 0; s < Count; s++)
        {
            new ReadOnlySpan<double>(_reference.Address + (4L * s), 3).CopyTo(positions[(3 * _list.Grid.Order[s])..]);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _windows.Dispose();
            _list.Dispose();
            _patterns?.Dispose();
            _potentials.Dispose();
            _packed.Dispose();
            _reference.Dispose();
            foreach (ChunkState chunk in _chunks)
            {
                chunk.Dispose();
            }
        }
    }

    private void RequireLength(int length, string name)
    {
        if (length != 3 * Count)
        {
            throw new ArgumentException($"{name} holds {length} values where 3N = {3 * Count} were expected.", name);
        }
    }

    private void RunPhase(Phase phase)
    {
        _phase = phase;
        _team.Run(this, _chunks.Length);
    }

    // False where a position is not finite.
    private bool BuildList()
    {
        _list.Build(_positions, _team);
        ListBuilds++;
        long packed = 4L * (Count + _list.ExtendedCount);
        if (_packed.Length < packed)
        {
            _packed.Dispose();
            _packed = new AlignedBuffer<double>(packed * 9 / 8);
        }

        if (!PackWithin(UnlimitedDistance))
        {
            return false;
        }

        RunPhase(Phase.SaveReference);
        return true;
    }

    // Packs all positions; false if a position is not finite or farther than this from its reference.
    private bool PackWithin(double farthest)
    {
        _limit = farthest * farthest;
        RunPhase(Phase.Pack);
        bool within = true;
        foreach (ChunkState chunk in _chunks)
        {
            within &= chunk.Within;
        }

        return within;
    }

    private void Pack(int task)
    {
        _chunks[task].Within = Width switch
        {
            SimdWidth.Vector512 => Pack<Lanes512>(_list.Chunks[task]),
            SimdWidth.Vector256 => Pack<Lanes256>(_list.Chunks[task]),
            SimdWidth.Vector128 => Pack<Lanes128>(_list.Chunks[task]),
            _ => PackAsGiven(_list.Chunks[task]),
        };
    }

    // Positions in list order as periodic coordinates: x/L less the nearest integer, to more than double precision.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Pack<TLanes>(NeighborChunk chunk)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        double* positions = _positions;
        int* order = _list.Grid.Order;
        double* packed = _packed.Address;
        double* reference = _reference.Address;
        Vector256<double> inverse = Vector256.Create(_inverseLength);
        Vector256<double> remainder = Vector256.Create(_inverseRemainder);
        bool within = true;
        int extended = _list.ExtendedCount;
        for (int s = chunk.First; s < chunk.First + chunk.Count; s++)
        {
            double* p = positions + (3L * order[s]);
            Vector256<double> position = Vector256.Create(Vector128.Load(p), Vector128.CreateScalar(p[2]));
            Vector256<double> moved = position - Vector256.LoadAligned(reference + (4L * s));
            moved *= moved;
            Vector128<double> halves = moved.GetLower() + moved.GetUpper();

            // Not "> limit": a NaN must count as moved too.
            within &= halves.ToScalar() + halves.GetElement(1) <= _limit;

            // x/L as the sum of two doubles, less the nearest integer.
            Vector256<double> high = position * inverse;
            Vector256<double> low = Vector256.FusedMultiplyAdd(position, inverse, -high) + (position * remainder);
            Vector256<double> fraction = high - Vector256.Round(high);
            TLanes.StoreCoordinates(fraction, low, packed + (4L * s));
            if (s < extended)
            {
                TLanes.StoreCoordinates(fraction, low, packed + (4L * (Count + s)));
            }
        }

        return within;
    }

    // The scalar kernel takes positions as they are.
    private bool PackAsGiven(NeighborChunk chunk)
    {
        bool within = true;
        for (int s = chunk.First; s < chunk.First + chunk.Count; s++)
        {
            double square = 0;
            for (int axis = 0; axis < 3; axis++)
            {
                double position = _positions[(3L * _list.Grid.Order[s]) + axis];
                double moved = position - _reference.Address[(4L * s) + axis];
                square += moved * moved;
                _packed.Address[(4L * s) + axis] = position;
                if (s < _list.ExtendedCount)
                {
                    _packed.Address[(4L * (Count + s)) + axis] = position;
                }
            }

            within &= square <= _limit;
        }

        return within;
    }

    private void SaveReference(int task)
    {
        NeighborChunk chunk = _list.Chunks[task];
        int* order = _list.Grid.Order + chunk.First;
        double* reference = _reference.Address + (4L * chunk.First);
        for (int s = 0; s < chunk.Count; s++, reference += 4)
        {
            double* p = _positions + (3L * order[s]);
            Vector256.Create(p[0], p[1], p[2], 0).StoreAligned(reference);
        }
    }

    private void Evaluate(int task)
    {
        NeighborChunk chunk = _list.Chunks[task];
        ChunkState state = _chunks[task];
        double* forces = _windows.ClearWindow(task);
        state.Sums = Width switch
        {
            SimdWidth.Vector512 => Run<Lanes512>(chunk, state, forces),
            SimdWidth.Vector256 => Run<Lanes256>(chunk, state, forces),
            SimdWidth.Vector128 => Run<Lanes128>(chunk, state, forces),
            _ => ScalarKernel.Run(_list, chunk, _potentials.Address, _packed.Address, forces),
        };
    }

    private ForceSummary Run<TLanes>(NeighborChunk chunk, ChunkState state, double* forces)
        where TLanes : struct, IKernelLanes<TLanes> =>
        state.Kernel.Run<TPotential, TLanes>(chunk, _patterns!, _packed.Address, forces, _boxLength, _withSums);

    // The scratch memory and the results of a chunk.
    private sealed class ChunkState : IDisposable
    {
        public bool Within;
        public ForceSummary Sums;
        public readonly PairKernel Kernel = new();

        public void Dispose()
        {
            Kernel.Dispose();
        }
    }
}
