// `glassmodes demo`: takes all steps on a few small samples, and ends with the table at fixed W.

using System.CommandLine;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using GlassModes.Analysis;
using GlassModes.Dynamics;
using GlassModes.Ensembles;
using GlassModes.Files;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Papers;
using GlassModes.Quench;
using GlassModes.Runner.Options;
using GlassModes.Runner.Output;
using GlassModes.Samples;
using GlassModes.Statistics;
using GlassModes.Tables;

namespace GlassModes.Runner.Verbs;

internal sealed class DemoVerb : Verb
{
    private const double Temperature = 2;

    // At T = 2 the liquid relaxes within about one unit of time. A demonstration needs far less time than the 500 units of the paper.
    private static readonly EquilibrationProtocol s_protocol = new(CanonicalTime: 60, MicrocanonicalTime: 40);

    private readonly Option<int?> _samples = NumberOption.Integer("--samples", "Number of samples (default 3)", 1);
    private readonly Option<int?> _particles = NumberOption.Integer("--particles", "Particles a sample (default 1000)", 2);
    private readonly LadderOptions _ladder;
    private readonly Option<ulong?> _seed = NumberOption.Seed();
    private readonly Option<string> _out = new("--out")
    {
        Description = "Directory for the configurations, the sample records and table.csv",
        HelpName = "DIR",
        DefaultValueFactory = _ => "demo-output",
    };

    private readonly Option<KeptVectors> _keep = RecordOptions.KeepOption("Eigenvectors");
    private readonly RunOptions _run;

    public DemoVerb()
        : base(
            "demo",
            "The whole way on a few small samples: equilibrate a Kob-Andersen liquid at T = 2, quench it, diagonalise the Hessian at each "
            + "rung of W, and average over the samples.",
            "glassmodes demo --samples 2 --particles 500 --until 1e-4",
            "Compute at most N samples at once (default: one on each core)")
    {
        Add(_samples);
        Add(_particles);
        _ladder = new LadderOptions(this, withLadder: false);
        Add(_seed);
        Add(_out);
        _run = new RunOptions(this, withCheckpoints: false);
        Add(_keep);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        int samples = parsed.GetValue(_samples) ?? 3;
        LiquidPlan liquids = new(
            KobAndersen.ForceShifted(),
            parsed.GetValue(_particles) ?? 1000,
            KobAndersen.Density,
            Temperature,
            samples,
            parsed.GetValue(_seed) ?? 1,
            Chains: samples,
            s_protocol);
        SamplePlan plan = new(liquids.Model, _ladder.LadderOf(parsed))
        {
            Modes = SampledModes.Unstable,
            Kept = parsed.GetValue(_keep),
            Versions = CommandTree.LibraryVersions(),
        };

        PreparedSamples.RequireFits(liquids, plan, session.Threads, parsed.GetRequiredValue(_out));

        // If OpenBLAS is missing, this call reports it before the equilibration.
        _ = BlasThreads.Count;
        string directory = _run.Open(parsed, session, parsed.GetRequiredValue(_out), RunClaims.OfDemonstration(liquids, plan));
        session.Kept = $"the files finished so far are kept in {directory}";

        long began = Stopwatch.GetTimestamp();
        IReadOnlyList<BatchOutcome> outcomes = session.Follow(
            display => PreparedSamples.Run(liquids, plan, session.Threads, directory, display, session.Cancellation));
        session.Cancellation.ThrowIfCancellationRequested();
        if (outcomes.FirstOrDefault(outcome => outcome.Failure is not null)?.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        SampleResult[] results = [.. outcomes.Select(outcome => outcome.Result!)];
        EnsembleSums sums = EnsembleSums.Of(results.Select(result => result.Record!));
        string table = Path.Combine(directory, "table.csv");
        ResultCsv.Write(table, Shimada2024.WithSource(AverageTables.FixedW(NamedEnsemble.Name([sums]))));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (SampleResult result in results.Where(result => result.Status != QuenchStatus.LadderDone))
        {
            session.Warn($"sample {result.Start.Id.Number + 1} ended before the last rung: {EnumWord.Of(result.Status)}");
        }

        foreach (SampleResult result in results)
        {
            if (CertificateWarning.Of(result.Record) is { } missing)
            {
                session.Warn($"sample {result.Start.Id.Number + 1}: {missing}");
            }
        }

        session.Print(
            new
            {
                Rows = sums.Rungs.Select(RowDocument),
                UncertifiedRungs = results.Sum(
                    result => result.Record!.Rungs.Count(rung => !rung.Evidence.Certificate.IsCertified)),
                Directory = directory,
                Files = results.SelectMany(FilesOf).Append(table),
                WallSeconds = seconds,
            },
            output =>
            {
                WriteTable(output, sums.Rungs);
                output.WriteLine();
                output.WriteLine("Means over samples; in brackets the standard error in the last digits. Reduced units.");
                output.WriteLine("t: time of the quench. V/N: potential energy of a particle. f_u: fraction of unstable modes.");
                output.WriteLine("lambda_1, P_1: eigenvalue and participation ratio of the lowest mode; about N P_1 particles move in it.");
                output.WriteLine(
                    "Lambda_min: energy of its core, the lowest sum of local energies within a sphere; negative for many stable modes "
                    + "too.");
                output.WriteLine(
                    "lambda_1 > 0: no mode is unstable, and the lowest mode is the softest stable one. f_u may rise again beyond a "
                    + "saddle.");
                output.WriteLine("W = 1e-7 is not yet an inherent structure: that needs W <= 1e-12 and no unstable mode (--until 1e-16).");
                output.WriteLine($"Configurations with their lowest modes, and table.csv, are in {directory}; it took {seconds:f1} s.");
            });
        return ExitCode.Done;
    }

    private static IEnumerable<string> FilesOf(SampleResult result) =>
    [
        PreparedSamples.StartFileOf(Path.GetDirectoryName(result.RecordFile!)!),
        .. result.Rungs.Select(rung => rung.File!),
        result.RecordFile!,
    ];

    private static object RowDocument(RungSums rung)
    {
        (Estimate time, Estimate energy, Estimate fraction) =
            (rung.Mean(RungScalar.Time), rung.Mean(RungScalar.PotentialEnergyPerParticle), rung.Mean(RungScalar.FractionUnstable));
        (Estimate eigenvalue, Estimate participation, Estimate core) =
            (rung.Mean(RungScalar.LowestEigenvalue), rung.Mean(RungScalar.LowestParticipation), rung.Mean(RungScalar.CoreEnergy));
        return new
        {
            rung.Log10W,
            Samples = rung.Count,
            Time = time.Mean,
            TimeError = time.StandardError,
            PotentialEnergyPerParticle = energy.Mean,
            PotentialEnergyPerParticleError = energy.StandardError,
            FractionUnstable = fraction.Mean,
            FractionUnstableError = fraction.StandardError,
            LowestEigenvalue = eigenvalue.Mean,
            LowestEigenvalueError = eigenvalue.StandardError,
            LowestParticipation = participation.Mean,
            LowestParticipationError = participation.StandardError,
            CoreEnergy = core.Mean,
            CoreEnergyError = core.StandardError,
        };
    }

    private static void WriteTable(TextWriter output, IReadOnlyCollection<RungSums> rungs)
    {
        TextTable table = new(RungText.Header);
        foreach (RungSums rung in rungs)
        {
            table.Add(RungText.Cells(rung));
        }

        table.Write(output);
    }
}
