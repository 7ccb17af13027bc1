// `glassmodes convert`: copies configurations from one file format to another.

using System.CommandLine;
using GlassModes.IO;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class ConvertVerb : Verb
{
    private readonly Argument<string> _input = new("IN") { Description = "File to read" };
    private readonly Argument<string> _output = new("OUT") { Description = "File to write; appears whole or not at all" };
    private readonly Option<ConfigurationFormat?> _formatIn = InputOptions.Format("--format-in", "Format of IN (default: by its name)");
    private readonly Option<ConfigurationFormat?> _formatOut = InputOptions.Format("--format-out", "Format of OUT (default: by its name)");
    private readonly Option<int?> _frame = NumberOption.Integer("--frame", "Only this frame, from 0 (default: all)", 0);

    public ConvertVerb()
        : base(
            "convert",
            "Copy configurations between file formats, to the last bit. A LAMMPS data file holds one frame, without time and further "
            + "columns.",
            "glassmodes convert liquid.data liquid.extxyz.gz")
    {
        Add(_input);
        Add(_output);
        Add(_formatIn);
        Add(_formatOut);
        Add(_frame);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        string input = parsed.GetRequiredValue(_input);
        string output = parsed.GetRequiredValue(_output);
        ConversionResult result;
        try
        {
            ConfigurationFormat target = parsed.GetValue(_formatOut) ?? ConfigurationFormats.FromPath(output);
            OutputPath.RequireFile("OUT", output);
            result = ConfigurationConversion.Run(
                input, output, parsed.GetValue(_formatIn), target, parsed.GetValue(_frame), session.Cancellation);
        }
        catch (InputException problem) when (problem is not ConfigurationFileException)
        {
            throw new UsageException($"{input} to {output}: {problem.Message}", problem);
        }

        if (result.Dropped.Count > 0)
        {
            string verb = result.Dropped.Count == 1 ? "was" : "were";
            session.Warn($"{output} has no place for {string.Join(", ", result.Dropped)}, which {verb} left out");
        }

        session.Print(
            new { result.Particles, result.Frames },
            table => TextTable.WritePairs(table, ("particles", $"{result.Particles}"), ("frames", $"{result.Frames}")));
        return ExitCode.Done;
    }
}
