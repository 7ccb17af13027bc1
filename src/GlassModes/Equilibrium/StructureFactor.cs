// The static structure factor of a configuration, and the wave number of its main peak.

using GlassModes.Particles;

namespace GlassModes.Equilibrium;

/// <summary>
/// The static structure factor S(k) = |Σ_j exp(i k·r_j)|²/N at wave vectors 2π(n_x, n_y, n_z)/L, as means over shells of k.
/// </summary>
public static class StructureFactor
{
    // The mean distance of neighbours, N^{-1/3} L, has this wave number in units of 2π. The main peak of liquids is within the range.
    private const double LowestRatio = 0.75;
    private const double HighestRatio = 1.7;
    private const double ShellRatio = 0.022;

    // Sines a shell. More of them are left out of the shells of large systems, where a few vectors suffice.
    private const int SinesPerShell = 300_000;
    private const int FewestVectors = 24;

    /// <summary>
    /// Finds the wave number of the main peak of S(k). The sum over shells is smoothed, and the peak lies at the top of the parabola
    /// through its three highest shells. Time is about 0.1 s for N = 1000, and grows as N from there.
    /// </summary>
    /// <param name="box">The box.</param>
    /// <param name="positions">Positions of the particles that are counted, wrapped or not.</param>
    /// <returns>The wave number k &gt; 0, between 0.75 and 1.7 times 2πρ^{1/3}, with ρ the density of these particles.</returns>
    /// <exception cref="ArgumentException">There is no particle.</exception>
    public static double FindPeak(PeriodicBox box, ReadOnlySpan<double> positions)
    {
        int count = positions.Length / 3;
        if (count == 0)
        {
            throw new ArgumentException("A structure factor needs particles.", nameof(positions));
        }

        double middle = 2 * Math.PI * Math.Cbrt(count) / box.Length;
        double width = ShellRatio * middle;
        double lowest = LowestRatio * middle;
        int shells = (int)Math.Ceiling((HighestRatio * middle - lowest) / width);
        List<(int X, int Y, int Z)>[] vectors = VectorsIn(box.Length, lowest, width, shells);
        double[] sums = new double[shells];
        double[] weights = new double[shells];
        for (int shell = 0; shell < shells; shell++)
        {
            int most = Math.Max(FewestVectors, SinesPerShell / count);
            int used = Math.Min(most, vectors[shell].Count);
            for (int k = 0; k < used; k++)
            {
                // Evenly from the whole list, which is ordered by direction.
                sums[shell] += At(box, positions, vectors[shell][(int)((long)k * vectors[shell].Count / used)]);
                weights[shell]++;
            }
        }

        // A shell without vectors, in a small box, takes those of its neighbours.
        double[] smooth = [.. Enumerable.Range(0, shells).Select(shell => Smooth(shell))];
        int top = Array.IndexOf(smooth, smooth.Max());
        double k0 = lowest + ((top + 0.5) * width);
        if (top == 0 || top == shells - 1)
        {
            return k0;
        }

        double curvature = smooth[top - 1] - (2 * smooth[top]) + smooth[top + 1];
        return curvature < 0 ? k0 + (0.5 * width * (smooth[top - 1] - smooth[top + 1]) / curvature) : k0;

        double Smooth(int shell)
        {
            double sum = 0;
            double weight = 0;
            for (int other = 0; other < shells; other++)
            {
                double distance = (other - shell) / 2.0;
                double factor = Math.Exp(-0.5 * distance * distance);
                sum += factor * sums[other];
                weight += factor * weights[other];
            }

            return weight > 0 ? sum / weight : 0;
        }
    }

    /// <summary>S(k) at one wave vector 2π(n_x, n_y, n_z)/L.</summary>
    public static double At(PeriodicBox box, ReadOnlySpan<double> positions, (int X, int Y, int Z) vector)
    {
        double unit = 2 * Math.PI / box.Length;
        double cosines = 0;
        double sines = 0;
        for (int i = 0; i < positions.Length; i += 3)
        {
            double phase = unit * ((vector.X * positions[i]) + (vector.Y * positions[i + 1]) + (vector.Z * positions[i + 2]));
            (double sin, double cos) = Math.SinCos(phase);
            sines += sin;
            cosines += cos;
        }

        return ((sines * sines) + (cosines * cosines)) * 3 / positions.Length;
    }

    // One of each pair k and −k, which have the same S.
    private static List<(int X, int Y, int Z)>[] VectorsIn(double length, double lowest, double width, int shells)
    {
        List<(int, int, int)>[] vectors = [.. Enumerable.Range(0, shells).Select(_ => new List<(int, int, int)>())];
        double unit = 2 * Math.PI / length;
        int most = (int)((lowest + (shells * width)) / unit);

        // Large boxes have more vectors than anybody needs: every so many of each axis.
        int step = Math.Max(1, most / 24);
        for (int x = 0; x <= most; x += step)
        {
            for (int y = x > 0 ? -most : 0; y <= most; y += step)
            {
                for (int z = x > 0 || y > 0 ? -most : 1; z <= most; z += step)
                {
                    double k = unit * Math.Sqrt(((double)x * x) + ((double)y * y) + ((double)z * z));
                    int shell = (int)Math.Floor((k - lowest) / width);
                    if (shell >= 0 && shell < shells)
                    {
                        vectors[shell].Add((x, y, z));
                    }
                }
            }
        }

        return vectors;
    }
}
