// `glassmodes convert`: copies configurations from one file format to another.

using System.CommandLine;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class ConvertVerb : Verb
{
    private readonly Argument<string> _input = new("IN") { Description = "File to read, or - for standard input" };
    private readonly Argument<string> _output = new("OUT") { Description = "File to write, whole or not at all; or - for standard output" };
    private readonly Option<ConfigurationFormat?> _formatOut = ReadingOptionGroup.Format(
        "--format-out", "Format of OUT (default: by its name)");
    private readonly Option<int?> _frame = ReadingOptionGroup.Frame("Only this frame, from 0, or from -1 backwards (default: all)");
    private readonly ReadingOptionGroup _reading;

    public ConvertVerb()
        : base(
            "convert",
            "Copy configurations between file formats, to the last bit. What the format of OUT cannot hold is named in a warning.",
            "glassmodes convert liquid.data liquid.extxyz.gz")
    {
        Add(_input);
        Add(_output);
        _input.Validators.Add(InputFilesOptions.RequireNames);
        _output.Validators.Add(InputFilesOptions.RequireNames);
        _reading = new ReadingOptionGroup(this, "--format-in", "IN");
        Add(_formatOut);
        Add(_frame);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        string input = parsed.GetRequiredValue(_input);
        string output = parsed.GetRequiredValue(_output);
        if (OutputStreams.IsStandardOutput(output) && session.PrintsJson)
        {
            throw new UsageException($"{output} and --json would both write to standard output; give OUT the name of a file");
        }

        if (OutputStreams.IsNamed(output) && parsed.GetValue(_formatOut) is null)
        {
            throw new UsageException($"{output} does not show the format of OUT; say it by --format-out");
        }

        ConversionResult result;
        try
        {
            ConfigurationFormat target = parsed.GetValue(_formatOut) ?? ConfigurationFormats.FromPath(output);
            OutputPath.RequireFile("OUT", output, session, input);
            result = ConfigurationConversion.Run(
                input, output, _reading.Of(parsed, session.Warn), target, parsed.GetValue(_frame), session.Cancellation);
        }
        catch (InputException problem) when (problem is not ConfigurationFileException)
        {
            throw new UsageException($"{input} to {output}: {problem.Message}", problem);
        }

        OutputPath.WarnOfLosses(session, output, result.Dropped, result.Changed);

        // Standard output has the configurations already.
        if (OutputStreams.IsStandardOutput(output))
        {
            return ExitCode.Done;
        }

        session.Print(
            new { result.Particles, result.Frames },
            table => TextTable.WritePairs(table, ("particles", $"{result.Particles}"), ("frames", $"{result.Frames}")));
        return ExitCode.Done;
    }
}
