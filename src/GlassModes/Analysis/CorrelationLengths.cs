// How the correlation length of the lowest mode grows along the descent.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>ξ at each rung by Eq. 12, and ln ξ = c W^−a over all of them (Shimada et al. 2024, Fig. 9).</summary>
/// <param name="Lengths">ξ at each rung, in descending W.</param>
/// <param name="Law">
/// "ln c" and "a", from the rungs at which the data know ξ > 1, with errors by the jackknife over samples, all rungs at once. Rungs at which ξ is known by accident only are those where it
/// came out small: with few samples a is too small where ξ is long.
/// </param>
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
        DataPoint[] points = [.. known.Select(one => Point(one.Rung, one.Fit, one.Fit["xi"].Value))];
        Fit law = LinearFit.PowerLaw(points);
        (double lnC, double a) = (double.NaN, double.NaN);
        if (known.Length > 1)
        {
            // Ranges and weights stay as they are: only samples are left out.
            DataPoint[][] profiles = [.. known.Select(one => one.Rung.LowestModes.Decay())];
            Estimate[] errors = GroupedSums.Jackknife(
                [.. known.Select(one => one.Rung.LowestModes.DecaySums)],
                means =>
                {
                    IEnumerable<DataPoint> refitted = known.Select((one, k) =>
                    {
                        IEnumerable<DataPoint> decay = profiles[k].Select((point, j) => point with { Y = LowestModeSums.DecayOf(means[k], j) });
                        return Point(one.Rung, one.Fit, DecayFit.Of(decay, one.Fit.From, one.Fit.To)["xi"].Value);
                    });
                    // A law over fewer rungs would be another one: without one of them there is no result.
                    DataPoint[] whole = [.. refitted];
                    Fit part = LinearFit.PowerLaw(whole);
                    return whole.All(point => double.IsFinite(point.Y)) ? [part["ln c"].Value, part["p"].Value] : [double.NaN, double.NaN];
                });
            (lnC, a) = (errors[0].StandardError, errors[1].StandardError);
        }

        return new CorrelationLengths(
            lengths,
            law with
            {
                Model = Model,
                Parameters = [law["ln c"] with { Error = lnC }, new FitParameter("a", -law["p"].Value, a)],
                Trouble = LinearFit.TroubleOfPower(law, law["p"].Value, a),
            });
    }

    // The relative error of ln ξ is σ/(ξ ln ξ), that of the whole whatever is left out.
    private static DataPoint Point(RungSums rung, Fit whole, double xi)
    {
        double log = xi > 1 && double.IsFinite(xi) ? Math.Log(xi) : double.NaN;
        (double all, double error) = (whole["xi"].Value, whole["xi"].Error);
        return new DataPoint(rung.Rung, log, error / (all * Math.Log(all)) * log);
    }
}
