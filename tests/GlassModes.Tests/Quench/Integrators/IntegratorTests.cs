// Tests the order and the stability bound of every integrator on flows with known solutions.

using GlassModes.Quench.Integrators;

namespace GlassModes.Tests.Quench.Integrators;

public class IntegratorTests
{
    public static readonly string[] Names = ["euler", "rkc2", "rkc3", "rk32", "rk54"];

    [TestCaseSource(nameof(Names))]
    public void The_error_falls_with_the_order_of_the_method(string name)
    {
        // The flow for the stabilised methods is so stiff that they take several stages. The flow for the other methods is mild enough for
        // them to be stable.
        bool stabilised = name.StartsWith("rkc", StringComparison.Ordinal);
        TurnedFlow flow = new(stabilised ? 2500 : 6);
        double[] start = TurnedFlow.Turn([1.5, 2, stabilised ? 0 : 0.5]);
        double[] steps = [0.1, 0.05, 0.025, 0.0125];
        double[] errors = [.. steps.Select(step => Distance(Integrate(name, flow, start, 1, step), flow.Solution(start, 1)))];
        using IFlowIntegrator method = Create(name, 3);
        TestContext.Out.WriteLine($"{name}: {string.Join(", ", errors.Select(e => $"{e:e2}"))}");
        for (int k = 1; k < steps.Length; k++)
        {
            // The number of stages changes with the step. The constant of the error changes with the number of stages, so that the order
            // shows only roughly.
            Assert.That(Math.Log2(errors[k - 1] / errors[k]), Is.GreaterThan(method.Order - 0.45), $"Δt = {steps[k]}");
        }

        Assert.That(Math.Log2(errors[^2] / errors[^1]), Is.LessThan(method.Order + 1), "and no higher");
    }

    [TestCaseSource(nameof(Names))]
    public void The_estimate_falls_with_its_order_and_is_as_large_as_the_error(string name)
    {
        TurnedFlow flow = new(6);
        double[] start = TurnedFlow.Turn([1.5, 2, 0]);
        using IFlowIntegrator method = Create(name, 3);
        if (method.EstimateOrder == 0)
        {
            Assert.That(Estimate(method, flow, start, 0.01), Is.NaN);
            return;
        }

        double coarse = Estimate(method, flow, start, 0.02);
        double fine = Estimate(method, flow, start, 0.01);
        Assert.That(Math.Log2(coarse / fine), Is.EqualTo(method.EstimateOrder + 1).Within(0.3));
        double error = Distance(Integrate(name, flow, start, 0.02, 0.02), flow.Solution(start, 0.02)) / Math.Sqrt(3);
        Assert.That(coarse, Is.GreaterThan(0.5 * error), "never much below the error of the solution that is kept");
    }

    [TestCase("euler")]
    [TestCase("rk32")]
    [TestCase("rk54")]
    public void Decay_is_stable_up_to_the_bound_and_no_further(string name)
    {
        using IFlowIntegrator method = Create(name, 2);
        const double rate = 50;
        double longest = method.LongestStableStep(rate);
        Assert.That(Amplification(name, rate, 0.999 * longest), Is.LessThan(1));
        Assert.That(Amplification(name, rate, 1.001 * longest), Is.GreaterThan(1));
        Assert.That(
            Enumerable.Range(1, 100).Max(k => Amplification(name, rate, 0.00999 * k * longest)), Is.LessThan(1), "everywhere below");
    }

    [TestCase("rkc2", 2, 0.49)]
    [TestCase("rkc2", 3, 0.57)]
    [TestCase("rkc2", 10, 0.64)]
    [TestCase("rkc2", 57, 0.65)]
    [TestCase("rkc2", 300, 0.65)]
    [TestCase("rkc3", 4, 0.33)]
    [TestCase("rkc3", 5, 0.37)]
    [TestCase("rkc3", 7, 0.42)]
    [TestCase("rkc3", 10, 0.42)]
    [TestCase("rkc3", 57, 0.42)]
    [TestCase("rkc3", 300, 0.42)]
    public void A_stabilised_method_damps_every_rate_up_to_its_bound(string name, int stages, double leastOverSquare)
    {
        // A single step on many rates at once shows the whole stability polynomial R(−hλ).
        const int count = 20_000;
        using RungeKuttaChebyshev method = (RungeKuttaChebyshev)Create(name, count);
        double bound = method.Coefficients(stages).StabilityBound;
        Assert.That(bound / ((double)stages * stages), Is.GreaterThanOrEqualTo(leastOverSquare));
        double[] rates = [.. Enumerable.Range(0, count).Select(k => bound * k / (count - 1))];
        LinearFlow flow = new(rates);
        double step = 0.9 / 1.05;
        using FlowState before = Start(flow, [.. rates.Select(_ => 1.0)]);
        using FlowState after = new(count);
        method.Attempt(flow, before, step, after);
        Assert.That(method.StagesFor(bound * 0.999), Is.EqualTo(stages));
        for (int k = 0; k < count; k++)
        {
            double z = step * rates[k];
            double r = Math.Abs(after.Positions[k]);
            Assert.That(r, Is.LessThanOrEqualTo(1), $"hλ = {z}");
            Assert.That(z < 3 || r < 0.97, Is.True, $"hλ = {z}: |R| = {r}");
            Assert.That(
                Math.Abs(after.Positions[k] - Math.Exp(-z)),
                Is.LessThanOrEqualTo((0.2 * Math.Pow(z, method.Order + 1)) + 1e-9),
                $"hλ = {z}: order");
        }
    }

