// One parameter of a fit.

namespace GlassModes.Statistics;

/// <summary>The value of a parameter of a fit.</summary>
/// <param name="Value">The value; NaN where the fit could not be made.</param>
/// <param name="Error">The standard error: NaN where the data give none, infinite where the data leave the value open to one side.</param>
public readonly record struct FittedValue(double Value, double Error)
{
    /// <summary>The parameter of a fit that could not be made.</summary>
    internal static FittedValue None => new(double.NaN, double.NaN);

    /// <summary>The value with its error in units of the last digits, 1.73(2).</summary>
    public override string ToString() => $"{new Estimate(Value, Error, 1)}";
}
