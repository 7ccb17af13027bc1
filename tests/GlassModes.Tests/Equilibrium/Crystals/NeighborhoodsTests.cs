// Tests which particles are neighbours: known numbers in crystals, all pairs elsewhere, and systems of few particles.

using GlassModes.Equilibrium.Crystals;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.Equilibrium.Crystals;

public class NeighborhoodsTests
{
    [Test]
    public void Solid_angles_give_the_neighbours_of_crystals()
    {
        Assert.That(Numbers(Lattices.FaceCentred(4)), Is.All.EqualTo(12));
        Assert.That(Numbers(Lattices.BodyCentred(5)), Is.All.EqualTo(14));
        Assert.That(Numbers(Lattices.CaesiumChloride(5)), Is.All.EqualTo(14));
        Assert.That(Numbers(Lattices.HexagonalBall(3))[0], Is.EqualTo(12));
        Assert.That(Numbers(Lattices.Icosahedron())[0], Is.EqualTo(12));
    }

    // Random points have neighbourhoods of very different size, so that some searches are widened.
    [TestCase("kalj_N1000_T2.dump")]
    [TestCase("random")]
    [TestCase("ball")]
    public void Solid_angles_of_all_pairs_give_the_same_neighbours(string name)
    {
        Configuration configuration = name switch
        {
            "random" => Lattices.Displaced(Lattices.SimpleCubic(7), 5, 3),
            "ball" => Lattices.RandomBall(60, 4),
            _ => ConfigurationFile.Read(TestData.Reference(name)),
        };
        Neighborhoods neighborhoods = Neighborhoods.BySolidAngle(configuration);
        int[][] expected = new PlainOrder(configuration).Neighbors;
        Assert.That(neighborhoods.Count, Is.EqualTo(configuration.Count));
        for (int i = 0; i < configuration.Count; i++)
        {
            Assert.That(neighborhoods.Of(i).ToArray(), Is.EqualTo(expected[i]), $"particle {i}");
        }
    }

    // From a distance that visits 27 cells to one that reaches around the box.
    [TestCase(0.9)]
    [TestCase(1.4)]
    [TestCase(2.6)]
    [TestCase(4.6)]
    [TestCase(6.5)]
    public void All_particles_within_a_distance_are_found_once(double distance)
    {
        Configuration configuration = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        Neighborhoods neighborhoods = Neighborhoods.Within(configuration, distance);
        for (int i = 0; i < configuration.Count; i += 13)
        {
            double[] place = Place(configuration, i);
            int[] expected =
            [
                .. Enumerable.Range(0, configuration.Count)
                    .Where(j => j != i && Lattices.Distance(configuration.Box, place, Place(configuration, j)) <= distance),
            ];
            Assert.That(neighborhoods.Of(i).ToArray().Order(), Is.EqualTo(expected));
        }
    }

    [Test]
    public void Directions_are_unit_vectors_to_the_nearest_images()
    {
        // The second particle is at a distance of 0.2, 0, 0.1 through the boundary.
        Configuration pair = new(new PeriodicBox(3), [0, 0], [0.1, 1, 2.95, 2.9, 1, 3.05]);
        Neighborhoods neighborhoods = Neighborhoods.Within(pair, 1);
        double norm = Math.Sqrt(0.05);
        Assert.That(neighborhoods.DirectionsOf(0).ToArray(), Is.EqualTo(new[] { -0.2 / norm, 0, 0.1 / norm }).Within(1e-13));
        Assert.That(neighborhoods.DirectionsOf(1).ToArray(), Is.EqualTo(new[] { 0.2 / norm, 0, -0.1 / norm }).Within(1e-13));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void Of_few_particles_all_others_are_neighbours(int particles)
    {
        Neighborhoods neighborhoods = Neighborhoods.BySolidAngle(Lattices.RandomBall(particles, 2));
        for (int i = 0; i < particles; i++)
        {
            Assert.That(
                neighborhoods.Of(i).ToArray().Order(), Is.EqualTo(Enumerable.Range(0, particles).Where(j => j != i)));
        }
    }

    [Test]
    public void Particles_at_the_same_place_are_no_neighbours()
    {
        Configuration twice = Lattices.Isolated([[1, 1, 1], [1, 1, 1], [1, 1, 2]], 10);
        Assert.That(Neighborhoods.BySolidAngle(twice).Of(0).ToArray(), Is.EqualTo(new[] { 2 }));
        Assert.That(Neighborhoods.Within(twice, 2).Of(2).ToArray(), Is.EqualTo(new[] { 0, 1 }));
    }

    [TestCase(0)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_distance_must_be_positive_and_finite(double distance) =>
        Assert.That(
            () => Neighborhoods.Within(Lattices.Icosahedron(), distance),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("distance"));

    private static int[] Numbers(Configuration configuration)
    {
        Neighborhoods neighborhoods = Neighborhoods.BySolidAngle(configuration);
        return [.. Enumerable.Range(0, configuration.Count).Select(i => neighborhoods.Of(i).Length)];
    }

    private static double[] Place(Configuration configuration, int i) => configuration.Positions.Slice(3 * i, 3).ToArray();
}
