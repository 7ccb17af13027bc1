// A figure that could not be made.

namespace GlassModes.Figures;

/// <summary>A figure of a paper without data.</summary>
/// <param name="Number">The number of the figure in the paper.</param>
/// <param name="Title">What the figure shows.</param>
/// <param name="Missing">Which data are missing, in one sentence.</param>
/// <param name="Campaign">The name of the shipped campaign that gives the data, such as table1.</param>
public sealed record MissingFigure(int Number, string Title, string Missing, string Campaign)
{
    /// <summary>The stem of the files that the figure would have.</summary>
    public string Name => Figure.NameOf(Number);
}
