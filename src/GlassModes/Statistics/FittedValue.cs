// One parameter of a fit.

namespace GlassModes.Statistics;

/// <summary>A fitted parameter with its error.</summary>
/// <param name="Value">The value; NaN where the fit could not be made.</param>
/// <param name="Error">
/// The standard error. NaN where the data give no error; infinite where the data bound the value on one side only.
/// </param>
public readonly record struct FittedValue(double Value, double Error)
{
    /// <summary>The parameter of a fit that could not be made.</summary>
    internal static FittedValue None => new(double.NaN, double.NaN);

    /// <summary>The value with its error in units of the last digits, such as 1.730(20).</summary>
    public override string ToString() => $"{new Estimate(Value, Error, 1)}";
}
