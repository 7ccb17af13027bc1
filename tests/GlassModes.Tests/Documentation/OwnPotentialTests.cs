// Tests that the potential of the documentation works in every part that takes a model.

using Documented.Programs;
using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Potentials;

namespace GlassModes.Tests.Documentation;

public class OwnPotentialTests
{
    private static readonly PairModel Model = Mixture([1, 1.4]);

    private static readonly Configuration Liquid = GlassModes.Dynamics.Liquid.Equilibrate(
        Model, 200, Model.DefaultDensity, temperature: 1, protocol: new EquilibrationProtocol(0.002, 0.5, 0.1)).Single().Configuration;

    [Test]
    public void Forces_are_minus_the_gradient_of_the_energy_at_every_width([Values] SimdWidth width)
    {
        using ForceField field = Model.CreateForceField(Liquid.Box, Liquid.Species, width: width);
        double[] positions = Liquid.Positions.ToArray();
        double[] forces = new double[positions.Length];
        double[] unused = new double[positions.Length];
        field.Compute(positions, forces);
        const double h = 1e-4;
        for (int k = 0; k < positions.Length; k += 37)
        {
            double Energy(double displacement)
            {
                double[] displaced = [.. positions];
                displaced[k] += displacement;
                return field.Compute(displaced, unused).PotentialEnergy;
            }

            // Central differences with Richardson's extrapolation.
            double slope = ((8 * (Energy(h) - Energy(-h))) - (Energy(2 * h) - Energy(-2 * h))) / (12 * h);
            Assert.That(forces[k], Is.EqualTo(-slope).Within(1e-6 * (1 + Math.Abs(slope))), $"component {k}");
        }
    }

    [Test]
    public void The_Hessian_is_minus_the_gradient_of_the_forces()
    {
        using ForceField field = Model.CreateForceField(Liquid.Box, Liquid.Species);
        Hessian hessian = Hessian.Of(Liquid, Model);
        double[] unit = new double[hessian.Order];
        double[] column = new double[hessian.Order];

        // The step is so small that no pair crosses the cutoff, where v'' jumps.
        const double h = 1e-6;
        for (int k = 0; k < hessian.Order; k += 101)
        {
            double[] Forces(double displacement)
            {
                double[] displaced = Liquid.Positions.ToArray();
                double[] forces = new double[displaced.Length];
                displaced[k] += displacement;
                field.Compute(displaced, forces);
                return forces;
            }

            Array.Clear(unit);
            unit[k] = 1;
            hessian.Multiply(unit, column);
            (double[] below2, double[] below, double[] above, double[] above2) = (Forces(-2 * h), Forces(-h), Forces(h), Forces(2 * h));
            for (int row = 0; row < column.Length; row++)
            {
                double slope = ((8 * (above[row] - below[row])) - (above2[row] - below2[row])) / (12 * h);
                Assert.That(column[row], Is.EqualTo(-slope).Within(1e-5 * (1 + Math.Abs(slope))), $"element {row}, {k}");
            }
        }
    }

    [Test]
    public void A_model_of_ones_own_answers_for_its_defaults()
    {
        Assert.That(Model.HasContacts, Is.False);
        Assert.That(Model.DefaultTemperature, Is.Null);
        Assert.That(
            Model.PackingFractionOf(Model.DefaultDensity), Is.EqualTo(0.5 * Math.PI / 6 * 0.5 * (1 + Math.Pow(1.4, 3))).Within(1e-15));
        Assert.That(Model.MaximumCutoff, Is.EqualTo(2.8));
    }

    // Half of the spheres are small and half are large. Diameters are additive. Force and energy are shifted to zero at r_c = 2σ_ab.
    private static PairModel<ForceShifted<InversePower>> Mixture(double[] diameters)
    {
        ForceShifted<InversePower>[] potentials =
        [
            .. from a in diameters
               from b in diameters
               let sigma = 0.5 * (a + b)
               select new ForceShifted<InversePower>(new InversePower(epsilon: 1.5, sigma, cutoff: 2 * sigma)),
        ];
        return new PairModel<ForceShifted<InversePower>>("inverse power", [0.5, 0.5], defaultDensity: 0.5, potentials)
        {
            Diameters = diameters,
        };
    }
}
