// The options of the verb modes that say which modes are wanted, and which solver finds them.

using System.CommandLine;
using System.CommandLine.Parsing;
using GlassModes.Modes;

namespace GlassModes.Runner.Options;

internal sealed class SelectionOptions
{
    private const string Davidson = "davidson";
    private const string Slicing = "slicing";

    private readonly Option<bool> _all = new("--all") { Description = "All 3N - 3 modes" };
    private readonly Option<bool> _unstable = new("--unstable") { Description = "The modes of negative eigenvalue (default)" };
    private readonly Option<int?> _lowest = NumberOption.Integer("--lowest", "The N lowest modes", 1);
    private readonly Option<(double From, double To)?> _interval = NumberOption.Range(
        "--interval",
        "The modes with eigenvalues between two limits",
        (from, to) => from < to,
        "two finite numbers in ascending order, such as -1:0.5");

    private readonly Option<bool> _count = new("--count") { Description = "Only the numbers of unstable and zero modes" };
    private readonly Option<int?> _density = NumberOption.Integer(
        "--density", "Only the density of all eigenvalues in N bins, estimated at any size", 1, 1_000_000);

    private readonly Option<ModeSolver?> _solver = new("--solver")
    {
        Description = "auto, dense (LAPACK), davidson (few modes from below) or slicing (many modes, intervals) [default: auto]",
        HelpName = "NAME",
        CustomParser = ParseSolver,
    };

    private readonly Option<ModeCertification?> _certify = new("--certify")
    {
        Description = "Show by a factorisation that no mode is missing: auto (always for unstable modes, for the lowest up to N = 20000), "
            + "always or never [default: auto]. With --lowest it can take two thirds of the time; never leaves it out",
        HelpName = "WHEN",
        CustomParser = ParseCertification,
    };

    private readonly Option<double?> _memory = NumberOption.Positive(
        "--memory",
        "Memory that a factorisation may take, in GB (default: 0.9 of what the process may use, by the machine or its cgroup)",
        "GB");

    private readonly Option<string?> _scratch = new("--scratch")
    {
        Description = "Directory for factors that memory does not hold; they are removed at the end, and so is the directory if it was "
            + "made for them (default: the system's temporary directory)",
        HelpName = "DIR",
    };

    public SelectionOptions(Command command)
    {
        Option[] selections = [_all, _unstable, _lowest, _interval, _count, _density];
        foreach (Option option in (Option[])[.. selections, _solver, _certify, _memory, _scratch])
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

            // The text of the option is used, because a value that cannot be parsed does not exist.
            string? solver = result.GetResult(_solver) is { Tokens: [Token token] } ? token.Value : null;
            if (IsGiven(result, _interval) && solver is Davidson)
            {
                result.AddError("--solver davidson finds modes from below only; --interval needs slicing or dense");
            }

            if (IsGiven(result, _all) && solver is Davidson or Slicing)
            {
                result.AddError("--all is done by --solver dense only");
            }

            if (IsGiven(result, _count) && solver is Davidson)
            {
                result.AddError("--solver davidson finds modes; --count is done by dense or by factorisations (slicing)");
            }

            if (IsGiven(result, _density) && solver is not null and not "auto")
            {
                result.AddError("--density has one method; leave out --solver");
            }
        });
    }

    /// <summary>Whether eigenvectors will be computed.</summary>
    public bool HasModes(CommandResult result) => !IsGiven(result, _count) && !IsGiven(result, _density);

    /// <summary>The settings for the computation of the modes.</summary>
    /// <exception cref="UsageException">The scratch directory cannot be written to.</exception>
    public ModeOptions OptionsOf(ParseResult parsed, Session session)
    {
        string? scratch = parsed.GetValue(_scratch);
        session.RemoveFactorsLeftBehind(scratch);
        return new ModeOptions(
            parsed.GetValue(_solver) ?? ModeSolver.Automatic,
            parsed.GetValue(_certify) ?? ModeCertification.Automatic,
            Threads: session.Threads,
            MemoryLimit: parsed.GetValue(_memory) is { } gigabytes ? (long)Math.Min(gigabytes * 1e9, long.MaxValue / 2) : null,
            ScratchDirectory: scratch is null ? null : session.MakeDirectory("--scratch", scratch));
    }

    /// <summary>The modes that are wanted.</summary>
    public ModeSelection SelectionOf(ParseResult parsed)
    {
        if (parsed.GetValue(_all))
        {
            return new ModeSelection.All();
        }

        if (parsed.GetValue(_count))
        {
            return new ModeSelection.Count();
        }

        if (parsed.GetValue(_lowest) is { } number)
        {
            return new ModeSelection.Lowest(number);
        }

        if (parsed.GetValue(_interval) is { } limits)
        {
            return new ModeSelection.Interval(limits.From, limits.To);
        }

        return parsed.GetValue(_density) is { } bins ? new ModeSelection.Density(bins) : new ModeSelection.Unstable();
    }

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static ModeSolver? ParseSolver(ArgumentResult argument)
    {
        switch (argument.Tokens[0].Value)
        {
            case "auto":
                return ModeSolver.Automatic;
            case "dense":
                return ModeSolver.Dense;
            case Davidson:
                return ModeSolver.Davidson;
            case Slicing:
                return ModeSolver.Slicing;
            default:
                argument.AddError($"--solver expects auto, dense, davidson or slicing; found '{argument.Tokens[0].Value}'");
                return null;
        }
    }

    private static ModeCertification? ParseCertification(ArgumentResult argument)
    {
        switch (argument.Tokens[0].Value)
        {
            case "auto":
                return ModeCertification.Automatic;
            case "always":
                return ModeCertification.Always;
            case "never":
                return ModeCertification.Never;
            default:
                argument.AddError($"--certify expects auto, always or never; found '{argument.Tokens[0].Value}'");
                return null;
        }
    }
}
