// Finds the eigenvalue at which the participation curves of two system sizes cross.

namespace GlassModes.Statistics;

/// <summary>
/// The bins at λ &lt; 0 that two participation curves share, and the search for a crossing of the curves. In each bin, Δ is the logarithm
/// of the curve of the smaller N minus the logarithm of the curve of the larger N. <see cref="MobilityEdge.Of"/> describes the search.
/// </summary>
internal sealed record CommonBins
{
    // The least number of bins on each side of a crossing, and at an end of the common bins that decides without a crossing.
    private const int FewestBins = 2;

    // Without a crossing, this part (1/4) of the common bins at an end decides whether the modes are localised or extended.
    private const int EndPart = 4;

    private readonly Bin[] _bins;
    private readonly double[] _differences;

    // The standard error of a Δ of weight 1.
    private readonly double _error;

    // The number of standard errors beyond which a mean of Δ is significant.
    private readonly double _limit;

    private CommonBins(Bin[] bins, double error, double limit)
    {
        (_bins, _error, _limit) = (bins, error, limit);
        _differences = [.. bins.Select(bin => bin.Difference)];
    }

    /// <summary>The λ of the lowest bin; NaN without bins.</summary>
    public double From => _bins.Length > 0 ? _bins[0].X : double.NaN;

    /// <summary>Finds the bins at λ &lt; 0 that two curves share, with Δ and its weight in each bin.</summary>
    public static CommonBins Of(ParticipationCurve small, ParticipationCurve large)
    {
        Dictionary<double, int> indicesOfLarge = large.Points.Index().ToDictionary(indexed => indexed.Item.X, indexed => indexed.Index);
        List<Bin> bins = [];
        foreach ((int index, DataPoint point) in small.Points.Index())
        {
            bool isBelowZero = point.X < 0 && point.Y > 0;
            if (isBelowZero
                && indicesOfLarge.TryGetValue(point.X, out int indexOfLarge)
                && large.Points[indexOfLarge] is { Y: > 0 } pointOfLarge)
            {
                bool areErrorsKnown = point.Error > 0 && pointOfLarge.Error > 0;
                (double error, double errorOfLarge) =
                    areErrorsKnown ? (point.Error / point.Y, pointOfLarge.Error / pointOfLarge.Y) : (double.NaN, double.NaN);
                double weight = 1 / ((error * error) + (errorOfLarge * errorOfLarge));
                bins.Add(new Bin(point.X, Math.Log(point.Y / pointOfLarge.Y), weight, index, error, indexOfLarge, errorOfLarge));
            }
        }

        // A bin in the tail has no error if all of its modes are from one sample. Such bins are left out where other bins have errors.
        Bin[] ascending = [.. bins.OrderBy(bin => bin.X)];
        Bin[] withError = [.. ascending.Where(bin => bin.Weight > 0)];
        if (withError.Length > 0)
        {
            return new CommonBins(withError, 1, Significance.LimitOf(Math.Min(small.Groups, large.Groups) - 1.0));
        }

        // Without any errors, the differences between neighbouring Δ give the error of Δ, because Δ changes slowly from bin to bin. The
        // degrees of freedom are those of the χ² distribution with the variance of this estimate. Each curve gets half of the variance.
        double n = ascending.Length;
        double variance = ascending.Zip(
            ascending.Skip(1),
            (bin, next) => (next.Difference - bin.Difference) * (next.Difference - bin.Difference)).Sum() / (2 * (n - 1));
        double freedom = 2 * (n - 1) * (n - 1) / ((3 * n) - 4);
        double errorOfCurve = Math.Sqrt(0.5 * variance);
        return new CommonBins(
            [.. ascending.Select(bin => bin with { Weight = 1, SmallError = errorOfCurve, LargeError = errorOfCurve })],
            Math.Sqrt(variance),
            n > 1 ? Significance.LimitOf(freedom) : double.NaN);
    }

