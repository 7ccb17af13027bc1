// `glassmodes modes`: computes eigenvalues of the Hessian of one configuration and measures of its lowest mode.

using System.CommandLine;
using System.Diagnostics;
using GlassModes.Files;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Particles;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;
using GlassModes.Samples;

namespace GlassModes.Runner.Verbs;

internal sealed class ModesVerb : Verb
{
    private readonly InputFilesOptions _input;
    private readonly ModelOptions _model;
    private readonly SelectionOptions _selection;
    private readonly Option<double?> _bin = NumberOption.Positive("--bin", "Bin width of the decay profile (default 0.5)", "dr");
    private readonly Option<bool> _noProfiles = new("--no-profiles")
    {
        Description = "Leave the decay profile and the energy profile, of up to N points, out of the JSON document",
    };

    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write the configuration with its lowest mode as a vector column 'mode' (.extxyz or .dump)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _exported = new("--export-hessian")
    {
        Description = "Write the Hessian as a symmetric Matrix Market file (.mtx or .mtx.gz), for any other program",
        HelpName = "FILE",
    };

    private readonly Option<int?> _outModes = NumberOption.Integer(
        "--out-modes", "With --out: the N lowest modes as columns mode_1, mode_2, ...", 1);

    public ModesVerb()
        : base(
            "modes",
            "Eigenvalues of the Hessian of one or many configurations, by dense LAPACK, block Davidson or shift and inverse as suits, and "
            + "the measures of its lowest mode. The three translations are left out of the eigenvalues. They are counted among the zero "
            + "modes, with those of rattlers (particles without contacts) and floppy modes (all others). Without an unstable mode the "
            + "softest stable one is measured. Of many configurations, small ones are solved side by side.",
            "glassmodes modes quenched.extxyz --model kalj --unstable --json",
            "Use at most N threads (default: all cores)")
    {
        _input = new InputFilesOptions(this, takesPipes: true, "every frame of each file");
        _model = new ModelOptions(this);
        _selection = new SelectionOptions(this);
        Add(_bin);
        Add(_noProfiles);
        Add(_out);
        Add(_outModes);
        Add(_exported);
        Validators.Add(result =>
        {
            if (result.GetResult(_out) is not null && !_selection.HasModes(result))
            {
                result.AddError("--out needs eigenvectors, which --count and --density do not compute");
            }

            if (result.GetResult(_outModes) is not null && result.GetResult(_out) is null)
            {
                result.AddError("--out-modes needs --out");
            }

            foreach (Option<string?> option in (Option<string?>[])[_out, _exported])
            {
                if (result.GetResult(option) is not null && _input.HasMany(result))
                {
                    result.AddError($"{option.Name} takes one configuration; give one file, and one frame of it (--frame)");
                }
            }
        });
    }

    protected override int Run(ParseResult parsed, Session session) =>
        _input.HasMany(parsed) ? RunMany(parsed, session) : RunOne(parsed, session);

    private int RunOne(ParseResult parsed, Session session)
    {
        PairModel model = _model.ModelOf(parsed);
        string file = _input.FilesOf(parsed)[0];
        string? target = parsed.GetValue(_out);
        int columns = target is null ? 0 : parsed.GetValue(_outModes) ?? 1;
        ModeRequest request = RequestOf(parsed, columns);
        string? exported = parsed.GetValue(_exported);
        RequireTarget(target, file, session);
        RequireExport(exported, file, target, session);

        ReadingOptions reading = _input.ReadingOf(parsed, session.Warn);
        (NumberedFrame frame, Hessian hessian) = InputOptions.Read(file, reading, _input.FrameOf(parsed), session, model, read =>
        {
            // This call refuses particles that nearly coincide. Their Hessian would be huge but finite.
            _ = EnergyReport.Of(read.Configuration, model);
            Hessian found = Hessian.Of(read.Configuration, model);
            RequireLowest(request, found);
            RequireModes("--out-modes", columns > 1 ? columns : 0, found);
            return (read, found);
        });
        Configuration configuration = frame.Configuration;
        if (exported is not null)
        {
            MatrixMarket.Write(hessian, exported, session.Cancellation);
            session.Kept = $"{exported} is written";
        }

        SetThreads(session);
        long began = Stopwatch.GetTimestamp();

        ModeOptions options = _selection.OptionsOf(parsed, session);
        ModeReport report = session.Follow(display => session.RunAside(
            () => ModeReport.Of(hessian, request, options, display, session.Cancellation)));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (target is not null)
        {
            // Columns with modes of an earlier run are removed. They could be mistaken for modes of this run.
            IEnumerable<ParticleProperty> kept = configuration.Properties.Where(property => !ModeReport.IsModeColumn(property.Name));
            if (report.Vectors.Count < columns)
            {
                session.Warn($"{report.Vectors.Count} modes for {columns} columns: {target} has no more");
            }

            Configuration withModes = configuration.WithProperties([.. kept, .. report.Vectors]);
            ConfigurationFile.Write(target, withModes, cancellation: session.Cancellation);
            ConfigurationFormat format = ConfigurationFormats.FromPath(target);
            OutputPath.WarnOfLosses(
                session,
                target,
                [.. ConfigurationFile.FindLosses(withModes, format)],
                [.. ConfigurationFile.FindChanges(withModes, format)]);
        }

        if (CertificateWarning.Of(report.Evidence) is { } warning)
        {
            session.Warn(warning);
        }

        ModeDocument document = ModeDocument.Of(report, frame, seconds, !parsed.GetValue(_noProfiles));
        session.Print(document, document.WriteTable);
        return ExitCode.Done;
    }

