// The options for the starts of a quench: files, frames, a range of starts, and their temperature.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GlassModes.Models;
using GlassModes.Samples;

namespace GlassModes.Runner.Options;

internal sealed class StartOptions
{
    private readonly InputFilesOptions _input;
    private readonly Option<(int From, int To)?> _range = new("--starts")
    {
        Description = "Only starts FROM to TO of all files and frames, counted from 0, or one start; for array jobs",
        HelpName = "FROM:TO",
        CustomParser = ParseRange,
    };

    private readonly Option<double?> _temperature = NumberOption.Positive(
        "--temperature",
        "Temperature of the liquid, for the record; inf for random positions (default: what the file says)",
        "T",
        infinite: true);

    private readonly Option<bool> _timeFromFile = new("--time-from-file")
    {
        Description = "Let t go on from the time that each start has in its file (default: t = 0 at the start)",
    };

    public StartOptions(Command command)
    {
        _input = new InputFilesOptions(command, takesPipes: false, "every frame of each file is a start");
        command.Add(_range);
        command.Add(_temperature);
        command.Add(_timeFromFile);
    }

    /// <summary>Whether there may be more than one start. Each start then has a separate directory.</summary>
    public bool HasMany(ParseResult parsed) =>
        _input.HasMany(parsed) || parsed.GetValue(_range) is not null;

    /// <summary>Whether this is a part of all starts. Other processes may quench the others.</summary>
    public bool IsPart(ParseResult parsed) => parsed.GetValue(_range) is not null;

    /// <summary>The temperature that was given for all starts; null if the files say it.</summary>
    public double? TemperatureOf(ParseResult parsed) => parsed.GetValue(_temperature);

    /// <summary>Whether t goes on from the times of the starts.</summary>
    public bool HasTimeFromFile(ParseResult parsed) => parsed.GetValue(_timeFromFile);

    /// <summary>All starts, and those that were chosen. Every file is read once to find them.</summary>
    public (IReadOnlyList<StartFile> All, IReadOnlyList<StartFile> Chosen) List(
        ParseResult parsed, PairModel model, Session session)
    {
        IReadOnlyList<StartFile> starts = StartFiles.List(
            _input.FilesOf(parsed),
            model,
            _input.ReadingOf(parsed, session.Warn),
            _input.HasAllFrames(parsed),
            _input.FrameOf(parsed),
            parsed.GetValue(_timeFromFile),
            session.Cancellation);
        if (parsed.GetValue(_range) is not (int from, int to))
        {
            return (starts, starts);
        }

        return from < starts.Count
            ? (starts, [.. starts.Skip(from).Take(to - from + 1)])
            : throw new UsageException($"--starts {from}:{to}: there are {starts.Count} starts, numbers 0 to {starts.Count - 1}");
    }

    /// <summary>Reads a start.</summary>
    public SampleStart Read(ParseResult parsed, StartFile start) =>
        StartFiles.Read(start, _input.ReadingOf(parsed), parsed.GetValue(_temperature));

    private static (int From, int To)? ParseRange(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        string[] parts = text.Split(':');
        if (parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int from)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int to)
            && from <= to)
        {
            return (from, to);
        }

        argument.AddError($"--starts expects FROM:TO, two whole numbers from 0 in ascending order, or one; found '{text}'");
        return null;
    }
}
