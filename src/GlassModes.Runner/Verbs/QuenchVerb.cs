// `glassmodes quench`: runs steepest descent from configurations, sampled at each rung of W.

using System.CommandLine;
using System.Runtime.ExceptionServices;
using GlassModes.Models;
using GlassModes.Quench;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;
using GlassModes.Samples;

namespace GlassModes.Runner.Verbs;

internal sealed class QuenchVerb : Verb
{
    private readonly StartOptions _starts;
    private readonly ModelOptions _model;
    private readonly LadderOptions _ladder;
    private readonly RecordOptions _record;
    private readonly Option<string> _method = new("--method")
    {
        Description = "euler (the paper's), rkc2, rkc3 (default: kalj), rk32 (default: harmonic), rk54 (tight), fire, cg",
        HelpName = "NAME",
        DefaultValueFactory = _ => QuenchMethods.NameOf(QuenchMethodKind.Automatic),
    };

    private readonly Option<double?> _timestep = NumberOption.Positive(
        "--timestep", "Time step of euler (default 1e-4), first one of fire", "dt");
    private readonly Option<double?> _tolerance = NumberOption.Positive(
        "--tolerance",
        "Largest estimated error per unit time of rkc2, rkc3, rk32, rk54, relative to the force (default 3e-3, 5e-3, 1e-3, 1e-8)",
        "X");

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Directory for one file a rung, rung_01_W_-1.50.extxyz and so on, the checkpoint and the record; with several "
            + "starts, one directory a start below it",
        HelpName = "DIR",
    };

    private readonly RunOptions _run;
    private readonly Option<long?> _maximumEvaluations = NumberOption.Long(
        "--max-evaluations", "Give up after N force evaluations (default: never)", 1);

    private readonly Option<bool> _stayAtSaddles = new("--stay-at-saddles")
    {
        Description = "Do not push off a saddle at the end of the quench",
    };

    public QuenchVerb()
        : base(
            "quench",
            "Steepest descent, dr/dt = f, from one or many starts, sampled at the first downward crossing of each rung of the mean "
            + "squared force W. With --record the modes "
            + "of each rung are solved for, and each start gets a sample record that analyze reads.",
            "glassmodes quench liquid.data --model kalj --until 1e-5 --ladder -1.5:-5:0.5 --out quenched --record",
            "Use at most N threads (default: all cores): one start a thread, or all on one start from 4000 particles on")
    {
        _starts = new StartOptions(this);
        _model = new ModelOptions(this);
        _ladder = new LadderOptions(this, withLadder: true);
        _record = new RecordOptions(this);
        Add(_method);
        Add(_timestep);
        Add(_tolerance);
        Add(_out);
        _run = new RunOptions(this);
        Add(_maximumEvaluations);
        Add(_stayAtSaddles);
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
        SamplePlan plan = new(model, _ladder.LadderOf(parsed))
        {
            Quench = OptionsOf(parsed, model),
            Modes = _record.ModesOf(parsed),
            Kept = _record.KeptOf(parsed),
            Versions = CommandTree.LibraryVersions(withNative: _record.ModesOf(parsed).Sampling != ModeSampling.None),
        };
        string? directory = OpenDirectory(parsed, session, plan, out IReadOnlyList<StartFile> starts);
        BatchEntry[] entries = [.. starts.Select(start => EntryOf(parsed, start, directory))];
        int rungs = 0;
        IReadOnlyList<BatchOutcome> outcomes = session.Follow(display => new SampleBatch(plan, session.Threads)
        {
            OnRung = (entry, rung) =>
            {
                session.Kept = Kept(++rungs, directory);
                display.Milestone(entries.Length > 1 ? $"{entry.Name}: {Describe(rung)}" : Describe(rung));
            },
            OnWarning = (entry, text) => session.Warn(entries.Length > 1 ? $"{entry.Name}: {text}" : text),
            Progress = display,
        }.Run(entries, session.Cancellation));
        return outcomes is [BatchOutcome only] && !_starts.HasMany(parsed)
            ? ConcludeOneStart(session, only, starts[0], plan, directory)
            : ConcludeAllStarts(session, outcomes, plan, directory);
    }

    // Lists the starts and claims the directory, before any work.
    private string? OpenDirectory(ParseResult parsed, Session session, SamplePlan plan, out IReadOnlyList<StartFile> chosen)
    {
        string? directory = parsed.GetValue(_out);
        if (directory is null)
        {
            _run.RequireNone(parsed);
            if (plan.HasRecord)
            {
                throw new UsageException("--record needs --out, the directory for the record");
            }
        }

        if (plan.HasRecord)
        {
            session.RemoveFactorsLeftBehind(null);
        }

        (IReadOnlyList<StartFile> starts, chosen) = _starts.List(parsed, plan.Model, session);
        return directory is null
            ? null
            : _run.Open(parsed, session, directory, RunClaims.OfQuench(
                plan, starts, chosen, _starts.TemperatureOf(parsed), _starts.HasMany(parsed), _starts.IsPart(parsed)));
    }

    private BatchEntry EntryOf(ParseResult parsed, StartFile start, string? directory)
    {
        string? sampleDirectory = directory is null || !_starts.HasMany(parsed)
            ? directory
            : Path.Combine(directory, RunClaims.DirectoryOf(start.Number));
        SampleStorage? storage = sampleDirectory is null
            ? null
            : new SampleStorage(sampleDirectory)
            {
                Resume = _run.Resumes(parsed),
                CheckpointInterval = _run.IntervalOf(parsed),
                HoldsDirectory = sampleDirectory != directory,
            };
        return new BatchEntry($"{start}", () => _starts.Read(parsed, start), storage);
    }

    private static int ConcludeOneStart(
        Session session, BatchOutcome outcome, StartFile start, SamplePlan plan, string? directory)
    {
        if (outcome.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        SampleResult sample = outcome.Result ?? throw new OperationCanceledException(session.Cancellation);
        session.Print(QuenchDocument.Of(sample, start, plan), output => QuenchTable.Write(output, sample, start));
        string kept = sample.Rungs.Count > 0 ? Kept(sample.Rungs.Count, directory) : "no rung was reached";
        bool isSaved = sample.Status == QuenchStatus.Running && directory is not null;
        return ConcludeQuench(
            session,
            sample,
            "",
            isSaved ? $"{kept}, with the state, {SampleStorage.CheckpointName}, in {directory}: go on with --resume" : kept);
    }

    private static int ConcludeAllStarts(Session session, IReadOnlyList<BatchOutcome> outcomes, SamplePlan plan, string? directory)
    {
        session.Print(QuenchDocument.OfMany(outcomes, plan), output => QuenchTable.Write(output, outcomes));
        int worst = ExitCode.Done;
        foreach (BatchOutcome outcome in outcomes)
        {
            if (outcome.Failure is { } failure)
            {
                session.Complain($"{outcome.Entry.Name}: {Failure.Describe(failure)}");
                worst = ExitCode.Failed;
            }
            else if (outcome.Result is { Status: not QuenchStatus.Running } sample)
            {
                string kept = Kept(sample.Rungs.Count, outcome.Entry.Storage?.Directory);
                worst = Math.Max(worst, ConcludeQuench(session, sample, $"{outcome.Entry.Name}: ", kept));
            }
        }

        session.Cancellation.ThrowIfCancellationRequested();
        return HasOnlyWrongInput(outcomes) ? ExitCode.WrongInput : worst;
    }

    // Whether nothing ran, because the input of every start is wrong.
    private static bool HasOnlyWrongInput(IReadOnlyList<BatchOutcome> outcomes) =>
        outcomes.All(outcome => outcome.Failure is InputException);

    private static string Describe(QuenchedRung rung)
    {
        // Not every method has a time.
        string time = double.IsNaN(rung.Time) ? "" : $", t = {TextTable.Number(rung.Time)}";
        string modes = rung.Measures is { UnstableCount: { } count } ? $", {count} unstable" : "";
        string file = rung.File is null ? "" : $", {rung.File}";
        return $"{rung.Rung}{time}, V/N = {TextTable.Number(rung.PotentialEnergyPerParticle, "g9")}{modes}{file}";
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
            MaximumEvaluations: parsed.GetValue(_maximumEvaluations) ?? long.MaxValue,
            EscapeSaddles: !parsed.GetValue(_stayAtSaddles),
            TimeFromStart: _starts.HasTimeFromFile(parsed));
    }

    private static int ConcludeQuench(Session session, SampleResult quench, string name, string kept)
    {
        if (quench.SkippedRungs.Count > 0)
        {
            session.Warn(
                $"{name}{quench.SkippedRungs.Count} of the rungs lie at or above the start's W = {quench.Initial.MeanSquaredForce:g6} "
                + "and were skipped, "
                + $"log10 W = {string.Join(", ", quench.SkippedRungs.Select(rung => $"{rung.Log10W:g6}"))}");
        }

        if (quench.Observations.DescribeViolations() is { } violations)
        {
            session.Warn($"{name}{violations}; use a smaller --timestep or --tolerance");
        }

        if (quench.Status == QuenchStatus.LadderDone && double.IsNaN(quench.FinalEigenvalue) && quench.Rungs.Count > 0
            && quench.Rungs[^1].Rung.IsInherentStructure)
        {
            session.Warn(
                $"{name}whether the end is a minimum or a saddle could not be told: its lowest mode was not found; look with "
                + "'glassmodes modes --count'");
        }

        if (CertificateWarning.Of(quench.Record) is { } missing)
        {
            session.Warn($"{name}{missing}");
        }

        foreach (SaddleEscape escape in quench.SaddleEscapes)
        {
            session.Warn(
                $"{name}pushed off a saddle at t = {escape.Time:g6}, W = {escape.MeanSquaredForce:g3}, along its mode of eigenvalue "
                + $"{escape.Eigenvalue:g4}");
        }

        switch (quench.Status)
        {
            case QuenchStatus.Running:
                session.Kept = kept;
                throw new OperationCanceledException(session.Cancellation);
            case QuenchStatus.LadderDone:
                return ExitCode.Done;
            case QuenchStatus.Unjammed:
                session.Warn($"{name}the packing has unjammed, V falls to zero with W: it is no inherent structure");
                return ExitCode.Done;
            case QuenchStatus.ForceFree:
                session.Warn($"{name}the forces became zero before the last rung: there is nothing left to quench");
                return ExitCode.Done;
            case QuenchStatus.Stalled:
                session.Complain(
                    $"{name}W has reached the rounding of the positions before the last rung; {kept}; end at a larger W (--until)");
                return ExitCode.Failed;
            case QuenchStatus.Saddle:
                session.Complain(
                    $"{name}the quench ended on a saddle, lowest eigenvalue {quench.FinalEigenvalue:g4}; {kept}; "
                    + "go on from it by another --method, or let it be pushed off if it was not (without --stay-at-saddles)");
                return ExitCode.Failed;
            default:
                session.Complain(
                    $"{name}the force evaluations allowed are spent before the last rung; {kept}; "
                    + "allow more (--max-evaluations, with --resume) or end at a larger W (--until)");
                return ExitCode.Failed;
        }
    }

    private static string Kept(int rungs, string? directory)
    {
        string count = $"{rungs} rung{(rungs == 1 ? "" : "s")}";
        return directory is null ? $"{count} reached" : $"{count} kept in {directory}";
    }
}
