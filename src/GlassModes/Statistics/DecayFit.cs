// The correlation length of a decay profile.

using MathNet.Numerics;

namespace GlassModes.Statistics;

/// <summary>
/// d(r) = A (1/r² + 1/(ξ r)) e^{−r/ξ} (Shimada et al. 2024, Eq. 12), fitted in ln d; parameters "ln A", "xi" and "q" = 1/ξ². With κ = 1/ξ,
/// ln d = ln A − 2 ln r + ln(1 + κ r) − κ r = ln A − 2 ln r − κ² r²/2 + …, so that the data know κ² and not κ where ξ is large: q and its error
/// are what the fit is made in, and ξ is bounded from below only where q may be zero.
/// </summary>
public static class DecayFit
{
    /// <summary>The trouble where no range could be chosen.</summary>
    internal const string NoRange = "no range fits well";

    private const string Model = "d = A (1/r^2 + 1/(xi r)) exp(-r/xi)";
    private const int FewestPoints = 4;
    private const double Sigmas = 2;
    private const double GoodProbability = 0.1;

    // Of the largest κ: below, no search can tell it from 0.
    private const double Straight = 1e-6;

    // Of κ r, and steps of the first search.
    private const double LargestDecay = 30;
    private const int GridPoints = 240;

    private static readonly string[] s_names = ["ln A", "xi", "q"];

    /// <summary>
    /// Fits the points between two distances, with weights (d/σ)²: points without an error (none, 0 or infinite) are left out where others have one, as the number of points tells. Where none
    /// has one, weights are equal. Where q is within two standard errors of zero the error of ξ is infinite, and the trouble says how large ξ is at least.
    /// </summary>
    /// <param name="points">r, d and σ.</param>
    /// <param name="from">Smallest r; the paper: 5, 8, 15 for N = 8000, 32 000, 128 000.</param>
    /// <param name="to">Largest r; the paper: 8, 12, 20.</param>
    public static Fit Of(IEnumerable<DataPoint> points, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(points);
        DataPoint[] used = [.. points.Where(point => point.X > 0 && point.X >= from && point.X <= to && point.Y > 0 && double.IsFinite(point.Y))];
        bool weighted = used.Any(point => point.HasError);
        used = weighted ? [.. used.Where(point => point.HasError)] : used;
        double first = used.Length > 0 ? used.Min(point => point.X) : double.NaN;
        double last = used.Length > 0 ? used.Max(point => point.X) : double.NaN;
        if (used.Length < FewestPoints || !(last > first))
        {
            return Fit.Impossible(Model, s_names, first, last, used.Length, FormattableString.Invariant($"fewer than {FewestPoints} points{(weighted ? " with errors" : "")} between {from:g4} and {to:g4}"));
        }

        double[] weights = [.. used.Select(point => weighted ? Math.Pow(point.Y / point.Error, 2) : 1)];
        (double Amplitude, double ChiSquared) At(double kappa)
        {
            double sum = 0;
            double mean = 0;
            double[] left = new double[used.Length];
            for (int k = 0; k < used.Length; k++)
            {
                double r = used[k].X;
                left[k] = Math.Log(used[k].Y) + (2 * Math.Log(r)) - Math.Log(1 + (kappa * r)) + (kappa * r);
                mean += weights[k] * left[k];
                sum += weights[k];
            }

            mean /= sum;
            return (mean, left.Zip(weights, (value, weight) => weight * (value - mean) * (value - mean)).Sum());
        }

        // A scan, for χ² may have a second minimum, and a search around its best point.
        double largest = LargestDecay / first;
        double[] grid = [0, .. Enumerable.Range(0, GridPoints).Select(k => largest * Math.Pow(1e-4, 1 - ((double)k / (GridPoints - 1))))];
        int best = Enumerable.Range(0, grid.Length).MinBy(k => At(grid[k]).ChiSquared);
        double kappa = FindMinimum.OfScalarFunctionConstrained(
            value => At(value).ChiSquared, grid[Math.Max(best - 1, 0)], grid[Math.Min(best + 1, grid.Length - 1)], 1e-12 * largest, 500);
        kappa = At(0).ChiSquared <= At(kappa).ChiSquared || kappa < Straight * largest ? 0 : kappa;
        (double amplitude, double chiSquared) = At(kappa);

        // In q: ∂ ln d/∂q = −r²/(2 (1 + κ r)), the mean over weights taken off by the amplitude.
        double[] slopes = [.. used.Select(point => -point.X * point.X / (2 * (1 + (kappa * point.X))))];
        double total = weights.Sum();
        double meanSlope = slopes.Zip(weights, (slope, weight) => weight * slope).Sum() / total;
        double information = slopes.Zip(weights, (slope, weight) => weight * (slope - meanSlope) * (slope - meanSlope)).Sum();
        int freedom = used.Length - 2;
        double scatter = weighted ? 1 : chiSquared / freedom;
        double q = kappa * kappa;
        double errorOfQ = Math.Sqrt(scatter / information);
        double errorOfAmplitude = Math.Sqrt(scatter * ((1 / total) + (meanSlope * meanSlope / information)));
        bool known = q > Sigmas * errorOfQ;
        return new Fit(
            Model,
            [
                new FitParameter(s_names[0], amplitude, errorOfAmplitude),
                new FitParameter(s_names[1], 1 / kappa, known ? 0.5 * errorOfQ / (q * kappa) : double.PositiveInfinity),
                new FitParameter(s_names[2], q, errorOfQ),
            ],
            first,
            last,
            used.Length,
            chiSquared,
            freedom,
            weighted ? SpecialFunctions.GammaUpperRegularized(0.5 * freedom, 0.5 * chiSquared) : double.NaN,
            known ? null : FormattableString.Invariant($"1/xi^2 is zero within two errors: xi is at least {1 / Math.Sqrt(q + (Sigmas * errorOfQ)):g3}"));
    }

    /// <summary>
    /// The same over a range chosen by the data: of all ranges whose fit has a probability of a tenth or more, the one with most points, the better one where there are several.
    /// Points without an error are left out. Without such a range the whole one, with that as its trouble.
    /// </summary>
    public static Fit OfBestRange(IReadOnlyList<DataPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        double[] radii = [.. points.Where(point => point.Y > 0 && point.X > 0 && point.HasError).Select(point => point.X).Order()];
        for (int count = radii.Length; count >= FewestPoints; count--)
        {
            Fit? best = null;
            for (int first = 0; first + count <= radii.Length; first++)
            {
                Fit fit = Of(points, radii[first], radii[first + count - 1]);
                if (fit.Probability >= GoodProbability && !(best?.Probability >= fit.Probability))
                {
                    best = fit;
                }
            }

            if (best is not null)
            {
                return best;
            }
        }

        return Of(points, 0, double.PositiveInfinity) with { Trouble = NoRange };
    }
}
