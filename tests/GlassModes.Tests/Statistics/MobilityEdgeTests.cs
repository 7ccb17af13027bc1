// Curves with a planted crossing, and without.

using GlassModes.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public class MobilityEdgeTests
{
    private static readonly int[] Sizes = [1000, 2000, 4000, 8000];

    [TestCase(-5, 0.001)]
    [TestCase(-5, 0.1)]
    [TestCase(-1.3, 0.03)]
    public void A_planted_edge_is_found(double edge, double noise)
    {
        MobilityEdge found = MobilityEdge.Of(Curves(edge, noise, 1));
        Assert.That(found.Crossings, Has.Count.EqualTo(6));
        Assert.That(found.Exists);
        Assert.That(found.Value, Is.EqualTo(edge).Within(0.15 + (4 * noise)));
        Assert.That(found.Lowest, Is.LessThanOrEqualTo(found.Value));
        Assert.That(found.Highest, Is.GreaterThanOrEqualTo(found.Value).And.LessThan(0));
    }

    [Test]
    public void Where_all_unstable_modes_are_localised_or_all_extended_there_is_none()
    {
        foreach (double edge in (double[])[2, 1, -30])
        {
            MobilityEdge found = MobilityEdge.Of(Curves(edge, 0.05, 2));
            Assert.That(found.Exists, Is.False, $"{edge}");
            Assert.That(found.Value, Is.NaN);
            Assert.That(found.Crossings.All(crossing => double.IsNaN(crossing.Eigenvalue)));
        }
    }

    [Test]
    public void Noise_alone_is_no_edge()
    {
        // The same curve for all sizes: a step is seen at two standard errors on both sides now and then, in all six pairs hardly ever.
        int seen = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            Philox random = new((ulong)seed, 3);
            seen += MobilityEdge.Of(Sizes.Select(size => new ParticipationCurve(size, [.. Grid().Select(x => Noisy(x, 1, 0.1, ref random))]))).Exists ? 1 : 0;
        }

        Assert.That(seen, Is.LessThan(3));
    }

    [Test]
    public void One_curve_or_curves_without_common_bins_cross_nowhere()
    {
        List<ParticipationCurve> curves = Curves(-5, 0.01, 4);
        Assert.That(MobilityEdge.Of([curves[0]]).Exists, Is.False);
        ParticipationCurve moved = new(2000, [.. curves[1].Points.Select(point => point with { X = point.X + 0.1 })]);
        Assert.That(MobilityEdge.Of([curves[0], moved]).Exists, Is.False);
    }

    // N^{2/3} P ∝ N^y with y from −1/3 (localised) to 2/3 (extended), 0 at λ_e.
    private static List<ParticipationCurve> Curves(double edge, double noise, ulong seed)
    {
        Philox random = new(seed, 1);
        List<ParticipationCurve> curves = [];
        foreach (int size in Sizes)
        {
            curves.Add(new ParticipationCurve(
                size, [.. Grid().Select(x => Noisy(x, 5 * Math.Pow(size / 1000.0, (0.5 * Math.Tanh((0.5 * (x - edge)) - Math.Atanh(1 / 3.0))) + (1 / 6.0)), noise, ref random))]));
        }

        return curves;
    }

    private static IEnumerable<double> Grid() => Enumerable.Range(0, 40).Select(k => -11.75 + (0.5 * k) - 6);

    private static DataPoint Noisy(double x, double y, double noise, ref Philox random) =>
        new(x, y * Math.Exp(noise * random.NextNormalPair().First), noise * y);
}
