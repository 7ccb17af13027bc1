// The second derivatives of the potential energy, stored as bonds. The dense matrix and products are computed from the bonds.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>
/// The unweighted Hessian H of the potential energy of a configuration (Shimada et al. 2024, Sec. II): a 3N × 3N matrix with components in
/// the order x1 y1 z1 x2 …. It is stored as bonds, 48 bytes each, about 32 a particle for KALJ. Immutable and thread-safe.
/// </summary>
public sealed class Hessian
{
    private readonly Bond[] _bonds;
    private readonly Lazy<double> _largestEigenvalue;
    private readonly Lazy<ContactGraph> _contacts;

    internal Hessian(Configuration configuration, Bond[] bonds)
    {
        Configuration = configuration;
        _bonds = bonds;
        _largestEigenvalue = new Lazy<double>(() => LanczosBound.Largest(Multiply, Order));
        _contacts = new Lazy<ContactGraph>(() => new ContactGraph(Count, _bonds));
    }

    /// <summary>The configuration.</summary>
    public Configuration Configuration { get; }

    /// <summary>Number of particles N.</summary>
    public int Count => Configuration.Count;

    /// <summary>Order of the matrix, 3N.</summary>
    public int Order => 3 * Count;

    /// <summary>The interacting pairs.</summary>
    public ReadOnlySpan<Bond> Bonds => _bonds;

    /// <summary>
    /// An estimate of the largest eigenvalue λ_max, the unit of residuals. 40 Lanczos steps estimate λ_max from below, to about one per
    /// cent. Computed at the first access.
    /// </summary>
    public double LargestEigenvalue => _largestEigenvalue.Value;

    /// <summary>The connected parts of the configuration. Computed at the first access.</summary>
    internal ContactGraph Contacts => _contacts.Value;

    /// <summary>The trace of H, Σ over bonds of 2(v'' + 2v'/r). It equals the sum of all eigenvalues.</summary>
    public double Trace => 2 * _bonds.Sum(bond => bond.Second + (2 * bond.FirstOverR));

    /// <summary>
    /// Computes the Hessian of a configuration. The bonds do not depend on the hardware. If products or the force are needed too,
    /// <see cref="HarmonicExpansion"/> makes them together with the Hessian.
    /// </summary>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
    public static Hessian Of(Configuration configuration, PairModel model)
    {
        ListedBonds bonds = BondFinder.List(configuration, model, SimdHardware.Best, ThreadTeam.CallerOnly);
        bonds.List.Dispose();
        return new Hessian(configuration, bonds.Bonds);
    }

    /// <summary>y ← H x. Both vectors have 3N values. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">A span is not 3N long.</exception>
    public void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        if (x.Length != Order || y.Length != Order)
        {
            throw new ArgumentException($"A product needs vectors of 3N = {Order} values; found {x.Length} and {y.Length}.");
        }

