// Tests that one list of neighbours for the Hessian and its products gives the same bits as separate lists.

using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Tests.Hessians;

public class HarmonicExpansionTests
{
    [TestCase("kalj_N1000_W-3")]
    [TestCase("harmonic_N2000_W-4")]
    public void Parts_are_those_that_are_made_alone(string name)
    {
        Configuration configuration = Facts.Read(name).Configuration;
        PairModel model = Facts.ModelOf(name);
        using HarmonicExpansion expansion = HarmonicExpansion.Of(configuration, model);
        using HessianProduct product = new(configuration, model);
        double[] force = EnergyReport.Of(configuration, model).Forces.ToArray();
        Assert.That(expansion.Energy.Forces.ToArray(), Is.EqualTo(force));
        Assert.That(expansion.Hessian.Bonds.ToArray(), Is.EqualTo(Hessian.Of(configuration, model).Bonds.ToArray()));
        double[] alone = new double[force.Length];
        double[] handedOn = new double[force.Length];
        double[] fromBonds = new double[force.Length];
        product.Multiply(force, alone);
        expansion.Product.Multiply(force, handedOn);
        expansion.Hessian.Multiply(force, fromBonds);
        Assert.That(handedOn, Is.EqualTo(alone));
        double scale = fromBonds.Max(Math.Abs);
        Assert.That(scale, Is.Positive);
        Assert.That(handedOn, Is.EqualTo(fromBonds).Within(1e-12 * scale), "the product contains every bond");
    }

    [TestCase("kalj_N8000_T2.dump.gz")]
    [TestCase("kalj_N1000_T2.dump")]
    public void Bonds_have_the_same_order_at_every_register_width(string file)
    {
        Configuration configuration = ConfigurationFile.Read(TestData.PathOf("reference", file));
        Bond[][] bonds =
        [
            .. new[] { SimdWidth.Vector128, SimdWidth.Vector256, SimdWidth.Vector512 }.Select(width =>
            {
                ListedBonds listed = BondFinder.List(configuration, KobAndersen.ForceShifted(), width, ThreadTeam.CallerOnly);
                listed.List.Dispose();
                return listed.Bonds;
            }),
        ];
        Assert.That(bonds[0], Has.Length.GreaterThan(20 * configuration.Count));
        Assert.That(bonds[0], Is.EqualTo(bonds[1]));
        Assert.That(bonds[2], Is.EqualTo(bonds[1]));
    }
}
