// Statistical comparisons of two means. A comparison that fails prints the deviation in standard errors.

using GlassModes.Statistics;
using MathNet.Numerics.Distributions;

namespace GlassModes.Validation;

/// <summary>Comparisons that print the measured values. The seeds are fixed, so that a result repeats on one machine.</summary>
internal static class Check
{
    // A correct program fails one comparison in 1e5.
    private const double FalseAlarm = 1e-5;

    /// <summary>
    /// Asserts that two independent means agree within the quantile of Student's t (Welch's degrees of freedom) for their errors.
    /// </summary>
    /// <param name="quantity">Name of the quantity.</param>
    /// <param name="found">Mean, error, number of blocks or samples.</param>
    /// <param name="expected">The expected mean, with its error and the number of its samples.</param>
    /// <param name="rounding">Half a unit of the last digit of a quoted number.</param>
    public static void Agree(string quantity, Estimate found, Estimate expected, double rounding = 0)
    {
        double a = found.StandardError * found.StandardError;
        double b = expected.StandardError * expected.StandardError;
        double error = Math.Sqrt(a + b);
        double freedom = (a + b) * (a + b) / ((a * a / (found.Samples - 1)) + (b > 0 ? b * b / (expected.Samples - 1) : 0));
        double multiple = StudentT.InvCDF(0, 1, freedom, 1 - (FalseAlarm / 2));
        double deviation = found.Mean - expected.Mean;
        TestContext.Out.WriteLine(
            $"{quantity}: {found.Mean:g7} ± {found.StandardError:g2}, expected {expected.Mean:g7} ± {expected.StandardError:g2}: "
            + $"off by {deviation:g2} = {deviation / error:f1} standard errors ({multiple:f1} allowed)");
        Assert.That(Math.Abs(deviation), Is.LessThan((multiple * error) + rounding), quantity);
    }

    /// <summary>Asserts that a mean agrees with a number that is exact, or exact up to its rounding.</summary>
    public static void Agrees(string quantity, Estimate found, double expected, double rounding = 0) =>
        Agree(quantity, found, new Estimate(expected, 0, int.MaxValue), rounding);

    /// <summary>Prints an estimate without comparing it.</summary>
    public static void Print(string quantity, Estimate found) =>
        TestContext.Out.WriteLine($"{quantity}: {found.Mean:g7} ± {found.StandardError:g2} ({found.Samples} samples)");
}
