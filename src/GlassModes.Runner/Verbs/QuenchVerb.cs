// `glassmodes quench`: steepest descent from a configuration, sampled at each rung of W.

using System.CommandLine;
using System.Diagnostics;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class QuenchVerb : Verb
{
    private const string Euler = "euler";
    private readonly InputOptions _input;
    private readonly ModelOptions _model;
    private readonly LadderOptions _ladder;
    private readonly Option<string> _method = new("--method")
    {
        Description = "Integrator: euler, the paper's explicit Euler of fixed step",
        HelpName = "NAME",
        DefaultValueFactory = _ => Euler,
    };

    private readonly Option<double?> _timestep = NumberOption.Positive("--timestep", "Time step (default 1e-4)", "dt");
    private readonly Option<string?> _out = new("--out") { Description = "Directory for one file a rung, W_-1.50.extxyz and so on", HelpName = "DIR" };
    private readonly Option<long?> _most = NumberOption.Long("--max-evaluations", "Give up after N force evaluations (default: never)", 1);

    public QuenchVerb()
        : base(
            "quench",
            "Steepest descent, dr/dt = f, sampled at the first downward crossing of each rung of the mean squared force W.",
            "glassmodes quench liquid.data --model kalj --until 1e-5 --ladder -1.5:-5:0.5 --out quenched")
    {
        _input = new InputOptions(this);
        _model = new ModelOptions(this);
        _ladder = new LadderOptions(this, withLadder: true);
        Add(_method);
        Add(_timestep);
        Add(_out);
        Add(_most);
        _method.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var name && name != Euler)
            {
                result.AddError($"--method: there is no integrator '{name}'; known is {Euler}");
            }
        });
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        PairModel model = _model.ModelOf(parsed);
        Ladder ladder = _ladder.LadderOf(parsed);
        EulerOptions options = new();
        options = options with
        {
            Timestep = parsed.GetValue(_timestep) ?? options.Timestep,
            MaximumEvaluations = parsed.GetValue(_most) ?? options.MaximumEvaluations,
        };
        (Configuration start, EnergyReport initial) = _input.Read(parsed, read => (read, EnergyReport.Of(read, model)));
        string? directory = parsed.GetValue(_out) is { } path ? OutputPath.RequireDirectory("--out", path) : null;

        long began = Stopwatch.GetTimestamp();
        int rungs = 0;
        RecordedQuench quench = session.Follow(display =>
        {
            DescentProgress progress = new(display, ladder.Rungs[^1]);
            void Rung(RecordedRung rung)
            {
                session.Kept = Kept(++rungs, directory);
                progress.Rung(rung);
            }

            return RecordedQuench.Run(start, model, ladder, options, directory, Rung, progress, session.Threads, session.Cancellation);
        });
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        bool cancelled = quench.Status == QuenchStatus.Running;
        session.Print(
            new
            {
                Method = parsed.GetValue(_method),
                options.Timestep,
                Status = cancelled ? "cancelled" : (object)quench.Status,
                Particles = start.Count,
                Initial = new { initial.MeanSquaredForce, initial.PotentialEnergyPerParticle },
                quench.Rungs,
                SkippedRungs = quench.SkippedRungs.Select(w => Math.Round(Math.Log10(w), 12)),
                WallSeconds = seconds,
            },
            output => WriteTable(output, quench));
        return Conclude(session, quench, initial);
    }

    private static int Conclude(Session session, RecordedQuench quench, EnergyReport initial)
    {
        if (quench.SkippedRungs.Count > 0)
        {
            session.Warn(
                $"{quench.SkippedRungs.Count} of the rungs lie at or above the start's W = {initial.MeanSquaredForce:g6} and were skipped, "
                + $"log10 W = {string.Join(", ", quench.SkippedRungs.Select(w => $"{Math.Log10(w):g6}"))}");
        }

        switch (quench.Status)
        {
            case QuenchStatus.Running:
                throw new OperationCanceledException(session.Cancellation);
            case QuenchStatus.LadderDone:
                return ExitCode.Done;
            case QuenchStatus.ForceFree:
                session.Warn("the forces became zero before the last rung: there is nothing left to quench");
                return ExitCode.Done;
            case QuenchStatus.Stalled:
                session.Complain(
                    $"the steps became smaller than the rounding of the positions before the last rung; {session.Kept ?? "no rung was reached"}; "
                    + "end at a larger W (--until)");
                return ExitCode.Failed;
            default:
                session.Complain(
                    $"the force evaluations allowed are spent before the last rung; {session.Kept ?? "no rung was reached"}; "
                    + "allow more (--max-evaluations) or end at a larger W (--until)");
                return ExitCode.Failed;
        }
    }

    private static string Kept(int rungs, string? directory)
    {
        string count = $"{rungs} rung{(rungs == 1 ? "" : "s")}";
        return directory is null ? $"{count} reached" : $"{count} kept in {directory}";
    }

    private static void WriteTable(TextWriter output, RecordedQuench quench)
    {
        TextTable table = new("log10 W", "t", "V/N", "evaluations", "file");
        foreach (RecordedRung rung in quench.Rungs)
        {
            table.Add(
                TextTable.Number(rung.Log10W),
                TextTable.Number(rung.Time, "f6"),
                TextTable.Number(rung.PotentialEnergyPerParticle, "f10"),
                $"{rung.ForceEvaluations}",
                rung.File ?? "-");
        }

        table.Write(output);
    }
}