        y.Clear();
        foreach (ref readonly Bond bond in _bonds.AsSpan())
        {
            int i = 3 * bond.I;
            int j = 3 * bond.J;
            double ex = x[i] - x[j];
            double ey = x[i + 1] - x[j + 1];
            double ez = x[i + 2] - x[j + 2];

            // K e = (v'/r) e + (v'' − v'/r)(n·e) n.
            double along = (bond.Second - bond.FirstOverR) * ((bond.X * ex) + (bond.Y * ey) + (bond.Z * ez));
            double gx = (bond.FirstOverR * ex) + (along * bond.X);
            double gy = (bond.FirstOverR * ey) + (along * bond.Y);
            double gz = (bond.FirstOverR * ez) + (along * bond.Z);
            y[i] += gx;
            y[i + 1] += gy;
            y[i + 2] += gz;
            y[j] -= gx;
            y[j + 1] -= gy;
            y[j + 2] -= gz;
        }
    }

    /// <summary>
    /// A rigorous upper bound of all eigenvalues. Let s = max(v'', v'/r, 0) be the stiffness of a bond, and d_i the sum of s over the bonds
    /// of particle i. The bound is the maximum of d_i + d_j over all bonds: xᵀHx is at most xᵀLx with the Laplacian L of the contact graph
    /// with weights s, and no eigenvalue of L exceeds the bound (Anderson and Morley, Linear Multilinear Algebra 18, 141, 1985).
    /// </summary>
    public double UpperBound() => LaplacianBound(1);

    /// <summary>A rigorous lower bound of all eigenvalues: minus the upper bound of the eigenvalues of −H.</summary>
    public double LowerBound() => -LaplacianBound(-1);

    /// <summary>
    /// The dense matrix with both triangles, H + μ T Tᵀ. The columns of T are the three normalised translations of the whole system. The
    /// second term moves the translations from 0 to μ = <paramref name="translationEigenvalue"/> and changes no other eigenpair. Allocates
    /// 72 N² bytes.
    /// </summary>
    /// <exception cref="InsufficientMemoryException">The matrix does not fit into memory.</exception>
    public DenseSymmetricMatrix ToDense(double translationEigenvalue = 0) => ToDense(translationEigenvalue, new int[Count], [Count]);

    /// <summary>The dense matrix in which the translations of every connected part are moved from 0. Allocates 72 N² bytes.</summary>
    /// <param name="translationEigenvalue">The eigenvalue to which the translations are moved.</param>
    /// <exception cref="InsufficientMemoryException">The matrix does not fit into memory.</exception>
    internal DenseSymmetricMatrix ToDenseByParts(double translationEigenvalue) =>
        ToDense(translationEigenvalue, Contacts.Parts, Contacts.Sizes);

    private DenseSymmetricMatrix ToDense(double translationEigenvalue, ReadOnlySpan<int> parts, ReadOnlySpan<int> sizes)
    {
        DenseSymmetricMatrix matrix = new(Order);
        foreach (ref readonly Bond bond in _bonds.AsSpan())
        {
            AddBlock(matrix, bond, bond.I, bond.I, 1);
            AddBlock(matrix, bond, bond.J, bond.J, 1);
            AddBlock(matrix, bond, bond.I, bond.J, -1);
            AddBlock(matrix, bond, bond.J, bond.I, -1);
        }

        if (translationEigenvalue != 0)
        {
            for (int column = 0; column < Order; column++)
            {
                int part = parts[column / 3];
                double entry = translationEigenvalue / sizes[part];
                Span<double> values = matrix.Column(column);
                for (int row = column % 3; row < Order; row += 3)
                {
                    values[row] += parts[row / 3] == part ? entry : 0;
                }
            }
        }

        return matrix;
    }

    private static void AddBlock(DenseSymmetricMatrix matrix, in Bond bond, int row, int column, double sign)
    {
        ReadOnlySpan<double> n = [bond.X, bond.Y, bond.Z];
        for (int b = 0; b < 3; b++)
        {
            Span<double> values = matrix.Column((3 * column) + b);
            for (int a = 0; a < 3; a++)
            {
                double k = ((bond.Second - bond.FirstOverR) * n[a] * n[b]) + (a == b ? bond.FirstOverR : 0);
                values[(3 * row) + a] += sign * k;
            }
        }
    }

    private double LaplacianBound(double sign)
    {
        double[] degree = new double[Count];
        foreach (ref readonly Bond bond in _bonds.AsSpan())
        {
            double stiffness = Math.Max(0, Math.Max(sign * bond.Second, sign * bond.FirstOverR));
            degree[bond.I] += stiffness;
            degree[bond.J] += stiffness;
        }

        double bound = 0;
        foreach (ref readonly Bond bond in _bonds.AsSpan())
        {
            bound = Math.Max(bound, degree[bond.I] + degree[bond.J]);
        }

        return bound;
    }
}
