// Tests that crystals are found, alone and in a liquid, and that liquids and glasses have none.

using GlassModes.Equilibrium.Crystals;
using GlassModes.IO;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Particles;

namespace GlassModes.Tests.Equilibrium.Crystals;

public class CrystalFinderTests
{
    private static readonly TestCaseData[] s_crystals =
    [
        new TestCaseData(Lattices.FaceCentred(6)).SetArgDisplayNames("fcc"),
        new TestCaseData(Lattices.BodyCentred(8)).SetArgDisplayNames("bcc"),
        new TestCaseData(Lattices.CaesiumChloride(8)).SetArgDisplayNames("CsCl"),
    ];

    [TestCaseSource(nameof(s_crystals))]
    public void Perfect_crystals_are_one_cluster(Configuration crystal)
    {
        CrystalReport report = CrystalFinder.Find(crystal);
        Assert.That(report.Particles, Is.EqualTo(crystal.Count));
        Assert.That(report.CrystallineParticles, Is.EqualTo(crystal.Count));
        Assert.That(report.CrystallineShare, Is.EqualTo(1));
        Assert.That(report.LargestClusterMembers, Is.EqualTo(Enumerable.Range(0, crystal.Count)));
        Assert.That(report.HasCrystal);
        Assert.That(report.MeanAveragedQ6, Is.InRange(0.51, 0.58));
        Assert.That(report.Rule, Is.EqualTo(CrystalRule.Default));
    }

    // The deviation is that of each coordinate. Crystals melt near 0.08 (Lindemann).
    [TestCaseSource(nameof(s_crystals))]
    public void Thermal_crystals_are_found(Configuration crystal)
    {
        foreach ((double deviation, double least) in ((double, double)[])[(0.04, 1), (0.06, 0.99), (0.08, 0.93), (0.1, 0.65)])
        {
            CrystalReport report = CrystalFinder.Find(Lattices.Displaced(crystal, deviation, 5));
            Assert.That(report.LargestCluster, Is.GreaterThanOrEqualTo(least * crystal.Count), $"deviation {deviation}");
            Assert.That(report.HasCrystal);
        }
    }

    [TestCaseSource(nameof(s_crystals))]
    public void Displacements_as_large_as_the_distance_of_neighbours_destroy_the_crystal(Configuration crystal) =>
        Assert.That(CrystalFinder.Find(Lattices.Displaced(crystal, 0.25, 5)).HasCrystal, Is.False);

    [Test]
    public void An_hcp_crystal_is_found()
    {
        Configuration ball = Lattices.Displaced(Lattices.HexagonalBall(5), 0.06, 6);
        int inside = Enumerable.Range(0, ball.Count)
            .Count(i => Lattices.Distance(ball.Box, [0, 0, 0], ball.Positions.Slice(3 * i, 3).ToArray()) < 4);
        Assert.That(inside, Is.GreaterThan(300));
        Assert.That(CrystalFinder.Find(ball).LargestCluster, Is.GreaterThanOrEqualTo(inside));
    }

    [TestCase("kalj_N1000_T2.dump")]
    [TestCase("kalj_N8000_T2.dump.gz")]
    [TestCase("kalj_N1000_W-3.dump")]
    [TestCase("kalj_N1000_W-8.dump")]
    [TestCase("harmonic_N2000_W-2.dump")]
    [TestCase("harmonic_N2000_W-4.dump")]
    public void Liquids_and_glasses_have_no_crystal(string file)
    {
        CrystalReport report = CrystalFinder.Find(ConfigurationFile.Read(TestData.Reference(file)));
        Assert.That(report.HasCrystal, Is.False);
        Assert.That(report.LargestCluster, Is.LessThanOrEqualTo(3));
        Assert.That(report.CrystallineShare, Is.LessThan(0.002));
        Assert.That(report.MeanAveragedQ6, Is.InRange(0.12, 0.2));
    }

