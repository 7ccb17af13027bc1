// Products of one Hessian with many vectors, with SIMD and on any number of threads.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>
/// Computes y ← H x for iterative solvers. The bonds are stored in blocks of one register, in the order of a list of neighbours: 44 bytes a
/// bond, about 1.5 kB a particle for KALJ with padding. The result does not depend on the number of threads. It agrees with
/// <see cref="Hessian.Multiply"/> to rounding. Only one product may run at a time.
/// </summary>
public sealed unsafe class HessianProduct : IDisposable, ITeamWork
{
    private readonly NeighborList _list;
    private readonly ChunkWindows _windows;
    private readonly ThreadTeam _team;
    private readonly SimdWidth _width;
    private readonly AlignedBuffer<double> _packed;
    private readonly AlignedBuffer<double>[] _bonds;
    private readonly HessianKernel[] _kernels;
    private Phase _phase;
    private double* _x;
    private double* _y;

    /// <summary>Prepares the products with the Hessian of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="model">The model of the configuration.</param>
    /// <param name="width">
    /// Register width of the kernel; null for the widest. The scalar width is replaced by the width of the smallest register, because
    /// <see cref="Hessian.Multiply"/> is the scalar kernel.
    /// </param>
    /// <param name="team">Threads that share a product; null for the calling thread alone. The team must outlive this object.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
    public HessianProduct(Configuration configuration, PairModel model, SimdWidth? width = null, ThreadTeam? team = null)
        : this(BondFinder.List(configuration, model, width ?? SimdHardware.Best, team ?? ThreadTeam.CallerOnly), team)
    {
    }

    /// <summary>Prepares products from given bonds.</summary>
    /// <param name="bonds">The bonds and their list. This object disposes the list, also where memory does not suffice.</param>
    /// <param name="team">Threads that share a product; null for the calling thread alone. The team must outlive this object.</param>
    internal HessianProduct(ListedBonds bonds, ThreadTeam? team = null)
    {
        _list = bonds.List;
        _team = team ?? ThreadTeam.CallerOnly;
        _width = (SimdWidth)_list.BlockWidth;
        Order = 3 * _list.Count;
        _bonds = new AlignedBuffer<double>[_list.Chunks.Length];
        _kernels = new HessianKernel[_list.Chunks.Length];
        try
        {
            _windows = new ChunkWindows(_list);
            _packed = new AlignedBuffer<double>(4L * (_list.Count + _list.ExtendedCount));
            int nextBond = 0;
            for (int c = 0; c < _bonds.Length; c++)
            {
                _bonds[c] = new AlignedBuffer<double>((long)_list.Chunks[c].Blocks * HessianKernel.Fields * (int)_width);
                _kernels[c] = new HessianKernel();
                nextBond = CopyBonds(bonds.Bonds, nextBond, _list.Chunks[c], _bonds[c].Address);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private enum Phase
    {
        Pack,
        Multiply,
        Collect,
    }

    /// <summary>Order of the matrix, 3N.</summary>
    public int Order { get; }

    /// <summary>
    /// y ← H x. Both vectors have 3N values in the order of the configuration. Allocates nothing after the first product.
    /// </summary>
    /// <exception cref="ArgumentException">A span is not 3N long.</exception>
    public void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        if (x.Length != Order || y.Length != Order)
        {
            throw new ArgumentException($"A product needs vectors of 3N = {Order} values; found {x.Length} and {y.Length}.");
        }

        fixed (double* px = x, py = y)
        {
            _x = px;
            _y = py;
            for (_phase = Phase.Pack; _phase <= Phase.Collect; _phase++)
            {
                _team.Run(this, _bonds.Length);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // After an allocation that failed, some of these objects do not exist.
        _list.Dispose();
        _windows?.Dispose();
        _packed?.Dispose();
        for (int c = 0; c < _bonds.Length; c++)
        {
            _bonds[c]?.Dispose();
            _kernels[c]?.Dispose();
        }
    }

    void ITeamWork.Execute(int task)
    {
        switch (_phase)
        {
            case Phase.Pack: PackVector(_list.Chunks[task]); break;
            case Phase.Multiply: MultiplyChunk(task); break;
            default: _windows.CollectSums(task, _y, 1); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackVector(NeighborChunk chunk)
    {
        int* order = _list.Grid.Order;
        double* x = _x;
        double* packed = _packed.Address;
        int count = _list.Count;
        int extended = _list.ExtendedCount;
        int end = chunk.First + chunk.Count;
        for (int s = chunk.First; s < end; s++)
        {
            double* source = x + (3L * order[s]);
            Vector256<double> element = Vector256.Create(Vector128.Load(source), Vector128.CreateScalar(source[2]));
            element.Store(packed + (4L * s));
            if (s < extended)
            {
                element.Store(packed + (4L * (count + s)));
            }
        }
    }

    private void MultiplyChunk(int task)
    {
        NeighborChunk chunk = _list.Chunks[task];
        double* bonds = _bonds[task].Address;
        double* result = _windows.ClearWindow(task);
        switch (_width)
        {
            case SimdWidth.Vector512: _kernels[task].Run<Lanes512>(chunk, bonds, _packed.Address, result); break;
            case SimdWidth.Vector256: _kernels[task].Run<Lanes256>(chunk, bonds, _packed.Address, result); break;
            default: _kernels[task].Run<Lanes128>(chunk, bonds, _packed.Address, result); break;
        }
    }

    // Copies the bonds of a chunk to its blocks and returns the index of the next bond. The bonds have the order of the list's entries. A
    // lane whose entry is padding or a pair beyond the cutoff has no bond and stays zero.
    private int CopyBonds(ReadOnlySpan<Bond> bonds, int nextBond, NeighborChunk chunk, double* blocks)
    {
        int width = (int)_width;
        int* order = _list.Grid.Order;
        for (long entry = 0; entry < (long)chunk.Blocks * width && nextBond < bonds.Length; entry++)
        {
            int i = order[chunk.Owners[entry / width] / 4];
            int j = order[chunk.Entries[entry] % (4 * (uint)_list.Count) / 4];
            ref readonly Bond bond = ref bonds[nextBond];
            if (i == bond.I && j == bond.J)
            {
                double* lane = blocks + (entry / width * HessianKernel.Fields * width) + (entry % width);
                lane[0] = bond.X;
                lane[width] = bond.Y;
                lane[2 * width] = bond.Z;
                lane[3 * width] = bond.Second - bond.FirstOverR;
                lane[4 * width] = bond.FirstOverR;
                nextBond++;
            }
        }

        return nextBond;
    }
}
