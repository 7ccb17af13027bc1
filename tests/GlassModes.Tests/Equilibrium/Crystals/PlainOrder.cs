// The order of bonds once more, by other formulas and without a list of cells, as a check of the fast code.

using GlassModes.Particles;

namespace GlassModes.Tests.Equilibrium.Crystals;

/// <summary>
/// Neighbours by solid angle and bond-orientational order in O(N²). No spherical harmonic is computed: by the addition theorem every sum
/// over m is a sum of Legendre polynomials of the cosines between bonds.
/// </summary>
internal sealed class PlainOrder
{
    private readonly double[][][] _bonds;

    public PlainOrder(Configuration configuration)
    {
        Neighbors = [.. Enumerable.Range(0, configuration.Count).Select(i => NeighborsBySolidAngle(configuration, i))];
        _bonds = [.. Neighbors.Select((indices, i) => indices.Select(j => Direction(configuration, i, j)).ToArray())];
    }

    public int[][] Neighbors { get; }

    public double Q(int order, int i) => Math.Sqrt(Product(order, i, i));

    public double AveragedQ(int order, int i)
    {
        int[] around = [i, .. Neighbors[i]];
        return Math.Sqrt(around.Sum(a => around.Sum(b => Product(order, a, b)))) / around.Length;
    }

    public double Alignment(int i, int j) => Product(6, i, j) / (Q(6, i) * Q(6, j));

    /// <summary>The number of crystalline particles and the size of the largest cluster, by a flood through solid-like bonds.</summary>
    public (int Crystalline, int Largest) CountCrystalline(double leastAlignment, int leastBonds)
    {
        int[][] solid = [.. Neighbors.Select((indices, i) => indices.Where(j => Alignment(i, j) >= leastAlignment).ToArray())];
        HashSet<int> left = [.. Enumerable.Range(0, solid.Length).Where(i => solid[i].Length >= leastBonds)];
        int crystalline = left.Count;
        int largest = 0;
        while (left.Count > 0)
        {
            Queue<int> flood = new([left.First()]);
            left.Remove(flood.Peek());
            int size = 0;
            for (; flood.TryDequeue(out int i); size++)
            {
                foreach (int j in left.Where(j => solid[i].Contains(j) || solid[j].Contains(i)).ToArray())
                {
                    left.Remove(j);
                    flood.Enqueue(j);
                }
            }

            largest = Math.Max(largest, size);
        }

        return (crystalline, largest);
    }

    private double Product(int order, int i, int j) =>
        _bonds[i].Sum(a => _bonds[j].Sum(b => Legendre(order, (a[0] * b[0]) + (a[1] * b[1]) + (a[2] * b[2]))))
        / (_bonds[i].Length * _bonds[j].Length);

    private static double Legendre(int order, double x)
    {
        double square = x * x;
        return order == 4
            ? ((((35 * square) - 30) * square) + 3) / 8
            : ((((((231 * square) - 315) * square) + 105) * square) - 5) / 16;
    }

    // The caps around the neighbours fill the solid angle 4π: Σ_j (1 − r_j/R) = 2 over the r_j < R. The sum grows with R, so that the shell
    // R is found by bisection.
    private static int[] NeighborsBySolidAngle(Configuration configuration, int i)
    {
        double[] distances = [.. Enumerable.Range(0, configuration.Count).Select(j => Norm(Vector(configuration, i, j)))];
        double low = 0;
        double high = 1e3 * configuration.Box.Length;
        for (int step = 0; step < 70; step++)
        {
            double shell = 0.5 * (low + high);
            double caps = -1;
            foreach (double distance in distances)
            {
                // The particle itself is at the distance 0, and has been taken off at the beginning.
                caps += distance < shell ? 1 - (distance / shell) : 0;
            }

            (low, high) = caps < 2 ? (shell, high) : (low, shell);
        }

        return [.. Enumerable.Range(0, configuration.Count).Where(j => j != i && distances[j] < high).OrderBy(j => distances[j])];
    }

    private static double[] Direction(Configuration configuration, int i, int j)
    {
        double[] vector = Vector(configuration, i, j);
        double norm = Norm(vector);
        return [.. vector.Select(component => component / norm)];
    }

    private static double[] Vector(Configuration configuration, int i, int j)
    {
        double[] vector = new double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            double difference = configuration.Positions[(3 * j) + axis] - configuration.Positions[(3 * i) + axis];
            vector[axis] = configuration.Box.MinimumImage(difference);
        }

        return vector;
    }

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(component => component * component));
}
