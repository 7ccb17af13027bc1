// Sums over samples of how the force is distributed over modes, at one rung.

using System.Globalization;
using GlassModes.Modes.Measures;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Mean shares of |f|² along three kinds of modes.</summary>
/// <param name="Limit">The limit x. A mode with |λ| ≤ x counts as nearly flat.</param>
/// <param name="Unstable">The share along modes with λ &lt; −x.</param>
/// <param name="Flat">The share along modes with |λ| ≤ x.</param>
/// <param name="Stable">The share along modes with λ &gt; x.</param>
/// <param name="Uncertainty">
/// The mean over samples of the bound of the numerical error of the flat and the stable share. This bound is not a standard error.
/// </param>
public sealed record MeanForceShares(double Limit, Estimate Unstable, Estimate Flat, Estimate Stable, double Uncertainty);

/// <summary>Sums over samples of the shares of |f|² (<see cref="ForceSpectrum"/>).</summary>
public sealed class FlowSums
{
    // The numbers for each limit, in the order of files.
    private enum Share
    {
        Unstable,
        Flat,
        Stable,
        Uncertainty,
    }

    private readonly FieldSums<Share> _shares = new(ForceSpectrum.Edges.Count);

    internal FlowSums()
    {
    }

    internal IReadOnlyList<SumsPart> Parts
    {
        get
        {
            string limits = string.Join(' ', ForceSpectrum.Edges.Select(edge => edge.ToString("r", CultureInfo.InvariantCulture)));
            return [new("force_shares", $"unstable flat stable uncertainty at limits {limits}", _shares.Sums)];
        }
    }

    /// <summary>The mean shares for each limit x of <see cref="ForceSpectrum.Edges"/>, with s/√n over samples.</summary>
    public IReadOnlyList<MeanForceShares> ForceShares()
    {
        FieldTable<Share, FieldStatistics> statistics = _shares.Statistics();
        return
        [
            .. ForceSpectrum.Edges.Select((limit, k) => new MeanForceShares(
                limit,
                statistics[k, Share.Unstable].Mean,
                statistics[k, Share.Flat].Mean,
                statistics[k, Share.Stable].Mean,
                statistics[k, Share.Uncertainty].Mean.Mean)),
        ];
    }

    internal void Add(SampleId sample, RungMeasures rung)
    {
        FieldValues<Share> values = _shares.NewValues();
        for (int k = 0; rung.Force is not null && k < ForceSpectrum.Edges.Count; k++)
        {
            ForceShares shares = rung.Force.Shares(rung.Eigenvalues, k);
            values[k, Share.Unstable] = shares.Unstable;
            values[k, Share.Flat] = shares.Flat;
            values[k, Share.Stable] = shares.Stable;
            values[k, Share.Uncertainty] = shares.Uncertainty;
        }

        _shares.Add(sample, values);
    }
}
