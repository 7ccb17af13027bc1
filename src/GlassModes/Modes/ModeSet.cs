// Eigenpairs of one Hessian, with the evidence that they are right and complete.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Modes;

/// <summary>One normal mode, valid as long as the set it was taken from.</summary>
/// <param name="eigenvalue">λ.</param>
/// <param name="vector">3N components, |e| = 1.</param>
public readonly ref struct Mode(double eigenvalue, ReadOnlySpan<double> vector)
{
    /// <summary>Eigenvalue λ.</summary>
    public double Eigenvalue { get; } = eigenvalue;

    /// <summary>Eigenvector e, 3N components, |e| = 1; its sign is arbitrary.</summary>
    public ReadOnlySpan<double> Vector { get; } = vector;

    /// <summary>ω = sgn(λ)√|λ|: negative for an unstable mode, as is the custom.</summary>
    public double Frequency => Math.CopySign(Math.Sqrt(Math.Abs(Eigenvalue)), Eigenvalue);

    /// <summary>P, see <see cref="Measures.ParticipationRatio"/>.</summary>
    public double ParticipationRatio => Measures.ParticipationRatio.Of(Vector);
}

/// <summary>
/// Eigenpairs of a Hessian in ascending order of λ, without the three translations. Owns the eigenvectors' memory. The count
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

    /// <summary>How the set was computed and how good it is.</summary>
    public ModeEvidence Evidence { get; }

    /// <summary>Number of unstable modes n_u of the whole spectrum, whether or not all are in the set.</summary>
    /// <exception cref="InvalidOperationException">They were not counted: see <see cref="ModeEvidence"/>.</exception>
    public int UnstableCount => Evidence.UnstableCount
        ?? throw new InvalidOperationException("The unstable modes were not counted: the set does not reach beyond 0. Ask for certificates always, or count them (CountUnstable).");

    /// <summary>f_u = n_u/(3N − 3) (Shimada et al. 2024, Eq. 5).</summary>
    public double FractionUnstable => (double)UnstableCount / ((3 * Hessian.Count) - 3);

    /// <summary>Eigenvalues up to this magnitude count as zero: 1e-11 λ_max, well above rounding and below any real mode seen.</summary>
    public double ZeroThreshold => HessianModes.ZeroThreshold(Hessian);

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
                : throw new InvalidOperationException("Only eigenvalues were asked for; this set has no eigenvectors.");
        }
    }

    /// <summary>Participation ratios of all modes of the set. Allocates them.</summary>
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

    /// <summary>This set with the reason for its solver; it is the owner then.</summary>
    internal ModeSet With(string choice) => new(Hessian, _pairs, _count, Evidence with { Choice = choice });

    /// <inheritdoc/>
    public void Dispose() => _pairs.Dispose();
}

/// <summary>What speaks for a set of modes.</summary>
/// <param name="Solver">The routines that ran.</param>
/// <param name="Certificate">How completeness was shown.</param>
/// <param name="UnstableCount">
/// n_u of the whole spectrum; null where nothing shows it: lowest modes without a certificate that reaches beyond 0, above N = 2500; an interval. With a set of
/// unstable modes that is "not certified", their number.
/// </param>
/// <param name="ZeroModes">
/// Modes with |λ| ≤ threshold in the whole spectrum, the three translations among them; more than three where particles rattle. Null as above.
/// </param>
/// <param name="MaxResidual">max ‖Hx − λx‖/λ_max over the set, with products from the bonds; NaN without vectors.</param>
/// <param name="OrthogonalityLoss">max |XᵀX − 1|; NaN without vectors.</param>
/// <param name="Choice">Why this solver.</param>
public sealed record ModeEvidence(
    string Solver, string Certificate, int? UnstableCount, int? ZeroModes, double MaxResidual, double OrthogonalityLoss, string Choice = "asked for")
{
    /// <summary>How a <see cref="Certificate"/> begins that is none.</summary>
    internal const string NotCertified = "not certified";

    /// <summary>Whether completeness was shown.</summary>
    public bool IsCertified => !Certificate.StartsWith(NotCertified, StringComparison.Ordinal);
}

/// <summary>Modes that failed their own checks, and so are not returned.</summary>
public class ModeException(string message) : ComputationException(message)
{
    /// <inheritdoc/>
    public override string? Advice => "Check the configuration and the model, or try another selection of modes.";
}

/// <summary>An eigenvalue on a shift, where no count is possible.</summary>
public sealed class PivotException(string message) : ModeException(message);
