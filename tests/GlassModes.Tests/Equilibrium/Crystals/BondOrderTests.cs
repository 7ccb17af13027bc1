// Tests the bond-orientational order: exact values of crystals, rotations, and sums of Legendre polynomials.

using GlassModes.Equilibrium.Crystals;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.Equilibrium.Crystals;

public class BondOrderTests
{
    // Values of perfect neighbourhoods to five digits: W. Mickel et al., J. Chem. Phys. 138, 044501 (2013), Table I.
    private static readonly TestCaseData[] s_perfect =
    [
        new TestCaseData(Lattices.FaceCentred(4), 0.19094, 0.57452).SetArgDisplayNames("fcc"),
        new TestCaseData(Lattices.BodyCentred(5), 0.03637, 0.51069).SetArgDisplayNames("bcc"),
        new TestCaseData(Lattices.CaesiumChloride(5), 0.03637, 0.51069).SetArgDisplayNames("CsCl"),
        new TestCaseData(Lattices.HexagonalBall(3.2), 0.09722, 0.48476).SetArgDisplayNames("hcp"),
        new TestCaseData(Lattices.Icosahedron(), 0, 0.66332).SetArgDisplayNames("icosahedron"),
    ];

    [TestCaseSource(nameof(s_perfect))]
    public void Perfect_neighbourhoods_have_their_exact_order(Configuration configuration, double q4, double q6)
    {
        BondOrder order = BondOrder.Of(configuration);
        Assert.That(order.Q4[0], Is.EqualTo(q4).Within(6e-6));
        Assert.That(order.Q6[0], Is.EqualTo(q6).Within(6e-6));
    }

    [Test]
    public void A_simple_cubic_crystal_with_six_neighbours_has_its_exact_order()
    {
        BondOrder order = BondOrder.Of(Neighborhoods.Within(Lattices.SimpleCubic(4), 1.2));
        Assert.That(order.Q4.ToArray(), Is.All.EqualTo(0.76376).Within(6e-6));
        Assert.That(order.Q6.ToArray(), Is.All.EqualTo(0.35355).Within(6e-6));
    }

    [Test]
    public void In_a_perfect_crystal_the_averaged_order_is_the_order_and_all_bonds_are_aligned()
    {
        Configuration configuration = Lattices.BodyCentred(5);
        Neighborhoods neighborhoods = Neighborhoods.BySolidAngle(configuration);
        BondOrder order = BondOrder.Of(neighborhoods);
        Assert.That(order.AveragedQ4.ToArray(), Is.EqualTo(order.Q4.ToArray()).Within(1e-12));
        Assert.That(order.AveragedQ6.ToArray(), Is.EqualTo(order.Q6.ToArray()).Within(1e-12));
        Assert.That(neighborhoods.Of(0).ToArray().Select(j => order.Alignment(0, j)), Is.All.EqualTo(1).Within(1e-12));
    }

    // In hcp crystals the layers in turn are images of each other by inversion, which even orders do not see.
    [Test]
    public void Neighbours_in_an_hcp_crystal_are_aligned()
    {
        Configuration ball = Lattices.HexagonalBall(3.2);
        Neighborhoods neighborhoods = Neighborhoods.BySolidAngle(ball);
        BondOrder order = BondOrder.Of(neighborhoods);
        Assert.That(neighborhoods.Of(0).ToArray().Select(j => order.Alignment(0, j)), Is.All.EqualTo(1).Within(1e-12));
    }

    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(3UL)]
    public void Rotations_change_nothing(ulong seed)
    {
        Configuration configuration = Lattices.RandomBall(40, seed);
        BondOrder order = BondOrder.Of(configuration);
        BondOrder rotated = BondOrder.Of(Rotated(configuration, 0.3 + seed, 1.1 * seed));
        Assert.That(rotated.Q4.ToArray(), Is.EqualTo(order.Q4.ToArray()).Within(1e-12));
        Assert.That(rotated.Q6.ToArray(), Is.EqualTo(order.Q6.ToArray()).Within(1e-12));
        Assert.That(rotated.AveragedQ4.ToArray(), Is.EqualTo(order.AveragedQ4.ToArray()).Within(1e-12));
        Assert.That(rotated.AveragedQ6.ToArray(), Is.EqualTo(order.AveragedQ6.ToArray()).Within(1e-12));
        for (int i = 1; i < configuration.Count; i++)
        {
            Assert.That(rotated.Alignment(0, i), Is.EqualTo(order.Alignment(0, i)).Within(1e-11));
        }
    }

    [Test]
    public void Sums_of_Legendre_polynomials_over_all_pairs_give_the_same()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-8.dump"));
        foreach (Configuration configuration in (Configuration[])[liquid, Lattices.RandomBall(50, 7)])
        {
            Neighborhoods neighborhoods = Neighborhoods.BySolidAngle(configuration);
            BondOrder order = BondOrder.Of(neighborhoods);
            PlainOrder plain = new(configuration);
            for (int i = 0; i < configuration.Count; i += 9)
            {
                Assert.That(order.Q4[i], Is.EqualTo(plain.Q(4, i)).Within(1e-12));
                Assert.That(order.Q6[i], Is.EqualTo(plain.Q(6, i)).Within(1e-12));
                Assert.That(order.AveragedQ4[i], Is.EqualTo(plain.AveragedQ(4, i)).Within(1e-12));
                Assert.That(order.AveragedQ6[i], Is.EqualTo(plain.AveragedQ(6, i)).Within(1e-12));
                foreach (int j in neighborhoods.Of(i))
                {
                    Assert.That(order.Alignment(i, j), Is.EqualTo(plain.Alignment(i, j)).Within(1e-12));
                }
            }
        }
    }

    [Test]
    public void A_particle_without_neighbours_has_no_order()
    {
        BondOrder order = BondOrder.Of(Neighborhoods.Within(Lattices.Isolated([[0, 0, 0], [5, 5, 5]], 20), 1));
        Assert.That(order.Q4.ToArray().Concat(order.Q6.ToArray()), Is.All.Zero);
        Assert.That(order.AveragedQ4.ToArray().Concat(order.AveragedQ6.ToArray()), Is.All.Zero);
        Assert.That(order.Alignment(0, 1), Is.Zero);
    }

    // About z by the first angle, and then about x by the second.
    private static Configuration Rotated(Configuration configuration, double first, double second)
    {
        double[] positions = configuration.Positions.ToArray();
        for (int k = 0; k < positions.Length; k += 3)
        {
            (double x, double y, double z) = (positions[k], positions[k + 1], positions[k + 2]);
            (x, y) = ((Math.Cos(first) * x) - (Math.Sin(first) * y), (Math.Sin(first) * x) + (Math.Cos(first) * y));
            (y, z) = ((Math.Cos(second) * y) - (Math.Sin(second) * z), (Math.Sin(second) * y) + (Math.Cos(second) * z));
            (positions[k], positions[k + 1], positions[k + 2]) = (x, y, z);
        }

        return new Configuration(configuration.Box, configuration.Species, positions);
    }
}
