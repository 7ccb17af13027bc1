// `glassmodes compare`: measures managed against native code, side by side.

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using GlassModes.Comparison;
using GlassModes.Native;
using GlassModes.Numerics.Simd;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class CompareVerb : Verb
{
    private readonly Option<ComparedTask[]?> _tasks = new("--tasks")
    {
        Description = $"What to compare: {string.Join(", ", Enum.GetValues<ComparedTask>().Select(NameOf))} (default: all)",
        HelpName = "NAME,…",
        CustomParser = argument => ParseList(argument, "--tasks", FindTask, "known tasks"),
    };

    private readonly Option<int[]?> _particles = SizesOption(
        "--particles", "Sizes for the kernels (default 500,1000,2000,4000,8000,16000,32000)");

    private readonly Option<int[]?> _dense = SizesOption("--dense-particles", "Sizes for dense eigenvalues, of order 3N (default 200,400)");
    private readonly Option<int?> _rounds = NumberOption.Integer(
        "--rounds", "Turns of each side, of which the median counts (default 61)", 1);

    public CompareVerb()
        : base(
            "compare",
            "Managed against native code, side by side in one process on one thread: forces, list builds, Hessian products and Lanczos "
            + "in C# and C++, dense eigenvalues by MathNet.Numerics and OpenBLAS. Leave the machine alone meanwhile.",
            "glassmodes compare --tasks force,list-build --particles 1000,8000")
    {
        Add(_tasks);
        Add(_particles);
        Add(_dense);
        Add(_rounds);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        ComparisonPlan plan = new();
        plan = plan with
        {
            Tasks = NullIfEmpty(parsed.GetValue(_tasks)),
            Particles = NullIfEmpty(parsed.GetValue(_particles)),
            DenseParticles = NullIfEmpty(parsed.GetValue(_dense)),
            Rounds = parsed.GetValue(_rounds) ?? plan.Rounds,
        };
        int cases = plan.Cases().Count();
        List<ComparisonRow> rows = [];
        bool cancelled = session.Follow(display =>
        {
            try
            {
                foreach (ComparisonRow row in KernelComparison.Run(plan, display, session.Cancellation))
                {
                    rows.Add(row);
                    session.Kept = $"{rows.Count} of {cases} rows measured";
                    display.Milestone($"{NameOf(row.Task)}, N = {row.Particles}: ratio {TextTable.Number(row.Ratio, "f3")}");
                }
            }
            catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
            {
                return true;
            }

            return false;
        });
        session.Print(
            new
            {
                Status = cancelled ? "cancelled" : "done",
                SimdWidth = (int)SimdHardware.Best,
                NativeLibrary = NativeInformation.DescribeGlassModes(),
                Rows = rows.Select(row => new
                {
                    Task = NameOf(row.Task),
                    row.Particles,
                    row.Managed,
                    row.Native,
                    row.ManagedSeconds,
                    row.NativeSeconds,
                    row.Ratio,
                    row.LowerRatio,
                    row.UpperRatio,
                    row.TenthPercentileRatio,
                    row.ManagedBytesAllocated,
                    row.Difference,
                    row.Rounds,
                }),
            },
            output => WriteTable(output, rows));
        return cancelled ? throw new OperationCanceledException(session.Cancellation) : ExitCode.Done;
    }

    private static void WriteTable(TextWriter output, List<ComparisonRow> rows)
    {
        TextTable table = new(
            "task",
            "N",
            "managed",
            "native",
            "managed ns/N",
            "native ns/N",
            "ratio",
            "quartiles",
            "of p10",
            "bytes allocated",
            "difference");
        foreach (ComparisonRow row in rows)
        {
            table.Add(
                NameOf(row.Task),
                $"{row.Particles}",
                row.Managed,
                row.Native,
                TextTable.Number(row.ManagedSeconds / row.Particles * 1e9, "f1"),
                TextTable.Number(row.NativeSeconds / row.Particles * 1e9, "f1"),
                TextTable.Number(row.Ratio, "f3"),
                $"{TextTable.Number(row.LowerRatio, "f3")}-{TextTable.Number(row.UpperRatio, "f3")}",
                TextTable.Number(row.TenthPercentileRatio, "f3"),
                $"{row.ManagedBytesAllocated}",
                TextTable.Number(row.Difference, "e1"));
        }

        table.Write(output);
    }

    // An option with several values has an empty array if the option is not given.
    private static T[]? NullIfEmpty<T>(T[]? values) => values is { Length: > 0 } ? values : null;

    // ListBuild → list-build.
    private static string NameOf(ComparedTask task) => JsonNamingPolicy.KebabCaseLower.ConvertName($"{task}");

    private static ComparedTask? FindTask(string name) =>
        Enum.GetValues<ComparedTask>().Where(task => NameOf(task) == name).Select(task => (ComparedTask?)task).FirstOrDefault();

    private static Option<int[]?> SizesOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N,…",
        CustomParser = argument => ParseList(
            argument,
            name,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size >= 2 ? size : (int?)null,
            "whole numbers, at least 2"),
    };

    private static T[]? ParseList<T>(ArgumentResult argument, string name, Func<string, T?> parse, string expected)
        where T : struct
    {
        List<T> values = [];
        foreach (string text in argument.Tokens[0].Value.Split(','))
        {
            if (parse(text) is not { } value)
            {
                argument.AddError($"{name} expects {expected}, separated by commas; found '{text}'");
                return null;
            }

            values.Add(value);
        }

        return [.. values];
    }
}
