// 1/sqrt without the divider: as good as with it, to a unit in the last place or two.

using GlassModes.Numerics.Simd;

namespace GlassModes.Tests.Simd;

public class ReciprocalSqrtTests
{
    [Test]
    public void It_is_right_to_two_units_in_the_last_place_over_the_whole_range() =>
        Assert.That(new[] { Worst<Lanes128>(), Worst<Lanes256>(), Worst<Lanes512>() }, Is.All.LessThan(2));

    [Test]
    public void Very_small_squares_give_a_large_number_and_never_NaN()
    {
        foreach (double square in new[] { 1e-200, 1e-100, 1e-40, 1e-37 })
        {
            Assert.That(One<Lanes128>(square), Is.InRange(1e18, 1.1e100));
            Assert.That(One<Lanes256>(square), Is.InRange(1e18, 1.1e100));
            Assert.That(One<Lanes512>(square), Is.InRange(1e18, 1.1e100));
        }
    }

    // Largest error in units of the last place of 1/√a, against the divider's correctly rounded parts.
    private static double Worst<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        double worst = 0;
        for (double a = 1e-30; a < 1e30; a *= 1.000737)
        {
            double exact = 1 / Math.Sqrt(a);

            // The rest of the division, so that the reference is good to a hundredth of a unit.
            double rest = Math.FusedMultiplyAdd(-exact * exact, a, 1) + (Math.FusedMultiplyAdd(exact, -exact, exact * exact) * a);
            double error = Math.Abs((One<TLanes>(a) - exact) - (0.5 * rest * exact));
            worst = Math.Max(worst, error / (Math.BitIncrement(exact) - exact));
        }

        return worst;
    }

    private static unsafe double One<TLanes>(double a)
        where TLanes : struct, ILanes<TLanes>
    {
        double* lanes = stackalloc double[8];
        TLanes.Store(TLanes.ReciprocalSqrt(TLanes.Create(a)), lanes);
        return lanes[TLanes.Width - 1];
    }
}
