// The words of enums in files. They are spelled as in JSON documents.

using System.Text.Json;

namespace GlassModes.Files;

/// <summary>Writes members of enums as words in camelCase, as JSON documents do, and reads them.</summary>
public static class EnumWord
{
    /// <summary>The word of a member, such as "ladderDone".</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The member of a word. Earlier versions of files have words that begin with a capital letter.</summary>
    /// <exception cref="InvalidDataException">There is no such member.</exception>
    public static T Parse<T>(string word)
        where T : struct, Enum
    {
        foreach (T value in Enum.GetValues<T>())
        {
            if (word == value.ToString() || word == Of(value))
            {
                return value;
            }
        }

        throw new InvalidDataException($"'{word}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Of))}.");
    }
}