    /// <summary>Finds the λ at which Δ goes from + to −; NaN without a significant change of sign.</summary>
    public double Crossing() => FindCrossing(_differences);

    /// <summary>Finds the crossing after the logarithm of each point was shifted by a multiple of its standard error.</summary>
    /// <param name="small">The multiple for each point of the curve of the smaller N.</param>
    /// <param name="large">The multiple for each point of the curve of the larger N.</param>
    public double Crossing(double[] small, double[] large)
    {
        double[] differences = new double[_bins.Length];
        for (int k = 0; k < differences.Length; k++)
        {
            Bin bin = _bins[k];
            differences[k] = bin.Difference + (bin.SmallError * small[bin.Small]) - (bin.LargeError * large[bin.Large]);
        }

        return FindCrossing(differences);
    }

    /// <summary>Tells whether curves that do not cross are localised, extended or undecided.</summary>
    public CrossingOutcome WithoutCrossing()
    {
        int n = _bins.Length;
        if (n < FewestBins)
        {
            return CrossingOutcome.Undecided;
        }

        int end = Math.Max(FewestBins, n / EndPart);
        bool areLocalised = IsSignificant(_differences, n - end, n, 1) && IsSignificant(_differences, n - FewestBins, n, 1);
        bool areExtended = IsSignificant(_differences, 0, end, -1) && IsSignificant(_differences, 0, FewestBins, -1);
        return areLocalised == areExtended ? CrossingOutcome.Undecided
            : areLocalised ? CrossingOutcome.Localised
            : CrossingOutcome.Extended;
    }

    private double FindCrossing(double[] differences)
    {
        int n = differences.Length;
        if (n < 2 * FewestBins)
        {
            return double.NaN;
        }

        // The step is put where the weighted sum of wrong Δ² is least. Negative Δ below the step and positive Δ above the step are wrong.
        double wrong = 0;
        for (int k = 0; k < n; k++)
        {
            wrong += differences[k] > 0 ? _bins[k].Weight * differences[k] * differences[k] : 0;
        }

        (double Wrong, int Below) best = (double.PositiveInfinity, 0);
        for (int below = 0; below <= n; below++)
        {
            best = wrong < best.Wrong ? (wrong, below) : best;
            if (below < n)
            {
                wrong += (differences[below] > 0 ? -1 : 1) * _bins[below].Weight * differences[below] * differences[below];
            }
        }

        bool areEnough = best.Below >= FewestBins && n - best.Below >= FewestBins;
        if (!areEnough || !IsSignificant(differences, 0, best.Below, 1) || !IsSignificant(differences, best.Below, n, -1))
        {
            return double.NaN;
        }

        DataPoint lower = Mean(differences, best.Below - FewestBins, best.Below);
        DataPoint upper = Mean(differences, best.Below, best.Below + FewestBins);
        return lower.Y > upper.Y
            ? lower.X + ((upper.X - lower.X) * Math.Clamp(lower.Y / (lower.Y - upper.Y), 0, 1))
            : 0.5 * (lower.X + upper.X);
    }

    // Whether the mean of Δ over the bins from..to has the given sign and is significant.
    private bool IsSignificant(double[] differences, int from, int to, int sign)
    {
        DataPoint mean = Mean(differences, from, to);
        return sign * mean.Y > _limit * mean.Error;
    }

    private DataPoint Mean(double[] differences, int from, int to)
    {
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int k = from; k < to; k++)
        {
            double weight = _bins[k].Weight;
            sum += weight;
            x += weight * _bins[k].X;
            y += weight * differences[k];
        }

        return new DataPoint(x / sum, y / sum, _error / Math.Sqrt(sum));
    }

    // A common bin: its λ, Δ and the weight of Δ. For each curve: the index of the point in the bin, and the error of its logarithm.
    private readonly record struct Bin(
        double X, double Difference, double Weight, int Small, double SmallError, int Large, double LargeError);
}
