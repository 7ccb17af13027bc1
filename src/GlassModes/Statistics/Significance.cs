// The number of standard errors from which on a value is significant.

using MathNet.Numerics.Distributions;

namespace GlassModes.Statistics;

/// <summary>The limit of two standard errors, or the limit of the same probability where errors are from few samples.</summary>
internal static class Significance
{
    private const double Sigmas = 2;

    // Degrees of freedom from which on Student's distribution is the normal one.
    private const double MostFreedom = 1e6;

    /// <summary>
    /// Student's limit with the one-sided probability of two standard errors that are known: 13.97 with one degree of freedom, 2.05 with
    /// 31; NaN with none.
    /// </summary>
    public static double LimitOf(double freedom) =>
        freedom < 1 ? double.NaN : freedom < MostFreedom ? StudentT.InvCDF(0, 1, freedom, Normal.CDF(0, 1, Sigmas)) : Sigmas;
}
