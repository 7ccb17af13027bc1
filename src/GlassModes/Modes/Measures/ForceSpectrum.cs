// Measures which modes drive the flow: how the force is distributed over the modes of its configuration.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Numerics.Simd;

namespace GlassModes.Modes.Measures;

/// <summary>
/// The shares (e_α · f)²/|f|² of the force along modes. The shares of the unstable modes are computed from their eigenvectors. The
/// remainder of the force is f' = f − Σ_unstable (e_α · f) e_α. Gauss-Radau quadrature of f' (<see cref="SpectralDistribution"/>) gives
/// bounds of the share along modes with 0 &lt; λ ≤ x for each x of a grid. The quadrature works at any N and needs no other eigenvector.
/// </summary>
/// <param name="Curvature">κ = fᵀHf/fᵀf, the mean of λ over the shares. Along the flow dW/dt = −2κW.</param>
/// <param name="UnstableShares">The share of each unstable mode, in the order of the set.</param>
/// <param name="AtMostLower">Lower bound of the share along modes with 0 &lt; λ ≤ x, for each x of <see cref="Edges"/>.</param>
/// <param name="AtMostUpper">Upper bound of the same share, for each x.</param>
public sealed record ForceSpectrum(
    double Curvature, IReadOnlyList<double> UnstableShares, IReadOnlyList<double> AtMostLower, IReadOnlyList<double> AtMostUpper)
{
    // The quadrature stops when the two bounds differ by no more than this.
    private const double Tolerance = 0.01;
    private const int MostSteps = 1000;

    // Below this share of |f|² the remainder of the force is nothing but rounding errors.
    private const double RoundingShare = 1e-20;

    /// <summary>
    /// The grid x = 10^{−3}, 10^{−2.5}, …, 10³. Each x can serve as the limit of |λ| up to which a mode is called nearly flat.
    /// </summary>
    public static IReadOnlyList<double> Edges { get; } = [.. Enumerable.Range(0, 13).Select(k => Math.Pow(10, -3 + (0.5 * k)))];

    /// <summary>Computes the shares for a configuration. Allocates 7 vectors of 3N values.</summary>
    /// <param name="modes">The modes of the configuration. The set must hold all unstable modes.</param>
    /// <param name="expansion">Force and products of the same configuration.</param>
    /// <param name="cancellation">Stops the work between two products, of which there are up to 1000.</param>
    /// <returns>The shares; null where the force is zero.</returns>
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
            double[] zeros = new double[Edges.Count];
            return new ForceSpectrum(curvature, shares, zeros, zeros);
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
    /// <param name="eigenvalues">The unstable eigenvalues, in the order of <see cref="UnstableShares"/>.</param>
    /// <param name="edge">Index of the limit x among <see cref="Edges"/>.</param>
    public ForceShares Shares(IReadOnlyList<double> eigenvalues, int edge)
    {
        ArgumentNullException.ThrowIfNull(eigenvalues);
        double steep = 0;
        double flatUnstable = 0;
        for (int k = 0; k < UnstableShares.Count; k++)
        {
            steep += eigenvalues[k] < -Edges[edge] ? UnstableShares[k] : 0;
            flatUnstable += eigenvalues[k] < -Edges[edge] ? 0 : UnstableShares[k];
        }

        double flatStable = 0.5 * (AtMostLower[edge] + AtMostUpper[edge]);
        return new ForceShares(
            steep,
            flatUnstable + flatStable,
            Math.Max(0, 1 - steep - flatUnstable - flatStable),
            0.5 * (AtMostUpper[edge] - AtMostLower[edge]));
    }
}

/// <summary>Shares of |f|², whose sum is 1.</summary>
/// <param name="Unstable">Share along modes with λ &lt; −x.</param>
/// <param name="Flat">Share along modes with |λ| ≤ x.</param>
/// <param name="Stable">Share along modes with λ &gt; x.</param>
/// <param name="Uncertainty">Bound of the error of <paramref name="Flat"/> and <paramref name="Stable"/>.</param>
public readonly record struct ForceShares(double Unstable, double Flat, double Stable, double Uncertainty);
