// Binds a potential, a neighbour list and a kernel of a chosen width to one system.

using GlassModes.LinearAlgebra;
using GlassModes.Particles;
using GlassModes.Potentials;
using GlassModes.Simd;

namespace GlassModes.Forces;

/// <summary>
/// Pair forces from a Verlet list that is rebuilt when a particle has moved more than half the skin since the last build.
/// Memory: about 16 doubles and 50 list entries a particle.
/// </summary>
/// <typeparam name="TPotential">The potential between two species.</typeparam>
internal sealed unsafe class PairForceField<TPotential> : ForceField
    where TPotential : unmanaged, IPairPotential
{
    // Far enough for every position that makes sense; its square is still finite.
    private const double Anywhere = 1e150;

    private readonly double _boxLength;
    private readonly int _speciesCount;
    private readonly NeighborList _list;
    private readonly AlignedBuffer<TPotential> _potentials;

    // Packed and sorted; the last slot is the padding particle. Reference: the positions at the last build.
    private readonly AlignedBuffer<double> _packed;
    private readonly AlignedBuffer<double> _reference;
    private readonly AlignedBuffer<double> _packedForces;
    private AlignedBuffer<double> _blocks = new(0);
    private bool _listHolds;

    public PairForceField(
        PeriodicBox box, ReadOnlySpan<byte> species, ReadOnlySpan<TPotential> potentials, double skin, SimdWidth width)
    {
        Count = species.Length;
        Width = width;
        _boxLength = box.Length;
        _speciesCount = (int)Math.Round(Math.Sqrt(potentials.Length));
        double[] cutoffs = new double[potentials.Length];
        for (int p = 0; p < cutoffs.Length; p++)
        {
            cutoffs[p] = potentials[p].Cutoff;
        }

        _list = new NeighborList(species, _speciesCount, box.Length, cutoffs, skin, (int)width);
        _potentials = new AlignedBuffer<TPotential>(potentials.Length);
        potentials.CopyTo(_potentials.Span);
        _packed = new AlignedBuffer<double>(4L * (Count + 1));
        _reference = new AlignedBuffer<double>(4L * (Count + 1));
        _packedForces = new AlignedBuffer<double>(4L * (Count + 1));
        _packed.Slice(4L * Count, 4).Fill(double.NaN);
    }

    public override int Count { get; }

    public override SimdWidth Width { get; }

    public override ForceSummary Compute(ReadOnlySpan<double> positions, Span<double> forces)
    {
        Require(positions.Length, nameof(positions));
        Require(forces.Length, nameof(forces));
        if (!_listHolds || !PackWithin(positions, _list.Skin / 2))
        {
            _listHolds = TryBuild(positions);
            if (!_listHolds)
            {
                // Pairs with such a particle would be masked out as beyond the cutoff, and the rest look sound.
                forces.Fill(double.NaN);
                Evaluations++;
                return new ForceSummary(double.NaN, double.NaN);
            }
        }

        _packedForces.Span.Clear();
        (double energy, double virial) = Width switch
        {
            SimdWidth.Vector512 => Run<Lanes512>(),
            SimdWidth.Vector256 => Run<Lanes256>(),
            SimdWidth.Vector128 => Run<Lanes128>(),
            _ => ScalarKernel.Run(
                _list, Count, _speciesCount, _potentials.Address, _packed.Address, _packedForces.Address, _boxLength),
        };
        Unpack(forces);
        Evaluations++;
        return new ForceSummary(energy, virial);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _list.Dispose();
            _potentials.Dispose();
            _packed.Dispose();
            _reference.Dispose();
            _packedForces.Dispose();
            _blocks.Dispose();
        }
    }

    private (double Energy, double Virial) Run<TLanes>()
        where TLanes : struct, ILanes<TLanes> =>
        PairKernel.Run<TPotential, TLanes>(
            _list, Count, _speciesCount, _potentials.Address, _packed.Address, _packedForces.Address, _blocks.Address, _boxLength);

    private void Require(int length, string name)
    {
        if (length != 3 * Count)
        {
            throw new ArgumentException($"{name} holds {length} values where 3N = {3 * Count} were expected.", name);
        }
    }

    // False where a position is not finite.
    private bool TryBuild(ReadOnlySpan<double> positions)
    {
        switch (Width)
        {
            case SimdWidth.Vector512: _list.Build<Lanes512>(positions); break;
            case SimdWidth.Vector256: _list.Build<Lanes256>(positions); break;
            default: _list.Build<Lanes128>(positions); break;
        }

        ListBuilds++;
        if (_blocks.Length < PairKernel.Fields * (long)_list.LargestNeighbourhood)
        {
            // With room for a quarter more, so that it is soon large enough for good.
            _blocks.Dispose();
            _blocks = new AlignedBuffer<double>(PairKernel.Fields * (_list.LargestNeighbourhood * 5L / 4));
        }

        _reference.Span.Clear();
        bool packed = PackWithin(positions, Anywhere);
        _packed.Span.CopyTo(_reference.Span);
        return packed;
    }

    // Copies the positions into list order; false as soon as a particle is found to have moved too far.
    private bool PackWithin(ReadOnlySpan<double> positions, double farthest)
    {
        double limit = farthest * farthest;
        double* packed = _packed.Address;
        double* reference = _reference.Address;
        ReadOnlySpan<int> order = _list.Order;
        fixed (double* source = positions)
        {
            for (int s = 0; s < order.Length; s++, packed += 4, reference += 4)
            {
                double* p = source + (3L * order[s]);
                double dx = p[0] - reference[0];
                double dy = p[1] - reference[1];
                double dz = p[2] - reference[2];
                packed[0] = p[0];
                packed[1] = p[1];
                packed[2] = p[2];

                // Not "> limit": a NaN must trigger a build too, never pass as unmoved.
                if (!((dx * dx) + (dy * dy) + (dz * dz) <= limit))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Unpack(Span<double> forces)
    {
        double* packed = _packedForces.Address;
        ReadOnlySpan<int> order = _list.Order;
        fixed (double* target = forces)
        {
            for (int s = 0; s < order.Length; s++, packed += 4)
            {
                double* f = target + (3L * order[s]);
                f[0] = packed[0];
                f[1] = packed[1];
                f[2] = packed[2];
            }
        }
    }
}
