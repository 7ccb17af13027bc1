// The search for the crossing of two curves of different N.

namespace GlassModes.Statistics;

/// <summary>
/// Two curves at the λ below 0 that both have: the difference Δ of their logarithms, the weight of each Δ, the error of a Δ of unit weight,
/// and the number of errors from which on a mean of Δ is significant. <see cref="MobilityEdge.Of"/> describes the search.
/// </summary>
internal sealed record CommonBins
{
    // Each side of a crossing needs as many bins, significant together.
    private const int FewestBins = 2;

    // Modes must be all of one kind in a quarter of the common bins at an end.
    private const int EndPart = 4;

    private readonly Bin[] _bins;
    private readonly double[] _differences;
    private readonly double _error;
    private readonly double _limit;

    private CommonBins(Bin[] bins, double error, double limit)
    {
        (_bins, _error, _limit) = (bins, error, limit);
        _differences = [.. bins.Select(bin => bin.Difference)];
    }

    /// <summary>The λ of the lowest bin; NaN without bins.</summary>
    public double From => _bins.Length > 0 ? _bins[0].X : double.NaN;

    /// <summary>The common bins of two curves.</summary>
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
                bool areKnown = point.Error > 0 && pointOfLarge.Error > 0;
                (double error, double errorOfLarge) =
                    areKnown ? (point.Error / point.Y, pointOfLarge.Error / pointOfLarge.Y) : (double.NaN, double.NaN);
                double weight = 1 / ((error * error) + (errorOfLarge * errorOfLarge));
                bins.Add(new Bin(point.X, Math.Log(point.Y / pointOfLarge.Y), weight, index, error, indexOfLarge, errorOfLarge));
            }
        }

        // A bin in the tail that holds modes of one sample has no error. The other bins keep their errors.
        Bin[] ascending = [.. bins.OrderBy(bin => bin.X)];
        Bin[] withError = [.. ascending.Where(bin => bin.Weight > 0)];
        if (withError.Length > 0)
        {
            return new CommonBins(withError, 1, Significance.LimitOf(Math.Min(small.Groups, large.Groups) - 1.0));
        }

        // Δ changes slowly, so that neighbours give its error. The degrees of freedom are those whose χ² has the variance of these squares.
        // Each curve is taken to have half of the square.
        double n = ascending.Length;
        double square = ascending.Zip(
            ascending.Skip(1),
            (bin, next) => (next.Difference - bin.Difference) * (next.Difference - bin.Difference)).Sum() / (2 * (n - 1));
        double freedom = 2 * (n - 1) * (n - 1) / ((3 * n) - 4);
        double half = Math.Sqrt(0.5 * square);
        return new CommonBins(
            [.. ascending.Select(bin => bin with { Weight = 1, SmallError = half, LargeError = half })],
            Math.Sqrt(square),
            n > 1 ? Significance.LimitOf(freedom) : double.NaN);
    }

    /// <summary>The λ where Δ goes from + to −; NaN where no change of sign is seen.</summary>
    public double Crossing() => FindCrossing(_differences);

    /// <summary>The same for curves that are off by multiples of their errors: one multiple for each point of each curve.</summary>
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

    /// <summary>What the curves say if they do not cross.</summary>
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

        // Negative Δ below the step and positive Δ above it are on the wrong side.
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

    // Whether the mean of Δ over some bins has a sign, significantly.
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

    // λ, Δ and its weight; for either curve the index of its point and the error of the logarithm there.
    private readonly record struct Bin(
        double X, double Difference, double Weight, int Small, double SmallError, int Large, double LargeError);
}
