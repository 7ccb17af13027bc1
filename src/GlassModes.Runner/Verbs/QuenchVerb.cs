// `glassmodes quench`: steepest descent from a configuration, sampled at each rung of W.

using System.CommandLine;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class QuenchVerb : Verb
{
    private readonly InputOptions _input;
    private readonly ModelOptions _model;
    private readonly LadderOptions _ladder;
    private readonly Option<string> _method = new("--method")
    {
        Description = "euler (the paper's), rkc2, rkc3 (default: kalj), rk32 (default: harmonic), rk54 (tight), fire, cg",
        HelpName = "NAME",
        DefaultValueFactory = _ => QuenchMethods.NameOf(QuenchMethodKind.Automatic),
    };

    private readonly Option<double?> _timestep = NumberOption.Positive("--timestep", "Time step of euler (default 1e-4), first one of fire", "dt");
    private readonly Option<double?> _tolerance = NumberOption.Positive(
        "--tolerance", "Largest estimated error per unit time of rkc2, rkc3, rk32, rk54, relative to the force (default 3e-3, 5e-3, 1e-3, 1e-8)", "X");

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Directory for one file a rung, W_-1.50.extxyz and so on, and the checkpoint",
        HelpName = "DIR",
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the checkpoint in --out, if there is one" };
    private readonly Option<double?> _interval = NumberOption.Positive("--checkpoint-interval", "Seconds between checkpoints (default 60)", "S");
    private readonly Option<long?> _most = NumberOption.Long("--max-evaluations", "Give up after N force evaluations (default: never)", 1);
    private readonly Option<bool> _stay = new("--stay-at-saddles") { Description = "Do not push off a saddle at the end of the quench" };

    public QuenchVerb()
        : base(
            "quench",
            "Steepest descent, dr/dt = f, sampled at the first downward crossing of each rung of the mean squared force W.",
            "glassmodes quench liquid.data --model kalj --until 1e-5 --ladder -1.5:-5:0.5 --out quenched",
            "Use at most N threads (default: all cores); more than one are used from 4000 particles on")
    {
        _input = new InputOptions(this);
        _model = new ModelOptions(this);
        _ladder = new LadderOptions(this, withLadder: true);
        Add(_method);
        Add(_timestep);
        Add(_tolerance);
        Add(_out);
        Add(_resume);
        Add(_interval);
        Add(_most);
        Add(_stay);
        _method.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } name && QuenchMethods.Named(name) is null)
            {
                result.AddError($"--method: there is no method '{name}'; known are {string.Join(", ", QuenchMethods.Names)}");
            }
        });
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        PairModel model = _model.ModelOf(parsed);
        Ladder ladder = _ladder.LadderOf(parsed);
        QuenchOptions options = OptionsOf(parsed, model);
        (Configuration start, EnergyReport initial) = _input.Read(parsed, read => (read, EnergyReport.Of(read, model)));
        string? directory = parsed.GetValue(_out) is { } path ? OutputPath.RequireDirectory("--out", path) : null;
        QuenchRecording recording = new(
            directory, parsed.GetValue(_interval) ?? new QuenchRecording().CheckpointInterval, parsed.GetValue(_resume), session.Threads);
        if (recording.Resume && directory is null)
        {
            throw new UsageException("--resume needs --out, the directory with the checkpoint");
        }

        int rungs = 0;
        RecordedQuench quench = session.Follow(display =>
        {
            void Rung(RecordedRung rung)
            {
                session.Kept = Kept(++rungs, directory);
                display.Milestone(Describe(rung));
            }

            return RecordedQuench.Run(start, model, ladder, options, recording, Rung, session.Warn, display, session.Cancellation);
        });
        session.Print(QuenchDocument.Of(quench, options, model, start, initial), output => WriteTable(output, quench));
        return Conclude(session, quench, initial, directory);
    }

    private static string Describe(RecordedRung rung)
    {
        // Not every method has a time.
        string at = double.IsNaN(rung.Time) ? "" : $", t = {TextTable.Number(rung.Time)}";
        string file = rung.File is null ? "" : $", {rung.File}";
        return $"{rung.Rung}{at}, V/N = {TextTable.Number(rung.PotentialEnergyPerParticle, "g9")}{file}";
    }

    private QuenchOptions OptionsOf(ParseResult parsed, PairModel model)
    {
        QuenchMethodKind method = QuenchMethods.Named(parsed.GetRequiredValue(_method))!.Value;
        method = method == QuenchMethodKind.Automatic ? QuenchMethods.DefaultFor(model) : method;
        string name = QuenchMethods.NameOf(method);
        if (parsed.GetValue(_timestep) is not null && method is not (QuenchMethodKind.Euler or QuenchMethodKind.Fire))
        {
            throw new UsageException($"--timestep is for euler and fire; {name} chooses its steps by --tolerance");
        }

        if (parsed.GetValue(_tolerance) is not null
            && method is QuenchMethodKind.Euler or QuenchMethodKind.Fire or QuenchMethodKind.ConjugateGradient)
        {
            throw new UsageException($"--tolerance is for rkc2, rkc3, rk32 and rk54; {name} does not estimate its error");
        }

        return new QuenchOptions(
            method,
            parsed.GetValue(_timestep),
            parsed.GetValue(_tolerance),
            MaximumEvaluations: parsed.GetValue(_most) ?? long.MaxValue,
            EscapeSaddles: !parsed.GetValue(_stay));
    }

    private static int Conclude(Session session, RecordedQuench quench, EnergyReport initial, string? directory)
    {
        if (quench.SkippedRungs.Count > 0)
        {
            session.Warn(
                $"{quench.SkippedRungs.Count} of the rungs lie at or above the start's W = {initial.MeanSquaredForce:g6} and were skipped, "
                + $"log10 W = {string.Join(", ", quench.SkippedRungs.Select(rung => $"{rung.Log10W:g6}"))}");
        }

        if (quench.Observations.DissipationViolations > 0)
        {
            session.Warn(
                $"in {quench.Observations.DissipationViolations} of {quench.Observations.Steps} steps the energy did not fall as d(V/N)/dt = -W asks, "
                + "by more than 10 %: the steps are too long there; use a smaller --timestep or --tolerance");
        }

        if (quench.Status == QuenchStatus.LadderDone && double.IsNaN(quench.FinalEigenvalue) && quench.Rungs.Count > 0
            && quench.Rungs[^1].Rung.IsInherentStructure)
        {
            session.Warn("whether the end is a minimum or a saddle could not be told: its lowest mode was not found; look with 'glassmodes modes --count'");
        }

        foreach (SaddleEscape escape in quench.SaddleEscapes)
        {
            session.Warn(
                $"pushed off a saddle at t = {escape.Time:g6}, W = {escape.MeanSquaredForce:g3}, along its mode of eigenvalue {escape.Eigenvalue:g4}");
        }

        string kept = quench.Rungs.Count > 0 ? Kept(quench.Rungs.Count, directory) : "no rung was reached";
        switch (quench.Status)
        {
            case QuenchStatus.Running:
                session.Kept = directory is null ? kept : $"{kept}, with the state, {QuenchRecording.CheckpointName}, in {directory}: go on with --resume";
                throw new OperationCanceledException(session.Cancellation);
            case QuenchStatus.LadderDone:
                return ExitCode.Done;
            case QuenchStatus.Unjammed:
                session.Warn("the packing has unjammed, V falls to zero with W: it is no inherent structure");
                return ExitCode.Done;
            case QuenchStatus.ForceFree:
                session.Warn("the forces became zero before the last rung: there is nothing left to quench");
                return ExitCode.Done;
            case QuenchStatus.Stalled:
                session.Complain($"W has reached the rounding of the positions before the last rung; {kept}; end at a larger W (--until)");
                return ExitCode.Failed;
            case QuenchStatus.Saddle:
                session.Complain(
                    $"the quench ended on a saddle, lowest eigenvalue {quench.FinalEigenvalue:g4}; {kept}; "
                    + "go on from it by another --method, or let it be pushed off if it was not (without --stay-at-saddles)");
                return ExitCode.Failed;
            default:
                session.Complain(
                    $"the force evaluations allowed are spent before the last rung; {kept}; "
                    + "allow more (--max-evaluations, with --resume) or end at a larger W (--until)");
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
        TextTable table = new("log10 W", "t", "V/N", "evaluations", "seconds", "largest rise", "file");
        foreach (RecordedRung rung in quench.Rungs)
        {
            table.Add(
                TextTable.Number(rung.Rung.Log10W),
                TextTable.Number(rung.Time, "f6"),
                TextTable.Number(rung.PotentialEnergyPerParticle, "f10"),
                $"{rung.ForceEvaluations}",
                TextTable.Number(rung.WallSeconds, "f2"),
                TextTable.Number(rung.Observations.LargestRise, "g4"),
                rung.File ?? "-");
        }

        table.Write(output);
    }
}
