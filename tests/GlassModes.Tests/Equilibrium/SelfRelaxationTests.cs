// Tests displacements and scattering functions against plain sums, and the relaxation of motions that are known.

using GlassModes.Equilibrium;
using GlassModes.IO;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Particles;

namespace GlassModes.Tests.Equilibrium;

public sealed class SelfRelaxationTests
{
    [Test]
    public void Every_lag_has_the_mean_over_its_origins()
    {
        const int frames = 77;
        const double k = 3.1;
        double[][] trajectory = RandomWalk(20, frames, 0.2, 1);
        SelfRelaxation relaxation = new(60, k);
        foreach (double[] frame in trajectory)
        {
            relaxation.Add(frame);
        }

        // Level l has the frames 2^l − 1, 2·2^l − 1, …, and lags of 1, 2 and 3 (2 and 3 after the first level) times 2^l.
        IReadOnlyList<RelaxationPoint> curve = relaxation.Curve;
        Assert.That(curve.Select(point => point.Lag), Is.EqualTo(new long[] { 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48 }));
        foreach (RelaxationPoint point in curve)
        {
            int spacing = point.Lag <= 3 ? 1 : 1 << (int)Math.Floor(Math.Log2(point.Lag / 2.0));
            int[] origins = [.. Enumerable.Range(0, frames).Where(f => (f + 1) % spacing == 0 && f + point.Lag < frames)];
            double squares = 0;
            double scattering = 0;
            foreach (int origin in origins)
            {
                for (int i = 0; i < 20; i++)
                {
                    double square = Enumerable.Range(3 * i, 3)
                        .Sum(c => Math.Pow(trajectory[origin + (int)point.Lag][c] - trajectory[origin][c], 2));
                    squares += square / 20 / origins.Length;
                    scattering += Math.Sin(k * Math.Sqrt(square)) / (k * Math.Sqrt(square)) / 20 / origins.Length;
                }
            }

            Assert.That(point.Origins, Is.EqualTo(origins.Length), $"lag {point.Lag}");
            Assert.That(point.MeanSquaredDisplacement, Is.EqualTo(squares).Within(1e-6));
            Assert.That(point.SelfScattering, Is.EqualTo(scattering).Within(1e-6));
        }
    }

    /// <summary>A walk with steps of variance s² an axis has the displacement 3s²t, F_s = exp(−k²s²t/2), and τ = 2/(k s)².</summary>
    [Test]
    public void A_random_walk_relaxes_exponentially()
    {
        const double k = 2;
        const double step = 0.1;
        SelfRelaxation relaxation = new(3 * 300, k);
        foreach (double[] frame in RandomWalk(300, 2000, step, 2))
        {
            relaxation.Add(frame);
        }

        double expected = 2 / (k * k * step * step);
        Assert.That(relaxation.FindRelaxationTime(), Is.EqualTo(expected).Within(0.06 * expected));
        foreach (RelaxationPoint point in relaxation.Curve.Where(point => point.Lag < 200))
        {
            Assert.That(point.MeanSquaredDisplacement, Is.EqualTo(3 * step * step * point.Lag).Within(10).Percent);
            Assert.That(point.SelfScattering, Is.EqualTo(Math.Exp(-0.5 * k * k * step * step * point.Lag)).Within(0.03));
        }
    }

    [Test]
    public void Particles_at_rest_never_relax_and_fast_ones_at_once()
    {
        SelfRelaxation still = new(9, 7);
        SelfRelaxation fast = new(9, 7);
        for (int k = 0; k < 30; k++)
        {
            still.Add(new double[9]);
            fast.Add([.. Enumerable.Range(0, 9).Select(c => 10.0 * k * (c + 1))]);
        }

        Assert.That(still.FindRelaxationTime(), Is.Null);
        Assert.That(still.Curve.Select(point => point.SelfScattering), Is.All.EqualTo(1));
        Assert.That(fast.FindRelaxationTime(), Is.EqualTo(1));
        Assert.That(() => still.Add(new double[6]), Throws.InstanceOf<ArgumentException>());
        Assert.That(new SelfRelaxation(9, 7).Curve, Is.Empty);
    }

    [Test]
    public void The_peak_of_a_Kob_Andersen_liquid_is_that_of_the_literature()
    {
        // Kob and Andersen (Phys. Rev. E 52, 4134, 1995) place the peak of S_AA at k = 7.25.
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        Assert.That(StructureFactor.FindPeak(liquid.Box, PositionsOf(liquid, 0)), Is.EqualTo(7.2).Within(0.35));
        Configuration glass = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-8.dump"));
        Assert.That(StructureFactor.FindPeak(glass.Box, PositionsOf(glass, 0)), Is.EqualTo(7.2).Within(0.25));
        Configuration large = ConfigurationFile.Read(TestData.Reference("kalj_N8000_T2.dump.gz"));
        Assert.That(StructureFactor.FindPeak(large.Box, PositionsOf(large, 0)), Is.EqualTo(7.2).Within(0.25));
    }

    [Test]
    public void The_structure_factor_of_a_crystal_is_its_number_of_particles_at_a_reciprocal_vector_and_nothing_elsewhere()
    {
        // A simple cubic crystal of 6³ particles has the peaks 6(n, m, l).
        PeriodicBox box = new(6);
        double[] positions = [.. from x in Enumerable.Range(0, 6) from y in Enumerable.Range(0, 6) from z in Enumerable.Range(0, 6)
                                 from c in new[] { x, y, z } select (double)c];
        Assert.That(StructureFactor.At(box, positions, (6, 0, 0)), Is.EqualTo(216).Within(1e-9));
        Assert.That(StructureFactor.At(box, positions, (5, 1, 0)), Is.EqualTo(0).Within(1e-9));
        Assert.That(
            StructureFactor.FindPeak(box, positions),
            Is.EqualTo(2 * Math.PI).Within(0.6).Or.EqualTo(2 * Math.PI * Math.Sqrt(2)).Within(0.6));
        Assert.That(() => StructureFactor.FindPeak(box, []), Throws.InstanceOf<ArgumentException>());
        Assert.That(StructureFactor.FindPeak(box, [1, 1, 1]), Is.GreaterThan(0));
    }

    private static double[] PositionsOf(Configuration configuration, byte species) =>
    [
        .. Enumerable.Range(0, configuration.Count).Where(i => configuration.Species[i] == species)
            .SelectMany(i => configuration.Positions.Slice(3 * i, 3).ToArray()),
    ];

    private static double[][] RandomWalk(int particles, int frames, double step, int seed)
    {
        Philox random = new(17, (ulong)seed);
        double[][] walk = new double[frames][];
        walk[0] = new double[3 * particles];
        for (int f = 1; f < frames; f++)
        {
            walk[f] = [.. walk[f - 1].Select(x => x + (step * random.NextNormalPair().First))];
        }

        return walk;
    }
}
