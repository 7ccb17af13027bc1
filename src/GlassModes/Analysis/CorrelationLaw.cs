// How the correlation length of the lowest mode grows along the descent.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>How the distances over which the decay of the lowest mode is fitted were chosen.</summary>
public enum DecayRangeChoice
{
    /// <summary>The options of the analysis give them.</summary>
    Given,

    /// <summary>The data choose them at each rung (<see cref="DecayFit.OfBestRange"/>).</summary>
    Data,
}

/// <summary>The correlation length at one rung.</summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="Fit">The fit that gives ξ.</param>
public sealed record LengthAtRung(EnsembleAtRung At, DecayFit Fit);

/// <summary>ξ at each rung, and the law ln ξ = c W^−a over the rungs (Shimada et al. 2024, Fig. 9).</summary>
/// <param name="Choice">How the distances of the fits were chosen.</param>
/// <param name="Lengths">ξ at each rung, in descending W.</param>
/// <param name="Law">
/// ln c as the logarithm of the amplitude and a as the exponent, from the rungs at which ξ &gt; 1 is known, with errors by the jackknife
/// over samples, all rungs at once. With few samples, ξ is known by chance only where it came out small: a is then too small where ξ is
/// long.
/// </param>
public sealed record CorrelationLaw(DecayRangeChoice Choice, IReadOnlyList<LengthAtRung> Lengths, PowerLawFit Law)
{
    /// <summary>Fits one ensemble over given distances.</summary>
    public static CorrelationLaw Of(NamedEnsemble ensemble, DistanceRange range) =>
        Of(ensemble, DecayRangeChoice.Given, decay => CorrelationLength.Of(decay, range));

    /// <summary>Fits one ensemble over distances that the data choose at each rung.</summary>
    public static CorrelationLaw OfBestRanges(NamedEnsemble ensemble) => Of(ensemble, DecayRangeChoice.Data, CorrelationLength.OfBestRange);

    private static CorrelationLaw Of(NamedEnsemble ensemble, DecayRangeChoice choice, Func<DecaySums, DecayFit> fitOf)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        LengthAtRung[] lengths =
            [.. EnsembleAtRung.AllOf(ensemble).Select(place => new LengthAtRung(place, fitOf(place.Rung.LowestModes.Decay)))];
        LengthAtRung[] known = [.. lengths.Where(length => length.Fit.Quality.IsTrusted && length.Fit.Length.Value > 1)];
        PowerLawFit law = PowerLawFit.Of(known.Select(length => PointOf(length, length.Fit.Length.Value)));
        (double errorOfLogAmplitude, double errorOfExponent) = known.Length > 1 ? ErrorsOverSamples(known) : (double.NaN, double.NaN);
        return new CorrelationLaw(
            choice,
            lengths,
            law.WithParameters(
                law.LogAmplitude with { Error = errorOfLogAmplitude }, new FittedValue(-law.Exponent.Value, errorOfExponent)));
    }

    // The distances of the fits and the weights of the rungs stay those of all samples.
    private static (double LogAmplitude, double Exponent) ErrorsOverSamples(LengthAtRung[] known)
    {
        DecaySums[] decays = [.. known.Select(length => length.At.Rung.LowestModes.Decay)];
        DataPoint[][] profiles = [.. decays.Select(decay => decay.Mean())];
        Estimate[] estimates = GroupedSums.Jackknife(
            [.. decays.Select(decay => decay.Sums)],
            means =>
            {
                DataPoint[] points =
                [
                    .. known.Select((length, k) =>
                    {
                        double[] values = decays[k].ValuesOf(means[k]);
                        IEnumerable<DataPoint> profile = profiles[k].Select((point, j) => point with { Y = values[j] });
                        return PointOf(length, DecayFit.Of(profile, length.Fit.Quality.From, length.Fit.Quality.To).Length.Value);
                    }),
                ];

                // A law over fewer rungs would be another law: without one of the rungs there is no result.
                PowerLawFit law = PowerLawFit.Of(points);
                return points.All(point => double.IsFinite(point.Y))
                    ? [law.LogAmplitude.Value, law.Exponent.Value]
                    : [double.NaN, double.NaN];
            });
        return (estimates[0].StandardError, estimates[1].StandardError);
    }

    // The relative error of ln ξ is σ/(ξ ln ξ) of all samples, whichever samples are left out.
    private static DataPoint PointOf(LengthAtRung length, double xi)
    {
        double log = xi > 1 && double.IsFinite(xi) ? Math.Log(xi) : double.NaN;
        (double ofAll, double error) = length.Fit.Length;
        return new DataPoint(length.At.Rung.Rung, log, error / (ofAll * Math.Log(ofAll)) * log);
    }
}
