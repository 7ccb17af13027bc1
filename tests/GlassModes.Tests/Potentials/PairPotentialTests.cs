// Tests each potential: its derivatives by finite differences, its limits, and the SIMD form for a single pair.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Potentials;

namespace GlassModes.Tests.Potentials;

public class PairPotentialTests
{
    private static readonly PairModel Kalj = KobAndersen.ForceShifted();
    private static readonly PairModel Spheres = HarmonicSpheres.Create();

    // The parameters differ from 1, so that a forgotten factor shows.
    private static readonly PairModel StiffSpheres = new PairModel<Harmonic>("stiff", [1], 1, [new Harmonic(3, 1.4)]);

    private static IEnumerable<TestCaseData> Pairs()
    {
        foreach (double fraction in new[] { 0.35, 0.42, 0.5, 0.8, 0.99 })
        {
            yield return new TestCaseData(Kalj, 0, 0, fraction);
            yield return new TestCaseData(Kalj, 0, 1, fraction);
            yield return new TestCaseData(Kalj, 1, 1, fraction);
            yield return new TestCaseData(Spheres, 0, 0, fraction);
            yield return new TestCaseData(StiffSpheres, 0, 0, fraction);
        }
    }

    [TestCaseSource(nameof(Pairs))]
    public void Derivatives_match_finite_differences(PairModel model, int a, int b, double fraction)
    {
        double r = fraction * model.Cutoff(a, b);
        const double h = 1e-3;

        // Richardson's extrapolation of central differences has the error O(h⁴ v⁽⁵⁾).
        double Difference(Func<double, double> f) =>
            ((8 * (f(r + (h / 2)) - f(r - (h / 2)))) - (f(r + h) - f(r - h))) / (6 * h / 2) / 2;
        double first = model.Derivative(a, b, r);
        double second = model.SecondDerivative(a, b, r);
        Assert.That(Difference(x => model.Energy(a, b, x)), Is.EqualTo(first).Within(2e-8 * (1 + Math.Abs(first))));
        Assert.That(Difference(x => model.Derivative(a, b, x)), Is.EqualTo(second).Within(1e-7 * (1 + Math.Abs(second))));
    }

    [TestCase(0, 0)]
    [TestCase(0, 1)]
    [TestCase(1, 1)]
    public void Force_shifted_potential_and_force_vanish_at_the_cutoff(int a, int b)
    {
        double cutoff = Kalj.Cutoff(a, b);
        double inside = Math.BitDecrement(cutoff);
        Assert.That(Kalj.Energy(a, b, inside), Is.EqualTo(0).Within(1e-15));
        Assert.That(Kalj.Derivative(a, b, inside), Is.EqualTo(0).Within(1e-14));
        Assert.That(Kalj.Energy(a, b, cutoff), Is.Zero);
        Assert.That(Kalj.Derivative(a, b, cutoff), Is.Zero);
        Assert.That(Kalj.SecondDerivative(a, b, cutoff), Is.Zero);
    }

    [Test]
    public void The_curvature_of_the_AA_pair_jumps_by_0_108_at_the_cutoff() =>
        Assert.That(Kalj.SecondDerivative(0, 0, Math.BitDecrement(2.5)), Is.EqualTo(-0.108).Within(1e-3));

    [Test]
    public void Kob_Andersen_parameters_give_the_wells_of_the_unshifted_potential()
    {
        // The force-shifted potential is the plain potential minus its value and its linear term at the cutoff. The plain potential has a
        // well of depth ε.
        foreach ((int a, int b, double epsilon, double sigma) in new[] { (0, 0, 1.0, 1.0), (0, 1, 1.5, 0.8), (1, 1, 0.5, 0.88) })
        {
            double cutoff = 2.5 * sigma;
            double Plain(double r) => 4 * epsilon * (Math.Pow(sigma / r, 12) - Math.Pow(sigma / r, 6));
            double slope = 4 * epsilon * ((-12 * Math.Pow(2.5, -12)) + (6 * Math.Pow(2.5, -6))) / cutoff;
            double minimum = Math.Pow(2, 1.0 / 6) * sigma;
            double expected = Plain(minimum) - Plain(cutoff) - ((minimum - cutoff) * slope);
            Assert.That(Kalj.Energy(a, b, minimum), Is.EqualTo(expected).Within(1e-14));
            Assert.That(Plain(minimum), Is.EqualTo(-epsilon).Within(1e-14));
        }
    }

