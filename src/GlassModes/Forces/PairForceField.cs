// Evaluates the pair forces of one system by a neighbour list and a kernel of a chosen SIMD width.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Potentials;

namespace GlassModes.Forces;

/// <summary>
/// Pair forces from a Verlet list. The list is rebuilt when a particle has moved more than half the skin since the last build. An
/// evaluation has three phases, each with one task for each chunk. The first phase packs the positions and finds how far the particles have
/// moved. The second phase runs the kernel, which adds the forces of a chunk into the window of the chunk. The third phase adds the
/// windows, always in the same order, into the array of the caller. A force field takes about 700 bytes for each particle of KALJ.
/// </summary>
/// <typeparam name="TPotential">The potential between two species.</typeparam>
internal sealed unsafe class PairForceField<TPotential> : ForceField, ITeamWork
    where TPotential : unmanaged, IPairPotential
{
    // Farther than any sensible position. The square of this distance is still finite.
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

    // Positions in sorted order, four doubles for each particle. The reference holds the positions of the last list build.
    private readonly AlignedBuffer<double> _reference;
    private AlignedBuffer<double> _packedPositions;
    private bool _isListValid;

    // The arguments of the phase that is running.
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
        _packedPositions = new AlignedBuffer<double>(4L * Count);
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

    // The unit of length in which the kernel computes. The kernel adds up v'/r times separations in this unit, so that its sums times the
    // unit are the forces.
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
            case Phase.Pack: PackChunk(task); break;
            case Phase.SaveReference: SaveReference(task); break;
            case Phase.Evaluate: EvaluateChunk(task); break;
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
            if (!_isListValid || !PackPositions(_list.Skin / 2))
            {
                _isListValid = RebuildList();
            }

            if (!_isListValid)
            {
                // A particle at NaN has no neighbours. The forces on the other particles would therefore look sound.
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
            _isListValid = RebuildList();
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
            _packedPositions.Dispose();
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

    // Returns false if a position is not finite.
    private bool RebuildList()
    {
        _list.Build(_positions, _team);
        ListBuilds++;
        long packedLength = 4L * (Count + _list.ExtendedCount);
        if (_packedPositions.Length < packedLength)
        {
            _packedPositions.Dispose();
            _packedPositions = new AlignedBuffer<double>(packedLength * 9 / 8);
        }

        if (!PackPositions(UnlimitedDistance))
        {
            return false;
        }

        RunPhase(Phase.SaveReference);
        return true;
    }

    // Packs all positions. Returns false if a position is not finite or is farther than this from its reference.
    private bool PackPositions(double farthest)
    {
        _limit = farthest * farthest;
        RunPhase(Phase.Pack);
        bool isWithin = true;
        foreach (ChunkState chunk in _chunks)
        {
            isWithin &= chunk.Within;
        }

        return isWithin;
    }

    private void PackChunk(int task)
    {
        _chunks[task].Within = Width switch
        {
            SimdWidth.Vector512 => PackPeriodic<Lanes512>(_list.Chunks[task]),
            SimdWidth.Vector256 => PackPeriodic<Lanes256>(_list.Chunks[task]),
            SimdWidth.Vector128 => PackPeriodic<Lanes128>(_list.Chunks[task]),
            _ => PackUnchanged(_list.Chunks[task]),
        };
    }

    // Packs positions as periodic coordinates: x/L minus the nearest integer, to more than double precision. Returns false if a position is
    // not within the limit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool PackPeriodic<TLanes>(NeighborChunk chunk)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        double* positions = _positions;
        int* order = _list.Grid.Order;
        double* packed = _packedPositions.Address;
        double* reference = _reference.Address;
        Vector256<double> inverse = Vector256.Create(_inverseLength);
        Vector256<double> remainder = Vector256.Create(_inverseRemainder);
        bool isWithin = true;
        int extended = _list.ExtendedCount;
        for (int s = chunk.First; s < chunk.First + chunk.Count; s++)
        {
            double* p = positions + (3L * order[s]);
            Vector256<double> position = Vector256.Create(Vector128.Load(p), Vector128.CreateScalar(p[2]));
            Vector256<double> moved = position - Vector256.LoadAligned(reference + (4L * s));
            moved *= moved;
            Vector128<double> halves = moved.GetLower() + moved.GetUpper();

            // The comparison is not "> limit", because NaN must count as moved too.
            isWithin &= halves.ToScalar() + halves.GetElement(1) <= _limit;

            // x/L is the sum of two doubles, from which the nearest integer is subtracted.
            Vector256<double> high = position * inverse;
            Vector256<double> low = Vector256.FusedMultiplyAdd(position, inverse, -high) + (position * remainder);
            Vector256<double> fraction = high - Vector256.Round(high);
            TLanes.StoreCoordinates(fraction, low, packed + (4L * s));
            if (s < extended)
            {
                TLanes.StoreCoordinates(fraction, low, packed + (4L * (Count + s)));
            }
        }

        return isWithin;
    }

    // Packs positions unchanged, because the scalar kernel takes positions as they are.
    private bool PackUnchanged(NeighborChunk chunk)
    {
        bool isWithin = true;
        for (int s = chunk.First; s < chunk.First + chunk.Count; s++)
        {
            double square = 0;
            for (int axis = 0; axis < 3; axis++)
            {
                double position = _positions[(3L * _list.Grid.Order[s]) + axis];
                double moved = position - _reference.Address[(4L * s) + axis];
                square += moved * moved;
                _packedPositions.Address[(4L * s) + axis] = position;
                if (s < _list.ExtendedCount)
                {
                    _packedPositions.Address[(4L * (Count + s)) + axis] = position;
                }
            }

            isWithin &= square <= _limit;
        }

        return isWithin;
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

    private void EvaluateChunk(int task)
    {
        NeighborChunk chunk = _list.Chunks[task];
        ChunkState state = _chunks[task];
        double* forces = _windows.ClearWindow(task);
        state.Sums = Width switch
        {
            SimdWidth.Vector512 => RunKernel<Lanes512>(chunk, state, forces),
            SimdWidth.Vector256 => RunKernel<Lanes256>(chunk, state, forces),
            SimdWidth.Vector128 => RunKernel<Lanes128>(chunk, state, forces),
            _ => ScalarKernel.Run(_list, chunk, _potentials.Address, _packedPositions.Address, forces),
        };
    }

    private ForceSummary RunKernel<TLanes>(NeighborChunk chunk, ChunkState state, double* forces)
        where TLanes : struct, IKernelLanes<TLanes> =>
        state.Kernel.Run<TPotential, TLanes>(chunk, _patterns!, _packedPositions.Address, forces, _boxLength, _withSums);

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
