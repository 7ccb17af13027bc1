// The words for laws, and for the values of enums, in tables and texts.

using GlassModes.Analysis;

namespace GlassModes.Tables;

/// <summary>The words of tables and texts for laws, and for the values of enums.</summary>
public static class LawText
{
    /// <summary>The law of W and time.</summary>
    public const string Time = "W = A t^-x";

    /// <summary>The law of W and the fraction of unstable modes.</summary>
    public const string Fraction = "W = C f_u^y";

    /// <summary>The law of the correlation length and W.</summary>
    public const string Correlation = "ln xi = c W^-a";

    /// <summary>The word for how the distances of a fit were chosen: given, or data.</summary>
    public static string Of(DecayRangeChoice choice) => choice == DecayRangeChoice.Given ? "given" : "data";

    /// <summary>The words for a part of the spectrum: below edge, above edge, or all.</summary>
    public static string Of(SpectrumPart part) => part switch
    {
        SpectrumPart.BelowEdge => "below edge",
        SpectrumPart.AboveEdge => "above edge",
        _ => "all",
    };
}
