// Tests 1/√a without a division: the error is at most two units in the last place.

using GlassModes.Numerics.Simd;

namespace GlassModes.Tests.Simd;

public class ReciprocalSqrtTests
{
    [Test]
    public void It_is_right_to_two_units_in_the_last_place_over_the_whole_range() =>
        Assert.That(new[] { LargestError<Lanes128>(), LargestError<Lanes256>(), LargestError<Lanes512>() }, Is.All.LessThan(2));

    [Test]
    public void Very_small_squares_give_a_large_number_and_never_NaN()
    {
        foreach (double square in new[] { 1e-200, 1e-100, 1e-40, 1e-37 })
        {
            Assert.That(ReciprocalSqrtOf<Lanes128>(square), Is.InRange(1e18, 1.1e100));
            Assert.That(ReciprocalSqrtOf<Lanes256>(square), Is.InRange(1e18, 1.1e100));
            Assert.That(ReciprocalSqrtOf<Lanes512>(square), Is.InRange(1e18, 1.1e100));
        }
    }

    // The largest error of 1/√a in units of the last place, relative to a correctly rounded square root and division.
    private static double LargestError<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        double largest = 0;
        for (double a = 1e-30; a < 1e30; a *= 1.000737)
        {
            double exact = 1 / Math.Sqrt(a);

            // The remainder of the division corrects the reference to a hundredth of a unit in the last place.
            double rest = Math.FusedMultiplyAdd(-exact * exact, a, 1) + (Math.FusedMultiplyAdd(exact, -exact, exact * exact) * a);
            double error = Math.Abs((ReciprocalSqrtOf<TLanes>(a) - exact) - (0.5 * rest * exact));
            largest = Math.Max(largest, error / (Math.BitIncrement(exact) - exact));
        }

        return largest;
    }

    private static unsafe double ReciprocalSqrtOf<TLanes>(double a)
        where TLanes : struct, ILanes<TLanes>
    {
        double* lanes = stackalloc double[8];
        TLanes.Store(TLanes.ReciprocalSqrt(TLanes.Create(a)), lanes);
        return lanes[TLanes.Width - 1];
    }
}
