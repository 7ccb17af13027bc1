// The fit that gives the correlation length of a decay profile.

using MathNet.Numerics;

namespace GlassModes.Statistics;

/// <summary>The fit of a decay profile d(r) = A (1/r² + 1/(ξ r)) e^{−r/ξ} (Shimada et al. 2024, Eq. 12).</summary>
/// <remarks>
/// The fit is made in ln d. With κ = 1/ξ, ln d = ln A − 2 ln r + ln(1 + κ r) − κ r = ln A − 2 ln r − κ² r²/2 + …. Where ξ is large, the
/// data therefore determine κ² and not κ. The fit states q = κ² = 1/ξ² with an error. ξ has an error only where q exceeds zero by two
/// standard errors.
/// </remarks>
/// <param name="LogAmplitude">ln A.</param>
/// <param name="Length">ξ; its error is infinite where 1/ξ² is zero within two standard errors.</param>
/// <param name="InverseSquare">q = 1/ξ².</param>
/// <param name="Quality">The data used, and how well the profile describes them.</param>
public sealed record DecayFit(FittedValue LogAmplitude, FittedValue Length, FittedValue InverseSquare, FitQuality Quality)
{
    // The fit states ln A, ξ and q. Two of these values are independent.
    private const int StatedValues = 3;
    private const int Parameters = 2;
    private const int FewestPoints = 4;
    private const double Sigmas = 2;
    private const double GoodProbability = 0.1;

    // A κ below this fraction of the largest κ counts as zero, because the search cannot tell such a κ from zero.
    private const double NegligibleDecay = 1e-6;

    // The scan over κ goes up to this κ r at the smallest r. The scan has this number of points besides κ = 0.
    private const double LargestDecay = 30;
    private const int GridPoints = 240;

