// Where two curves of different size cross.

namespace GlassModes.Statistics;

/// <summary>
/// Two curves at the λ below 0 that both have: Δ of their logarithms, the weights of its values, and what an error of Δ is: that of unit weight, and how many of them are significant. The search is described at
/// <see cref="MobilityEdge.Of"/>.
/// </summary>
internal sealed record CommonBins
{
    // A side of a crossing has to be seen: that many bins, significant together.
    private const int FewestBins = 2;

    // The part of the common bins at either end in which modes have to be seen to be all of one kind.
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

    /// <summary>λ of the lowest bin; NaN without any.</summary>
    public double From => _bins.Length > 0 ? _bins[0].X : double.NaN;

    /// <summary>Those of two curves.</summary>
    public static CommonBins Of(ParticipationCurve small, ParticipationCurve large)
    {
        Dictionary<double, int> others = large.Points.Index().ToDictionary(one => one.Item.X, one => one.Index);
        List<Bin> bins = [];
        foreach ((int index, DataPoint point) in small.Points.Index())
        {
            if (point.X < 0 && point.Y > 0 && others.TryGetValue(point.X, out int other) && large.Points[other] is { Y: > 0 } its)
            {
                bool known = point.Error > 0 && its.Error > 0;
                (double own, double another) = known ? (point.Error / point.Y, its.Error / its.Y) : (double.NaN, double.NaN);
                bins.Add(new Bin(point.X, Math.Log(point.Y / its.Y), 1 / ((own * own) + (another * another)), index, own, other, another));
            }
        }

        // A bin in the tail, to which one sample came, has no error; the others keep theirs.
        Bin[] ascending = [.. bins.OrderBy(bin => bin.X)];
        Bin[] withError = [.. ascending.Where(bin => bin.Weight > 0)];
        if (withError.Length > 0)
        {
            return new CommonBins(withError, 1, Significance.LimitOf(Math.Min(small.Groups, large.Groups) - 1.0));
        }

        // From neighbours, for Δ changes slowly; degrees of freedom are those whose χ² has the variance of these squares. As much of it is taken to be of one curve as of the other.
        double n = ascending.Length;
        double square = ascending.Zip(ascending.Skip(1), (one, next) => (next.Difference - one.Difference) * (next.Difference - one.Difference)).Sum() / (2 * (n - 1));
        double freedom = 2 * (n - 1) * (n - 1) / ((3 * n) - 4);
        double half = Math.Sqrt(0.5 * square);
        return new CommonBins([.. ascending.Select(bin => bin with { Weight = 1, SmallError = half, LargeError = half })], Math.Sqrt(square), n > 1 ? Significance.LimitOf(freedom) : double.NaN);
    }

    /// <summary>Where Δ goes from + to −; NaN where it is not seen to.</summary>
    public double Crossing() => Cross(_differences);

    /// <summary>The same of curves that are off by so many of their errors: by one number for each point of each.</summary>
    public double Crossing(double[] small, double[] large)
    {
        double[] differences = new double[_bins.Length];
        for (int k = 0; k < differences.Length; k++)
        {
            Bin bin = _bins[k];
            differences[k] = bin.Difference + (bin.SmallError * small[bin.Small]) - (bin.LargeError * large[bin.Large]);
        }

        return Cross(differences);
    }

    /// <summary>What curves say that do not cross.</summary>
    public CrossingOutcome WithoutCrossing()
    {
        int n = _bins.Length;
        if (n < FewestBins)
        {
            return CrossingOutcome.Undecided;
        }

        int end = Math.Max(FewestBins, n / EndPart);
        bool localised = AreSeen(_differences, n - end, n, 1) && AreSeen(_differences, n - FewestBins, n, 1);
        bool extended = AreSeen(_differences, 0, end, -1) && AreSeen(_differences, 0, FewestBins, -1);
        return localised == extended ? CrossingOutcome.Undecided : localised ? CrossingOutcome.Localised : CrossingOutcome.Extended;
    }

    private double Cross(double[] differences)
    {
        int n = differences.Length;
        if (n < 2 * FewestBins)
        {
            return double.NaN;
        }

        // Wrong are negative ones below the step and positive ones above it.
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

        if (best.Below < FewestBins || n - best.Below < FewestBins || !AreSeen(differences, 0, best.Below, 1) || !AreSeen(differences, best.Below, n, -1))
        {
            return double.NaN;
        }

        DataPoint lower = Mean(differences, best.Below - FewestBins, best.Below);
        DataPoint upper = Mean(differences, best.Below, best.Below + FewestBins);
        return lower.Y > upper.Y ? lower.X + ((upper.X - lower.X) * Math.Clamp(lower.Y / (lower.Y - upper.Y), 0, 1)) : 0.5 * (lower.X + upper.X);
    }

    // Whether the mean over some bins is of a sign, significantly.
    private bool AreSeen(double[] differences, int from, int to, int sign)
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

    // λ, Δ, its weight, and of either curve which of its points it is and the error of its logarithm.
    private readonly record struct Bin(double X, double Difference, double Weight, int Small, double SmallError, int Large, double LargeError);
}
