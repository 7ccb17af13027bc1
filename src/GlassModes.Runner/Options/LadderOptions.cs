// The options --until and --ladder, which give the rungs of a quench.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GlassModes.Quench;

namespace GlassModes.Runner.Options;

internal sealed class LadderOptions
{
    private const double DefaultUntil = 1e-7;
    private readonly Option<double?> _until = NumberOption.Positive(
        "--until", "W (itself, not its logarithm) of the last rung (default 1e-7, or the end of --ladder)", "W");

    private readonly Option<Ladder?>? _ladder;

    public LadderOptions(Command command, bool withLadder)
    {
        command.Add(_until);
        if (withLadder)
        {
            _ladder = new Option<Ladder?>("--ladder")
            {
                Description = "Rungs of log10 W (default -1.5 down to --until by 0.5)",
                HelpName = "from:to:step",
                CustomParser = ParseLadder,
            };
            command.Add(_ladder);
        }
    }

    public Ladder LadderOf(ParseResult parsed)
    {
        double? until = parsed.GetValue(_until);
        Ladder? ladder = _ladder is null ? null : parsed.GetValue(_ladder);
        return ladder is null ? Ladder.HalfDecadesUntil(until ?? DefaultUntil)
            : until is { } last ? ladder.Until(last)
            : ladder;
    }

    private static Ladder? ParseLadder(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        string[] parts = text.Split(':');
        double[] numbers = new double[3];
        if (parts.Length != 3
            || !parts.Select((part, k) => NumberOption.TryParse(part, NumberStyles.Float, out numbers[k])).All(isNumber => isNumber))
        {
            argument.AddError($"--ladder expects from:to:step of log10 W, such as -1.5:-7:0.5; found '{text}'");
            return null;
        }

        // Somebody who writes W itself would get rungs between W = 1 and W = 10, of which hardly any start has one below.
        if (numbers[0] is > 0 and < 1 && numbers[1] is > 0 and < 1)
        {
            argument.AddError(string.Create(
                CultureInfo.InvariantCulture,
                $"--ladder {text}: the limits are log10 W, not W; for W from {numbers[0]:r} down to {numbers[1]:r} give "
                + $"{Math.Log10(numbers[0]):g6}:{Math.Log10(numbers[1]):g6}:{parts[2]}"));
            return null;
        }

        try
        {
            return Ladder.Decades(numbers[0], numbers[1], numbers[2]);
        }
        catch (ArgumentException problem)
        {
            argument.AddError($"--ladder {text}: {ArgumentText.Of(problem)}");
            return null;
        }
    }
}
