// Options that hold numbers. Numbers are parsed by invariant rules, and an error message gives the range and the value found.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace GlassModes.Runner.Options;

internal static class NumberOption
{
    /// <summary>
    /// An option for a whole number from <paramref name="least"/> to <paramref name="most"/>. The value is null if the option is not given.
    /// </summary>
    public static Option<int?> Integer(string name, string description, int least, int most = int.MaxValue) => Nullable<int>(
        name,
        description,
        "N",
        NumberStyles.AllowLeadingSign,
        value => value >= least && value <= most,
        most == int.MaxValue ? $"a whole number, at least {least}" : $"a whole number from {least} to {most}");

    /// <summary>The same as <see cref="Integer"/>, for 64 bits.</summary>
    public static Option<long?> Long(string name, string description, long least) =>
        Nullable<long>(name, description, "N", NumberStyles.AllowLeadingSign, value => value >= least, $"a whole number, at least {least}");

    /// <summary>The option for a 64-bit seed.</summary>
    public static Option<ulong?> Seed() => Nullable<ulong>(
        "--seed",
        "Seed of all random numbers (default 1)",
        "S",
        NumberStyles.None,
        _ => true,
        "a whole number from 0 to 18446744073709551615");

    /// <summary>An option for a positive number. The value is null if the option is not given.</summary>
    /// <param name="name">Name.</param>
    /// <param name="description">Description.</param>
    /// <param name="helpName">What the help calls the value.</param>
    /// <param name="infinite">Whether "inf" is allowed.</param>
    public static Option<double?> Positive(string name, string description, string helpName, bool infinite = false) =>
        Nullable<double>(
            name,
            description,
            helpName,
            NumberStyles.Float,
            value => value > 0 && (infinite || double.IsFinite(value)),
            infinite ? "a positive number or inf" : "a positive, finite number");

    /// <summary>An option for a time, zero or more. The value is null if the option is not given.</summary>
    public static Option<double?> Time(string name, string description) => Nullable<double>(
        name, description, "t", NumberStyles.Float, value => value >= 0 && double.IsFinite(value), "a finite time, zero or more");

    /// <summary>An option for two finite numbers in the form from:to. The value is null if the option is not given.</summary>
    public static Option<(double From, double To)?> Range(
        string name, string description, Func<double, double, bool> allowed, string expected)
    {
        return new Option<(double From, double To)?>(name) { Description = description, HelpName = "from:to", CustomParser = Parse };

        (double From, double To)? Parse(ArgumentResult argument)
        {
            string text = argument.Tokens[0].Value;
            if (text.Split(':') is [string first, string second]
                && TryParse(first, NumberStyles.Float, out double from)
                && TryParse(second, NumberStyles.Float, out double to)
                && double.IsFinite(from) && double.IsFinite(to) && allowed(from, to))
            {
                return (from, to);
            }

            argument.AddError($"{name} expects from:to, {expected}; found '{text}'");
            return null;
        }
    }

    /// <summary>Parses a number by invariant rules. "inf" and "infinity" are numbers too.</summary>
    public static bool TryParse<T>(string text, NumberStyles styles, out T value)
        where T : struct, INumber<T>
    {
        if (typeof(T) == typeof(double) && text.TrimStart('+').ToUpperInvariant() is "INF" or "∞")
        {
            value = T.CreateChecked(double.PositiveInfinity);
            return true;
        }

        // A number that is too large for a double is no infinity.
        return T.TryParse(text, styles, CultureInfo.InvariantCulture, out value) && !T.IsInfinity(value);
    }

    private static Option<T?> Nullable<T>(
        string name, string description, string helpName, NumberStyles styles, Predicate<T> allowed, string expected)
        where T : struct, INumber<T>
    {
        return new Option<T?>(name) { Description = description, HelpName = helpName, CustomParser = Parse };

        T? Parse(ArgumentResult argument)
        {
            string text = argument.Tokens[0].Value;
            if (TryParse(text, styles, out T value) && allowed(value))
            {
                // Turns −0 into 0.
                return value + T.Zero;
            }

            argument.AddError($"{name} expects {expected}; found '{text}'");
            return null;
        }
    }
}
