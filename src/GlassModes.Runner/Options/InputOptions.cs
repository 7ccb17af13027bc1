// The options for the configuration file that a verb reads: its name, its frame, and how it is read.

using System.CommandLine;
using GlassModes.IO;
using GlassModes.Models;

namespace GlassModes.Runner.Options;

internal sealed class InputOptions
{
    private readonly Argument<string> _file = new("CONFIG")
    {
        Description = "Configuration file, plain or in gzip: LAMMPS data or dump, extended XYZ, or - for standard input",
    };

    private readonly Option<int?> _frame = ReadingOptionGroup.Frame("Frame of the file, from 0, or from -1 backwards (default: the last)");
    private readonly ReadingOptionGroup _reading;

    public InputOptions(Command command)
    {
        command.Add(_file);
        _file.Validators.Add(InputFilesOptions.RequireNames);
        _reading = new ReadingOptionGroup(command);
        command.Add(_frame);
    }

    public string FileOf(ParseResult parsed) => parsed.GetRequiredValue(_file);

    /// <summary>Reads the configuration and passes its frame to <paramref name="use"/>, which applies a model.</summary>
    /// <exception cref="ConfigurationFileException">The file cannot be read.</exception>
    /// <exception cref="UsageException">The model does not fit the configuration. The message names the file.</exception>
    public T Read<T>(ParseResult parsed, Session session, PairModel model, Func<NumberedFrame, T> use) =>
        Read(FileOf(parsed), _reading.Of(parsed, session.Warn), parsed.GetValue(_frame), session, model, use);

    /// <inheritdoc cref="Read{T}(ParseResult, Session, PairModel, Func{NumberedFrame, T})"/>
    public static T Read<T>(
        string file, ReadingOptions options, int? frame, Session session, PairModel model, Func<NumberedFrame, T> use)
    {
        NumberedFrame read = ConfigurationFile.Read(file, options, frame);
        try
        {
            T result = use(read);
            if (model.DescribeUnusualComposition(read.Configuration) is { } unusual)
            {
                session.Warn($"{file}: {unusual}");
            }

            return result;
        }
        catch (ModelMismatchException problem)
        {
            throw new UsageException($"{file}: {problem.Message}", problem);
        }
    }
}
