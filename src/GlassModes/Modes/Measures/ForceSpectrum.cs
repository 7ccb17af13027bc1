// Which modes drive the flow: how the force lies in the spectrum of its own Hessian.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Models;
using GlassModes.Numerics.Simd;

namespace GlassModes.Modes.Measures;

/// <summary>
/// The shares (e_α · f)²/|f|² of the force along modes. Those of the unstable ones are from their eigenvectors; of the rest, f' = f − Σ_unstable (e_α · f) e_α, the share along modes with
/// 0 &lt; λ ≤ x is enclosed at each x of a grid by Gauss-Radau quadrature (<see cref="SpectralDistribution"/>), at any N and without another eigenvector.
/// </summary>
/// <param name="Curvature">κ = fᵀHf/fᵀf, the mean of λ over the shares; along the flow dW/dt = −2κW.</param>
/// <param name="UnstableShares">Of each unstable mode, in the order of the set.</param>
/// <param name="AtMostLower">Lower bound of the share along modes with 0 &lt; λ ≤ x, x of <see cref="Edges"/>.</param>
/// <param name="AtMostUpper">Its upper bound.</param>
public sealed record ForceSpectrum(
    double Curvature, IReadOnlyList<double> UnstableShares, IReadOnlyList<double> AtMostLower, IReadOnlyList<double> AtMostUpper)
{
    // Where the bounds are to be: the mean of them is then known to half of it.
    private const double Tolerance = 0.01;
    private const int MostSteps = 1000;

    // What is left of a force after its unstable part, when it is only rounding.
    private const double Nothing = 1e-20;

    /// <summary>x = 10^{−3}, 10^{−2.5}, …, 10³: each may be taken as the limit of what is nearly flat.</summary>
    public static IReadOnlyList<double> Edges { get; } = [.. Enumerable.Range(0, 13).Select(k => Math.Pow(10, -3 + (0.5 * k)))];

    /// <summary>Measures a configuration. Allocates 7 vectors of 3N values.</summary>
    /// <param name="modes">Its modes; all unstable ones have to be among them.</param>
    /// <param name="model">Its model.</param>
    /// <param name="product">Products with its Hessian.</param>
    /// <param name="cancellation">Looked at every few products, of which there are up to 1000.</param>
    /// <returns>Null where there is no force.</returns>
    /// <exception cref="ArgumentException">Unstable modes are missing in the set.</exception>
    public static ForceSpectrum? Of(ModeSet modes, PairModel model, HessianProduct product, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(modes);
        ArgumentNullException.ThrowIfNull(product);
        if (modes.Count < modes.UnstableCount)
        {
            throw new ArgumentException($"All {modes.UnstableCount} unstable modes are needed; the set has {modes.Count} modes.", nameof(modes));
        }

        double[] force = EnergyReport.Of(modes.Hessian.Configuration, model).Forces.ToArray();
        double square = VectorMath.Dot(force, force);
        if (square == 0)
        {
            return null;
        }

        double[] image = new double[force.Length];
        product.Multiply(force, image);
        double curvature = VectorMath.Dot(force, image) / square;
        double[] shares = new double[modes.UnstableCount];
        for (int k = 0; k < shares.Length; k++)
        {
            ReadOnlySpan<double> vector = modes[k].Vector;
            double amplitude = VectorMath.Dot(force, vector);
            shares[k] = amplitude * amplitude / square;
            VectorMath.AddScaled(force, -amplitude, vector, force);
        }

        double left = VectorMath.Dot(force, force) / square;
        if (left <= Nothing)
        {
            double[] none = new double[Edges.Count];
            return new ForceSpectrum(curvature, shares, none, none);
        }

        SpectralDistribution rest = SpectralDistribution.Of(product.Multiply, force, Edges, Tolerance / left, MostSteps, cancellation);
        return new ForceSpectrum(curvature, shares, [.. rest.Lower.Select(share => left * share)], [.. rest.Upper.Select(share => left * share)]);
    }

    /// <summary>The shares of |f|² with a limit of what is nearly flat.</summary>
    /// <param name="eigenvalues">The unstable eigenvalues whose shares these are.</param>
    /// <param name="edge">Which of <see cref="Edges"/> is the limit x.</param>
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
/// <param name="Uncertainty">By how much the last two may be wrong, by the bounds.</param>
public readonly record struct ForceShares(double Unstable, double Flat, double Stable, double Uncertainty);