    // Half of the box is an fcc crystal of 3456 particles in twelve layers of 288. At its two surfaces a layer may join the crystal or
    // leave it.
    [Test]
    public void A_crystal_in_half_of_the_box_has_the_right_size()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N8000_T2.dump.gz"));
        double distance = liquid.Box.Length / (12 * Math.Sqrt(2));
        double[][] crystal = [.. Lattices.FaceCentredPoints(12, distance).Where(point => point[0] < (0.5 * liquid.Box.Length) - 0.01)];
        Assert.That(crystal, Has.Length.EqualTo(3456));
        CrystalReport report = CrystalFinder.Find(Lattices.Plant(liquid, crystal, 0.85));
        Assert.That(report.HasCrystal);
        Assert.That(report.LargestCluster, Is.InRange(3456 - (2 * 288), 3456 + (2 * 288)));
        Assert.That(report.LargestClusterMembers.Count(i => i < crystal.Length), Is.GreaterThanOrEqualTo(3456 - (2 * 288)));
    }

    [TestCase(2.45, "kalj_N1000_T2.dump")]
    [TestCase(2.45, "kalj_N1000_W-8.dump")]
    [TestCase(3, "kalj_N1000_W-8.dump")]
    public void A_nucleus_in_a_liquid_is_found(double radius, string file)
    {
        const double distance = 1.08;
        Configuration liquid = ConfigurationFile.Read(TestData.Reference(file));
        double[][] nucleus = Lattices.FaceCentredBall(distance, radius * distance, 0.1);
        int inside = nucleus.Count(point => Lattices.Distance(liquid.Box, point, [0.1, 0.1, 0.1]) < (radius - 0.9) * distance);
        CrystalReport report = CrystalFinder.Find(Lattices.Plant(liquid, nucleus, 0.85));
        Assert.That(report.HasCrystal);
        Assert.That(report.LargestCluster, Is.InRange(inside, nucleus.Length + 10));
        Assert.That(Enumerable.Range(0, inside), Is.SubsetOf(report.LargestClusterMembers));
        Assert.That(report.LargestClusterMembers.Count(i => i >= nucleus.Length), Is.LessThanOrEqualTo(10));
    }

    [Test]
    public void Of_two_nuclei_the_larger_one_is_told()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N8000_T2.dump.gz"));
        double[][] smaller = Lattices.FaceCentredBall(1.08, 2.7, 4);
        double[][] larger = Lattices.FaceCentredBall(1.08, 3.3, 13);
        CrystalReport report = CrystalFinder.Find(Lattices.Plant(liquid, [.. smaller, .. larger], 0.85));
        Assert.That(report.CrystallineParticles, Is.GreaterThan(larger.Length));
        Assert.That(report.LargestCluster, Is.LessThan(larger.Length));
        Assert.That(report.LargestClusterMembers.Count(i => i < smaller.Length), Is.Zero);
    }

    // Two grains of an fcc crystal, one of them turned by 45 degrees about x.
    [Test]
    public void Touching_grains_of_different_orientation_are_two_clusters()
    {
        const int cells = 8;
        double length = cells * Math.Sqrt(2);
        double[][] lattice = Lattices.FaceCentredPoints(2 * cells, 1);
        double[][] first = [.. Lattices.FaceCentredPoints(cells, 1).Where(point => point[0] < 0.5 * length)];
        double[][] second =
        [
            .. lattice.Select(point => (double[])[point[0], point[1] - length, point[2] - length])
                .Select(point => (double[])[point[0], (point[1] - point[2]) / Math.Sqrt(2), (point[1] + point[2]) / Math.Sqrt(2)])
                .Where(point => point[0] >= 0.5 * length && point[0] < length)
                .Where(point => Math.Abs(point[1]) < 0.5 * length && Math.Abs(point[2]) < 0.5 * length),
        ];
        Configuration grains = Lattices.Plant(Lattices.Isolated(second, length), first, 0.8);
        CrystalReport report = CrystalFinder.Find(grains);
        Assert.That(report.CrystallineShare, Is.GreaterThan(0.8));
        Assert.That((double)report.LargestCluster / grains.Count, Is.InRange(0.35, 0.6));
    }

    [Test]
    public void Order_of_particles_images_and_origin_change_nothing()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-8.dump"));
        Configuration planted = Lattices.Plant(liquid, Lattices.FaceCentredBall(1.08, 2.7, 4), 0.85);
        CrystalReport report = CrystalFinder.Find(planted);
        Philox random = new(8, 0);
        int n = planted.Count;
        int[] order = [.. Enumerable.Range(0, n)];
        for (int k = n - 1; k > 0; k--)
        {
            int swapped = (int)((k + 1) * random.NextUniform());
            (order[k], order[swapped]) = (order[swapped], order[k]);
        }

        double[] positions = new double[3 * n];
        for (int k = 0; k < positions.Length; k++)
        {
            int image = (int)(5 * random.NextUniform()) - 2;
            positions[k] = planted.Positions[(3 * order[k / 3]) + (k % 3)] + ((image + 0.37) * planted.Box.Length);
        }

        CrystalReport moved = CrystalFinder.Find(
            new Configuration(
                new PeriodicBox(planted.Box.Length, 1, 2, 3), [.. order.Select(i => planted.Species[i])], positions));
        Assert.That(moved.CrystallineParticles, Is.EqualTo(report.CrystallineParticles));
        Assert.That(moved.LargestClusterMembers.Select(i => order[i]).Order(), Is.EqualTo(report.LargestClusterMembers));
        Assert.That(moved.MeanAveragedQ6, Is.EqualTo(report.MeanAveragedQ6).Within(1e-12));
        Assert.That(
            CrystalFinder.Find(planted) with { LargestClusterMembers = report.LargestClusterMembers },
            Is.EqualTo(report),
            "the same bits again");
    }

    [TestCase(0.12)]
    [TestCase(0.13)]
    public void Counts_agree_with_sums_over_all_pairs(double deviation)
    {
        Configuration crystal = Lattices.Displaced(Lattices.FaceCentred(4), deviation, 9);
        CrystalReport report = CrystalFinder.Find(crystal);
        Assert.That(report.LargestCluster, Is.InRange(1, report.CrystallineParticles - 1), "some particles are in other clusters");
        Assert.That(report.CrystallineParticles, Is.LessThan(crystal.Count));
        Assert.That(
            new PlainOrder(crystal).CountCrystalline(0.7, 7), Is.EqualTo((report.CrystallineParticles, report.LargestCluster)));
    }

    [Test]
    public void The_rule_decides()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        Configuration planted = Lattices.Plant(liquid, Lattices.FaceCentredBall(1.08, 2.7, 4), 0.85);
        int size = CrystalFinder.Find(planted).LargestCluster;
        Assert.That(CrystalFinder.Find(planted, new CrystalRule { LargestChanceCluster = size }).HasCrystal, Is.False);
        Assert.That(CrystalFinder.Find(planted, new CrystalRule { LargestChanceCluster = size - 1 }).HasCrystal);
        CrystalReport twelve = CrystalFinder.Find(planted, new CrystalRule { LeastSolidBonds = 12 });
        Assert.That(twelve.LargestCluster, Is.InRange(1, size - 10));
        Assert.That(CrystalFinder.Find(planted, new CrystalRule { LeastAlignment = 0.95 }).LargestCluster, Is.LessThan(size));
        Assert.That(CrystalFinder.Find(planted, new CrystalRule { LeastAlignment = 0.5 }).LargestCluster, Is.GreaterThan(size));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(13)]
    public void Few_particles_are_no_crystal_and_no_error(int particles)
    {
        CrystalReport report = CrystalFinder.Find(Lattices.RandomBall(particles, 1));
        Assert.That(report.HasCrystal, Is.False);
        Assert.That(report.MeanAveragedQ6, Is.InRange(0, 1));
        Assert.That(report.LargestCluster, Is.LessThanOrEqualTo(report.CrystallineParticles));
    }

    [Test]
    public void Thresholds_out_of_range_are_errors()
    {
        Assert.That(() => new CrystalRule { LeastAlignment = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CrystalRule { LeastAlignment = double.NaN }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CrystalRule { LeastAlignment = 1.01 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CrystalRule { LeastSolidBonds = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new CrystalRule { LargestChanceCluster = -1 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
