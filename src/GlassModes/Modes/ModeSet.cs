// Eigenpairs of one Hessian, with the evidence that they are right and complete.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Modes;

/// <summary>One normal mode. A mode is valid as long as the set that contains it.</summary>
/// <param name="eigenvalue">λ.</param>
/// <param name="vector">3N components, |e| = 1.</param>
public readonly ref struct Mode(double eigenvalue, ReadOnlySpan<double> vector)
{
    /// <summary>Eigenvalue λ.</summary>
    public double Eigenvalue { get; } = eigenvalue;

    /// <summary>Eigenvector e, 3N components, |e| = 1; its sign is arbitrary.</summary>
    public ReadOnlySpan<double> Vector { get; } = vector;

    /// <summary>ω = sgn(λ)√|λ|, negative for an unstable mode by convention.</summary>
    public double Frequency => Math.CopySign(Math.Sqrt(Math.Abs(Eigenvalue)), Eigenvalue);

    /// <summary>P, see <see cref="Measures.ParticipationRatio"/>.</summary>
    public double ParticipationRatio => Measures.ParticipationRatio.Of(Vector);
}

/// <summary>
/// Eigenpairs of a Hessian in ascending order of λ, without the three translations. The set owns the memory of the eigenvectors. The count
/// of unstable modes leaves out zero modes, |λ| ≤ <see cref="ZeroThreshold"/>.
/// </summary>
public sealed class ModeSet : IDisposable
{
    private readonly Eigenpairs _pairs;
    private readonly int _count;

    internal ModeSet(Hessian hessian, Eigenpairs pairs, int count, ModeEvidence evidence)
    {
        Hessian = hessian;
        _pairs = pairs;
        _count = count;
        Evidence = evidence;
    }

    /// <summary>The Hessian whose modes these are.</summary>
    public Hessian Hessian { get; }

    /// <summary>Number of eigenvalues in the set.</summary>
    public int Count => _count;

    /// <summary>Whether eigenvectors were computed.</summary>
    public bool HasVectors => _pairs.HasVectors;

    /// <summary>Eigenvalues λ, ascending.</summary>
    public ReadOnlySpan<double> Eigenvalues => _pairs.Values[.._count];

    /// <summary>How the set was computed, and what shows that it is right and complete.</summary>
    public ModeEvidence Evidence { get; }

    /// <summary>Number n_u of unstable modes in the whole spectrum. The set need not hold all of them.</summary>
    /// <exception cref="InvalidOperationException">The unstable modes were not counted: see <see cref="ModeEvidence"/>.</exception>
    public int UnstableCount => Evidence.UnstableCount ?? throw new InvalidOperationException(
        "The unstable modes were not counted: the set does not reach beyond 0. Ask for certificates always, or call CountUnstable.");

    /// <summary>f_u = n_u/(3N − 3) (Shimada et al. 2024, Eq. 5).</summary>
    public double FractionUnstable => (double)UnstableCount / ((3 * Hessian.Count) - 3);

    /// <summary>
    /// 1e-11 λ_max, the largest magnitude of an eigenvalue that counts as zero. This limit is well above rounding errors and below |λ| of
    /// every other mode seen so far.
    /// </summary>
    public double ZeroThreshold => ZeroModes.Threshold(Hessian);

    /// <summary>The k-th mode from below.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is not below <see cref="Count"/>.</exception>
    /// <exception cref="InvalidOperationException">The set has no eigenvectors.</exception>
    public Mode this[int k]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(k);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, _count);
            return HasVectors
                ? new Mode(_pairs.Values[k], _pairs.Vector(k))
                : throw new InvalidOperationException("Only eigenvalues were asked for: this set has no eigenvectors.");
        }
    }

    /// <summary>Computes the participation ratios of all modes of the set. Allocates the array that it returns.</summary>
    /// <exception cref="InvalidOperationException">The set has no eigenvectors.</exception>
    public double[] ParticipationRatios()
    {
        double[] ratios = new double[_count];
        for (int k = 0; k < _count; k++)
        {
            ratios[k] = this[k].ParticipationRatio;
        }

        return ratios;
    }

    /// <summary>
    /// Creates a set with the same pairs and with the reason why its solver ran. The new set takes over the memory of the pairs.
    /// </summary>
    internal ModeSet WithChoice(string choice) => new(Hessian, _pairs, _count, Evidence with { Choice = choice });

    /// <inheritdoc/>
    public void Dispose() => _pairs.Dispose();
}
