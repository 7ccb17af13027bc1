// How the correlation length of the lowest mode grows along the descent.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>ξ at each rung by Eq. 12, and ln ξ = c W^−a over all of them (Shimada et al. 2024, Fig. 9).</summary>
/// <param name="Lengths">ξ at each rung, in descending W.</param>
/// <param name="Law">"ln c" and "a", from the rungs at which the data know ξ > 1; a with its error by the jackknife over samples, with all rungs at once.</param>
public sealed record CorrelationLengths(IReadOnlyList<(RungSums Rung, Fit Fit)> Lengths, Fit Law)
{
    private const string Model = "ln xi = c W^-a";

    /// <summary>Fits one ensemble.</summary>
    /// <param name="ensemble">Its sums.</param>
    /// <param name="range">r from and to; null: at each rung a range that the data choose.</param>
    public static CorrelationLengths Of(EnsembleSums ensemble, (double From, double To)? range)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        (RungSums Rung, Fit Fit)[] lengths =
        [
            .. ensemble.Rungs.Select(rung => (rung, range is { } given ? rung.LowestModes.CorrelationLength(given.From, given.To) : rung.LowestModes.CorrelationLength())),
        ];
        (RungSums Rung, Fit Fit)[] known = [.. lengths.Where(one => one.Fit.IsConstrained && one.Fit["xi"].Value > 1)];
        DataPoint[] points = [.. known.Select(one => Point(one.Rung, one.Fit["xi"].Value, one.Fit["xi"].Error))];
        Fit law = LinearFit.PowerLaw(points);
        double error = double.NaN;
        if (known.Length > 1)
        {
            // Ranges and weights stay as they are: only samples are left out.
            DataPoint[][] profiles = [.. known.Select(one => one.Rung.LowestModes.Decay())];
            error = GroupedSums.Jackknife(
                [.. known.Select(one => one.Rung.LowestModes.DecaySums)],
                means =>
                {
                    IEnumerable<DataPoint> refitted = known.Select((one, k) =>
                    {
                        IEnumerable<DataPoint> decay = profiles[k].Select((point, j) => point with { Y = LowestModeSums.DecayOf(means[k], j) });
                        return Point(one.Rung, DecayFit.Of(decay, one.Fit.From, one.Fit.To)["xi"].Value, one.Fit["xi"].Error);
                    });
                    return [LinearFit.PowerLaw(refitted)["p"].Value];
                })[0].StandardError;
        }

        return new CorrelationLengths(
            lengths,
            law with
            {
                Model = Model,
                Parameters = [law.Parameters[0], new FitParameter("a", -law["p"].Value, error)],
                Trouble = law.Trouble ?? (double.IsFinite(error) ? null : "errors over samples need two samples"),
            });
    }

    // The error of ln ξ is σ/ξ.
    private static DataPoint Point(RungSums rung, double xi, double error) => new(rung.Rung, xi > 1 && double.IsFinite(xi) ? Math.Log(xi) : double.NaN, error / xi);
}
