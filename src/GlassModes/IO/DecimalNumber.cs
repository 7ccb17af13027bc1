// Sums and differences of numbers as they stand in a file, without rounding to a double in between.

using System.Globalization;
using System.Numerics;

namespace GlassModes.IO;

/// <summary>A number in decimal digits: Digits × 10^Exponent.</summary>
/// <param name="Digits">All digits as a whole number.</param>
/// <param name="Exponent">The power of ten of the last digit.</param>
internal readonly record struct DecimalNumber(BigInteger Digits, int Exponent)
{
    // Numbers whose exponents differ more have no common use, and their sum would have that many digits.
    private const int LargestDifference = 400;

    /// <summary>The shortest decimal number that reads back as the double.</summary>
    public static DecimalNumber Of(double value) => TryParse(value.ToString("R", CultureInfo.InvariantCulture), out DecimalNumber number)
        ? number
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The number is not finite.");

    /// <summary>Parses a finite number as it stands in a file.</summary>
    public static bool TryParse(string text, out DecimalNumber number)
    {
        number = default;
        int end = text.IndexOfAny(['e', 'E', 'd', 'D']);
        int exponent = 0;
        if (end >= 0 && !int.TryParse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        string mantissa = end < 0 ? text : text[..end];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        int places = point < 0 ? 0 : mantissa.Length - point - 1;
        string digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole)
            || Math.Abs((long)exponent) > LargestDifference)
        {
            return false;
        }

        number = new DecimalNumber(whole, exponent - places);
        return true;
    }

    /// <summary>The exact sum.</summary>
    public DecimalNumber Plus(DecimalNumber other)
    {
        int exponent = Math.Min(Exponent, other.Exponent);
        return new DecimalNumber(DigitsAt(exponent) + other.DigitsAt(exponent), exponent);
    }

    /// <summary>The exact difference.</summary>
    public DecimalNumber Minus(DecimalNumber other) => Plus(new DecimalNumber(-other.Digits, other.Exponent));

    /// <summary>The number without digits beyond a power of ten, rounded to the nearer side.</summary>
    public DecimalNumber RoundedTo(int exponent)
    {
        if (exponent <= Exponent)
        {
            return this;
        }

        BigInteger unit = BigInteger.Pow(10, exponent - Exponent);
        BigInteger rounded = ((2 * BigInteger.Abs(Digits)) + unit) / (2 * unit);
        return new DecimalNumber(Digits.Sign < 0 ? -rounded : rounded, exponent);
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => double.Parse(
        string.Create(CultureInfo.InvariantCulture, $"{Digits}E{Exponent}"), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The number with a decimal point and without an exponent.</summary>
    public override string ToString()
    {
        string digits = BigInteger.Abs(Digits).ToString(CultureInfo.InvariantCulture);
        string sign = Digits.Sign < 0 ? "-" : "";
        if (Exponent >= 0)
        {
            return $"{sign}{digits}{new string('0', Digits.IsZero ? 0 : Exponent)}";
        }

        digits = digits.PadLeft(1 - Exponent, '0');
        string fraction = digits[^-Exponent..].TrimEnd('0');
        return fraction.Length == 0 ? $"{sign}{digits[..^-Exponent]}" : $"{sign}{digits[..^-Exponent]}.{fraction}";
    }

    private BigInteger DigitsAt(int exponent) => Digits * BigInteger.Pow(10, Exponent - exponent);
}
