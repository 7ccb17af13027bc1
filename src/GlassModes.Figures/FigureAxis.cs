// An axis of a panel.

namespace GlassModes.Figures;

/// <summary>How numbers are placed along an axis.</summary>
public enum AxisScale
{
    /// <summary>In proportion to the number.</summary>
    Linear,

    /// <summary>In proportion to the logarithm of the number. Numbers that are not positive are not shown.</summary>
    Logarithmic,
}

/// <summary>An axis.</summary>
/// <param name="Label">The symbol of the quantity, with Unicode superscripts and subscripts, such as "fᵤ".</param>
/// <param name="Unit">The reduced unit, such as "σ" or "ε/σ²"; empty for none.</param>
/// <param name="Scale">The scale.</param>
public sealed record FigureAxis(string Label, string Unit, AxisScale Scale)
{
    /// <summary>The range that is shown; null to show all data.</summary>
    public AxisRange? Range { get; init; }

    /// <summary>The label with the unit in brackets.</summary>
    public string Text => Unit.Length == 0 ? Label : $"{Label} ({Unit})";
}

/// <summary>A range of an axis.</summary>
/// <param name="From">The smaller end.</param>
/// <param name="To">The larger end.</param>
public sealed record AxisRange(double From, double To);
