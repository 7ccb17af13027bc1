// What drives the flow, and what becomes of modes, over many samples at one rung.

using GlassModes.Modes;
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

/// <summary>What becomes of the unstable modes of a rung until the next.</summary>
/// <param name="Modes">Mean number of them in a sample that has a next rung.</param>
/// <param name="LiveOn">Share that is found again as an unstable or the softest mode: (e_α · e'_β)² &gt; ½.</param>
/// <param name="Stabilised">Share that is not, and whose direction has become stable: e_αᵀ H' e_α ≥ 0.</param>
/// <param name="Overlap">⟨max_β (e_α · e'_β)²⟩ over modes and samples.</param>
public sealed record ModeFates(double Modes, Estimate LiveOn, Estimate Stabilised, Estimate Overlap);

/// <summary>Sums over samples of the shares of |f|² and of the fates of modes (<see cref="ForceSpectrum"/>, <see cref="ModeTransition"/>).</summary>
public sealed class FlowSums
{
    // Unstable, flat, stable and uncertainty for each limit.
    private readonly OptionalSums _shares = new(4 * ForceSpectrum.Edges.Count);

    // Samples with a next rung, modes, of these living on, stabilised, Σ overlap.
    private readonly GroupedSums _fates = new(5);

    internal FlowSums()
    {
    }

    internal IReadOnlyList<(string Name, GroupedSums Sums)> Parts => [("force_shares", _shares.Sums), ("mode_fates", _fates)];

    /// <summary>The shares with each limit of <see cref="ForceSpectrum.Edges"/>, with s/√n over samples.</summary>
    public IReadOnlyList<MeanForceShares> ForceShares()
    {
        Estimate[] means = [.. _shares.Statistics().Select(one => one.Mean)];
        return [.. ForceSpectrum.Edges.Select((limit, k) => new MeanForceShares(limit, means[4 * k], means[(4 * k) + 1], means[(4 * k) + 2], means[(4 * k) + 3].Mean))];
    }

    /// <summary>What becomes of the unstable modes, with errors by the jackknife over samples.</summary>
    public ModeFates Fates()
    {
        Estimate[] ratios = _fates.Jackknife(means => [.. Enumerable.Range(2, 3).Select(k => means[1] > 0 ? means[k] / means[1] : double.NaN)]);
        double[] all = _fates.Means();
        return new ModeFates(all[0] > 0 ? all[1] / all[0] : double.NaN, ratios[0], ratios[1], ratios[2]);
    }

    internal void Add(int sample, RungMeasures rung)
    {
        double[] shares = new double[4 * ForceSpectrum.Edges.Count];
        Array.Fill(shares, double.NaN);
        for (int k = 0; rung.Force is not null && k < ForceSpectrum.Edges.Count; k++)
        {
            ForceShares own = rung.Force.Shares(rung.Eigenvalues, k);
            (shares[4 * k], shares[(4 * k) + 1], shares[(4 * k) + 2], shares[(4 * k) + 3]) = (own.Unstable, own.Flat, own.Stable, own.Uncertainty);
        }

        _shares.Add(sample, shares);
        double[] fates = new double[5];
        if (rung.Next is { } next)
        {
            fates[0] = 1;
            fates[1] = next.SuccessorOverlaps.Count;
            for (int k = 0; k < next.SuccessorOverlaps.Count; k++)
            {
                bool livesOn = next.SuccessorOverlaps[k] > ModeTransition.LeastOverlap;
                fates[2] += livesOn ? 1 : 0;
                fates[3] += !livesOn && next.NextCurvatures[k] >= 0 ? 1 : 0;
                fates[4] += next.SuccessorOverlaps[k];
            }
        }

        _fates.Add(sample, fates);
    }
}
