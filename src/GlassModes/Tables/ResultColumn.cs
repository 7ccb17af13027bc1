// What a table of results says of one column.

namespace GlassModes.Tables;

/// <summary>A column of a <see cref="ResultTable"/>.</summary>
public sealed record ResultColumn
{
    /// <summary>A column.</summary>
    /// <param name="name">
    /// Its name: ASCII letters, digits and underscores, no digit first, so that any program takes it for an identifier.
    /// </param>
    /// <param name="unit">Its reduced unit in ASCII: sigma, epsilon, tau, 1/sigma^2; 1 where it has none.</param>
    /// <param name="description">What it is, in one line.</param>
    /// <exception cref="ArgumentException">A name, unit or description of another form.</exception>
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

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its unit; "1" for none.</summary>
    public string Unit { get; }

    /// <summary>What it is.</summary>
    public string Description { get; }
}
