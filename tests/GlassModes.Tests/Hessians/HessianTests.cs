// Tests the Hessian against finite differences of the forces, against reference traces, and against its identities.

using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Tests.Hessians;

public class HessianTests
{
    private static readonly string[] Names =
    [
        "kalj_N1000_T2", "kalj_N1000_W-1.5", "kalj_N1000_W-3", "kalj_N1000_W-5", "kalj_N1000_W-8",
        "harmonic_N2000_W-2", "harmonic_N2000_W-4",
    ];

    [TestCase("kalj_N1000_W-1.5")]
    [TestCase("harmonic_N2000_W-4")]
    public void Products_match_finite_differences_of_the_forces(string name)
    {
        (Configuration configuration, _) = Facts.Read(name);
        PairModel model = Facts.ModelOf(name);
        Hessian hessian = Hessian.Of(configuration, model);
        using ForceField field = model.CreateForceField(configuration.Box, configuration.Species, width: SimdWidth.Scalar);
        double[] direction = RandomVector(hessian.Order, 3);
        double[] product = new double[hessian.Order];
        hessian.Multiply(direction, product);
        double h = 1e-5;
        double[] forward = ForcesAt(field, configuration, direction, h);
        double[] back = ForcesAt(field, configuration, direction, -h);
        double[] difference = new double[hessian.Order];
        for (int k = 0; k < difference.Length; k++)
        {
            difference[k] = -(forward[k] - back[k]) / (2 * h);
        }

        // v'' jumps where a pair crosses its cutoff between the two positions. A few components may therefore be off by the jump.
        double scale = product.Max(Math.Abs);
        int off = 0;
        for (int k = 0; k < product.Length; k++)
        {
            double jump = name.StartsWith("harmonic", StringComparison.Ordinal) ? 2 : 0.5;
            Assert.That(difference[k], Is.EqualTo(product[k]).Within(jump * 4));
            off += Math.Abs(difference[k] - product[k]) > 1e-6 * scale ? 1 : 0;
        }

        Assert.That(off, Is.LessThan(0.01 * product.Length));
    }

    [Test]
    public void Blocked_products_agree_with_the_plain_one(
        [ValueSource(nameof(Names))] string name,
        [Values(SimdWidth.Vector128, SimdWidth.Vector256, SimdWidth.Vector512)] SimdWidth width)
    {
        (Configuration configuration, _) = Facts.Read(name);
        PairModel model = Facts.ModelOf(name);
        Hessian hessian = Hessian.Of(configuration, model);
        using HessianProduct blocked = new(configuration, model, width);
        double[] x = RandomVector(hessian.Order, 8);
        double[] expected = new double[hessian.Order];
        double[] found = new double[hessian.Order];
        hessian.Multiply(x, expected);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            blocked.Multiply(x, found);
            Assert.That(found, Is.EqualTo(expected).Within(1e-13 * expected.Max(Math.Abs)));
        }

