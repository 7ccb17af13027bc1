// Tests forces and Hessian together by the configurational temperature of canonical dynamics.

using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Statistics;
using GlassModes.Tests;

namespace GlassModes.Validation;

[Category("Validation")]
public class ConfigurationalTemperatureTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    /// <summary>
    /// ⟨W⟩ = T⟨tr H⟩/N. Velocity Verlet samples its shadow Hamiltonian K + V + Δt²(pᵀHp/12 − |∇V|²/24), for which, at kinetic
    /// temperature T, the ratio is 1 + Δt²(tr H/(3N)/6 + tr H²/(12 tr H)) to first order: 1.0004 at Δt = 0.001, 1.01 at 0.005.
    /// </summary>
    [TestCase(0.001, 40)]
    [TestCase(0.005, 100)]
    public void The_mean_square_force_is_the_temperature_times_the_mean_curvature(double timestep, double timePerChain)
    {
        const int chains = 6;
        const double interval = 0.1;
        const int samplesABlock = 50;
        List<double>[] ratios = Samples.Run(chains, chain =>
        {
            using ParticleSystem system = new(ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump")));
            InitialState.DrawVelocities(system, 2.0, 77, (ulong)chain);
            using MolecularDynamics dynamics = new(system, Model, timestep)
            {
                Thermostat = new NoseHooverChain(2.0, system.DegreesOfFreedom),
            };

            // All chains start from one configuration with different velocities. They separate within a few collision times of 0.1.
            dynamics.Run((long)Math.Round(20 / timestep));
            List<double> blocks = [];
            int samples = (int)Math.Round(timePerChain / interval);
            double force = 0;
            double curvature = 0;
            double temperature = 0;
            for (int k = 1; k <= samples; k++)
            {
                dynamics.Run((long)Math.Round(interval / timestep));
                force += ForceField.MeanSquaredForce(system.Forces);
                curvature += Hessian.Of(system.ToConfiguration(), Model).Trace / system.Count;
                temperature += system.Temperature / samplesABlock;
                if (k % samplesABlock == 0)
                {
                    blocks.Add(force / (temperature * curvature));
                    (force, curvature, temperature) = (0, 0, 0);
                }
            }

            return blocks;
        });
        (_, Facts facts) = Facts.Read("kalj_N1000_T2");
        double shadow = timestep * timestep * ((facts.Trace / 3000 / 6) + (facts.TraceOfSquare / (12 * facts.Trace)));
        Estimate ratio = Estimate.Of([.. ratios.SelectMany(blocks => blocks)]);

        // The correction is of first order and comes from a single configuration. A tenth of the correction is allowed as deviation.
        Check.Agrees($"⟨W⟩ N/(T⟨tr H⟩) at Δt = {timestep}", ratio, 1 + shadow, 0.1 * shadow);
    }

    [Test]
    public void A_large_liquid_has_the_trace_of_its_pairs_the_product_of_differences_and_the_same_temperature()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N8000_T2.dump.gz"));
        Hessian hessian = Hessian.Of(liquid, Model);
        double trace = 0;
        for (int i = 0; i < liquid.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double square = 0;
                for (int axis = 0; axis < 3; axis++)
                {
                    double d = liquid.Box.MinimumImage(liquid.Positions[(3 * i) + axis] - liquid.Positions[(3 * j) + axis]);
                    square += d * d;
                }

                double r = Math.Sqrt(square);
                if (r < Model.MaximumCutoff)
                {
                    PairStiffness pair = Model.Stiffness(liquid.Species[i], liquid.Species[j], r);
                    trace += 2 * (pair.Second + (2 * pair.FirstOverR));
                }
            }
        }

        Assert.That(hessian.Trace, Is.EqualTo(trace).Within(1e-11 * trace));

        using ForceField field = Model.CreateForceField(liquid.Box, liquid.Species);
        double[] forces = new double[hessian.Order];
        field.Compute(liquid.Positions, forces);
        double ratio = ForceField.MeanSquaredForce(forces) / (2.0 * hessian.Trace / liquid.Count);
        TestContext.Out.WriteLine($"N = 8000: tr H/N = {hessian.Trace / liquid.Count:g7}, W N/(T tr H) = {ratio:g5}");

        // The ratio of a single configuration scatters by about 2 per cent at N = 1000 and by less than 1 per cent at N = 8000.
        // The step Δt = 0.004 adds 0.6 per cent.
        Assert.That(ratio, Is.EqualTo(1.006).Within(0.04));

        double[] direction = RandomDirection(hessian.Order);
        double[] product = new double[hessian.Order];
        hessian.Multiply(direction, product);
        const double h = 1e-5;
        double[] ahead = new double[hessian.Order];
        double[] positions = new double[hessian.Order];
        VectorMath.AddScaled(liquid.Positions, h, direction, positions);
        field.Compute(positions, ahead);
        VectorMath.AddScaled(liquid.Positions, -h, direction, positions);
        field.Compute(positions, forces);
        double scale = Math.Sqrt(ForceField.MeanSquaredForce(product) / 3);
        int off = 0;
        double rms = 0;
        for (int k = 0; k < product.Length; k++)
        {
            double error = ((forces[k] - ahead[k]) / (2 * h)) - product[k];
            rms += error * error / product.Length;
            off += Math.Abs(error) > 1e-5 * scale ? 1 : 0;
        }

        TestContext.Out.WriteLine(
            $"H x against differences: rms error {Math.Sqrt(rms) / scale:e1} of the rms product, {off} of {product.Length} beyond 1e-5");

        // v'' jumps by 0.1 where a pair crosses the cutoff between the two positions. Such components are few.
        Assert.That(Math.Sqrt(rms), Is.LessThan(1e-4 * scale));
        Assert.That(off, Is.LessThan(0.02 * product.Length));
    }

    private static double[] RandomDirection(int length)
    {
        Philox random = new(8, 0);
        double[] vector = new double[length];
        foreach (ref double value in vector.AsSpan())
        {
            value = random.NextUniform() - 0.5;
        }

        return vector;
    }
}
