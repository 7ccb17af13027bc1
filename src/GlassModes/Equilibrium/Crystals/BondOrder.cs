// How the neighbours of each particle are arranged around it: Steinhardt's bond-orientational order.

using GlassModes.Particles;

namespace GlassModes.Equilibrium.Crystals;

/// <summary>
/// The local bond-orientational order of each particle. With the n_i neighbours j of particle i, q_lm(i) = (1/n_i) Σ_j Y_lm(r_ij), and
/// q_l(i) = √(4π/(2l + 1) Σ_m |q_lm(i)|²) (Steinhardt, Nelson and Ronchetti, Phys. Rev. B 28, 784, 1983). The averaged order q̄_l(i) has
/// the mean of q_lm over particle i and its neighbours in place of q_lm(i) (Lechner and Dellago, J. Chem. Phys. 129, 114707, 2008, Eqs. 5
/// and 6). Numbers without a unit in [0, 1]; 0 for a particle without neighbours. Rotations of the system do not change them. Immutable.
/// </summary>
public sealed class BondOrder
{
    private readonly double[] _components6;
    private readonly double[] _q4;
    private readonly double[] _q6;
    private readonly double[] _averagedQ4;
    private readonly double[] _averagedQ6;

    private BondOrder(double[] components4, double[] components6, Neighborhoods neighborhoods)
    {
        _components6 = components6;
        _q4 = Lengths(components4, SphericalHarmonics.FunctionsOfOrder4);
        _q6 = Lengths(components6, SphericalHarmonics.FunctionsOfOrder6);
        _averagedQ4 = AveragedLengths(components4, SphericalHarmonics.FunctionsOfOrder4, neighborhoods);
        _averagedQ6 = AveragedLengths(components6, SphericalHarmonics.FunctionsOfOrder6, neighborhoods);
    }

    /// <summary>q_4, N values.</summary>
    public ReadOnlySpan<double> Q4 => _q4;

    /// <summary>q_6, N values.</summary>
    public ReadOnlySpan<double> Q6 => _q6;

    /// <summary>q̄_4, N values.</summary>
    public ReadOnlySpan<double> AveragedQ4 => _averagedQ4;

    /// <summary>q̄_6, N values.</summary>
    public ReadOnlySpan<double> AveragedQ6 => _averagedQ6;

    /// <summary>Computes the order of all particles with the given neighbours. Allocates 208 bytes a particle.</summary>
    public static BondOrder Of(Neighborhoods neighborhoods)
    {
        ArgumentNullException.ThrowIfNull(neighborhoods);
        const int n4 = SphericalHarmonics.FunctionsOfOrder4;
        const int n6 = SphericalHarmonics.FunctionsOfOrder6;
        double[] components4 = new double[n4 * neighborhoods.Count];
        double[] components6 = new double[n6 * neighborhoods.Count];
        for (int i = 0; i < neighborhoods.Count; i++)
        {
            Span<double> order4 = components4.AsSpan(n4 * i, n4);
            Span<double> order6 = components6.AsSpan(n6 * i, n6);
            ReadOnlySpan<double> directions = neighborhoods.DirectionsOf(i);
            for (int k = 0; k < directions.Length; k += 3)
            {
                SphericalHarmonics.Add(directions[k], directions[k + 1], directions[k + 2], order4, order6);
            }

            double weight = directions.IsEmpty ? 0 : 3.0 / directions.Length;
            Scale(order4, weight);
            Scale(order6, weight);
        }

        return new BondOrder(components4, components6, neighborhoods);
    }

    /// <summary>Computes the order of all particles with neighbours by solid angle.</summary>
    /// <inheritdoc cref="Of(Neighborhoods)"/>
    public static BondOrder Of(Configuration configuration) => Of(Neighborhoods.BySolidAngle(configuration));

    /// <summary>
    /// Computes how alike the neighbourhoods of two particles are, Σ_m q_6m(i) q*_6m(j)/(|q_6(i)| |q_6(j)|), a number in [−1, 1] (ten
    /// Wolde, Ruiz-Montero and Frenkel, J. Chem. Phys. 104, 9932, 1996). It is 1 for like neighbourhoods of the same orientation, and 0 if
    /// a particle has no neighbours. Allocates nothing.
    /// </summary>
    public double Alignment(int i, int j)
    {
        const int n6 = SphericalHarmonics.FunctionsOfOrder6;
        double product = Product(_components6.AsSpan(n6 * i, n6), _components6.AsSpan(n6 * j, n6));
        double lengths = _q6[i] * _q6[j];
        return lengths > 0 ? product / lengths : 0;
    }

    private static double[] Lengths(double[] components, int functions)
    {
        double[] lengths = new double[components.Length / functions];
        for (int i = 0; i < lengths.Length; i++)
        {
            ReadOnlySpan<double> vector = components.AsSpan(functions * i, functions);
            lengths[i] = Math.Sqrt(Product(vector, vector));
        }

        return lengths;
    }

    private static double[] AveragedLengths(double[] components, int functions, Neighborhoods neighborhoods)
    {
        double[] lengths = new double[neighborhoods.Count];
        Span<double> sum = stackalloc double[functions];
        for (int i = 0; i < lengths.Length; i++)
        {
            components.AsSpan(functions * i, functions).CopyTo(sum);
            ReadOnlySpan<int> neighbors = neighborhoods.Of(i);
            foreach (int j in neighbors)
            {
                ReadOnlySpan<double> vector = components.AsSpan(functions * j, functions);
                for (int m = 0; m < functions; m++)
                {
                    sum[m] += vector[m];
                }
            }

            lengths[i] = Math.Sqrt(Product(sum, sum)) / (neighbors.Length + 1);
        }

        return lengths;
    }

    private static double Product(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int m = 0; m < left.Length; m++)
        {
            sum += left[m] * right[m];
        }

        return sum;
    }

    private static void Scale(Span<double> vector, double factor)
    {
        foreach (ref double value in vector)
        {
            value *= factor;
        }
    }
}
