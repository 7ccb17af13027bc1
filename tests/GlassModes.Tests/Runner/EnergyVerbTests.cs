// Compares `glassmodes energy` with LAMMPS, at every SIMD width that the environment can choose.

using System.Text.Json;
using GlassModes.Forces;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Tests.Runner;

public sealed class EnergyVerbTests : RunnerTests
{
    [Test]
    public void Forces_and_energy_are_those_of_lammps()
    {
        JsonElement json = CommandLine.Run("energy", Kalj("T2"), "--model", "kalj", "--forces", "--json").With(0).Json;
        (Configuration configuration, Facts facts) = Facts.Read("kalj_N1000_T2");
        Assert.That(json.GetProperty("particles").GetInt32(), Is.EqualTo(1000));
        Assert.That(Number(json, "boxLength"), Is.EqualTo(9.4).Within(1e-14));
        Assert.That(Number(json, "potentialEnergyPerParticle"), Is.EqualTo(facts.EnergyPerParticle).Within(1e-12));
        Assert.That(Number(json, "meanSquaredForce"), Is.EqualTo(facts.W).Within(1e-11 * facts.W));
        Assert.That(Number(json, "temperature"), Is.EqualTo(2.042).Within(1e-3));
        double kinetic = Number(json, "temperature") * configuration.NumberDensity;
        Assert.That(Number(json, "pressure"), Is.EqualTo(Number(json, "virialPressure") + kinetic).Within(1e-12));

        double[] lammps = configuration.Properties.Single(property => property.Name is "f" or "forces").Values.ToArray();
        double[] forces = Forces(json);
        Assert.That(forces, Is.EqualTo(lammps).Within(1e-10));
        Assert.That(
            Number(json, "maxForce"),
            Is.EqualTo(Math.Sqrt(forces.Chunk(3).Max(f => (f[0] * f[0]) + (f[1] * f[1]) + (f[2] * f[2])))).Within(1e-12));
    }

    [Test]
    public void Files_without_velocities_have_no_temperature_and_the_virial_pressure()
    {
        JsonElement json = CommandLine.Run("energy", Kalj("W-3"), "--model", "kalj", "--json").With(0).Json;
        Assert.That(json.GetProperty("temperature").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(Number(json, "pressure"), Is.EqualTo(Number(json, "virialPressure")));
        Assert.That(json.TryGetProperty("forces", out _), Is.False);
    }

    [TestCase("DOTNET_EnableHWIntrinsic", SimdWidth.Scalar)]
    [TestCase("DOTNET_EnableAVX2", SimdWidth.Vector128)]
    [TestCase("DOTNET_EnableAVX512", SimdWidth.Vector256)]
    [TestCase("NONE", SimdWidth.Vector512)]
    public void Every_width_gives_the_forces_of_the_scalar_kernel(string switchedOff, SimdWidth widest)
    {
        (string, string)[] environment = [(switchedOff, "0")];
        SimdWidth expected = (SimdWidth)Math.Min((int)widest, (int)SimdHardware.Best);
        Assert.That(CommandLine.Run(environment, "--version").With(0).Output, Does.Contain($"SIMD: {expected}"));

        PairModel model = KobAndersen.ForceShifted();
        Configuration configuration = ConfigurationFile.Read(Kalj("T2"));
        double[] scalar = new double[3 * configuration.Count];
        using ForceField field = model.CreateForceField(configuration.Box, configuration.Species, width: SimdWidth.Scalar);
        field.ComputeForces(configuration.Positions, scalar);
        double[] forces = Forces(CommandLine.Run(environment, "energy", Kalj("T2"), "--model", "kalj", "--forces", "--json").With(0).Json);
        Assert.That(forces, Is.EqualTo(scalar).Within(1e-13 * LargestPairForce(configuration, model)));
    }

    private static double[] Forces(JsonElement json) => [.. json.GetProperty("forces").EnumerateArray().SelectMany(Numbers)];

    private static double LargestPairForce(Configuration configuration, PairModel model)
    {
        double largest = 0;
        ReadOnlySpan<double> x = configuration.Positions;
        for (int i = 0; i < configuration.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double square = 0;
                for (int axis = 0; axis < 3; axis++)
                {
                    double d = configuration.Box.MinimumImage(x[(3 * i) + axis] - x[(3 * j) + axis]);
                    square += d * d;
                }

                largest = Math.Max(
                    largest, Math.Abs(model.Derivative(configuration.Species[i], configuration.Species[j], Math.Sqrt(square))));
            }
        }

        return largest;
    }
}
