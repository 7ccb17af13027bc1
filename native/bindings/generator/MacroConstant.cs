// Integer macros → constants.

using System.Globalization;

namespace GlassModes.BindingGenerator;

/// <summary>An object-like macro whose value is one integer literal, with or without a sign or parentheses.</summary>
internal sealed record MacroConstant(string Name, string Type, string Value, string Spelling)
{
    /// <summary>The constant; null for macros that stand for no value (guards, attributes).</summary>
    /// <exception cref="BindingException">A macro that has a value or arguments, but is not a plain integer.</exception>
    internal static unsafe MacroConstant? Read(Cursor macro, nint unit, string where)
    {
        string name = LibClang.Text(LibClang.Spelling(macro));
        if (LibClang.IsFunctionLike(macro) != 0)
        {
            throw new BindingException($"{where}: the macro '{name}' takes arguments and cannot be translated.");
        }

        Token* tokens;
        uint count;
        LibClang.Tokenize(unit, LibClang.ExtentOf(macro), &tokens, &count);
        string[] body = new string[Math.Max(0, (int)count - 1)];
        for (int i = 0; i < body.Length; i++)
        {
            body[i] = LibClang.Text(LibClang.Spelling(unit, tokens[i + 1]));
        }

        LibClang.DisposeTokens(unit, tokens, count);
        return body is [] or ["__attribute__" or "__declspec", ..] ? null : Parse(name, body, where);
    }

    private static MacroConstant Parse(string name, string[] body, string where)
    {
        string spelling = string.Concat(body);
        string text = spelling.Trim('(', ')');
        bool negative = text.StartsWith('-');
        text = text.TrimStart('-').TrimEnd('u', 'U', 'l', 'L');
        bool hexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool octal = text.Length > 1 && text[0] == '0' && !hexadecimal;
        bool parsed = hexadecimal
            ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong magnitude)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out magnitude);
        if (!parsed || octal || magnitude > long.MaxValue)
        {
            throw new BindingException($"{where}: the macro '{name}' is '{spelling}', not a decimal or hexadecimal integer of 63 bits.");
        }

        long value = negative ? -(long)magnitude : (long)magnitude;
        string type = value is >= int.MinValue and <= int.MaxValue ? "int" : "long";
        return new MacroConstant(name, type, value.ToString(CultureInfo.InvariantCulture), spelling);
    }
}
