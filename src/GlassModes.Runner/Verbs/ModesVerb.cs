// `glassmodes modes`: eigenvalues of the Hessian of one configuration and measures of its lowest mode.

using System.CommandLine;
using System.Diagnostics;
using GlassModes.IO;
using GlassModes.LinearAlgebra;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Particles;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class ModesVerb : Verb
{
    private readonly InputOptions _input;
    private readonly ModelOptions _model;
    private readonly Option<bool> _all = new("--all") { Description = "All 3N - 3 modes" };
    private readonly Option<bool> _unstable = new("--unstable") { Description = "The modes of negative eigenvalue (default)" };
    private readonly Option<int?> _lowest = NumberOption.Integer("--lowest", "The N lowest modes", 1);
    private readonly Option<bool> _count = new("--count") { Description = "Only the numbers of unstable and zero modes" };
    private readonly Option<double?> _bin = NumberOption.Positive("--bin", "Bin width of the decay profile (default 0.5)", "dr");
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write the configuration with its lowest mode as a vector column 'mode' (.extxyz or .dump)",
        HelpName = "FILE",
    };

    private readonly Option<int?> _outModes = NumberOption.Integer("--out-modes", "With --out: the N lowest modes as columns mode_1, mode_2, ...", 1);

    public ModesVerb()
        : base(
            "modes",
            "Eigenvalues of the Hessian of one configuration, by dense LAPACK, and the measures of its lowest mode. The three translations "
            + "are left out of the eigenvalues but are among the zero modes; further zero modes are of particles without contacts. Without an "
            + "unstable mode the softest stable one is measured.",
            "glassmodes modes quenched.extxyz --model kalj --unstable --json")
    {
        _input = new InputOptions(this);
        _model = new ModelOptions(this);
        Add(_all);
        Add(_unstable);
        Add(_lowest);
        Add(_count);
        Add(_bin);
        Add(_out);
        Add(_outModes);
        Validators.Add(result =>
        {
            Option[] chosen = [.. ((Option[])[_all, _unstable, _lowest, _count]).Where(option => result.GetResult(option) is { Implicit: false })];
            if (chosen.Length > 1)
            {
                result.AddError($"{string.Join(" and ", chosen.Select(option => option.Name))} exclude each other; give one");
            }

            if (result.GetResult(_out) is not null && result.GetResult(_count) is { Implicit: false })
            {
                result.AddError("--out needs eigenvectors, which --count does not compute");
            }

            if (result.GetResult(_outModes) is not null && result.GetResult(_out) is null)
            {
                result.AddError("--out-modes needs --out");
            }
        });
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        PairModel model = _model.ModelOf(parsed);
        string? target = parsed.GetValue(_out);
        int columns = target is null ? 0 : parsed.GetValue(_outModes) ?? 1;
        ModeRequest request = new(Selection(parsed), parsed.GetValue(_lowest) ?? 1, parsed.GetValue(_bin) ?? 0.5, columns);
        RequireTarget(target, _input.FileOf(parsed));
        Configuration configuration = _input.Read(parsed, read =>
        {
            RequireModes("--lowest", request.Lowest, read.Count);
            RequireModes("--out-modes", columns, read.Count);
            _ = EnergyReport.Of(read, model);
            return read;
        });
        UseThreads(session);

        long began = Stopwatch.GetTimestamp();

        // LAPACK cannot be interrupted: an interruption leaves it behind in its thread, and the process ends.
        ModeReport report = Task.Run(() => ModeReport.Of(
            configuration, model, request, new ModeOptions(Threads: session.Threads), cancellation: session.Cancellation), session.Cancellation)
            .WaitAsync(session.Cancellation).GetAwaiter().GetResult();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (target is not null)
        {
            // Modes of an earlier run give way to those of the same name.
            IEnumerable<ParticleProperty> others = configuration.Properties.Where(own => report.Vectors.All(mode => mode.Name != own.Name));
            ConfigurationFile.Write(target, configuration.WithProperties([.. others, .. report.Vectors]), cancellation: session.Cancellation);
        }

        using Process process = Process.GetCurrentProcess();
        ModeDocument document = ModeDocument.Of(report, configuration, seconds, process.PeakWorkingSet64);
        session.Print(document, document.WriteTable);
        return ExitCode.Done;
    }

    private ModeSelection Selection(ParseResult parsed) =>
        parsed.GetValue(_all) ? ModeSelection.All
        : parsed.GetValue(_count) ? ModeSelection.Count
        : parsed.GetValue(_lowest) is not null ? ModeSelection.Lowest
        : ModeSelection.Unstable;

    private static void RequireModes(string option, int count, int particles)
    {
        if (count > (3 * particles) - 3)
        {
            throw new UsageException($"{option} {count}: {particles} particles have 3N - 3 = {(3 * particles) - 3} modes");
        }
    }

    private static void RequireTarget(string? target, string input)
    {
        if (target is null)
        {
            return;
        }

        if (ConfigurationFormats.FromPath(target) == ConfigurationFormat.LammpsData)
        {
            throw new UsageException($"--out {target}: a LAMMPS data file has no columns for modes; use .extxyz or .dump");
        }

        if (ConfigurationConversion.IsSameFile(target, input))
        {
            throw new UsageException($"--out {target} is the input file; give it another name");
        }

        OutputPath.RequireFile("--out", target);
    }

    // Only here and in the demo is a native library loaded, and before the work, so that a missing one is told at once.
    private static void UseThreads(Session session)
    {
        try
        {
            BlasThreads.Count = session.RequestedThreads ?? BlasThreads.Count;
        }
        catch (ArgumentOutOfRangeException problem)
        {
            throw new UsageException($"--threads {session.RequestedThreads}: {Failure.WithoutParameter(problem)}", problem);
        }
    }
}
