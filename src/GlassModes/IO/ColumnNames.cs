// Refuses names of properties that a file cannot hold or that would be read back differently.

namespace GlassModes.IO;

/// <summary>Checks the names of columns before they are written.</summary>
internal static class ColumnNames
{
    /// <summary>Throws if a format cannot hold columns of these names.</summary>
    /// <exception cref="InputException">A name is empty, repeated, or has characters that separate columns.</exception>
    public static void Require(IEnumerable<string> names, string format)
    {
        var seen = new HashSet<string>();
        foreach (string name in names)
        {
            if (name.Length == 0 || name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ':' or '"' or '=' or '\\'))
            {
                throw new InputException(
                    $"The property name '{name}' cannot be a column of {format}: it is empty or has a space, ':', '=', '\\' or '\"'.");
            }

            if (!seen.Add(name))
            {
                throw new InputException($"Two columns of {format} would be named '{name}'; rename the property.");
            }
        }
    }
}
