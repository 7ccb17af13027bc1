// Reads the keys of a table of a campaign file, and refuses unknown keys.

using System.Globalization;

namespace GlassModes.Campaigns.Plan;

/// <summary>
/// A table of a campaign file. Each key is read by its type. Keys that a table does not have are looked up in the table of the defaults, if
/// there is one.
/// </summary>
/// <param name="file">The file, for errors.</param>
/// <param name="name">The name of the table in errors, such as "states[1].quench"; empty for the whole file.</param>
/// <param name="map">The keys of the table; null for a table that the file does not have.</param>
/// <param name="defaults">The table that holds for all states; null if there is none.</param>
internal sealed class PlanTable(string file, string name, TomlMap? map, PlanTable? defaults = null)
{
    // A key that differs from a known one in more letters is not a misspelling of it.
    private const int MostTypingErrors = 3;

    /// <summary>Whether the table or the defaults have a key.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>
    /// The table itself if it has one of some keys that belong together, and else the defaults: such keys are never mixed.
    /// </summary>
    public PlanTable WithTogether(params string[] keys) =>
        defaults is null ? this
        : keys.Any(key => map?.Items.ContainsKey(key) == true) ? new PlanTable(file, name, map)
        : defaults;

    /// <summary>Reads a text; null if there is none.</summary>
    public string? Text(string key) => Value(key, "a text in quotation marks", item => (item as TomlValue)?.Value as string);

    /// <summary>Reads one of several words; null if there is none.</summary>
    public string? Word(string key, params string[] words)
    {
        string? text = Text(key);
        return text is null || words.Contains(text)
            ? text
            : throw Error(key, $"expected one of {string.Join(", ", words)}; found \"{text}\"{Hint(text, words)}");
    }

    /// <summary>Reads a whole number within limits; null if there is none.</summary>
    public long? Integer(string key, long least, long most = int.MaxValue) =>
        Value(key, $"a whole number from {least}" + (most == int.MaxValue ? "" : $" to {most}"), item =>
            item is TomlValue { Value: long number } && number >= least && number <= most ? (long?)number : null);

    /// <summary>Reads a finite number; null if there is none.</summary>
    public double? Number(string key) => Value(key, "a finite number", item =>
        NumberOf(item) is { } x && double.IsFinite(x) ? (double?)x : null);

    /// <summary>Reads a positive number, which is finite unless infinity is allowed; null if there is none.</summary>
    public double? Positive(string key, bool infinite = false) =>
        Value(key, infinite ? "a positive number or inf" : "a positive number", item =>
            NumberOf(item) is { } x && x > 0 && (infinite || double.IsFinite(x)) ? (double?)x : null);

    /// <summary>Reads a number that is zero or positive and finite; null if there is none.</summary>
    public double? Time(string key) => Value(key, "a time, zero or positive", item =>
        NumberOf(item) is { } x && x >= 0 && double.IsFinite(x) ? (double?)x : null);

    /// <summary>Reads a truth value; null if there is none.</summary>
    public bool? Truth(string key) => Value(key, "true or false", item => item is TomlValue { Value: bool truth } ? (bool?)truth : null);

    /// <summary>Reads an array of finite numbers; null if there is none.</summary>
    public double[]? Numbers(string key) => Value(key, "an array of finite numbers", item =>
        item is TomlList list && list.Items.All(entry => NumberOf(entry) is { } x && double.IsFinite(x))
            ? (double[])[.. list.Items.Select(entry => NumberOf(entry)!.Value)]
            : null);

    /// <summary>Reads two limits, of which the lower one comes first and which may be infinite; null if there are none.</summary>
    public double[]? Limits(string key) => Value(key, "an array of two ascending numbers, of which -inf and inf may be one", item =>
        item is TomlList { Items: [var first, var second] }
        && NumberOf(first) is { } lower && NumberOf(second) is { } upper && lower < upper
            ? (double[])[lower, upper]
            : null);