    [Test]
    public void Stages_suffice_for_every_step()
    {
        using Rkc2 secondOrder = new(1);
        using Rkc3 thirdOrder = new(1);
        for (double product = 0.1; product < 6e4; product *= 1.03)
        {
            foreach (RungeKuttaChebyshev method in new RungeKuttaChebyshev[] { secondOrder, thirdOrder })
            {
                int stages = method.StagesFor(product);
                Assert.That(method.Coefficients(stages).StabilityBound, Is.GreaterThanOrEqualTo(product), $"{method.Name}, hλ = {product}");
                Assert.That(stages, Is.LessThan(Math.Sqrt(1 + (product / 0.42)) + 4));
            }
        }
    }

    [Test]
    public void The_stiffness_is_found_and_followed()
    {
        double[] rates = [.. Enumerable.Range(1, 600).Select(k => 1500 * Math.Pow(k / 600.0, 3))];
        LinearFlow flow = new(rates);
        using StiffnessEstimate estimate = new(rates.Length);
        using FlowState state = Start(flow, [.. rates.Select(rate => Math.Sin(rate))]);
        Assert.That(estimate.Measure(flow, state), Is.InRange(1450, 1600));
        int before = flow.Evaluations;
        Assert.That(estimate.Measure(flow, state), Is.InRange(1490, 1530), "better from the last Ritz vector");
        Assert.That(flow.Evaluations - before, Is.EqualTo(9));
    }

    [Test]
    public void The_stiffness_of_no_force_is_zero()
    {
        LinearFlow flow = new(1, 2, 3);
        using StiffnessEstimate estimate = new(3);
        using FlowState state = Start(flow, [0, 0, 0]);
        Assert.That(estimate.Measure(flow, state), Is.Zero);
    }

    [Test]
    public void The_stiffness_is_found_after_an_overflow()
    {
        LinearFlow flow = new(1e120, 2e120, 4e120);
        using StiffnessEstimate estimate = new(3);
        using FlowState beyond = Start(flow, [1e200, 1e200, 1e200]);
        Assert.That(double.IsFinite(estimate.Measure(flow, beyond)), Is.False, "the force overflows");
        using FlowState state = Start(flow, [1, 1, 1]);
        Assert.That(estimate.Measure(flow, state), Is.EqualTo(4e120).Within(1).Percent);
    }

    [TestCaseSource(nameof(Names))]
    public void A_method_that_is_saved_and_loaded_goes_on_with_the_same_bits(string name)
    {
        TurnedFlow flow = new(300);
        double[] start = TurnedFlow.Turn([1.5, 2, 0.1]);
        using IFlowIntegrator original = Create(name, 3);
        using IFlowIntegrator restored = Create(name, 3);
        using FlowState a = Start(flow, start);
        using FlowState b = new(3);
        double step = name.StartsWith("rkc", StringComparison.Ordinal) ? 0.05 : 0.005;
        original.Attempt(flow, a, step, b);

        // At the next attempt the method measures the stiffness again, starting from its last estimate.
        b.Steps = 24;
        original.Attempt(flow, b, step, a);
        a.Steps = 25;
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        original.Save(writer);
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        restored.Load(reader);
        Assert.That(stream.Position, Is.EqualTo(stream.Length));
        using FlowState first = new(3);
        using FlowState second = new(3);
        int before = flow.Evaluations;
        double errorOfOriginal = original.Attempt(flow, a, step, first);
        int evaluations = flow.Evaluations - before;
        double errorOfRestored = restored.Attempt(flow, a, step, second);
        Assert.That(flow.Evaluations - before, Is.EqualTo(2 * evaluations));
        Assert.That(errorOfRestored, Is.EqualTo(errorOfOriginal));
        Assert.That(second.Positions.ToArray(), Is.EqualTo(first.Positions.ToArray()));
    }

    private static IFlowIntegrator Create(string name, int length) => name switch
    {
        "euler" => new ExplicitEuler(),
        "rkc2" => new Rkc2(length),
        "rkc3" => new Rkc3(length),
        "rk32" => new ExplicitRungeKutta(ButcherTableau.BogackiShampine, length),
        _ => new ExplicitRungeKutta(ButcherTableau.DormandPrince, length),
    };

    private static FlowState Start(IGradientFlow flow, double[] positions)
    {
        FlowState state = new(positions.Length);
        positions.CopyTo(state.Positions);
        state.Evaluate(flow);
        return state;
    }

    private static double[] Integrate(string name, IGradientFlow flow, double[] start, double time, double step)
    {
        using IFlowIntegrator method = Create(name, start.Length);
        FlowState before = Start(flow, start);
        FlowState after = new(start.Length);
        int steps = (int)Math.Round(time / step);
        for (int k = 0; k < steps; k++)
        {
            method.Attempt(flow, before, step, after);
            after.Steps = before.Steps + 1;
            (before, after) = (after, before);
        }

        double[] end = before.Positions.ToArray();
        before.Dispose();
        after.Dispose();
        return end;
    }

    private static double Estimate(IFlowIntegrator method, IGradientFlow flow, double[] start, double step)
    {
        using FlowState before = Start(flow, start);
        using FlowState after = new(start.Length);
        return method.Attempt(flow, before, step, after);
    }

    private static double Amplification(string name, double rate, double step) =>
        Math.Abs(Integrate(name, new LinearFlow(rate), [1], step, step)[0]);

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