    private int RunMany(ParseResult parsed, Session session)
    {
        bool hasProfiles = !parsed.GetValue(_noProfiles);
        ModeRequest request = RequestOf(parsed, 0);
        SetThreads(session);
        ModeListDocument list = new();
        try
        {
            session.Follow(display =>
            {
                ModeBatch batch = new(_model.ModelOf(parsed), request, _selection.OptionsOf(parsed, session), session.Threads)
                {
                    Require = hessian => RequireLowest(request, hessian),
                    Progress = display,
                    OnOutcome = outcome =>
                    {
                        session.Kept = $"{list.Add(outcome, hasProfiles)} of the configurations are done";
                        Tell(session, display, outcome);
                    },
                };
                return session.RunAside(() =>
                {
                    batch.Run(
                        _input.FilesOf(parsed),
                        _input.ReadingOf(parsed, session.Warn),
                        _input.FrameOf(parsed),
                        _input.HasAllFrames(parsed),
                        session.Cancellation);
                    return true;
                });
            });
        }
        finally
        {
            // What is done is printed also after an interruption.
            if (list.Count > 0)
            {
                list.Print(session);
            }
        }

        return list.ExitCode;
    }

    private static void Tell(Session session, ProgressDisplay display, ModeOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            string text = Failure.Describe(failure);
            session.Complain(text.Contains(outcome.File, StringComparison.Ordinal) ? text : $"{outcome.Name}: {text}");
        }
        else if (outcome.Report is { } report)
        {
            display.Milestone($"{outcome.Name}: {ModeListDocument.Describe(report)}");
            if (CertificateWarning.Of(report.Evidence) is { } warning)
            {
                session.Warn($"{outcome.Name}: {warning}");
            }
        }
    }

    private ModeRequest RequestOf(ParseResult parsed, int columns) =>
        new(_selection.SelectionOf(parsed), parsed.GetValue(_bin) ?? 0.5, columns);

    private static void RequireLowest(ModeRequest request, Hessian hessian) =>
        RequireModes("--lowest", request.Selection is ModeSelection.Lowest { Number: int number } ? number : 0, hessian);

    // A count of 0 means that nothing was requested. The zero modes are then not looked for.
    private static void RequireModes(string option, int count, Hessian hessian)
    {
        if (count == 0)
        {
            return;
        }

        int modes = hessian.Order - 3;
        int besideZero = hessian.Order - hessian.KnownZeroModes().Total;
        if (count > besideZero)
        {
            throw new UsageException(
                $"{option} {count}: {hessian.Count} particles have 3N - 3 = {modes} modes"
                + (besideZero < modes ? $", {modes - besideZero} of which are zero modes of rattlers or loose parts and left out" : ""));
        }
    }

    private static void RequireExport(string? exported, string input, string? target, Session session)
    {
        if (exported is null)
        {
            return;
        }

        if (!exported.EndsWith(".mtx", StringComparison.OrdinalIgnoreCase)
            && !exported.EndsWith(".mtx.gz", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--export-hessian {exported}: a Matrix Market file is called .mtx or .mtx.gz");
        }

        if (RealPath.AreSame(exported, input) || (target is not null && RealPath.AreSame(exported, target)))
        {
            throw new UsageException($"--export-hessian {exported} is the input file or that of --out; give it another name");
        }

        OutputPath.RequireFile("--export-hessian", exported, session);
    }

    private static void RequireTarget(string? target, string input, Session session)
    {
        if (target is null)
        {
            return;
        }

        if (ConfigurationFormats.FromPath(target) == ConfigurationFormat.LammpsData)
        {
            throw new UsageException($"--out {target}: a LAMMPS data file has no columns for modes; use .extxyz or .dump");
        }

        if (RealPath.AreSame(target, input))
        {
            throw new UsageException($"--out {target} is the input file; give it another name");
        }

        OutputPath.RequireFile("--out", target, session);
    }

    // Sets the number of threads. This loads OpenBLAS before the work, so that a missing library is reported at once.
    private static void SetThreads(Session session)
    {
        BlasThreads.Count = session.RequestedThreads ?? Math.Min(BlasThreads.Count, session.Threads);
    }
}
