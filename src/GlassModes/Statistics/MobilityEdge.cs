// Where curves of different size cross.

namespace GlassModes.Statistics;

/// <summary>N^{2/3} P(λ) of one system size.</summary>
/// <param name="Particles">N.</param>
/// <param name="Points">λ, N^{2/3} ⟨P⟩ over modes of a bin and all samples, and its standard error; ascending in λ.</param>
public sealed record ParticipationCurve(int Particles, IReadOnlyList<DataPoint> Points);

/// <summary>A crossing of two curves.</summary>
/// <param name="Smaller">The smaller N.</param>
/// <param name="Larger">The larger N.</param>
/// <param name="Eigenvalue">λ; NaN where they do not cross below 0.</param>
public readonly record struct Crossing(int Smaller, int Larger, double Eigenvalue);

/// <summary>
/// The mobility edge λ_e: below it modes are localised and N^{2/3} P falls with N, above it they are extended and it grows; at λ_e it does not depend on N (Shimada et al. 2024, Sec. III B).
/// </summary>
/// <param name="Crossings">Of each pair of sizes.</param>
public sealed record MobilityEdge(IReadOnlyList<Crossing> Crossings)
{
    // A side of a crossing has to be seen: that many bins, and that many standard errors in all.
    private const int FewestBins = 2;
    private const double Significance = 2;

    /// <summary>Whether all pairs cross below 0, and there is a pair.</summary>
    public bool Exists => Crossings.Count > 0 && Crossings.All(crossing => double.IsFinite(crossing.Eigenvalue));

    /// <summary>λ_e, the mean of the crossings; NaN where there is none.</summary>
    public double Value => Exists ? Crossings.Average(crossing => crossing.Eigenvalue) : double.NaN;

    /// <summary>The lowest crossing: the lower end of the error bar.</summary>
    public double Lowest => Exists ? Crossings.Min(crossing => crossing.Eigenvalue) : double.NaN;

    /// <summary>The highest crossing: the upper end of the error bar.</summary>
    public double Highest => Exists ? Crossings.Max(crossing => crossing.Eigenvalue) : double.NaN;

    /// <summary>Finds the crossings of all pairs of curves.</summary>
    /// <remarks>
    /// The difference of logarithms Δ(λ) = ln(N₁^{2/3} P₁) − ln(N₂^{2/3} P₂), N₁ &lt; N₂, at the λ of bins that both have, is positive below λ_e and negative above. The crossing is put between the two bins
    /// where a step from + to − has the least Σ of w Δ² on its wrong side (w = 1/σ², or 1 without errors), and there Δ is interpolated between weighted means of two bins on either side. It is
    /// none unless two bins at least lie on each side, below 0, whose weighted mean is of the right sign by two standard errors.
    /// </remarks>
    public static MobilityEdge Of(IEnumerable<ParticipationCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ParticipationCurve[] ascending = [.. curves.OrderBy(curve => curve.Particles)];
        List<Crossing> crossings = [];
        for (int small = 0; small < ascending.Length; small++)
        {
            for (int large = small + 1; large < ascending.Length; large++)
            {
                crossings.Add(new Crossing(ascending[small].Particles, ascending[large].Particles, Cross(ascending[small], ascending[large])));
            }
        }

        return new MobilityEdge(crossings);
    }

    private static double Cross(ParticipationCurve small, ParticipationCurve large)
    {
        DataPoint[] differences = Differences(small, large);
        int n = differences.Length;
        if (n < 2 * FewestBins)
        {
            return double.NaN;
        }

        bool weighted = differences.All(point => point.Error > 0 && double.IsFinite(point.Error));
        double[] weights = [.. differences.Select(point => weighted ? 1 / (point.Error * point.Error) : 1)];

        // Wrong are negative ones below the step and positive ones above it.
        double wrong = differences.Zip(weights, (point, weight) => point.Y > 0 ? weight * point.Y * point.Y : 0).Sum();
        (double Wrong, int Below) best = (double.PositiveInfinity, 0);
        for (int below = 0; below <= n; below++)
        {
            best = wrong < best.Wrong ? (wrong, below) : best;
            if (below < n)
            {
                wrong += (differences[below].Y > 0 ? -1 : 1) * weights[below] * differences[below].Y * differences[below].Y;
            }
        }

        if (best.Below < FewestBins || n - best.Below < FewestBins
            || !IsSeen(differences[..best.Below], weights[..best.Below], weighted, 1)
            || !IsSeen(differences[best.Below..], weights[best.Below..], weighted, -1))
        {
            return double.NaN;
        }

        DataPoint lower = Mean(differences, weights, best.Below - FewestBins, best.Below);
        DataPoint upper = Mean(differences, weights, best.Below, best.Below + FewestBins);
        return lower.Y > upper.Y ? lower.X + ((upper.X - lower.X) * Math.Clamp(lower.Y / (lower.Y - upper.Y), 0, 1)) : 0.5 * (lower.X + upper.X);
    }

    // At the λ that both have, below 0.
    private static DataPoint[] Differences(ParticipationCurve small, ParticipationCurve large)
    {
        Dictionary<double, DataPoint> others = large.Points.ToDictionary(point => point.X);
        return
        [
            .. small.Points.Where(point => point.X < 0 && point.Y > 0 && others.TryGetValue(point.X, out DataPoint other) && other.Y > 0).OrderBy(point => point.X).Select(point =>
            {
                DataPoint other = others[point.X];
                double error = Math.Sqrt(Math.Pow(point.Error / point.Y, 2) + Math.Pow(other.Error / other.Y, 2));
                return new DataPoint(point.X, Math.Log(point.Y / other.Y), error);
            }),
        ];
    }

    private static bool IsSeen(DataPoint[] side, double[] weights, bool weighted, int sign)
    {
        double sum = weights.Sum();
        double mean = side.Zip(weights, (point, weight) => weight * point.Y).Sum() / sum;
        double error = weighted
            ? 1 / Math.Sqrt(sum)
            : Math.Sqrt(side.Sum(point => (point.Y - mean) * (point.Y - mean)) / (side.Length - 1.0) / side.Length);
        return sign * mean > Significance * error;
    }

    private static DataPoint Mean(DataPoint[] points, double[] weights, int from, int to)
    {
        double sum = weights[from..to].Sum();
        double x = 0;
        double y = 0;
        for (int k = from; k < to; k++)
        {
            x += weights[k] * points[k].X / sum;
            y += weights[k] * points[k].Y / sum;
        }

        return new DataPoint(x, y, 1 / Math.Sqrt(sum));
    }
}
