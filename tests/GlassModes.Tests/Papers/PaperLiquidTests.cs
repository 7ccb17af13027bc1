// Tests which samples stand for a liquid of the paper.

using GlassModes.Models;
using GlassModes.Papers;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Tests.Papers;

public class PaperLiquidTests
{
    private static readonly PaperLiquid s_liquid = PaperLiquid.Of(KobAndersen.ForceShifted(), [2], new TemperatureRange(1, 3));

    [TestCase(1.2, true, TestName = "The density of Kob and Andersen is that of the paper")]
    [TestCase(1.204, true, TestName = "So is the density as the paper rounds it")]
    [TestCase(1.209, true, TestName = "A density is the same to half a percent at the upper end")]
    [TestCase(1.22, false, TestName = "A density that differs by more is another liquid")]
    public void A_density_counts_to_half_a_percent(double density, bool expected) =>
        Assert.That(s_liquid.Includes(Made(KobAndersen.ForceShifted(), 2, density)), Is.EqualTo(expected));

    [TestCase(0.9, false)]
    [TestCase(1, true)]
    [TestCase(3, true)]
    [TestCase(3.1, false)]
    [TestCase(double.NaN, false)]
    public void A_temperature_of_the_range_counts(double temperature, bool expected) =>
        Assert.That(s_liquid.Includes(Made(KobAndersen.ForceShifted(), temperature)), Is.EqualTo(expected));

    [Test]
    public void Another_model_or_another_cutoff_is_another_liquid() => Assert.Multiple(() =>
    {
        Assert.That(s_liquid.Includes(Made(KobAndersen.ForceShifted(3.0), 2)), Is.False);
        Assert.That(s_liquid.Includes(Made(HarmonicSpheres.Create(), 2, s_liquid.Settings.Density)), Is.False);
        Protocol own = Made(KobAndersen.ForceShifted(), 2);
        Assert.That(s_liquid.Includes(own with { EnergiesAtHalfCutoff = [1, 2, 3] }), Is.False, "the same name, another strength");
        Assert.That(s_liquid.Includes(own with { Composition = [0.5, 0.5] }), Is.False);
    });

    [Test]
    public void What_an_old_record_does_not_say_counts_as_agreeing()
    {
        Protocol old = Made(KobAndersen.ForceShifted(), 2) with { Cutoffs = [], EnergiesAtHalfCutoff = [], Composition = [] };
        Assert.That(s_liquid.Includes(old), Is.True);
        Protocol Named(string method) => old with { OtherSettings = new Dictionary<string, string> { ["method"] = method } };
        Assert.That(s_liquid.Includes(Named("euler")), Is.True);
        Assert.That(s_liquid.Includes(Named("fire")), Is.False);
    }

    [TestCase(QuenchMethodKind.Fire, false)]
    [TestCase(QuenchMethodKind.RungeKutta54, true)]
    public void Only_a_method_that_follows_the_flow_counts(QuenchMethodKind method, bool expected)
    {
        Protocol protocol = Made(KobAndersen.ForceShifted(), 2) with
        {
            Quench = QuenchSettings.Of(new QuenchOptions(method), KobAndersen.ForceShifted()),
        };
        Assert.That(s_liquid.Includes(protocol), Is.EqualTo(expected));
    }

    private static Protocol Made(PairModel model, double temperature, double? density = null)
    {
        PaperLiquid any = PaperLiquid.Of(model, [], new TemperatureRange(0, 0));
        return any.Settings with
        {
            Temperature = temperature,
            BoxLength = Math.Cbrt(any.Settings.Particles / (density ?? any.Settings.Density)),
        };
    }
}
