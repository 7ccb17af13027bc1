// The options for several configuration files that a verb reads: their names, their frames, and how they are read.

using System.CommandLine;
using System.CommandLine.Parsing;
using GlassModes.IO;

namespace GlassModes.Runner.Options;

internal sealed class InputFilesOptions
{
    private const string AllFrames = "all";

    private readonly Argument<string[]> _files;
    private readonly ReadingOptionGroup _reading;
    private readonly Option<int?> _frame = ReadingOptionGroup.Frame("Frame of each file, from 0, or from -1 backwards (default: the last)");
    private readonly Option<string?> _frames;

    /// <param name="command">The verb.</param>
    /// <param name="takesPipes">Whether standard input can be a file.</param>
    /// <param name="all">What --frames all does, for the help.</param>
    public InputFilesOptions(Command command, bool takesPipes, string all)
    {
        _files = new Argument<string[]>("CONFIG")
        {
            Description = "Configuration files, plain or in gzip: LAMMPS data or dump, extended XYZ"
                + (takesPipes ? ", or - for standard input" : ""),
            Arity = ArgumentArity.OneOrMore,
        };
        _frames = new Option<string?>("--frames") { Description = $"all: {all}", HelpName = AllFrames };
        command.Add(_files);
        _files.Validators.Add(RequireNames);
        _files.Validators.Add(result =>
        {
            if (result.Tokens.Count(token => token.Value == "-") > 1)
            {
                result.AddError($"{result.Argument.Name}: '-', standard input, is given twice; it can be read once");
            }
        });
        _reading = new ReadingOptionGroup(command, file: "the files");
        command.Add(_frame);
        command.Add(_frames);

        // The parser takes an unknown option for a file.
        _files.Validators.Add(result =>
        {
            if (
                result.Tokens.Select(token => token.Value).FirstOrDefault(
                    value => value.StartsWith("--", StringComparison.Ordinal) && !File.Exists(value)) is { } unknown)
            {
                result.AddError($"there is no option '{unknown}'");
            }
        });
        _frames.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && text != AllFrames)
            {
                result.AddError($"--frames expects all; found '{text}' (one frame is chosen by --frame)");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(_frame) is not null && result.GetResult(_frames) is not null)
            {
                result.AddError("--frame and --frames exclude each other; give one");
            }
        });
    }

    /// <summary>Refuses an empty name, as a variable of a script that is not set gives it.</summary>
    public static void RequireNames(ArgumentResult result)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError($"{result.Argument.Name}: expected the name of a file; found an empty one");
        }
    }

    /// <summary>The names of the files.</summary>
    public string[] FilesOf(ParseResult parsed) => parsed.GetRequiredValue(_files);

    /// <summary>Whether every frame is wanted.</summary>
    public bool HasAllFrames(ParseResult parsed) => parsed.GetValue(_frames) is not null;

    /// <summary>The frame of each file; null for the last.</summary>
    public int? FrameOf(ParseResult parsed) => parsed.GetValue(_frame);

    /// <summary>Whether there may be more than one configuration.</summary>
    public bool HasMany(ParseResult parsed) => FilesOf(parsed).Length > 1 || HasAllFrames(parsed);

    /// <summary>Whether there may be more than one configuration, for the validators of a verb.</summary>
    public bool HasMany(CommandResult result) =>
        result.GetResult(_frames) is not null || result.GetResult(_files) is { Tokens.Count: > 1 };

    /// <inheritdoc cref="ReadingOptionGroup.Of"/>
    public ReadingOptions ReadingOf(ParseResult parsed, Action<string>? warn = null) => _reading.Of(parsed, warn);
}
