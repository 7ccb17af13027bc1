// Tests the temperatures of replica exchanges.

using GlassModes.Dynamics.ReplicaExchange;
using MathNet.Numerics;

namespace GlassModes.Tests.Dynamics.ReplicaExchange;

public sealed class TemperatureLadderTests
{
    [Test]
    public void Geometric_temperatures_have_one_ratio_and_both_ends()
    {
        double[] ladder = TemperatureLadder.Geometric(0.78, 0.3971, 18);
        Assert.That((ladder[0], ladder[^1], ladder.Length), Is.EqualTo((0.78, 0.3971, 18)));
        Assert.That(ladder.Zip(ladder.Skip(1), (a, b) => a / b), Is.All.EqualTo(ladder[0] / ladder[1]).Within(1e-12));
    }

    [Test]
    public void A_wanted_temperature_takes_the_place_of_the_nearest()
    {
        double[] ladder = TemperatureLadder.Geometric(0.78, 0.3971, 18);
        double[] changed = TemperatureLadder.With(ladder, 0.4308);
        Assert.That(changed[15], Is.EqualTo(0.4308));
        Assert.That(changed.Where((t, k) => t != ladder[k]).Count(), Is.EqualTo(1));
        Assert.That(TemperatureLadder.With(changed, 0.4308), Is.EqualTo(changed));
        Assert.That(() => TemperatureLadder.With(ladder, 0.9), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TemperatureLadder.With([1, 0.5], 0.7), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>
    /// With σ = c T, a constant specific heat, equal lengths are equal ratios. With constant σ they are equal steps of 1/T.
    /// </summary>
    [Test]
    public void Even_acceptance_is_geometric_for_a_constant_specific_heat()
    {
        EnergyVariance[] constantHeat = [new(0.4, 30 * 0.16), new(0.8, 30 * 0.64), new(0.6, 30 * 0.36)];
        Assert.That(
            TemperatureLadder.EvenAcceptance(0.78, 0.3971, 18, constantHeat),
            Is.EqualTo(TemperatureLadder.Geometric(0.78, 0.3971, 18)).Within(1e-9));
        double[] even = TemperatureLadder.EvenAcceptance(1, 0.5, 5, [new(0.5, 2), new(1, 2)]);
        Assert.That(even.Select(t => 1 / t), Is.EqualTo(new[] { 1, 1.25, 1.5, 1.75, 2 }).Within(1e-6));
    }

    /// <summary>For normal distributions of energies the mean of the acceptance is erfc(½∫σ dβ), here by random numbers.</summary>
    [Test]
    public void Lengths_give_the_acceptance_of_normal_distributions()
    {
        const double sigma = 3;
        const double step = 0.4;
        GlassModes.Numerics.RandomNumbers.Philox random = new(5, 0);
        const int count = 200_000;
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            // dE/dβ = −σ²: the colder energies lie lower by σ² Δβ.
            (double hot, double cold) = random.NextNormalPair();
            double difference = (sigma * (hot - cold)) + (sigma * sigma * step);
            sum += Math.Min(1, Math.Exp(-step * difference)) / count;
        }

        Assert.That(sum, Is.EqualTo(SpecialFunctions.Erfc(0.5 * sigma * step)).Within(0.004));
    }

    [Test]
    public void Wanted_temperatures_take_the_places_of_the_nearest()
    {
        double[] ladder = [2, 1.8, 1.6, 1.4, 1.2];
        Assert.That(TemperatureLadder.With(ladder, 1.61, 1.2), Is.EqualTo(new[] { 2, 1.8, 1.61, 1.4, 1.2 }));

        // Both are nearest to 1.6. The second takes the next.
        Assert.That(TemperatureLadder.With(ladder, 1.61, 1.58), Is.EqualTo(new[] { 2, 1.8, 1.61, 1.58, 1.2 }));
        Assert.That(TemperatureLadder.With(ladder, 1.58, 1.61), Is.EqualTo(new[] { 2, 1.8, 1.61, 1.58, 1.2 }));
        Assert.That(() => TemperatureLadder.With(ladder, 1.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TemperatureLadder.With([2, 1.5, 1], 1.6, 1.4), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Ladders_without_meaning_are_refused()
    {
        Assert.That(() => TemperatureLadder.Geometric(1, 2, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TemperatureLadder.Geometric(1, 0.5, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TemperatureLadder.Geometric(1, 0, 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TemperatureLadder.EvenAcceptance(1, 0.5, 3, [new(1, 2)]), Throws.InstanceOf<ArgumentException>());
    }
}
