// Shares panels of vectors among the threads of a team.

using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Threading;

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>
/// Applies an operation to a block of vectors, panel by panel. Each task of the team has separate scratch memory, which is allocated when
/// the task first runs. The results do not depend on the number of threads. One object processes one block at a time.
/// </summary>
/// <typeparam name="TElement">Element type of the scratch memory.</typeparam>
internal sealed unsafe class PanelWork<TElement> : ITeamWork, IDisposable
    where TElement : unmanaged
{
    private readonly int _order;
    private readonly int _width;
    private readonly PanelOperation _operation;
    private readonly ThreadTeam _team;
    private readonly AlignedBuffer<TElement>?[] _scratch;
    private readonly long _scratchLength;
    private double* _input;
    private double* _output;
    private int _columns;
    private int _tasks;

    /// <param name="order">Elements of a vector.</param>
    /// <param name="width">Vectors of a panel.</param>
    /// <param name="panels">Panels that the scratch memory of a task holds.</param>
    /// <param name="team">The threads. The team must outlive this object.</param>
    /// <param name="operation">The operation that is applied to each panel.</param>
    public PanelWork(int order, int width, int panels, ThreadTeam team, PanelOperation operation)
    {
        _order = order;
        _width = width;
        _team = team;
        _operation = operation;
        _scratch = new AlignedBuffer<TElement>?[team.Threads];
        _scratchLength = (long)order * width * panels;
    }

    /// <summary>Applies the operation to one panel.</summary>
    /// <param name="x">The panel's first vector.</param>
    /// <param name="y">Receives the results, beginning with that of the first vector.</param>
    /// <param name="columns">Number of vectors. The last panel may have fewer than the width.</param>
    /// <param name="scratch">Scratch memory of this task.</param>
    public delegate void PanelOperation(double* x, double* y, int columns, TElement* scratch);

    /// <summary>Applies the operation to all panels of a block of vectors.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of the order.</exception>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        if (x.Length != y.Length || x.Length % _order != 0)
        {
            throw new ArgumentException($"Blocks of vectors of order {_order} are needed; found {x.Length} and {y.Length} values.");
        }

        _columns = x.Length / _order;
        _tasks = Math.Min(_scratch.Length, (_columns + _width - 1) / _width);
        fixed (double* input = x, output = y)
        {
            _input = input;
            _output = output;
            _team.Run(this, _tasks);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer<TElement>? scratch in _scratch)
        {
            scratch?.Dispose();
        }
    }

    // A task takes every _tasks-th panel.
    void ITeamWork.Execute(int task)
    {
        AlignedBuffer<TElement> scratch = _scratch[task] ??= new AlignedBuffer<TElement>(_scratchLength);
        for (int first = task * _width; first < _columns; first += _tasks * _width)
        {
            long offset = (long)first * _order;
            _operation(_input + offset, _output + offset, Math.Min(_width, _columns - first), scratch.Address);
        }
    }
}
