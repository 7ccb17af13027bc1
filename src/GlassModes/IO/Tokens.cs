// Splits a line at white space and parses numbers from its bytes, without allocating.

using System.Globalization;
using System.Text;

namespace GlassModes.IO;

/// <summary>The words of one line, in order.</summary>
internal ref struct Tokens(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _unread = line;

    /// <summary>Number of words in a line.</summary>
    public static int Count(ReadOnlySpan<byte> line)
    {
        var tokens = new Tokens(line);
        int count = 0;
        while (tokens.Next(out _))
        {
            count++;
        }

        return count;
    }

    /// <summary>The words of a header line as text.</summary>
    public static string[] Split(ReadOnlySpan<byte> line)
    {
        var words = new List<string>();
        var tokens = new Tokens(line);
        while (tokens.Next(out ReadOnlySpan<byte> word))
        {
            words.Add(Encoding.UTF8.GetString(word));
        }

        return [.. words];
    }

    /// <summary>
    /// Parses a floating-point number with correct rounding. The exponent may have the letter D, as in Fortran. Also parses nan and inf as
    /// printf of C writes them.
    /// </summary>
    public static bool TryDouble(ReadOnlySpan<byte> token, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (double.TryParse(token, Style, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        const int LongestNumber = 64;
        int exponent = token.IndexOfAny((byte)'D', (byte)'d');
        if (exponent > 0 && token.Length <= LongestNumber)
        {
            Span<byte> withE = stackalloc byte[token.Length];
            token.CopyTo(withE);
            withE[exponent] = (byte)'E';
            return double.TryParse(withE, Style, CultureInfo.InvariantCulture, out value);
        }

        bool negative = token.StartsWith("-"u8);
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        return Ascii.EqualsIgnoreCase(negative ? token[1..] : token, "inf"u8);
    }

    /// <summary>Parses a number that is neither infinite nor NaN.</summary>
    public static bool TryFinite(ReadOnlySpan<byte> token, out double value) =>
        TryDouble(token, out value) && double.IsFinite(value);

    /// <summary>Parses a number that is neither infinite nor NaN from a word of a header.</summary>
    public static bool TryFinite(string word, out double value) => TryFinite(Encoding.UTF8.GetBytes(word), out value);

    /// <summary>Parses a whole number.</summary>
    public static bool TryInteger(ReadOnlySpan<byte> token, out int value) =>
        int.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Moves to the next word. Returns false if no word is left.</summary>
    public bool Next(out ReadOnlySpan<byte> token)
    {
        int start = 0;
        while (start < _unread.Length && IsSpace(_unread[start]))
        {
            start++;
        }

        int end = start;
        while (end < _unread.Length && !IsSpace(_unread[end]))
        {
            end++;
        }

        token = _unread[start..end];
        _unread = _unread[end..];
        return !token.IsEmpty;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r';
}
