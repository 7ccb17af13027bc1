// One step of the Lanczos recurrence, in vectors that the caller owns.

using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>Removes a part of a vector, in place.</summary>
internal delegate void VectorProjection(Span<double> vector);

/// <summary>
/// The three-term recurrence β_{k+1} q_{k+1} = A q_k − α_k q_k − β_k q_{k−1} without reorthogonalisation. The caller computes A q_k and
/// owns all vectors, so that a step allocates nothing. α_k can be computed in two ways with different rounding (Paige, J. Inst. Math. Appl.
/// 10, 373, 1972); <see cref="Orthogonalize"/> computes it in the better way.
/// </summary>
internal struct LanczosRecurrence
{
    // A vector shorter than this fraction of the last coefficient is only rounding. The Krylov space is then invariant.
    private const double Breakdown = 1e-14;

    /// <summary>α_k of the last step.</summary>
    public double Diagonal { get; private set; }

    /// <summary>β_{k+1} of the last step; 0 before the first step.</summary>
    public double OffDiagonal { get; private set; }

    /// <summary>Whether the last step left nothing but rounding. The Krylov space is then invariant.</summary>
    public readonly bool IsInvariant => OffDiagonal <= Breakdown * (Math.Abs(Diagonal) + 1e-300);

    /// <summary>Makes a step with α_k = q_k · (A q_k − β_k q_{k−1}).</summary>
    /// <param name="image">A q_k on entry, β_{k+1} q_{k+1} on return.</param>
    /// <param name="current">q_k.</param>
    /// <param name="previous">q_{k−1}; zero in the first step.</param>
    /// <param name="project">
    /// Removes from the image what the Krylov space must not contain, before β_{k+1} is computed; null removes nothing.
    /// </param>
    public void Orthogonalize(
        Span<double> image, ReadOnlySpan<double> current, ReadOnlySpan<double> previous, VectorProjection? project = null)
    {
        Diagonal = VectorMath.SubtractAndDot(image, OffDiagonal, previous, current);
        if (project is null)
        {
            OffDiagonal = Math.Sqrt(VectorMath.SubtractAndDot(image, Diagonal, current, image));
            return;
        }

        VectorMath.AddScaled(image, -Diagonal, current, image);
        project(image);
        OffDiagonal = VectorMath.Norm(image);
    }

    /// <summary>
    /// Makes a step with α_k = q_k · A q_k. The estimate of stiffness uses this form, because the step sizes of recorded quenches depend on
    /// its last bits.
    /// </summary>
    /// <param name="image">A q_k on entry, β_{k+1} q_{k+1} on return.</param>
    /// <param name="current">q_k.</param>
    /// <param name="previous">q_{k−1}; empty in the first step.</param>
    public void OrthogonalizeWithQuotient(Span<double> image, ReadOnlySpan<double> current, ReadOnlySpan<double> previous)
    {
        Diagonal = VectorMath.Dot(current, image);
        VectorMath.AddScaled(image, -Diagonal, current, image);
        if (!previous.IsEmpty)
        {
            VectorMath.AddScaled(image, -OffDiagonal, previous, image);
        }

        OffDiagonal = VectorMath.Norm(image);
    }
}
