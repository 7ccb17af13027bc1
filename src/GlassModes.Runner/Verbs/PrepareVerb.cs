// `glassmodes prepare`: writes equilibrated or random configurations into a directory.

using System.CommandLine;
using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;
using GlassModes.Samples;

namespace GlassModes.Runner.Verbs;

internal sealed class PrepareVerb : Verb
{
    private static readonly string s_randomStarts =
        ModelOptions.NamesWhere(entry => double.IsPositiveInfinity(entry.Model.DefaultTemperature ?? 0));

    private readonly ModelOptions _model;
    private readonly Option<int?> _particles = NumberOption.Integer("--particles", "Number of particles", 2);
    private readonly Option<double?> _temperature = NumberOption.Positive(
        "--temperature", $"Temperature; inf for uniform random positions (default for {s_randomStarts})", "T", infinite: true);

    private readonly Option<int?> _samples = NumberOption.Integer("--samples", "Number of configurations", 1);
    private readonly Option<string> _out = new("--out")
    {
        Description = "Directory for sample_0001 and so on",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "Extension of the files, which decides on their format: extxyz, data or dump, each also with .gz",
        HelpName = "EXT",
        DefaultValueFactory = _ => "extxyz",
    };

    private readonly Option<int?> _firstSample = NumberOption.Integer(
        "--first-sample", "Number of the first sample, from 0 (default 0); for array jobs that share --out", 0);

    private readonly RunOptions _run;
    private readonly Option<ulong?> _seed = NumberOption.Seed();
    private readonly Option<int?> _chains = NumberOption.Integer(
        "--chains", "Independent runs that share the samples (default 1); each equilibrates anew", 1);

    private readonly Option<double?> _timestep = NumberOption.Positive("--timestep", "Time step of the dynamics (default 0.005)", "dt");
    private readonly Option<double?> _nvt = NumberOption.Time("--equilibrate-nvt", "Time in NVT from the random start (default 500)");
    private readonly Option<double?> _nve = NumberOption.Time("--equilibrate-nve", "Time in NVE before the first sample (default 500)");
    private readonly Option<double?> _interval = NumberOption.Time("--interval", "Time in NVE between samples (default 50)");

    public PrepareVerb()
        : base(
            "prepare",
            "Equilibrated configurations by molecular dynamics from a random start, with velocities; or uniform random positions, T = inf. "
            + "The same seed gives the same bits on any number of threads, also if the work is stopped and resumed.",
            "glassmodes prepare --model kalj --particles 1000 --temperature 2.0 --samples 4 --out liquids",
            "Use at most N threads (default: all cores): for chains at once and, from 4000 particles on, within each chain")
    {
        _particles.Required = true;
        _samples.Required = true;
        _model = new ModelOptions(this, withDensity: true);
        Add(_particles);
        Add(_temperature);
        Add(_samples);
        Add(_firstSample);
        Add(_out);
        _run = new RunOptions(this);
        Add(_format);
        Add(_seed);
        Add(_chains);
        Add(_timestep);
        Add(_nvt);
        Add(_nve);
        Add(_interval);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        LiquidPlan plan = PlanOf(parsed);
        plan.RequireFits(session.Threads);
        string extension = "." + parsed.GetRequiredValue(_format).TrimStart('.');
        if (!ConfigurationFormats.IsFileExtension(extension))
        {
            throw new UsageException(
                $"--format {extension[1..]}: not a known extension; known are data, dump, lammpstrj, extxyz and xyz, each also with .gz");
        }

        LiquidFiles.RequireSpace(plan, new LiquidStorage(parsed.GetRequiredValue(_out), extension));
        bool isPart = parsed.GetValue(_firstSample) is not null;
        string directory = _run.Open(
            parsed, session, parsed.GetRequiredValue(_out), RunClaims.OfPreparation(plan, extension, isPart));
        LiquidStorage storage = new(directory, extension)
        {
            Resume = _run.Resumes(parsed),
            CheckpointInterval = _run.IntervalOf(parsed),
        };
        SortedDictionary<int, LiquidFile> written = [];
        string Kept(int samples) => $"{samples} of {plan.Samples} samples kept in {directory}";
        bool cancelled = !session.Follow(display =>
        {
            try
            {
                LiquidFiles.Run(plan, session.Threads, storage, Written, session.Warn, display, session.Cancellation);
                return true;
            }
            catch (OperationCanceledException) when (session.Cancellation.IsCancellationRequested)
            {
                return false;
            }

            void Written(int k, LiquidFile file)
            {
                written[k] = file;
                session.Kept = Kept(written.Count);
                string temperature = TextTable.Number(file.Temperature, "g4");
                display.Milestone($"{file.File}: V/N = {file.PotentialEnergyPerParticle:g6}, T = {temperature}");
            }
        });
        session.Print(
            new
            {
                Status = cancelled ? "cancelled" : "done",
                plan.Particles,
                plan.Density,
                Files = written.Values.Select(file => file.File),
                Samples = written.Values,
            },
            output => WriteTable(output, written.Values));
        if (!cancelled)
        {
            return ExitCode.Done;
        }

        session.Kept = $"{Kept(written.Count)}: go on with --resume";
        throw new OperationCanceledException(session.Cancellation);
    }

    private LiquidPlan PlanOf(ParseResult parsed)
    {
        PairModel model = _model.ModelOf(parsed);
        double temperature = parsed.GetValue(_temperature)
            ?? model.DefaultTemperature
            ?? throw new UsageException($"the model {model.Name} needs --temperature");
        EquilibrationProtocol defaults = new();
        return new LiquidPlan(
            model,
            parsed.GetValue(_particles)!.Value,
            _model.DensityOf(parsed, model),
            temperature,
            parsed.GetValue(_samples)!.Value,
            parsed.GetValue(_seed) ?? 1,
            parsed.GetValue(_chains) ?? 1,
            new EquilibrationProtocol(
                parsed.GetValue(_timestep) ?? defaults.Timestep,
                parsed.GetValue(_nvt) ?? defaults.CanonicalTime,
                parsed.GetValue(_nve) ?? defaults.MicrocanonicalTime,
                parsed.GetValue(_interval) ?? defaults.Interval),
            parsed.GetValue(_firstSample) ?? 0);
    }

    private static void WriteTable(TextWriter output, IEnumerable<LiquidFile> files)
    {
        TextTable table = new("file", "V/N", "T", "pressure", "chain");
        foreach (LiquidFile file in files)
        {
            table.Add(
                file.File,
                TextTable.Number(file.PotentialEnergyPerParticle, "f6"),
                TextTable.Number(file.Temperature, "f4"),
                TextTable.Number(file.Pressure, "f4"),
                $"{file.Chain}");
        }

        table.Write(output);
    }
}