    [Test]
    public void A_single_pair_has_the_force_of_the_formula_at_every_width(
        [Values(SimdWidth.Scalar, SimdWidth.Vector128, SimdWidth.Vector256, SimdWidth.Vector512)] SimdWidth width,
        [Values(0, 1)] int a,
        [Values(0, 1)] int b)
    {
        PeriodicBox box = new(20);
        using ForceField field = Kalj.CreateForceField(box, [(byte)a, (byte)b], width: width);
        double[] forces = new double[6];
        for (double r = 0.7; r < 2.7; r += 0.0137)
        {
            // The pair lies along (2, −1, 2)/3, across the boundary of the box.
            ForceSummary summary = field.Compute([0.1, 0.2, 19.9, 0.1 + (2 * r / 3), 0.2 - (r / 3), 19.9 + (2 * r / 3)], forces);
            double derivative = Kalj.Derivative(a, b, r);
            double rounding = 4e-15 * 20 * (Math.Abs(Kalj.SecondDerivative(a, b, r)) + 1);
            Assert.That(forces[0], Is.EqualTo(2 * derivative / 3).Within(rounding), $"r = {r}");
            Assert.That(forces[4], Is.EqualTo(derivative / 3).Within(rounding), $"r = {r}");
            Assert.That(forces[0] + forces[3], Is.Zero);
            Assert.That(summary.PotentialEnergy, Is.EqualTo(Kalj.Energy(a, b, r)).Within(rounding), $"r = {r}");
            Assert.That(summary.Virial, Is.EqualTo(-r * derivative).Within(3 * rounding), $"r = {r}");
        }
    }

    [Test]
    public void Harmonic_spheres_of_any_size_have_the_force_of_the_formula_at_every_width([Values] SimdWidth width)
    {
        using ForceField field = StiffSpheres.CreateForceField(new PeriodicBox(10), [0, 0], width: width);
        double[] forces = new double[6];
        for (double r = 0.1; r < 1.5; r += 0.0371)
        {
            ForceSummary summary = field.Compute([0.1, 0.2, 9.9, 0.1 + (2 * r / 3), 0.2 - (r / 3), 9.9 + (2 * r / 3)], forces);
            double overlap = Math.Max(0, 1 - (r / 1.4));
            Assert.That(summary.PotentialEnergy, Is.EqualTo(0.5 * 3 * overlap * overlap).Within(1e-13), $"r = {r}");
            Assert.That(forces[4], Is.EqualTo(-3 / 1.4 * overlap / 3).Within(1e-12), $"r = {r}");
            Assert.That(summary.Virial, Is.EqualTo(3 / 1.4 * overlap * r).Within(1e-13), $"r = {r}");
        }
    }

    [Test]
    public void A_table_that_does_not_fit_its_composition_is_refused()
    {
        static PairModel Of(double[] composition, params double[] diameters) =>
            new PairModel<Harmonic>("test", composition, 1, [.. diameters.Select(sigma => new Harmonic(1, sigma))]);
        Assert.That(() => Of([0.5, 0.5], 1, 1.1, 1.2, 1), Throws.ArgumentException.With.Message.Contains("0, 1"), "asymmetric");
        Assert.That(() => Of([0.5, 0.4], 1, 1.1, 1.1, 1), Throws.ArgumentException.With.Message.Contains("0.9"));
        Assert.That(() => Of([1], 1, 1.1), Throws.ArgumentException.With.Message.Contains("1 species need 1"));
        Assert.That(() => Of([0.5, 0.5], 1), Throws.ArgumentException.With.Message.Contains("need 4"));
        Assert.That(Of([0.5, 0.5], 1, 1.1, 1.1, 1.3).MaximumCutoff, Is.EqualTo(1.3));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_cutoff_that_is_not_positive_is_refused(double cutoff) =>
        Assert.That(() => KobAndersen.ForceShifted(cutoff), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
