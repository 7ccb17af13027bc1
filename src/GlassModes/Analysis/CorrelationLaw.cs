// How the correlation length of the lowest mode grows along the descent.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>How the distances over which the decay of the lowest mode is fitted were chosen.</summary>
public enum DecayRangeChoice
{
    /// <summary>The options of the analysis give the distances.</summary>
    Given,

    /// <summary>The data choose the distances at each rung (<see cref="DecayFit.OfBestRange"/>).</summary>
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
/// The law with ln c as the logarithm of the amplitude and a as the exponent, from the rungs at which ξ is known and ξ &gt; 1. Errors are
/// by the jackknife over samples with all rungs at once. With few samples, a long ξ is known only if it came out small by chance, and the
/// exponent a is then too small.
/// </param>
public sealed record CorrelationLaw(DecayRangeChoice Choice, IReadOnlyList<LengthAtRung> Lengths, PowerLawFit Law)
{
    /// <summary>Fits one ensemble over given distances.</summary>
    public static CorrelationLaw Of(NamedEnsemble ensemble, DistanceRange range) => Of(ensemble, range, RungRange.All);

    /// <summary>Fits one ensemble over given distances at the rungs of a range.</summary>
    public static CorrelationLaw Of(NamedEnsemble ensemble, DistanceRange range, RungRange rungs) =>
        Of(ensemble, DecayRangeChoice.Given, decay => CorrelationLength.Of(decay, range), rungs);

    /// <summary>Fits one ensemble over distances that the data choose at each rung.</summary>
    public static CorrelationLaw OfBestRanges(NamedEnsemble ensemble) =>
        Of(ensemble, DecayRangeChoice.Data, CorrelationLength.OfBestRange, RungRange.All);

    private static CorrelationLaw Of(
        NamedEnsemble ensemble, DecayRangeChoice choice, Func<DecaySums, DecayFit> fitOf, RungRange rungs)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(rungs);
        LengthAtRung[] lengths =
        [
            .. EnsembleAtRung.AllOf(ensemble).Where(place => rungs.Contains(place.Rung.Log10W))
                .Select(place => new LengthAtRung(place, fitOf(place.Rung.LowestModes.Decay))),
        ];
        LengthAtRung[] known = [.. lengths.Where(length => length.Fit.Quality.IsTrusted && length.Fit.Length.Value > 1)];
        PowerLawFit law = PowerLawFit.Of(known.Select(length => PointOf(length, length.Fit.Length.Value)));
        (double errorOfLogAmplitude, double errorOfExponent) = known.Length > 1 ? ErrorsOverSamples(known) : (double.NaN, double.NaN);
        return new CorrelationLaw(
            choice,
            lengths,
            law.WithParameters(
                law.LogAmplitude with { Error = errorOfLogAmplitude }, new FittedValue(-law.Exponent.Value, errorOfExponent)));
    }

    // The jackknife keeps the distances of the fits and the weights of the rungs that all samples give.
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

                // The result is NaN if ξ is not known at one of the rungs, because a law over fewer rungs would be another law.
                PowerLawFit law = PowerLawFit.Of(points);
                return points.All(point => double.IsFinite(point.Y))
                    ? [law.LogAmplitude.Value, law.Exponent.Value]
                    : [double.NaN, double.NaN];
            });
        return (estimates[0].StandardError, estimates[1].StandardError);
    }

    // The relative error of ln ξ is always σ/(ξ ln ξ) of all samples, also if samples are left out.
    private static DataPoint PointOf(LengthAtRung length, double xi)
    {
        double log = xi > 1 && double.IsFinite(xi) ? Math.Log(xi) : double.NaN;
        (double lengthOfAll, double error) = length.Fit.Length;
        return new DataPoint(length.At.Rung.Rung, log, error / (lengthOfAll * Math.Log(lengthOfAll)) * log);
    }
}
