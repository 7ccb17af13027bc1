// Turns the syntax of a TOML file into tables, arrays and values that know their lines.

using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace GlassModes.Campaigns.Plan;

/// <summary>A table, an array or a value of a TOML file.</summary>
/// <param name="Line">Number of the line where it begins, from 1.</param>
internal abstract record TomlItem(int Line);

/// <summary>A string, an integer, a floating-point number, a truth value or a date, as the file has it.</summary>
/// <param name="Line">Number of the line where it begins, from 1.</param>
/// <param name="Value">A string, long, double or bool; the text of the file for dates.</param>
/// <param name="Text">How a message shows it.</param>
internal sealed record TomlValue(int Line, object Value, string Text) : TomlItem(Line);

/// <summary>An array of values, or of tables.</summary>
internal sealed record TomlList(int Line, List<TomlItem> Items) : TomlItem(Line);

/// <summary>A table with its keys in the order of the file.</summary>
internal sealed record TomlMap(int Line) : TomlItem(Line)
{
    public OrderedDictionary<string, TomlItem> Items { get; } = [];

    /// <summary>The line of each key, which may differ from the line of its value.</summary>
    public Dictionary<string, int> Lines { get; } = [];
}

/// <summary>Reads TOML 1.1. The parser refuses keys that occur twice.</summary>
internal static class TomlTree
{
    /// <summary>Parses a text.</summary>
    /// <exception cref="CampaignFileException">The text is not valid TOML.</exception>
    public static TomlMap Parse(string file, string text)
    {
        DocumentSyntax document = SyntaxParser.Parse(text, file);
        if (document.Diagnostics.FirstOrDefault(message => message.Kind == DiagnosticMessageKind.Error) is { } error)
        {
            throw new CampaignFileException(file, error.Span.Start.Line + 1, $"this is not valid TOML: {error.Message.TrimEnd('.')}");
        }

        TomlMap root = new(1);
        Add(root, document.KeyValues);
        foreach (TableSyntaxBase table in document.Tables)
        {
            string[] path = [.. Path(table.Name!)];
            TomlMap parent = path[..^1].Aggregate(root, (map, key) => Enter(map, key, LineOf(table)));
            TomlMap target = table is TableArraySyntax ? Append(parent, path[^1], LineOf(table)) : Enter(parent, path[^1], LineOf(table));
            Add(target, table.Items);
        }

        return root;
    }

    private static void Add(TomlMap map, IEnumerable<KeyValueSyntax> pairs)
    {
        foreach (KeyValueSyntax pair in pairs)
        {
            string[] path = [.. Path(pair.Key!)];
            TomlMap target = path[..^1].Aggregate(map, (inner, key) => Enter(inner, key, LineOf(pair)));
            target.Items[path[^1]] = Convert(pair.Value!);
            target.Lines[path[^1]] = LineOf(pair);
        }
    }

    // The table of a key, which is made where it does not exist. The last table of an array of tables is meant.
    private static TomlMap Enter(TomlMap map, string key, int line)
    {
        switch (map.Items.GetValueOrDefault(key))
        {
            case TomlMap inner:
                return inner;
            case TomlList { Items: [.., TomlMap last] }:
                return last;
            default:
                TomlMap made = new(line);
                map.Items[key] = made;
                map.Lines[key] = line;
                return made;
        }
    }

    private static TomlMap Append(TomlMap map, string key, int line)
    {
        TomlMap made = new(line);
        if (map.Items.GetValueOrDefault(key) is TomlList list)
        {
            list.Items.Add(made);
        }
        else
        {
            map.Items[key] = new TomlList(line, [made]);
            map.Lines[key] = line;
        }

        return made;
    }

    private static TomlItem Convert(ValueSyntax value)
    {
        int line = LineOf(value);
        switch (value)
        {
            case StringValueSyntax text:
                return new TomlValue(line, text.Value!, $"\"{text.Value}\"");
            case IntegerValueSyntax integer:
                return new TomlValue(line, integer.Value, TextOf(value));
            case FloatValueSyntax number:
                return new TomlValue(line, number.Value, TextOf(value));
            case BooleanValueSyntax truth:
                return new TomlValue(line, truth.Value, TextOf(value));
            case ArraySyntax array:
                return new TomlList(line, [.. array.Items.Select(item => Convert(item.Value!))]);
            case InlineTableSyntax table:
                TomlMap map = new(line);
                Add(map, table.Items.Select(item => item.KeyValue!));
                return map;
            default:
                return new TomlValue(line, TextOf(value), TextOf(value));
        }
    }

    private static IEnumerable<string> Path(KeySyntax key) =>
        key.DotKeys.Select(item => NameOf(item.Key!)).Prepend(NameOf(key.Key!));

    private static string NameOf(BareKeyOrStringValueSyntax key) =>
        key is StringValueSyntax text ? text.Value! : ((BareKeySyntax)key).Key!.Text!;

    private static string TextOf(SyntaxNode node) => node.ToString()!.Trim();

    private static int LineOf(SyntaxNodeBase node) => node.Span.Start.Line + 1;
}
