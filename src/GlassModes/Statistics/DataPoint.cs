// One datum with its error.

namespace GlassModes.Statistics;

/// <summary>A datum y at an abscissa x.</summary>
/// <param name="X">The abscissa.</param>
/// <param name="Y">The ordinate.</param>
/// <param name="Error">The standard error σ of y; NaN where σ is unknown.</param>
public readonly record struct DataPoint(double X, double Y, double Error)
{
    /// <summary>Whether σ is positive and finite, so that 1/σ² is a weight.</summary>
    internal bool HasError => Error > 0 && double.IsFinite(Error);
}
