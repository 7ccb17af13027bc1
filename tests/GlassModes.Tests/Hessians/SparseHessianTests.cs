// Compares products of the sparse form with products of the bonds, and its inertia with the dense spectrum.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Particles;
using GlassModes.Tests.LinearAlgebra.Sparse;

namespace GlassModes.Tests.Hessians;

public class SparseHessianTests
{
    [TestCase("kalj_N1000_T2")]
    [TestCase("kalj_N1000_W-3")]
    [TestCase("harmonic_N2000_W-4")]
    public void Products_are_those_of_the_bonds(string name)
    {
        Hessian hessian = Hessian.Of(Facts.Read(name).Configuration, Facts.ModelOf(name));
        using SparseHessian sparse = new(hessian);
        using BlockSparseProduct product = new(sparse.Matrix);
        Assert.That(sparse.Matrix.BlockCount, Is.EqualTo(hessian.Count + hessian.Bonds.Length));
        Assert.That(sparse.Particles.ToArray().Order(), Is.EqualTo(Enumerable.Range(0, hessian.Count)));
        double[] x = SparseMatrices.Vectors(hessian.Order, 1, 3);
        double[] expected = new double[x.Length];
        hessian.Multiply(x, expected);
        double[] gathered = new double[x.Length];
        double[] found = new double[x.Length];
        sparse.Gather(x, gathered);
        double[] image = new double[x.Length];
        product.Apply(gathered, image);
        sparse.Scatter(image, found);
        Assert.That(found, Is.EqualTo(expected).Within(1e-13 * hessian.LargestEigenvalue));
    }

    [Test]
    public void Inertia_is_that_of_the_dense_spectrum()
    {
        Hessian hessian = Hessian.Of(Facts.Read("kalj_N1000_W-1.5").Configuration, Facts.ModelOf("kalj_N1000_W-1.5"));
        using SparseHessian sparse = new(hessian);
        ReferenceSpectrum dense = ReferenceSpectra.Of("kalj_N1000_W-1.5");
        double[] spectrum = dense.Eigenvalues;
        double zero = dense.ZeroThreshold;
        foreach (LdltPrecision precision in new[] { LdltPrecision.Binary64, LdltPrecision.Binary32 })
        {
            using LdltFactorization factorization = new(sparse.Matrix, new LdltOptions(precision, LdltFactors.Discard));
            Assert.That(factorization.Factorise(-1).Negative, Is.EqualTo(spectrum.Count(value => value < -1)));
            Assert.That(
                factorization.Factorise(2.5).Negative, Is.EqualTo(3 + spectrum.Count(value => value < 2.5)), "with the translations");
            if (precision == LdltPrecision.Binary64)
            {
                Assert.That(factorization.Factorise(-10 * zero).Negative, Is.EqualTo(dense.UnstableCount));
                Assert.That(
                    factorization.Factorise(10 * zero).Negative,
                    Is.EqualTo(dense.UnstableCount + dense.ZeroModes.Total));
            }
        }
    }

    [Test]
    public void Inertia_of_soft_spheres_is_that_of_the_reference()
    {
        (Configuration configuration, Facts facts) = Facts.Read("harmonic_N2000_W-2");
        using SparseHessian sparse = new(Hessian.Of(configuration, Facts.ModelOf("harmonic_N2000_W-2")));
        foreach (LdltPrecision precision in new[] { LdltPrecision.Binary64, LdltPrecision.Binary32 })
        {
            using LdltFactorization factorization = new(sparse.Matrix, new LdltOptions(precision, LdltFactors.Discard));
            Assert.That(factorization.Factorise(0.5 * (facts.Lowest[20] + facts.Lowest[21])).Negative, Is.EqualTo(21));
            Assert.That(factorization.Factorise(-0.5 * facts.NearestToZero).Negative, Is.EqualTo(facts.Unstable));
            Assert.That(factorization.Factorise(0.5 * facts.NearestToZero).Negative, Is.EqualTo(facts.Unstable + facts.ZeroModes));
        }
    }

    [Test]
    public void Vectors_of_another_length_are_refused()
    {
        using SparseHessian sparse = new(Hessian.Of(Facts.Read("kalj_N1000_W-3").Configuration, Facts.ModelOf("kalj_N1000_W-3")));
        Assert.That(() => sparse.Gather(new double[3000], new double[2999]), Throws.ArgumentException.With.Message.Contains("3N = 3000"));
        Assert.That(() => sparse.Scatter(new double[2999], new double[3000]), Throws.ArgumentException);
    }
}