    /// <summary>Fits the points between two distances with the weights (d/σ)². Allocates copies of the points.</summary>
    /// <remarks>
    /// Points with r ≤ 0 or d ≤ 0 are left out. If some points have an error, points without an error (NaN, 0 or infinite) are left out
    /// too. <see cref="FitQuality.Points"/> counts the points that are used. If no point has an error, all weights are equal. With fewer
    /// than four points, or with points at a single r, there is no fit: the values are NaN, and the trouble says why.
    /// </remarks>
    /// <param name="points">r, d(r) and the standard error σ of d(r), in any order.</param>
    /// <param name="from">The smallest r to use.</param>
    /// <param name="to">The largest r to use.</param>
    public static DecayFit Of(IEnumerable<DataPoint> points, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(points);
        DataPoint[] used =
            [.. points.Where(point => point.X > 0 && point.X >= from && point.X <= to && point.Y > 0 && double.IsFinite(point.Y))];
        bool weighted = used.Any(point => point.HasError);
        used = weighted ? [.. used.Where(point => point.HasError)] : used;
        double first = used.Length > 0 ? used.Min(point => point.X) : double.NaN;
        double last = used.Length > 0 ? used.Max(point => point.X) : double.NaN;
        if (used.Length < FewestPoints || !(last > first))
        {
            FitTrouble trouble = new FitTrouble.TooFewPoints(FewestPoints, from, to, weighted);
            return new DecayFit(
                FittedValue.None,
                FittedValue.None,
                FittedValue.None,
                FitQuality.Impossible(first, last, used.Length, StatedValues, trouble));
        }

        double[] weights = [.. used.Select(point => weighted ? Math.Pow(point.Y / point.Error, 2) : 1)];
        (double LogAmplitude, double ChiSquared) FitAmplitude(double kappa)
        {
            double sum = 0;
            double mean = 0;
            double[] remainders = new double[used.Length];
            for (int k = 0; k < used.Length; k++)
            {
                double r = used[k].X;
                remainders[k] = Math.Log(used[k].Y) + (2 * Math.Log(r)) - Math.Log(1 + (kappa * r)) + (kappa * r);
                mean += weights[k] * remainders[k];
                sum += weights[k];
            }

            mean /= sum;
            return (mean, remainders.Zip(weights, (value, weight) => weight * (value - mean) * (value - mean)).Sum());
        }

        // χ² may have two minima. A scan over κ finds the lower minimum, and a search around the best point of the scan refines the result.
        double largest = LargestDecay / first;
        double[] grid = [0, .. Enumerable.Range(0, GridPoints).Select(k => largest * Math.Pow(1e-4, 1 - ((double)k / (GridPoints - 1))))];
        int best = Enumerable.Range(0, grid.Length).MinBy(k => FitAmplitude(grid[k]).ChiSquared);
        double kappa = FindMinimum.OfScalarFunctionConstrained(
            value => FitAmplitude(value).ChiSquared,
            grid[Math.Max(best - 1, 0)],
            grid[Math.Min(best + 1, grid.Length - 1)],
            1e-12 * largest,
            500);
        kappa = FitAmplitude(0).ChiSquared <= FitAmplitude(kappa).ChiSquared || kappa < NegligibleDecay * largest ? 0 : kappa;
        (double logAmplitude, double chiSquared) = FitAmplitude(kappa);

        // The derivative in q is ∂ ln d/∂q = −r²/(2 (1 + κ r)). The amplitude absorbs the weighted mean of the derivative, so that only the
        // deviations from this mean carry information on q.
        double[] slopes = [.. used.Select(point => -point.X * point.X / (2 * (1 + (kappa * point.X))))];
        double total = weights.Sum();
        double meanSlope = slopes.Zip(weights, (slope, weight) => weight * slope).Sum() / total;
        double information = slopes.Zip(weights, (slope, weight) => weight * (slope - meanSlope) * (slope - meanSlope)).Sum();
        int freedom = used.Length - Parameters;
        double scatter = weighted ? 1 : chiSquared / freedom;
        double q = kappa * kappa;
        double errorOfQ = Math.Sqrt(scatter / information);
        double errorOfAmplitude = Math.Sqrt(scatter * ((1 / total) + (meanSlope * meanSlope / information)));
        bool isBounded = q > Sigmas * errorOfQ;
        return new DecayFit(
            new FittedValue(logAmplitude, errorOfAmplitude),
            new FittedValue(1 / kappa, isBounded ? 0.5 * errorOfQ / (q * kappa) : double.PositiveInfinity),
            new FittedValue(q, errorOfQ),
            new FitQuality(
                first,
                last,
                used.Length,
                chiSquared,
                freedom,
                weighted ? SpecialFunctions.GammaUpperRegularized(0.5 * freedom, 0.5 * chiSquared) : double.NaN,
                isBounded ? null : new FitTrouble.LengthWithoutUpperBound(Sigmas, 1 / Math.Sqrt(q + (Sigmas * errorOfQ)))));
    }

    /// <summary>
    /// Fits over a range of distances that the data choose. Among all ranges whose fit has a probability of a tenth or more, the range with
    /// the most points is taken; among several ranges with as many points, the range with the largest probability. Points without an error
    /// are left out. If no range has such a probability, the fit covers all distances, and its trouble is <see cref="FitTrouble.NoRange"/>.
    /// </summary>
    /// <param name="points">r, d(r) and the standard error σ of d(r), in any order.</param>
    public static DecayFit OfBestRange(IReadOnlyList<DataPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        double[] radii = [.. points.Where(point => point.Y > 0 && point.X > 0 && point.HasError).Select(point => point.X).Order()];
        for (int count = radii.Length; count >= FewestPoints; count--)
        {
            DecayFit? best = null;
            for (int first = 0; first + count <= radii.Length; first++)
            {
                DecayFit fit = Of(points, radii[first], radii[first + count - 1]);
                if (fit.Quality.Probability >= GoodProbability && !(best?.Quality.Probability >= fit.Quality.Probability))
                {
                    best = fit;
                }
            }

            if (best is not null)
            {
                return best;
            }
        }

        DecayFit whole = Of(points, 0, double.PositiveInfinity);
        return whole with { Quality = whole.Quality with { Trouble = new FitTrouble.NoRange() } };
    }
}
