// The name, the unit and the description of one column of a table of results.

namespace GlassModes.Tables;

/// <summary>A column of a <see cref="ResultTable"/>.</summary>
public sealed record ResultColumn
{
    /// <summary>Makes a column.</summary>
    /// <param name="name">
    /// The name: ASCII letters, digits and underscores, no digit first, so that the name is an identifier for any program.
    /// </param>
    /// <param name="unit">The reduced unit in ASCII, such as sigma, epsilon, tau or 1/sigma^2; 1 for a column without a unit.</param>
    /// <param name="description">What the column holds, in one line.</param>
    /// <exception cref="ArgumentException">The name, unit or description has an invalid form.</exception>
    public ResultColumn(string name, string unit, string description)
    {
        ResultText.RequireName(name);
        ResultText.RequireLine(unit);
        ResultText.RequireLine(description);
        if (!unit.All(letter => letter is > ' ' and <= '~' and not ('[' or ']')))
        {
            throw new ArgumentException($"The unit '{unit}' of column {name} is not ASCII without spaces and brackets.", nameof(unit));
        }

        (Name, Unit, Description) = (name, unit, description);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The unit; "1" for none.</summary>
    public string Unit { get; }

    /// <summary>What the column holds.</summary>
    public string Description { get; }
}
