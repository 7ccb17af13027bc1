// The options that say whether a sample record is written, and which modes the record holds.

using System.CommandLine;
using System.CommandLine.Parsing;
using GlassModes.Samples;

namespace GlassModes.Runner.Options;

internal sealed class RecordOptions
{
    private readonly Option<bool> _record = new("--record")
    {
        Description = "Solve for modes at each rung and write sample.h5, which analyze reads",
    };

    private readonly Option<bool> _unstable = new("--unstable") { Description = "With --record: all unstable modes (default)" };
    private readonly Option<int?> _lowest = NumberOption.Integer("--lowest", "With --record: the N lowest modes", 1);
    private readonly Option<bool> _count = new("--count") { Description = "With --record: only the numbers of unstable and of zero modes" };
    private readonly Option<KeptVectors> _keep = KeepOption("With --record: eigenvectors");

    public RecordOptions(Command command)
    {
        Option[] selections = [_unstable, _lowest, _count];
        command.Add(_record);
        foreach (Option option in selections)
        {
            command.Add(option);
        }

        command.Add(_keep);
        command.Validators.Add(result =>
        {
            string[] chosen =
            [
                .. selections.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name),
            ];
            if (chosen.Length > 1)
            {
                result.AddError($"{string.Join(" and ", chosen)} exclude each other; give one");
            }

            bool isRecorded = result.GetResult(_record) is { Implicit: false };
            string? dependent = chosen.FirstOrDefault() ?? (result.GetResult(_keep) is { Implicit: false } ? _keep.Name : null);
            if (dependent is not null && !isRecorded)
            {
                result.AddError($"{dependent} needs --record");
            }

            if (isRecorded && chosen.Contains(_count.Name) && result.GetResult(_keep) is { Implicit: false })
            {
                result.AddError("--count computes no eigenvectors; leave out --keep-eigenvectors");
            }
        });
    }

    /// <summary>An option that names the eigenvectors to keep.</summary>
    public static Option<KeptVectors> KeepOption(string description)
    {
        return new Option<KeptVectors>("--keep-eigenvectors")
        {
            Description = $"{description} in the sample record: none (default), lowest, unstable",
            HelpName = "WHICH",
            CustomParser = Parse,
        };

        static KeptVectors Parse(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            if (Enum.TryParse(text, ignoreCase: true, out KeptVectors kept) && !char.IsDigit(text[0]))
            {
                return kept;
            }

            result.AddError($"--keep-eigenvectors: there is no '{text}'; known are none, lowest, unstable");
            return KeptVectors.None;
        }
    }

    /// <summary>The modes that were asked for.</summary>
    public SampledModes ModesOf(ParseResult parsed) =>
        !parsed.GetValue(_record) ? SampledModes.None
        : parsed.GetValue(_count) ? SampledModes.Count
        : parsed.GetValue(_lowest) is { } lowest ? SampledModes.LowestModes(lowest)
        : SampledModes.Unstable;

    /// <summary>The eigenvectors to keep.</summary>
    public KeptVectors KeptOf(ParseResult parsed) => parsed.GetValue(_keep);
}
