// Runs Lanczos steps one after the other, with memory for three vectors.

using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// Runs the recurrence from a start vector and keeps only the last vectors. Two iterations with the same operator and the same start give
/// the same bits. A second iteration can therefore sum a Ritz vector with coefficients that the first iteration gave. Allocates 3n doubles;
/// a step allocates nothing.
/// </summary>
internal sealed class LanczosIteration
{
    private readonly SymmetricOperator _multiply;
    private readonly VectorProjection? _project;
    private LanczosRecurrence _recurrence;
    private double[] _previous;
    private double[] _current;
    private double[] _next;
    private bool _isNextDue;

    /// <param name="multiply">A.</param>
    /// <param name="start">q_1, of norm 1.</param>
    /// <param name="project">Removes from every product what the Krylov space must not contain; null removes nothing.</param>
    public LanczosIteration(SymmetricOperator multiply, ReadOnlySpan<double> start, VectorProjection? project = null)
    {
        _multiply = multiply;
        _project = project;
        _current = start.ToArray();
        _previous = new double[start.Length];
        _next = new double[start.Length];
    }

    /// <summary>q_k of the last step.</summary>
    public ReadOnlySpan<double> Vector => _current;

    /// <summary>α_k of the last step.</summary>
    public double Diagonal => _recurrence.Diagonal;

    /// <summary>β_{k+1} of the last step.</summary>
    public double OffDiagonal => _recurrence.OffDiagonal;

    /// <summary>Whether the Krylov space is invariant after the last step. There is no next step then.</summary>
    public bool IsInvariant => _recurrence.IsInvariant;

    /// <summary>Makes the next step, which takes one product.</summary>
    public void TakeStep()
    {
        if (_isNextDue)
        {
            VectorMath.Scale(1 / _recurrence.OffDiagonal, _next);
            (_previous, _current, _next) = (_current, _next, _previous);
        }

        _multiply(_current, _next);
        _recurrence.Orthogonalize(_next, _current, _previous, _project);
        _isNextDue = true;
    }
}
