// Which modes drive the flow: how the force lies in the spectrum of its own Hessian.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Numerics.Simd;

namespace GlassModes.Modes.Measures;

/// <summary>
/// The shares (e_α · f)²/|f|² of the force along modes. Eigenvectors give the shares of the unstable modes. For the remainder
/// f' = f − Σ_unstable (e_α · f) e_α, Gauss-Radau quadrature (<see cref="SpectralDistribution"/>) encloses the share along modes with 0
/// &lt; λ ≤ x at each x of a grid, at any N and without another eigenvector.
/// </summary>
/// <param name="Curvature">κ = fᵀHf/fᵀf, the mean of λ over the shares; along the flow dW/dt = −2κW.</param>
/// <param name="UnstableShares">The share of each unstable mode, in the order of the set.</param>
/// <param name="AtMostLower">Lower bound of the share along modes with 0 &lt; λ ≤ x, x of <see cref="Edges"/>.</param>
/// <param name="AtMostUpper">Upper bound of that share.</param>
public sealed record ForceSpectrum(
    double Curvature, IReadOnlyList<double> UnstableShares, IReadOnlyList<double> AtMostLower, IReadOnlyList<double> AtMostUpper)
{
    // Distance of the two bounds at which the quadrature stops.
    private const double Tolerance = 0.01;
    private const int MostSteps = 1000;

    // Below this share of |f|² the remainder of the force is only rounding.
    private const double RoundingShare = 1e-20;

    /// <summary>x = 10^{−3}, 10^{−2.5}, …, 10³. Each may be taken as the limit up to which a mode is called nearly flat.</summary>
    public static IReadOnlyList<double> Edges { get; } = [.. Enumerable.Range(0, 13).Select(k => Math.Pow(10, -3 + (0.5 * k)))];

    /// <summary>Measures a configuration. Allocates 7 vectors of 3N values.</summary>
    /// <param name="modes">The modes of the configuration, all unstable modes among them.</param>
    /// <param name="expansion">Force and products of the same configuration.</param>
    /// <param name="cancellation">Stops the work between two of up to 1000 products.</param>
    /// <returns>Null where there is no force.</returns>
    /// <exception cref="ArgumentException">Unstable modes are missing in the set.</exception>
    public static ForceSpectrum? Of(ModeSet modes, HarmonicExpansion expansion, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(modes);
        ArgumentNullException.ThrowIfNull(expansion);
        if (modes.Count < modes.UnstableCount)
        {
            throw new ArgumentException(
                $"All {modes.UnstableCount} unstable modes are needed; the set has {modes.Count} modes.", nameof(modes));
        }

        double[] force = expansion.Energy.Forces.ToArray();
        double square = VectorMath.Dot(force, force);
        if (square == 0)
        {
            return null;
        }

        double[] image = new double[force.Length];
        expansion.Product.Multiply(force, image);
        double curvature = VectorMath.Dot(force, image) / square;
        double[] shares = new double[modes.UnstableCount];
        for (int k = 0; k < shares.Length; k++)
        {
            ReadOnlySpan<double> vector = modes[k].Vector;
            double amplitude = VectorMath.Dot(force, vector);
            shares[k] = amplitude * amplitude / square;
            VectorMath.AddScaled(force, -amplitude, vector, force);
        }

        double remainder = VectorMath.Dot(force, force) / square;
        if (remainder <= RoundingShare)
        {
            double[] none = new double[Edges.Count];
            return new ForceSpectrum(curvature, shares, none, none);
        }

        SpectralDistribution stable = SpectralDistribution.Of(
            expansion.Product.Multiply, force, Edges, Tolerance / remainder, MostSteps, cancellation);
        return new ForceSpectrum(
            curvature,
            shares,
            [.. stable.Lower.Select(share => remainder * share)],
            [.. stable.Upper.Select(share => remainder * share)]);
    }

    /// <summary>The shares of |f|² along unstable, nearly flat and stable modes.</summary>
    /// <param name="eigenvalues">The unstable eigenvalues whose shares these are.</param>
    /// <param name="edge">Index of the limit x among <see cref="Edges"/>.</param>
    public ForceShares Shares(IReadOnlyList<double> eigenvalues, int edge)
    {
        ArgumentNullException.ThrowIfNull(eigenvalues);
        double steep = 0;
        double flat = 0;
        for (int k = 0; k < UnstableShares.Count; k++)
        {
            steep += eigenvalues[k] < -Edges[edge] ? UnstableShares[k] : 0;
            flat += eigenvalues[k] < -Edges[edge] ? 0 : UnstableShares[k];
        }

        double above = 0.5 * (AtMostLower[edge] + AtMostUpper[edge]);
        return new ForceShares(steep, flat + above, Math.Max(0, 1 - steep - flat - above), 0.5 * (AtMostUpper[edge] - AtMostLower[edge]));
    }
}

/// <summary>Shares of |f|², whose sum is 1.</summary>
/// <param name="Unstable">Along modes with λ &lt; −x.</param>
/// <param name="Flat">Along modes with |λ| ≤ x.</param>
/// <param name="Stable">Along modes with λ &gt; x.</param>
/// <param name="Uncertainty">Bound of the error of <paramref name="Flat"/> and <paramref name="Stable"/>.</param>
public readonly record struct ForceShares(double Unstable, double Flat, double Stable, double Uncertainty);
