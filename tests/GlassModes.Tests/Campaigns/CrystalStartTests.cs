// Tests what a campaign does with starts that have crystallised.

using System.Text.Json;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Samples;
using GlassModes.Tests.Equilibrium.Crystals;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
public sealed class CrystalStartTests : RunnerTests
{
    private const string Text =
        """
        [keep]
        pack = true
        samples_per_pack = 2
        [quench]
        rungs = [0, -0.5]
        [[states]]
        name = "given"
        model = "kalj"
        files = "start_*.extxyz"

        """;

    [Test]
    public void A_crystal_is_left_out_unless_it_is_wanted()
    {
        LiquidPlan plan = new(KobAndersen.ForceShifted(), 500, KobAndersen.Density, 2, 2, 4, Chains: 2)
        {
            Protocol = new(0.005, 1, 0, 0),
        };
        LiquidPreparation.Run(
            plan, 2, (number, liquid) => ConfigurationFile.Write(PathOf($"start_{(2 * number) + 1}.extxyz"), liquid.Configuration));

        // An fcc crystal of the density and composition of the liquid, a little displaced.
        Configuration lattice = Lattices.Displaced(Lattices.FaceCentred(5, Math.Sqrt(2) / 2 * Math.Cbrt(4 / KobAndersen.Density)), 0.05, 3);
        byte[] species = [.. Enumerable.Range(0, lattice.Count).Select(i => (byte)(i % 5 == 0 ? 1 : 0))];
        ConfigurationFile.Write(PathOf("start_2.extxyz"), new Configuration(lattice.Box, species, lattice.Positions));

        string file = FileWith("given.toml", Text);
        CommandResult left = CommandLine.Run("run", file, "--out", PathOf("left"), "--workers", "1", "--json").With(0);
        Assert.That(left.Errors, Does.Contain("given/sample_0002: left out, for it has a crystal of 500 of its 500 particles; keep_"));
        Assert.That(CountsOf(left), Is.EqualTo((3, 2, 0, 1)));
        Assert.That(left.Json.GetProperty("status").GetString(), Is.EqualTo("done"));
        Assert.That(Number(left.Json.GetProperty("states")[0], "remainingCoreHours"), Is.Zero);
        Assert.That(File.Exists(PathOf("left/given/packed/samples_0001.h5")), "the others are packed");

        // It is left out again, and told again, when the campaign goes on.
        CommandResult again = CommandLine.Run("run", file, "--out", PathOf("left"), "--workers", "1", "--json").With(0);
        Assert.That(again.Errors, Does.Contain("left out, for it has a crystal"));
        CommandResult status = CommandLine.Run("status", PathOf("left")).With(0);
        Assert.That(status.Output, Does.Contain("given: 1 left out, for their starts have crystallised"));

        File.WriteAllText(file, "[liquid]\nkeep_crystals = true\n" + Text);
        CommandResult kept = CommandLine.Run("run", file, "--out", PathOf("left"), "--workers", "1", "--json").With(0);
        Assert.That(CountsOf(kept), Is.EqualTo((3, 3, 0, 0)));
    }

    private static (int Samples, int Done, int Failed, int LeftOut) CountsOf(CommandResult result)
    {
        JsonElement state = result.Json.GetProperty("states")[0];
        int Count(string name) => state.GetProperty(name).GetInt32();
        return (Count("samples"), Count("done"), Count("failed"), Count("leftOut"));
    }
}
