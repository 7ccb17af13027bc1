// The correlation length ξ of the lowest modes at one rung.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>
/// Fits d(r) = A (1/r² + 1/(ξ r)) e^{−r/ξ} (<see cref="DecayFit"/>) to the mean decay profile of the lowest modes, with errors by the
/// jackknife over samples.
/// </summary>
/// <remarks>
/// <para>
/// Bins of one sample fluctuate together, mostly by a common factor that does not change ξ. The covariance of the fit takes bins as
/// independent, and therefore gives too large errors. The jackknife over samples gives the right errors. The jackknife, however, cannot see
/// how far q = 1/ξ² would go below its limit of 0. If q is 0 in the fit of all samples, or with some samples left out, the error of q is at
/// least that of the fit.
/// </para>
/// <para>
/// ξ has an error where q exceeds zero by two standard errors. With few samples, the limit of Student's distribution with the same
/// probability replaces the two standard errors. Elsewhere ξ has a lower bound only. Where the fit has a probability below 0.01, the
/// function does not describe the profile, and the fit gives neither ξ nor a bound.
/// </para>
/// </remarks>
public static class CorrelationLength
{
    private const double LeastProbability = 0.01;

    /// <summary>Fits over given distances.</summary>
    public static DecayFit Of(DecaySums decay, DistanceRange range)
    {
        ArgumentNullException.ThrowIfNull(decay);
        ArgumentNullException.ThrowIfNull(range);
        DataPoint[] points = decay.Mean();
        return WithErrorsOverSamples(decay, points, range, DecayFit.Of(points, range.From, range.To));
    }

    /// <summary>Fits over distances that the data choose (<see cref="DecayFit.OfBestRange"/>).</summary>
    public static DecayFit OfBestRange(DecaySums decay)
    {
        ArgumentNullException.ThrowIfNull(decay);
        DataPoint[] points = decay.Mean();
        DecayFit best = DecayFit.OfBestRange(points);
        if (!double.IsFinite(best.InverseSquare.Value))
        {
            return best;
        }

        DecayFit fit = WithErrorsOverSamples(decay, points, new DistanceRange(best.Quality.From, best.Quality.To), best);
        return best.Quality.Trouble is FitTrouble.NoRange noRange
            ? fit with { Quality = fit.Quality with { Trouble = noRange } }
            : fit;
    }

    private static DecayFit WithErrorsOverSamples(DecaySums decay, DataPoint[] points, DistanceRange range, DecayFit fit)
    {
        double q = fit.InverseSquare.Value;
        if (!double.IsFinite(q))
        {
            return fit;
        }

        bool isAtLimit = q == 0;
        Estimate[] parameters = decay.Sums.Jackknife(means =>
        {
            double[] profile = decay.ValuesOf(means);
            DecayFit partialFit = DecayFit.Of(points.Select((point, k) => point with { Y = profile[k] }), range.From, range.To);
            isAtLimit |= partialFit.InverseSquare.Value == 0;
            return [partialFit.LogAmplitude.Value, partialFit.InverseSquare.Value];
        });
        (double errorOfLogAmplitude, double errorOfQ) = (parameters[0].StandardError, parameters[1].StandardError);
        errorOfQ = isAtLimit ? Math.Max(errorOfQ, fit.InverseSquare.Error) : errorOfQ;
        double limit = Significance.LimitOf(decay.UsedGroups - 1.0);
        bool isBounded = q > limit * errorOfQ;
        return new DecayFit(
            fit.LogAmplitude with { Error = errorOfLogAmplitude },
            fit.Length with { Error = isBounded ? 0.5 * errorOfQ * Math.Pow(q, -1.5) : double.PositiveInfinity },
            fit.InverseSquare with { Error = errorOfQ },
            fit.Quality with
            {
                Trouble = fit.Quality.Probability < LeastProbability ? new FitTrouble.PoorFit(fit.Quality.Probability)
                    : isBounded ? null
                    : double.IsFinite(errorOfQ) ? new FitTrouble.LengthWithoutUpperBound(limit, 1 / Math.Sqrt(q + (limit * errorOfQ)))
                    : new FitTrouble.NoErrorOverSamples(),
            });
    }
}
