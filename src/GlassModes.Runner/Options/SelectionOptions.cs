// Which modes, and by which solver.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using GlassModes.Modes;

namespace GlassModes.Runner.Options;

internal sealed class SelectionOptions
{
    private readonly Option<bool> _all = new("--all") { Description = "All 3N - 3 modes" };
    private readonly Option<bool> _unstable = new("--unstable") { Description = "The modes of negative eigenvalue (default)" };
    private readonly Option<int?> _lowest = NumberOption.Integer("--lowest", "The N lowest modes", 1);
    private readonly Option<(double From, double To)?> _interval = new("--interval")
    {
        Description = "The modes with eigenvalues between two limits",
        HelpName = "from:to",
        CustomParser = ParseInterval,
    };

    private readonly Option<bool> _count = new("--count") { Description = "Only the numbers of unstable and zero modes" };
    private readonly Option<int?> _density = NumberOption.Integer("--density", "Only the density of all eigenvalues in N bins, estimated at any size", 1);
    private readonly Option<ModeSolver?> _solver = new("--solver")
    {
        Description = "auto, dense (LAPACK), davidson (few modes from below) or slicing (many modes, intervals) [default: auto]",
        HelpName = "NAME",
        CustomParser = ParseSolver,
    };

    public SelectionOptions(Command command)
    {
        Option[] selections = [_all, _unstable, _lowest, _interval, _count, _density];
        foreach (Option option in (Option[])[.. selections, _solver])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            string[] chosen = [.. selections.Where(option => IsGiven(result, option)).Select(option => option.Name)];
            if (chosen.Length > 1)
            {
                result.AddError($"{string.Join(" and ", chosen)} exclude each other; give one");
            }

            if (IsGiven(result, _interval) && result.GetValue(_solver) == ModeSolver.Davidson)
            {
                result.AddError("--solver davidson finds modes from below only; --interval needs slicing or dense");
            }

            if (IsGiven(result, _all) && result.GetValue(_solver) is ModeSolver.Davidson or ModeSolver.Slicing)
            {
                result.AddError("--all is done by --solver dense only");
            }
        });
    }

    /// <summary>Whether eigenvectors will be computed.</summary>
    public bool HasModes(CommandResult result) => !IsGiven(result, _count) && !IsGiven(result, _density);

    public ModeSolver SolverOf(ParseResult parsed) => parsed.GetValue(_solver) ?? ModeSolver.Automatic;

    public ModeRequest RequestOf(ParseResult parsed)
    {
        (double from, double to) = parsed.GetValue(_interval) ?? (double.NaN, double.NaN);
        ModeSelection selection =
            parsed.GetValue(_all) ? ModeSelection.All
            : parsed.GetValue(_count) ? ModeSelection.Count
            : parsed.GetValue(_lowest) is not null ? ModeSelection.Lowest
            : parsed.GetValue(_interval) is not null ? ModeSelection.Interval
            : parsed.GetValue(_density) is not null ? ModeSelection.Density
            : ModeSelection.Unstable;
        return new ModeRequest(selection, parsed.GetValue(_lowest) ?? 1, From: from, To: to, DensityBins: parsed.GetValue(_density) ?? 1);
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static (double From, double To)? ParseInterval(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        string[] parts = text.Split(':');
        if (parts.Length == 2
            && NumberOption.TryParse(parts[0], NumberStyles.Float, out double from)
            && NumberOption.TryParse(parts[1], NumberStyles.Float, out double to)
            && double.IsFinite(from) && double.IsFinite(to) && from < to)
        {
            return (from, to);
        }

        argument.AddError($"--interval expects from:to, two finite numbers in ascending order, such as -1:0.5; found '{text}'");
        return null;
    }

    private static ModeSolver? ParseSolver(ArgumentResult argument)
    {
        switch (argument.Tokens[0].Value)
        {
            case "auto":
                return ModeSolver.Automatic;
            case "dense":
                return ModeSolver.Dense;
            case "davidson":
                return ModeSolver.Davidson;
            case "slicing":
                return ModeSolver.Slicing;
            default:
                argument.AddError($"--solver expects auto, dense, davidson or slicing; found '{argument.Tokens[0].Value}'");
                return null;
        }
    }
}
