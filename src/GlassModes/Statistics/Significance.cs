// The number of standard errors beyond which a value is significant.

using MathNet.Numerics.Distributions;

namespace GlassModes.Statistics;

/// <summary>The limit of two standard errors, or the limit of the same probability if errors are computed from few samples.</summary>
public static class Significance
{
    private const double Sigmas = 2;

    // From this number of degrees of freedom on, Student's distribution is taken as the normal distribution.
    private const double MostFreedom = 1e6;

    /// <summary>
    /// Computes the limit from Student's distribution. The one-sided probability beyond the limit is that of a normal distribution beyond
    /// two standard deviations. The limit is 13.97 with one degree of freedom, and 2.08 with 31. The limit is NaN with less than one degree
    /// of freedom.
    /// </summary>
    public static double LimitOf(double freedom) =>
        freedom < 1 ? double.NaN : freedom < MostFreedom ? StudentT.InvCDF(0, 1, freedom, Normal.CDF(0, 1, Sigmas)) : Sigmas;
}
