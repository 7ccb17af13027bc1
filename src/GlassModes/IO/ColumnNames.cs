// Finds names for columns that a format can hold, that are all different, and that are read back as the same column.

namespace GlassModes.IO;

/// <summary>The names of the columns of one file. A name that cannot be used becomes another one.</summary>
/// <param name="reserved">Names with a meaning of their own.</param>
/// <param name="isLegal">Whether a name of the format may have a character.</param>
/// <param name="columnsOf">The names of the columns of a property of a number of components.</param>
internal sealed class ColumnNames(IEnumerable<string> reserved, Func<char, bool> isLegal, Func<string, int, string[]> columnsOf)
{
    private readonly HashSet<string> _taken = [.. reserved];

    /// <summary>Whether a name of a dump may have a character.</summary>
    public static bool IsLegalInDump(char character) => !char.IsWhiteSpace(character) && !char.IsControl(character);

    /// <summary>Whether a name of extended XYZ may have a character.</summary>
    public static bool IsLegalInExtendedXyz(char character) => IsLegalInDump(character) && character is not (':' or '"' or '=' or '\\');

    /// <summary>Takes a name, or, if the name cannot be used, one like it.</summary>
    public string Take(string name, int components)
    {
        string legal = string.Concat(name.Select(character => isLegal(character) ? character : '_'));
        string free = legal;
        for (int k = 1; columnsOf(free, components).Any(_taken.Contains); k++)
        {
            free = $"{legal}_{k}";
        }

        _taken.UnionWith(columnsOf(free, components));
        return free;
    }
}
