// What drives the flow, over many samples at one rung.

using System.Globalization;
using GlassModes.Modes.Measures;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Mean shares of |f|².</summary>
/// <param name="Limit">x, up to which |λ| counts as nearly flat.</param>
/// <param name="Unstable">Along modes with λ &lt; −x.</param>
/// <param name="Flat">Along modes with |λ| ≤ x.</param>
/// <param name="Stable">Along modes with λ &gt; x.</param>
/// <param name="Uncertainty">By how much the last two may be wrong in a sample, in the mean: a bound, not an error.</param>
public sealed record MeanForceShares(double Limit, Estimate Unstable, Estimate Flat, Estimate Stable, double Uncertainty);

/// <summary>Sums over samples of the shares of |f|² (<see cref="ForceSpectrum"/>).</summary>
public sealed class FlowSums
{
    // Unstable, flat, stable and uncertainty for each limit.
    private readonly OptionalSums _shares = new(4 * ForceSpectrum.Edges.Count);

    internal FlowSums()
    {
    }

    internal IReadOnlyList<(string Name, string Fields, GroupedSums Sums)> Parts => [("force_shares", $"unstable flat stable uncertainty at limits {string.Join(' ', ForceSpectrum.Edges.Select(edge => edge.ToString("r", CultureInfo.InvariantCulture)))}", _shares.Sums)];

    /// <summary>The shares with each limit of <see cref="ForceSpectrum.Edges"/>, with s/√n over samples.</summary>
    public IReadOnlyList<MeanForceShares> ForceShares()
    {
        Estimate[] means = [.. _shares.Statistics().Select(one => one.Mean)];
        return [.. ForceSpectrum.Edges.Select((limit, k) => new MeanForceShares(limit, means[4 * k], means[(4 * k) + 1], means[(4 * k) + 2], means[(4 * k) + 3].Mean))];
    }

    internal void Add(SampleId sample, RungMeasures rung)
    {
        double[] shares = new double[4 * ForceSpectrum.Edges.Count];
        Array.Fill(shares, double.NaN);
        for (int k = 0; rung.Force is not null && k < ForceSpectrum.Edges.Count; k++)
        {
            ForceShares own = rung.Force.Shares(rung.Eigenvalues, k);
            (shares[4 * k], shares[(4 * k) + 1], shares[(4 * k) + 2], shares[(4 * k) + 3]) = (own.Unstable, own.Flat, own.Stable, own.Uncertainty);
        }

        _shares.Add(sample, shares);
    }
}