        Assert.That(() => blocked.Multiply(x, new double[3]), Throws.ArgumentException.With.Message.Contains($"3N = {hessian.Order}"));
    }

    [TestCaseSource(nameof(Names))]
    public void Traces_and_largest_eigenvalue_match_the_reference(string name)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        Hessian hessian = Hessian.Of(configuration, Facts.ModelOf(name));
        using DenseSymmetricMatrix dense = hessian.ToDense();
        double trace = 0;
        double square = 0;
        for (int column = 0; column < hessian.Order; column++)
        {
            trace += dense[column, column];
            square += VectorMath.Dot(dense.Column(column), dense.Column(column));
        }

        Assert.That(hessian.Trace, Is.EqualTo(facts.Trace).Within(1e-10 * facts.Trace));
        Assert.That(trace, Is.EqualTo(facts.Trace).Within(1e-10 * facts.Trace));
        Assert.That(square, Is.EqualTo(facts.TraceOfSquare).Within(1e-10 * facts.TraceOfSquare));
        Assert.That(hessian.LargestEigenvalue, Is.InRange(0.98 * facts.LargestEigenvalue, facts.LargestEigenvalue * (1 + 1e-10)));
        Assert.That(hessian.UpperBound(), Is.GreaterThan(facts.LargestEigenvalue));
        Assert.That(hessian.LowerBound(), Is.LessThan(facts.Lowest[0]));
    }

    [Test]
    public void Dense_form_is_symmetric_has_three_translations_and_the_same_products()
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_W-3");
        Hessian hessian = Hessian.Of(configuration, KobAndersen.ForceShifted());
        using DenseSymmetricMatrix dense = hessian.ToDense();
        double[] x = RandomVector(hessian.Order, 4);
        double[] product = new double[hessian.Order];
        hessian.Multiply(x, product);
        double scale = product.Max(Math.Abs);
        for (int column = 0; column < hessian.Order; column++)
        {
            // The matrix is symmetric, so that the product with a column is the product with a row.
            Assert.That(VectorMath.Dot(dense.Column(column), x), Is.EqualTo(product[column]).Within(1e-12 * scale));
            Span<double> values = dense.Column(column);
            double[] sums = new double[3];
            for (int row = 0; row < values.Length; row++)
            {
                sums[row % 3] += values[row];
            }

            Assert.That(sums, Is.All.EqualTo(0).Within(1e-10), "rows sum to zero: a translation costs nothing");
            Assert.That(dense[0, column], Is.EqualTo(dense[column, 0]));
        }
    }

    [Test]
    public void Translations_can_be_moved_away_from_zero()
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_W-3");
        Hessian hessian = Hessian.Of(configuration, KobAndersen.ForceShifted());
        using DenseSymmetricMatrix shifted = hessian.ToDense(5000);
        using DenseSymmetricMatrix plain = hessian.ToDense();
        for (int row = 0; row < 12; row++)
        {
            for (int column = 0; column < 12; column++)
            {
                double expected = row % 3 == column % 3 ? 5 : 0;
                Assert.That(shifted[row, column] - plain[row, column], Is.EqualTo(expected).Within(1e-11));
            }
        }
    }

    [Test]
    public void Two_particles_have_the_block_of_the_formula()
    {
        // The pair has n = (2, −1, 2)/3 and lies across the boundary of the box.
        const double r = 0.8;
        PairModel model = HarmonicSpheres.Create();
        Configuration pair = new(new PeriodicBox(3), [0, 0], [0.1, 0.1, 0.1, 0.1 + (r * 2 / 3), 0.1 - (r / 3) + 3, 0.1 + (r * 2 / 3)]);
        Hessian hessian = Hessian.Of(pair, model);
        using DenseSymmetricMatrix dense = hessian.ToDense();
        double[] n = [2.0 / 3, -1.0 / 3, 2.0 / 3];
        double slope = -(1 - r) / r;
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                double expected = (n[a] * n[b]) + (slope * ((a == b ? 1 : 0) - (n[a] * n[b])));
                Assert.That(dense[a, b], Is.EqualTo(expected).Within(1e-14));
                Assert.That(dense[3 + a, 3 + b], Is.EqualTo(expected).Within(1e-14));
                Assert.That(dense[3 + a, b], Is.EqualTo(-expected).Within(1e-14));
            }
        }

        // The nonzero eigenvalues are 2v'', and 2v'/r two times. For a pair both bounds are attained.
        Assert.That(hessian.UpperBound(), Is.EqualTo(2).Within(1e-14));
        Assert.That(hessian.LowerBound(), Is.EqualTo(2 * slope).Within(1e-14));
    }

    [Test]
    public void Coincident_particles_are_refused_by_their_ids()
    {
        Configuration pair = new(new PeriodicBox(3), [0, 0], [1, 1, 1, 1, 1, 1], ids: [17, 4]);
        Assert.That(
            () => Hessian.Of(pair, HarmonicSpheres.Create()),
            Throws.ArgumentException.With.Message.Contains("17").And.Message.Contains("4").And.Message.Contains("coincide"));
    }

    [Test]
    public void A_vector_of_wrong_length_is_refused()
    {
        Configuration pair = new(new PeriodicBox(3), [0, 0], [1, 1, 1, 1.5, 1, 1]);
        Hessian hessian = Hessian.Of(pair, HarmonicSpheres.Create());
        Assert.That(() => hessian.Multiply(new double[5], new double[6]), Throws.ArgumentException.With.Message.Contains("6"));
        Assert.That(() => hessian.Multiply(new double[6], new double[5]), Throws.ArgumentException.With.Message.Contains("6"));
    }

    private static double[] ForcesAt(ForceField field, Configuration configuration, double[] direction, double factor)
    {
        double[] positions = new double[direction.Length];
        VectorMath.AddScaled(configuration.Positions, factor, direction, positions);
        double[] forces = new double[direction.Length];
        field.Compute(positions, forces);
        return forces;
    }

    private static double[] RandomVector(int length, ulong seed)
    {
        Philox random = new(seed, 0);
        double[] vector = new double[length];
        for (int k = 0; k < length; k++)
        {
            vector[k] = random.NextUniform() - 0.5;
        }

        return vector;
    }
}