    /// <summary>Reads a text or an array of texts; null if there is none.</summary>
    public string[]? Texts(string key) => Value(key, "a text in quotation marks, or an array of them", item => item switch
    {
        TomlValue { Value: string text } => [text],
        TomlList list when list.Items.All(entry => entry is TomlValue { Value: string }) =>
            (string[])[.. list.Items.Select(entry => (string)((TomlValue)entry).Value)],
        _ => null,
    });

    /// <summary>A table within this one. It is empty if the file does not have it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="behind">The table whose values hold where the table itself has none; null for the one of the defaults.</param>
    public PlanTable Table(string key, PlanTable? behind = null)
    {
        TomlItem? item = map?.Items.GetValueOrDefault(key);
        return item is null or TomlMap
            ? new PlanTable(file, NameOf(key), item as TomlMap, behind ?? defaults?.Table(key))
            : throw Error(key, $"expected a table, [{NameOf(key)}]; found {Describe(item)}");
    }

    /// <summary>The tables of an array, [[key]]; empty if there is none.</summary>
    public IReadOnlyList<PlanTable> Tables(string key)
    {
        return map?.Items.GetValueOrDefault(key) switch
        {
            null => [],
            TomlList list when list.Items.All(item => item is TomlMap) =>
                [.. list.Items.Select((item, k) => new PlanTable(file, $"{NameOf(key)}[{k + 1}]", (TomlMap)item))],
            var item => throw Error(key, $"expected tables, [[{NameOf(key)}]]; found {Describe(item)}"),
        };
    }

    /// <summary>Throws if the table has a key that is not among the known ones.</summary>
    /// <exception cref="CampaignFileException">There is such a key. The message names the nearest known one.</exception>
    public PlanTable RequireKnown(params string[] known)
    {
        return map?.Items.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown
            ? throw Error(unknown, $"there is no such key{Hint(unknown, known)}; known are {string.Join(", ", known.Order())}")
            : this;
    }

    /// <summary>Makes an error at a key, or at the table if it does not have the key.</summary>
    public CampaignFileException Error(string key, string problem, Exception? inner = null)
    {
        bool isHere = map?.Lines.ContainsKey(key) == true;
        return isHere || defaults?.Has(key) != true
            ? new CampaignFileException(file, isHere ? map!.Lines[key] : map?.Line, $"{NameOf(key)}: {problem}", inner)
            : defaults.Error(key, problem, inner);
    }

    /// <summary>Makes an error that names no key.</summary>
    public CampaignFileException Error(string problem, Exception? inner = null) =>
        new(file, map?.Line, name.Length == 0 ? problem : $"{name}: {problem}", inner);

    private T? Value<T>(string key, string expected, Func<TomlItem, T?> convert)
    {
        return Find(key) is not { } item ? default
            : convert(item) is { } value ? value
            : throw Error(key, $"expected {expected}; found {Describe(item)}");
    }

    private TomlItem? Find(string key) => map?.Items.GetValueOrDefault(key) ?? defaults?.Find(key);

    private string NameOf(string key) => name.Length == 0 ? key : $"{name}.{key}";

    private static double? NumberOf(TomlItem item) => item switch
    {
        TomlValue { Value: long number } => number,
        TomlValue { Value: double number } => number,
        _ => null,
    };

    private static string Describe(TomlItem item) => item switch
    {
        TomlValue value => value.Text,
        TomlList => "an array",
        _ => "a table",
    };

    private static string Hint(string word, IReadOnlyCollection<string> known)
    {
        string? nearest = known.MinBy(other => Distance(word, other));
        return nearest is not null && Distance(word, nearest) <= Math.Min(MostTypingErrors, word.Length / 2)
            ? string.Create(CultureInfo.InvariantCulture, $" (did you mean {nearest}?)")
            : "";
    }

    // The number of letters to insert, delete or replace (Levenshtein distance).
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
