// The options that say how configuration files are read: --format and --species.

using System.CommandLine;
using GlassModes.IO;

namespace GlassModes.Runner.Options;

internal sealed class ReadingOptionGroup
{
    private readonly Option<ConfigurationFormat?> _format;

    private readonly Option<string[]?> _species = new("--species")
    {
        Description = "Labels of the species in the order of the model, as in Ni,P (default: A,B,… or 1,2,…)",
        HelpName = "X,Y",
        CustomParser = argument =>
        {
            string[] labels = argument.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
            if (labels.Any(label => label.Length == 0 || label.Any(char.IsWhiteSpace)) || labels.Distinct().Count() < labels.Length
                || labels.Length > byte.MaxValue + 1)
            {
                argument.AddError($"--species expects distinct labels with commas between them; found '{argument.Tokens[0].Value}'");
            }

            return labels;
        },
    };

    public ReadingOptionGroup(Command command, string name = "--format", string file = "the file")
    {
        _format = Format(name, $"Format of {file} (default: by its name, else by its content)");
        command.Add(_format);
        command.Add(_species);
    }

    /// <summary>An option that names a format.</summary>
    public static Option<ConfigurationFormat?> Format(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "data|dump|lammpstrj|extxyz|xyz",
        CustomParser = argument =>
        {
            try
            {
                return ConfigurationFormats.FromName(argument.Tokens[0].Value);
            }
            catch (InputException problem)
            {
                argument.AddError($"{name}: {problem.Message}");
                return null;
            }
        },
    };

    /// <summary>An option for the number of a frame.</summary>
    public static Option<int?> Frame(string description) => NumberOption.Integer("--frame", description, -int.MaxValue);

    /// <summary>How files are read.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="warn">Receives warnings; null where the same file has been read before.</param>
    public ReadingOptions Of(ParseResult parsed, Action<string>? warn = null) => new()
    {
        Format = parsed.GetValue(_format),
        Species = parsed.GetValue(_species) is { Length: > 0 } labels ? labels : null,
        Warn = warn,
    };
}
