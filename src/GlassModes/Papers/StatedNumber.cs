// A number that a paper states, with what is known of its uncertainty, and a number that is not meant.

namespace GlassModes.Papers;

/// <summary>Where the uncertainty of a stated number comes from.</summary>
public enum StatedPrecision
{
    /// <summary>Half of the last digit that the paper gives.</summary>
    LastDigit,

    /// <summary>A tolerance for a law that the paper compares with data by eye.</summary>
    ByEye,
}

/// <summary>A number that a paper states.</summary>
/// <param name="Value">The number.</param>
/// <param name="Uncertainty">The uncertainty, which counts as one standard error.</param>
/// <param name="Precision">Where the uncertainty comes from.</param>
/// <param name="Alternative">A number that the paper does not mean. The data must be able to tell the two numbers apart.</param>
/// <param name="AlternativeMeaning">What the alternative stands for, such as "the exponent at low temperature".</param>
public sealed record StatedNumber(
    double Value, double Uncertainty, StatedPrecision Precision, double Alternative, string AlternativeMeaning);
