// The options for the configuration file that a verb reads: its name, --format and --frame.

using System.CommandLine;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Runner.Options;

internal sealed class InputOptions
{
    private readonly Argument<string> _file = new("CONFIG")
    {
        Description = "Configuration file: .data, .dump, .lammpstrj, .extxyz or .xyz, each also with .gz",
    };

    private readonly Option<ConfigurationFormat?> _format = Format("--format", "Format of the file (default: by its name)");
    private readonly Option<int?> _frame = NumberOption.Integer("--frame", "Frame of the file, from 0 (default: the last)", 0);

    public InputOptions(Command command)
    {
        command.Add(_file);
        command.Add(_format);
        command.Add(_frame);
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

    public string FileOf(ParseResult parsed) => parsed.GetRequiredValue(_file);

    /// <summary>Reads the configuration and passes it to <paramref name="use"/>, which applies a model.</summary>
    /// <exception cref="ConfigurationFileException">The file cannot be read.</exception>
    /// <exception cref="UsageException">The model does not fit the configuration. The message names the file.</exception>
    public T Read<T>(ParseResult parsed, Func<Configuration, T> use)
    {
        string file = FileOf(parsed);
        Configuration configuration = ConfigurationFile.Read(file, parsed.GetValue(_format), parsed.GetValue(_frame));
        try
        {
            return use(configuration);
        }
        catch (ModelMismatchException problem)
        {
            throw new UsageException($"{file}: {problem.Message}", problem);
        }
    }
}
