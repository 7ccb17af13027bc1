// Shares panels of vectors among threads.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>Works on vectors panel by panel, a thread a panel, each with scratch memory of its own.</summary>
/// <typeparam name="TElement">Element of the scratch memory.</typeparam>
internal sealed unsafe class PanelWork<TElement> : IDisposable
    where TElement : unmanaged
{
    private readonly int _order;
    private readonly int _width;
    private readonly int _threads;
    private readonly AlignedBuffer<TElement>?[] _scratch;
    private readonly long _scratchLength;

    public PanelWork(int order, int width, int threads, int panels)
    {
        _order = order;
        _width = width;
        _threads = threads;
        _scratch = new AlignedBuffer<TElement>?[threads];
        _scratchLength = (long)order * width * panels;
    }

    /// <summary>Works on one panel.</summary>
    /// <param name="x">The panel's first vector.</param>
    /// <param name="y">Where the first result goes.</param>
    /// <param name="columns">Number of vectors: fewer than the width in the last panel.</param>
    /// <param name="scratch">Memory of this thread.</param>
    public delegate void Panel(double* x, double* y, int columns, TElement* scratch);

    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of the order.</exception>
    public void Run(ReadOnlySpan<double> x, Span<double> y, Panel panel)
    {
        if (x.Length != y.Length || x.Length % _order != 0)
        {
            throw new ArgumentException($"Blocks of vectors of order {_order} are needed; found {x.Length} and {y.Length} values.");
        }

        int columns = x.Length / _order;
        int panels = (columns + _width - 1) / _width;
        fixed (double* px = x, py = y)
        {
            double* from = px;
            double* to = py;
            int threads = Math.Min(_threads, panels);
            if (threads <= 1)
            {
                Some(panel, from, to, columns, 0, 1);
            }
            else
            {
                Parallel.For(0, threads, thread => Some(panel, from, to, columns, thread, threads));
            }
        }
    }

    public void Dispose()
    {
        foreach (AlignedBuffer<TElement>? scratch in _scratch)
        {
            scratch?.Dispose();
        }
    }

    // Every `threads`-th panel.
    private void Some(Panel panel, double* x, double* y, int columns, int thread, int threads)
    {
        AlignedBuffer<TElement> scratch = _scratch[thread] ??= new AlignedBuffer<TElement>(_scratchLength);
        for (int first = thread * _width; first < columns; first += threads * _width)
        {
            panel(x + ((long)first * _order), y + ((long)first * _order), Math.Min(_width, columns - first), scratch.Address);
        }
    }
}
