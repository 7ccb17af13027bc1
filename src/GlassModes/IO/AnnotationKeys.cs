// Writes annotations as the keys and values of a comment line of extended XYZ, so that they are read back as they were.

using System.Buffers;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>The pairs of a frame. Keys with a meaning of their own get another name.</summary>
internal sealed class AnnotationKeys
{
    // A word with one of these characters has to stand in quotes.
    private static readonly SearchValues<char> s_special = SearchValues.Create(" \t\r\n\"'\\=,[]{}");

    /// <summary>Finds keys and values for the annotations of a frame.</summary>
    public AnnotationKeys(Configuration frame)
    {
        HashSet<string> taken = new(frame.Annotations.Keys, StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string value) in frame.Annotations)
        {
            string name = key;
            for (int k = 1; IsReserved(frame, name, value) || (k > 1 && taken.Contains(name)); k++)
            {
                name = $"{ExtendedXyzPairs.FindMeaning(key) ?? (key.Length == 0 ? "key" : key)}_{k}";
            }

            if (name != key)
            {
                taken.Add(name);
                Changed.Add($"the key '{key}' is called '{name}'");
            }

            string text = value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            if (text != value)
            {
                Changed.Add($"the carriage returns in '{key}' are line ends");
            }

            AnnotationForm form = frame.AnnotationForms.GetValueOrDefault(key);
            bool isArray = form == AnnotationForm.Array && ExtendedXyzPairs.IsArray(text) && !text.Contains('\n', StringComparison.Ordinal);
            Pairs.Add((Quote(name), isArray ? text : Quote(text, always: form == AnnotationForm.Quoted)));
        }
    }

    /// <summary>Keys and values, quoted where the grammar asks for it.</summary>
    public List<(string Key, string Value)> Pairs { get; } = [];

    /// <summary>Sentences on what is written in another way.</summary>
    public List<string> Changed { get; } = [];

    /// <summary>Writes a text by the grammar: in quotes with escapes if it cannot be a plain word, or always.</summary>
    public static string Quote(string value, bool always = false) => value.Length > 0 && !always && !value.AsSpan().ContainsAny(s_special)
        ? value
        : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    // Whether a key would be read as something else than an annotation.
    private static bool IsReserved(Configuration frame, string key, string value) => key switch
    {
        "" or "Lattice" or "Origin" or "pbc" or "Properties" or "Time"
            or ExtendedXyzHeader.TypeLabels or ExtendedXyzHeader.TypeMasses => true,
        _ => ExtendedXyzPairs.FindMeaning(key) is { } meaning
            && (meaning.Length < key.Length
                || (key.Equals("Time", StringComparison.OrdinalIgnoreCase) && frame.Time is null && Tokens.TryFinite(value, out _))
                || (key.Equals("units", StringComparison.OrdinalIgnoreCase) && LammpsUnits.IsOther(value.Trim().ToLowerInvariant()))),
    };
}
