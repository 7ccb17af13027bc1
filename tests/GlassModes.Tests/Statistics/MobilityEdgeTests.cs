// Tests the mobility edge on curves with a planted crossing and on curves without a crossing.

using GlassModes.Numerics.RandomNumbers;
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

    [TestCase(2, CrossingOutcome.Localised, "localised up to 0")]
    [TestCase(1, CrossingOutcome.Localised, "localised up to 0")]
    [TestCase(-30, CrossingOutcome.Extended, "extended as far down as seen")]
    public void Where_all_unstable_modes_are_localised_or_all_extended_there_is_none(double edge, CrossingOutcome outcome, string said)
    {
        foreach (bool weighted in (bool[])[true, false])
        {
            List<ParticipationCurve> curves = Curves(edge, weighted ? 0.03 : 0.003, 2);
            MobilityEdge found = MobilityEdge.Of(weighted ? curves : curves.Select(WithoutErrors));
            Assert.That(found.Exists, Is.False);
            Assert.That((found.Value, found.Lowest, found.Highest), Is.EqualTo((double.NaN, double.NaN, double.NaN)));
            Assert.That(found.Crossings.Select(crossing => crossing.Eigenvalue), Is.All.NaN);
            Assert.That(found.Crossings.Select(crossing => crossing.Outcome), Is.All.EqualTo(outcome));
            Assert.That($"{found}", Is.EqualTo($"none: 6 of 6 pairs {said}"));
        }
    }

    [Test]
    public void An_edge_is_found_also_without_errors_of_the_points()
    {
        MobilityEdge found = MobilityEdge.Of(Curves(-5, 0.02, 5).Select(WithoutErrors));
        Assert.That($"{found}", Is.EqualTo("from 6 of 6 pairs"));
        Assert.That(found.Value, Is.EqualTo(-5).Within(0.2));
    }

    [Test]
    public void Bins_without_an_error_are_left_out_where_others_have_one()
    {
        // The four lowest bins have arbitrary values, as if a single sample of each size had reached them. In the fourth bin the largest
        // size has an error.
        List<ParticipationCurve> curves = Curves(-5, 0.02, 9);
        IEnumerable<ParticipationCurve> withLoneBins = curves.Select(curve => curve with
        {
            Points =
            [
                .. curve.Points.Select(
                    (point, k) => k < 4
                        ? new DataPoint(point.X, point.Y * curve.Particles, k == 0 ? double.NaN : k < 3 || curve.Particles < 8000 ? 0 : 1)
                        : point),
            ],
        });
        IEnumerable<ParticipationCurve> withoutLoneBins = curves.Select(curve => curve with { Points = [.. curve.Points.Skip(4)] });
        MobilityEdge found = MobilityEdge.Of(withLoneBins);
        Assert.That(found.Crossings, Is.EqualTo(MobilityEdge.Of(withoutLoneBins).Crossings));
        Assert.That(found.Value, Is.EqualTo(-5).Within(0.2));
        Assert.That(found.Crossings[0].From, Is.EqualTo(-15.75));
    }

    [Test]
    public void A_noisy_curve_does_not_lose_the_edge_of_the_others()
    {
        int lost = 0;
        int undecided = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            List<ParticipationCurve> curves = Curves(-5, 0.02, seed);
            MobilityEdge found = MobilityEdge.Of([Curves(-5, 1, seed + 1000)[1], curves[2], curves[3]]);
            Crossing good = found.Crossings.Single(crossing => crossing.Smaller == 4000);
            Assert.That((good.Outcome, good.From), Is.EqualTo((CrossingOutcome.Crossed, -17.75)));
            Assert.That(good.Eigenvalue, Is.EqualTo(-5).Within(0.4));
            lost += found.Exists ? 0 : 1;
            undecided += $"{found}" == "from 1 of 3 pairs, 2 undecided" ? 1 : 0;
        }

        Assert.That(lost, Is.LessThan(5));
        Assert.That(undecided, Is.GreaterThan(50));
    }

    [TestCase(-1.3)]
    [TestCase(-16.4)]
    public void A_few_bins_beyond_the_edge_are_not_spoken_for_by_the_many_on_its_other_side(double edge)
    {
        // The curves are noisy in the bins between the edge and the end. These bins do not show that their modes are of the other kind.
        int wrong = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            List<ParticipationCurve> quiet = Curves(edge, 0.01, seed);
            List<ParticipationCurve> noisy = Curves(edge, 0.6, seed + 1000);
            MobilityEdge found = MobilityEdge.Of(quiet.Zip(noisy, (quietCurve, noisyCurve) => new ParticipationCurve(
                quietCurve.Particles,
                [
                    .. quietCurve.Points.Zip(
                        noisyCurve.Points,
                        (good, bad) => Math.Abs(good.X - edge) < 1.5 && Math.Abs(good.X + 9) > Math.Abs(edge + 9) ? bad : good),
                ])));
            wrong += found.Crossings.Count(crossing => crossing.Outcome is CrossingOutcome.Localised or CrossingOutcome.Extended);
        }

        Assert.That(wrong, Is.LessThan(30), "of 600");
    }

    [Test]
    public void A_curve_that_ends_above_the_edge_does_not_speak_against_it()
    {
        List<ParticipationCurve> curves = Curves(-5, 0.01, 6);
        ParticipationCurve CutAt(double from) => new(1000, [.. curves[0].Points.Where(point => point.X > from)]);
        MobilityEdge found = MobilityEdge.Of([CutAt(-4), curves[2], curves[3]]);
        Assert.That($"{found}", Is.EqualTo("from 1 of 3 pairs, 2 extended as far down as seen"));
        Assert.That(found.Value, Is.EqualTo(-5).Within(0.2));

        // The same curves are shifted by −6, so that the extended modes lie below the edge.
        ParticipationCurve[] shifted =
        [
            .. new[] { CutAt(-4), curves[2] }.Select(
                curve => curve with { Points = [.. curve.Points.Select(point => point with { X = point.X - 6 })] }),
        ];
        Crossing below = MobilityEdge.Of(shifted).Crossings[0];
        Assert.That((below.Outcome, below.From), Is.EqualTo((CrossingOutcome.Extended, -9.75)));
        MobilityEdge denied = new([.. found.Crossings, below]);
        Assert.That((denied.Exists, $"{denied}"), Is.EqualTo((false, "none: 3 of 4 pairs extended as far down as seen, 1 crossed")));
    }

    [Test]
    public void A_pair_that_is_localised_up_to_0_speaks_against_an_edge()
    {
        MobilityEdge crossed = MobilityEdge.Of(Curves(-5, 0.01, 7).Take(2));
        MobilityEdge localised = MobilityEdge.Of(Curves(2, 0.01, 7).Skip(2));
        MobilityEdge both = new(
            [crossed.Crossings[0], localised.Crossings[0], new Crossing(1, 2, double.NaN, CrossingOutcome.Undecided, double.NaN)]);
        Assert.That(crossed.Exists);
        Assert.That(both.Value, Is.NaN);
        Assert.That($"{both}", Is.EqualTo("none: 1 of 3 pairs localised up to 0, 1 crossed, 1 undecided"));
    }

    [TestCase(true, 40)]
    [TestCase(false, 40)]
    [TestCase(true, 16)]
    [TestCase(false, 15)]
    public void Noise_alone_is_undecided(bool weighted, int points)
    {
        // All sizes have the same curve. A pair seems to cross about once in a hundred times. With few bins a pair seems to be of one kind
        // once in thirty times.
        int seen = 0;
        int decided = 0;
        const int Experiments = 100;
        for (int seed = 0; seed < Experiments; seed++)
        {
            Philox random = new((ulong)seed, 3);
            IEnumerable<ParticipationCurve> curves =
            [
                .. Sizes.Select(
                    size => new ParticipationCurve(size, [.. Grid().TakeLast(points).Select(x => Noisy(x, 1, 0.1, ref random))])),
            ];
            MobilityEdge found = MobilityEdge.Of(weighted ? curves : curves.Select(WithoutErrors));
            seen += found.Exists ? 1 : 0;
            decided += found.Crossings.Count(crossing => crossing.Outcome != CrossingOutcome.Undecided);
        }

        Assert.That(seen, Is.LessThan(10));
        Assert.That(decided, Is.LessThan(0.07 * 6 * Experiments));
    }

    [TestCase(3, 40)]
    [TestCase(5, 40)]
    [TestCase(32, 40)]
    [TestCase(3, 16)]
    [TestCase(5, 16)]
    [TestCase(32, 16)]
    public void Noise_with_errors_from_few_samples_is_undecided(int samples, int points)
    {
        // All sizes have the same mean. Errors come from the scatter over samples.
        int decided = 0;
        int decidedAsIfKnown = 0;
        const int Experiments = 200;
        static int Decided(IEnumerable<ParticipationCurve> curves) =>
            MobilityEdge.Of(curves).Crossings.Count(crossing => crossing.Outcome != CrossingOutcome.Undecided);
        for (int seed = 0; seed < Experiments; seed++)
        {
            Philox random = new((ulong)seed, 4);
            List<ParticipationCurve> curves = [];
            foreach (int size in Sizes)
            {
                List<DataPoint> bins = [];
                foreach (double x in Grid().TakeLast(points))
                {
                    double[] values = new double[samples];
                    for (int k = 0; k < samples; k++)
                    {
                        values[k] = 1 + (0.1 * random.NextNormalPair().First);
                    }

                    Estimate mean = Estimate.Of(values);
                    bins.Add(new DataPoint(x, mean.Mean, mean.StandardError));
                }

                curves.Add(new ParticipationCurve(size, bins, samples));
            }

            decided += Decided(curves);
            decidedAsIfKnown += Decided(curves.Select(curve => curve with { Groups = int.MaxValue }));
        }

        Assert.That(decided, Is.LessThan(0.04 * 6 * Experiments));
        Assert.That(
            decidedAsIfKnown,
            samples == 3 ? Is.GreaterThan(0.1 * 6 * Experiments) : Is.LessThan(0.12 * 6 * Experiments),
            "as if the errors were known");
    }

    // In the noisiest case the error of the difference Δ of two curves is twice the change of Δ from bin to bin, so that a search ends in
    // different bins. In the last case only the smallest size is noisy, so that three of six crossings fluctuate together.
    [TestCase(0.003, 0.003)]
    [TestCase(0.02, 0.02)]
    [TestCase(0.1, 0.1)]
    [TestCase(0.003, 0.05)]
    public void Errors_of_crossings_and_of_the_edge_are_what_repeated_experiments_scatter_by(double noise, double ofSmallest)
    {
        const int Experiments = 200;
        MobilityEdge[] found =
        [
            .. Enumerable.Range(0, Experiments).Select(
                seed => MobilityEdge.Of([Curves(-5, ofSmallest, (ulong)seed + 5000)[0], .. Curves(-5, noise, (ulong)seed + 5000).Skip(1)])),
        ];
        for (int pair = 0; pair < 6; pair++)
        {
            Crossing[] crossed =
            [
                .. found.Select(edge => edge.Crossings[pair]).Where(crossing => crossing.Outcome == CrossingOutcome.Crossed),
            ];
            AssertErrors(
                [.. crossed.Select(crossing => crossing.Eigenvalue)],
                [.. crossed.Select(crossing => crossing.Error)],
                $"{crossed[0].Smaller} {crossed[0].Larger}");
        }

        MobilityEdge[] edges = [.. found.Where(edge => edge.Exists)];
        AssertErrors([.. edges.Select(edge => edge.Value)], [.. edges.Select(edge => edge.Error)], "the edge");

        static void AssertErrors(double[] values, double[] errors, string quantity)
        {
            Assert.That(errors, Has.Length.GreaterThan(0.9 * Experiments).And.All.Positive, quantity);
            double scatter = Estimate.Of(values).StandardError * Math.Sqrt(values.Length);
            Assert.That(errors.Average(), Is.EqualTo(scatter).Within(0.25 * scatter), quantity);
        }
    }

    [Test]
    public void A_single_pair_has_its_error_whatever_other_sizes_there_are()
    {
        List<ParticipationCurve> curves = Curves(-5, 0.02, 12);
        MobilityEdge ofTwoSizes = MobilityEdge.Of(curves.Take(2));
        MobilityEdge ofThreeSizes = MobilityEdge.Of(curves.Take(3));
        Assert.That(ofTwoSizes.Lowest, Is.EqualTo(ofTwoSizes.Highest), "no error bar");
        Assert.That(ofTwoSizes.Error, Is.EqualTo(ofTwoSizes.Crossings[0].Error).And.InRange(0.05, 0.2));
        Assert.That(ofThreeSizes.Crossings[0], Is.EqualTo(ofTwoSizes.Crossings[0]));
        Assert.That(MobilityEdge.Of(curves.Take(2)).Error, Is.EqualTo(ofTwoSizes.Error), "the same always");

        // Without errors of the points the error is estimated from neighbouring points, which differ also by the slope.
        Assert.That(MobilityEdge.Of(curves.Take(2).Select(WithoutErrors)).Error, Is.InRange(0.7 * ofTwoSizes.Error, 2 * ofTwoSizes.Error));
        MobilityEdge none = MobilityEdge.Of(Curves(2, 0.02, 12));
        Assert.That((none.Error, none.Crossings[0].Error), Is.EqualTo((double.NaN, double.NaN)));
    }

    [Test]
    public void One_curve_or_curves_without_common_bins_cross_nowhere()
    {
        List<ParticipationCurve> curves = Curves(-5, 0.01, 4);
        Assert.That(MobilityEdge.Of([curves[0]]).Exists, Is.False);
        Assert.That($"{MobilityEdge.Of([curves[0]])}", Does.StartWith("undecided: fewer than two sizes"));
        ParticipationCurve moved = new(2000, [.. curves[1].Points.Select(point => point with { X = point.X + 0.1 })]);
        MobilityEdge apart = MobilityEdge.Of([curves[0], moved]);
        Assert.That(apart.Exists, Is.False);
        Assert.That(apart.Crossings, Is.EqualTo(new[] { new Crossing(1000, 2000, double.NaN, CrossingOutcome.Undecided, double.NaN) }));
        Assert.That($"{apart}", Is.EqualTo("undecided: 1 of 1 pairs too noisy or with too few bins"));
    }

    [TestCase(1, CrossingOutcome.Undecided)]
    [TestCase(2, CrossingOutcome.Localised)]
    [TestCase(3, CrossingOutcome.Localised)]
    public void Too_few_bins_for_a_crossing_may_do_to_see_that_all_modes_are_localised(int bins, CrossingOutcome outcome)
    {
        IEnumerable<ParticipationCurve> curves = Curves(2, 0.01, 8).Select(
            curve => curve with { Points = [.. curve.Points.Where(point => point.X < 0).TakeLast(bins)] });
        Assert.That(MobilityEdge.Of(curves).Crossings.Select(crossing => crossing.Outcome), Is.All.EqualTo(outcome));
    }

    // Curves N^{2/3} P ∝ N^y, with y from −1/3 (localised) to 2/3 (extended) and y = 0 at λ_e.
    private static List<ParticipationCurve> Curves(double edge, double noise, ulong seed)
    {
        Philox random = new(seed, 1);
        List<ParticipationCurve> curves = [];
        foreach (int size in Sizes)
        {
            curves.Add(new ParticipationCurve(
                size,
                [
                    .. Grid().Select(
                        x =>
                            Noisy(
                                x,
                                5 * Math.Pow(size / 1000.0, (0.5 * Math.Tanh((0.5 * (x - edge)) - Math.Atanh(1 / 3.0))) + (1 / 6.0)),
                                noise,
                                ref random)),
                ]));
        }

        return curves;
    }

    private static IEnumerable<double> Grid() => Enumerable.Range(0, 40).Select(k => -11.75 + (0.5 * k) - 6);

    private static DataPoint Noisy(double x, double y, double noise, ref Philox random)
    {
        double seen = y * Math.Exp(noise * random.NextNormalPair().First);
        return new DataPoint(x, seen, noise * seen);
    }

    private static ParticipationCurve WithoutErrors(ParticipationCurve curve) =>
        curve with { Points = [.. curve.Points.Select(point => point with { Error = double.NaN })] };
}
