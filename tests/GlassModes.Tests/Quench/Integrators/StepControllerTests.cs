// Tests the step controller: the errors that it accepts, how steps follow the error, and the floor that rounding sets.

using GlassModes.Quench.Integrators;

namespace GlassModes.Tests.Quench.Integrators;

public class StepControllerTests
{
    // A rounding error that is too small to matter.
    private const double NoRounding = 1e-300;

    [Test]
    public void An_error_per_unit_time_above_the_tolerance_is_refused_and_a_shorter_step_tried()
    {
        StepController controller = new(1e-2, 2) { Step = 0.5 };

        // The allowed error is 0.5 · 1e-2 · 4 = 0.02.
        Assert.That(controller.Accept(0.08, 4, NoRounding), Is.False);
        Assert.That(controller.Step, Is.EqualTo(0.5 * 0.8 / 2).Within(1e-15), "0.8 (0.08/0.02)^(−1/2)");
        Assert.That(controller.Refusals, Is.EqualTo(1));
        Assert.That(controller.Accept(double.NaN, 4, NoRounding), Is.False);
        Assert.That(controller.Step, Is.EqualTo(0.02).Within(1e-15), "a tenth");
    }

    [Test]
    public void A_small_error_lets_steps_grow_but_not_too_fast_and_not_after_a_refusal()
    {
        StepController controller = new(1e-2, 2) { Step = 1 };
        Assert.That(controller.Accept(1e-2 / 4, 1, NoRounding), Is.True);
        Assert.That(controller.Step, Is.EqualTo(1.6).Within(1e-12), "0.8 (1/4)^(−1/2)");
        Assert.That(controller.Accept(0, 1, NoRounding), Is.True);
        Assert.That(controller.Step, Is.EqualTo(8).Within(1e-12), "five times at most");
        Assert.That(controller.Accept(1, 1, NoRounding), Is.False);
        double tried = controller.Step;
        Assert.That(controller.Accept(0, 1, NoRounding), Is.True);
        Assert.That(controller.Step, Is.EqualTo(tried));
    }

    [Test]
    public void A_rising_error_shortens_the_next_step_ahead_of_time()
    {
        StepController controller = new(1, 2) { Step = 1 };
        Assert.That(controller.Accept(0.25, 1, NoRounding), Is.True);
        double step = controller.Step;
        Assert.That(controller.Accept(0.5 * step, 1, NoRounding), Is.True);
        double trend = step / 1 * Math.Sqrt(0.25 / 0.5);
        Assert.That(trend, Is.GreaterThan(1), "the error rose less than the step");
        Assert.That(controller.Step, Is.EqualTo(step * 0.8 * Math.Sqrt(2)).Within(1e-12));
        double last = controller.Step;
        Assert.That(controller.Accept(1 * last, 1, NoRounding), Is.True);
        Assert.That(controller.Step, Is.LessThan(0.8 * last), "the error rose more than the step");
    }

    [Test]
    public void An_error_within_rounding_does_not_shorten_steps()
    {
        StepController controller = new(1e-3, 2) { Step = 0.1 };
        Assert.That(controller.Accept(0.9e-15, 1e-12, 1e-15), Is.True, "above 0.1 · 1e-3 · 1e-12");
        Assert.That(controller.Step, Is.EqualTo(0.08 / Math.Sqrt(0.9)).Within(1e-12));
        Assert.That(controller.Accept(1.1e-15, 1e-12, 1e-15), Is.False);
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    public void A_tolerance_that_is_not_positive_is_refused(double tolerance) =>
        Assert.That(() => new StepController(tolerance, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
