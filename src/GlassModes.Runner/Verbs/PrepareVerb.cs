// `glassmodes prepare`: writes equilibrated or random configurations into a directory.

using System.CommandLine;
using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
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

    private readonly Option<string?> _start = new("--start")
    {
        Description = "Begin every chain with this configuration, the last of its file, instead of random positions",
        HelpName = "FILE",
    };

    private readonly Option<bool> _keepVelocities = new("--keep-velocities")
    {
        Description = "Keep the velocities of the start (default: draw them, other ones for each chain)",
    };

    private readonly Option<bool> _mpi = new("--mpi")
    {
        Description = "Share the replicas of a replica exchange with the other processes of an MPI run: mpirun -np 4 glassmodes prepare "
            + "... --mpi",
    };

    private readonly ProtocolOptions _protocol;

    public PrepareVerb()
        : base(
            "prepare",
            "Equilibrated configurations by molecular dynamics or replica exchange, with velocities; or uniform random positions, T = inf. "
            + "Says whether they are equilibrated, and if not, why. The same seed gives the same bits on any number of threads, also if "
            + "the work is stopped and resumed.",
            "glassmodes prepare --model kalj --particles 1000 --temperature 2.0 --samples 4 --out liquids",
            "Use at most N threads (default: all cores): for chains or replicas at once and, from 4000 particles on, within each chain of "
            + "dynamics at one temperature")
    {
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
        Add(_start);
        Add(_keepVelocities);
        Add(_mpi);
        _protocol = new ProtocolOptions(this);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        LiquidPlan plan = PlanOf(parsed, session);
        plan.RequireFits(session.Threads);
        return parsed.GetValue(_mpi)
            ? SharedPreparation.Of(plan, session, ranks => Prepare(parsed, session, plan, ranks)).Run(session)
            : Prepare(parsed, session, plan, null);
    }

    private int Prepare(ParseResult parsed, Session session, LiquidPlan plan, IReplicaRanks? ranks)
    {
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
        SortedDictionary<int, LiquidJudgement> judged = [];
        string Kept(int samples) => $"{samples} of {plan.Samples} samples kept in {directory}";
        bool cancelled = !session.Follow(display =>
        {
            try
            {
                LiquidFiles.Run(
                    plan,
                    session.Threads,
                    storage,
                    Written,
                    session.Warn,
                    display,
                    judgement => judged[judgement.Chain] = judgement,
                    ranks,
                    session.Cancellation);
                return true;
            }
            catch (OperationCanceledException)
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
                Equilibration = EquilibrationOutput.DocumentOf(judged.Values, isFinished: !cancelled),
                Pairs = EquilibrationOutput.PairsOf(judged.Values),
                RoundTrips = judged.Values.Any(judgement => judgement.ReplicaExchange is not null)
                    ? judged.Values.Sum(judgement => judgement.RoundTrips)
                    : (long?)null,
            },
            output => WriteTable(output, written.Values, judged.Values));
        if (!cancelled)
        {
            return ExitCode.Done;
        }

        session.Kept = $"{Kept(written.Count)}: go on with --resume";
        throw new OperationCanceledException(session.Cancellation);
    }

    private LiquidPlan PlanOf(ParseResult parsed, Session session)
    {
        PairModel model = _model.ModelOf(parsed);
        ProtocolRequest request = _protocol.Of(parsed);
        Configuration? start = parsed.GetValue(_start) is { } file ? ConfigurationFile.Read(file) : null;
        int particles = parsed.GetValue(_particles) ?? start?.Count
            ?? throw new UsageException("--particles is needed, or a configuration as --start");
        double density = start is null || _model.HasDensity(parsed) ? _model.DensityOf(parsed, model) : start.Count / start.Box.Volume;
        double temperature = parsed.GetValue(_temperature)
            ?? request.DefaultTemperature
            ?? model.DefaultTemperature
            ?? throw new UsageException($"the model {model.Name} needs --temperature");
        int samples = parsed.GetValue(_samples)!.Value;
        int chains = parsed.GetValue(_chains) ?? 1;
        ulong seed = parsed.GetValue(_seed) ?? 1;
        LiquidPlan plan = new(model, particles, density, temperature, samples, seed, chains, null, parsed.GetValue(_firstSample) ?? 0)
        {
            Start = start,
            KeepVelocities = parsed.GetValue(_keepVelocities),
        };
        return plan with
        {
            Protocol = request.Resolve(
                model, particles, density, temperature, plan.MostSamplesOfChain, seed, session.Threads, session.Cancellation),
        };
    }

    private static void WriteTable(TextWriter output, IEnumerable<LiquidFile> files, IReadOnlyCollection<LiquidJudgement> judged)
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
        EquilibrationOutput.Write(output, judged);
    }
}
