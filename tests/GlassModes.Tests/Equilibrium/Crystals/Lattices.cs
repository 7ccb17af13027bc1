// Crystals, random points and mixtures of crystal and liquid, made for the tests of this room.

using GlassModes.Numerics.RandomNumbers;
using GlassModes.Particles;

namespace GlassModes.Tests.Equilibrium.Crystals;

/// <summary>Makes configurations whose crystals are known. Lengths are in units of the distance of nearest neighbours.</summary>
internal static class Lattices
{
    private static readonly double[][] s_faceCentred = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]];
    private static readonly double[][] s_bodyCentred = [[0, 0, 0], [0.5, 0.5, 0.5]];

    /// <summary>4 n³ particles of an fcc crystal.</summary>
    public static Configuration FaceCentred(int cells, double distance = 1) =>
        Cubic(cells, distance * Math.Sqrt(2), s_faceCentred, _ => 0);

    /// <summary>2 n³ particles of a bcc crystal.</summary>
    public static Configuration BodyCentred(int cells, double distance = 1) =>
        Cubic(cells, distance * 2 / Math.Sqrt(3), s_bodyCentred, _ => 0);

    /// <summary>n³ particles of species A at the corners, and n³ of species B in the middle of the cells.</summary>
    public static Configuration CaesiumChloride(int cells, double distance = 1) =>
        Cubic(cells, distance * 2 / Math.Sqrt(3), s_bodyCentred, corner => (byte)corner);

    /// <summary>n³ particles of a simple cubic crystal.</summary>
    public static Configuration SimpleCubic(int cells) => Cubic(cells, 1, [[0, 0, 0]], _ => 0);

    /// <summary>The points of an hcp crystal within a radius of the particle at the centre, which comes first, in a wide box.</summary>
    public static Configuration HexagonalBall(double radius)
    {
        List<double[]> points = [];
        int range = (int)radius + 2;
        for (int layer = -range; layer <= range; layer++)
        {
            double shift = layer % 2 == 0 ? 0 : 1;
            for (int row = -2 * range; row <= 2 * range; row++)
            {
                for (int column = -2 * range; column <= 2 * range; column++)
                {
                    points.Add(
                    [
                        column + (0.5 * row) + (0.5 * shift),
                        (row + (shift / 3)) * Math.Sqrt(0.75),
                        layer * Math.Sqrt(2.0 / 3),
                    ]);
                }
            }
        }

        return Isolated(points.Where(point => Length(point) <= radius).OrderBy(Length), 4 * (radius + 1));
    }

    /// <summary>A particle in the middle of the twelve corners of an icosahedron, in a wide box.</summary>
    public static Configuration Icosahedron()
    {
        double golden = (1 + Math.Sqrt(5)) / 2;
        List<double[]> points = [[0, 0, 0]];
        foreach (double one in (double[])[-1, 1])
        {
            foreach (double longer in (double[])[-golden, golden])
            {
                points.AddRange([[0, one, longer], [one, longer, 0], [longer, 0, one]]);
            }
        }

        return Isolated(points, 20);
    }

    /// <summary>Points uniformly in a ball, far from their images.</summary>
    public static Configuration RandomBall(int particles, ulong seed)
    {
        Philox random = new(seed, 0);
        List<double[]> points = [];
        while (points.Count < particles)
        {
            double[] point = [(2 * random.NextUniform()) - 1, (2 * random.NextUniform()) - 1, (2 * random.NextUniform()) - 1];
            if (Length(point) <= 1)
            {
                points.Add(point);
            }
        }

        return Isolated(points, 10);
    }

    /// <summary>Particles of species A at the given points, in a box of which the points fill only a part.</summary>
    public static Configuration Isolated(IEnumerable<double[]> points, double boxLength)
    {
        double[] positions = [.. points.SelectMany(point => point)];
        return new Configuration(new PeriodicBox(boxLength), new byte[positions.Length / 3], positions);
    }

    /// <summary>Moves each coordinate by a normal random number of the given standard deviation.</summary>
    public static Configuration Displaced(Configuration configuration, double deviation, ulong seed)
    {
        Philox random = new(seed, 1);
        double[] positions = configuration.Positions.ToArray();
        for (int k = 0; k < positions.Length; k++)
        {
            positions[k] += deviation * random.NextNormalPair().First;
        }

        return new Configuration(configuration.Box, configuration.Species, positions);
    }

    /// <summary>
    /// Puts particles of species A into a liquid, and removes those particles of the liquid that are nearer than a distance to one of them.
    /// The planted particles come first.
    /// </summary>
    public static Configuration Plant(Configuration liquid, IReadOnlyList<double[]> planted, double distance)
    {
        List<double> positions = [.. planted.SelectMany(point => point)];
        List<byte> species = [.. new byte[planted.Count]];
        for (int i = 0; i < liquid.Count; i++)
        {
            double[] place = liquid.Positions.Slice(3 * i, 3).ToArray();
            if (planted.All(point => Distance(liquid.Box, place, point) >= distance))
            {
                positions.AddRange(place);
                species.Add(liquid.Species[i]);
            }
        }

        return new Configuration(liquid.Box, species.ToArray(), positions.ToArray());
    }

    /// <summary>The points of an fcc lattice within a radius of its point at the given centre, the nearest first.</summary>
    public static double[][] FaceCentredBall(double distance, double radius, double centre)
    {
        int cells = (int)(2 * radius / distance) + 2;
        double[][] lattice = Points(cells, distance * Math.Sqrt(2), s_faceCentred);
        double[] middle = lattice.MinBy(point => Length(Moved(point, -0.5 * cells * distance * Math.Sqrt(2))))!;
        return
        [
            .. lattice.Select(point => (double[])[point[0] - middle[0], point[1] - middle[1], point[2] - middle[2]])
                .Where(point => Length(point) <= radius)
                .OrderBy(Length)
                .Select(point => Moved(point, centre)),
        ];
    }

    /// <summary>The points of n³ cells of an fcc lattice.</summary>
    public static double[][] FaceCentredPoints(int cells, double distance) => Points(cells, distance * Math.Sqrt(2), s_faceCentred);

    /// <summary>Distance of nearest images.</summary>
    public static double Distance(PeriodicBox box, double[] first, double[] second) =>
        Length([.. first.Zip(second, (a, b) => box.MinimumImage(a - b))]);

    private static Configuration Cubic(int cells, double edge, double[][] corners, Func<int, byte> species)
    {
        double[][] points = Points(cells, edge, corners);
        return new Configuration(
            new PeriodicBox(cells * edge),
            [.. Enumerable.Range(0, points.Length).Select(i => species(i % corners.Length))],
            [.. points.SelectMany(point => point)]);
    }

    private static double[][] Points(int cells, double edge, double[][] corners) =>
    [
        .. from x in Enumerable.Range(0, cells)
           from y in Enumerable.Range(0, cells)
           from z in Enumerable.Range(0, cells)
           from corner in corners
           select (double[])[edge * (x + corner[0]), edge * (y + corner[1]), edge * (z + corner[2])],
    ];

    private static double[] Moved(double[] point, double shift) => [point[0] + shift, point[1] + shift, point[2] + shift];

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(component => component * component));
}
