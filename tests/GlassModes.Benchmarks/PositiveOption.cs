// Options that take a positive number.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace GlassModes.Benchmarks;

internal static class PositiveOption
{
    /// <summary>Makes an option whose value is a positive, finite number. Any other text is an error that shows the text.</summary>
    public static Option<T> Create<T>(string name, string description, string helpName, T usual)
        where T : struct, INumber<T>
    {
        return new Option<T>(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => usual,
            CustomParser = Parse,
        };

        T Parse(ArgumentResult argument)
        {
            string text = argument.Tokens[0].Value;
            string kind = usual is int ? "whole number" : "number";
            if (!T.TryParse(text, CultureInfo.InvariantCulture, out T value) || !T.IsFinite(value) || value <= T.Zero)
            {
                argument.AddError($"{name} expects a positive {kind}; found '{text}'");
            }

            return value;
        }
    }
}
