// `glassmodes demo`: takes all steps on a few small samples, and ends with the table at fixed W.

using System.CommandLine;
using System.Diagnostics;
using GlassModes.Analysis;
using GlassModes.Analysis.Records;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Ensembles;
using GlassModes.Figures;
using GlassModes.Figures.Drawing;
using GlassModes.Figures.Page;
using GlassModes.Figures.Plots;
using GlassModes.Files;
using GlassModes.LinearAlgebra.Lapack;
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
    private const int DefaultSamples = 3;
    private const int DefaultParticles = 1000;

    private readonly Option<int?> _samples = NumberOption.Integer("--samples", "Number of samples (default 3)", 1);
    private readonly Option<int?> _particles = NumberOption.Integer("--particles", "Particles a sample (default 1000)", 2);
    private readonly LadderOptions _ladder;
    private readonly Option<ulong?> _seed = NumberOption.Seed();
    private readonly Option<string> _out = new("--out")
    {
        Description = "Directory for the configurations, the sample records, table.csv, the figures and report.html",
        HelpName = "DIR",
        DefaultValueFactory = _ => "demo-output",
    };

    private readonly Option<KeptVectors> _keep = RecordOptions.KeepOption("Eigenvectors");
    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Clear an earlier demonstration with other numbers in --out first",
    };

    public DemoVerb()
        : base(
            "demo",
            "The whole way on a few small samples: equilibrate a Kob-Andersen liquid at T = 2, quench it, diagonalise the Hessian at each "
            + "rung of W, and average over the samples. It ends with figures and a page to look at, report.html.",
            "glassmodes demo --samples 2 --particles 500 --until 1e-4",
            "Compute at most N samples at once (default: one on each core)")
    {
        Add(_samples);
        Add(_particles);
        _ladder = new LadderOptions(this, withLadder: false);
        Add(_seed);
        Add(_out);
        Add(_overwrite);
        Add(_keep);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        string root = parsed.GetRequiredValue(_out);
        int samples = parsed.GetValue(_samples) ?? DefaultSamples;
        Ladder ladder = _ladder.LadderOf(parsed);
        string text = CampaignExamples.Demonstration(
            samples,
            parsed.GetValue(_particles) ?? DefaultParticles,
            ladder.LastRung!.Value.MeanSquaredForce,
            parsed.GetValue(_seed) ?? 1,
            parsed.GetValue(_keep));
        Campaign campaign = CampaignFile.Parse("demo.toml", text);
        CampaignState state = campaign.States[0];
        PreparedSamples.RequireFits(((PreparedStarts)state.Source).Liquids, state.Plan, session.Threads, root);

        // If OpenBLAS is missing, this call reports it before the equilibration.
        _ = BlasThreads.Count;
        long began = Stopwatch.GetTimestamp();
        CampaignExecution execution = new(campaign, text, root, new CampaignShare(0, 1), Math.Min(session.Threads, samples))
        {
            Overwrites = parsed.GetValue(_overwrite),
        };
        ShareStatus status = execution.Run(session);
        int exitCode = execution.Conclude(status, session);
        if (exitCode != ExitCode.Done)
        {
            return exitCode;
        }

        CampaignDirectory directory = new(root);
        string[] files = [.. Enumerable.Range(0, samples).Select(sample => directory.SampleOf(state, sample).Record)];
        SampleRecord[] records = [.. files.Select(file => SampleFile.Read(file, eigenvectors: false))];
        EnsembleSums sums = EnsembleSums.Of(records);
        string table = Path.Combine(root, "table.csv");
        ResultCsv.Write(table, Shimada2024.WithSource(AverageTables.FixedW(NamedEnsemble.Name([sums]))));
        AnalysisResults results = EnsembleAnalysis.Of([sums], Shimada2024.Options, cancellation: session.Cancellation);
        FigureSet figures = PaperFigures.Of(results, Shimada2024Figures.All, cancellation: session.Cancellation);
        string figureDirectory = OutputPath.RequireDirectory("--out", Path.Combine(root, "figures"), session);
        foreach (Figure figure in figures.Figures)
        {
            FigureFiles.Write(figureDirectory, figure, FigureStyle.Paper);
        }

        string figurePage = FigureFiles.WritePage(figureDirectory, figures.Figures, figures.Missing);
        string report = Path.Combine(root, "report.html");
        ReportContent content = Report.Of(
            results,
            RecordFinder.Find(files, session.Warn, session.Cancellation),
            new ReportOptions
            {
                Campaign = text,
                Day = DateOnly.FromDateTime(DateTime.UtcNow),
                SamplesInSpace = Math.Min(samples, DefaultSamples),
            },
            session.Warn,
            session.Cancellation);
        AtomicFile.Write(report, stream => ReportPage.Write(content, stream), session.Cancellation);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (SampleRecord record in records)
        {
            WarnOf(record, session);
        }

        session.Print(
            new
            {
                Rows = sums.Rungs.Select(RowDocument),
                UncertifiedRungs = records.Sum(record => record.Rungs.Count(rung => !rung.Evidence.Certificate.IsCertified)),
                Directory = root,
                Files = Directory.EnumerateFiles(directory.Of(state), "*", SearchOption.AllDirectories)
                    .Where(file => Path.GetExtension(file) is ".extxyz" or ".h5").Order(StringComparer.Ordinal).Append(table),
                Figures = figurePage,
                Report = report,
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
                output.WriteLine($"Configurations with their lowest modes, and table.csv, are in {root}; it took {seconds:f1} s.");
                output.WriteLine($"Figures: {figurePage}");
                output.WriteLine($"To look at, with the modes in space: {report}");
            });
        return ExitCode.Done;
    }

    private static void WarnOf(SampleRecord record, Session session)
    {
        int number = record.Provenance.Id.Number + 1;
        if (record.Status != QuenchStatus.LadderDone)
        {
            session.Warn($"sample {number} ended before the last rung: {EnumWord.Of(record.Status)}");
        }

        if (CertificateWarning.Of(record) is { } missing)
        {
            session.Warn($"sample {number}: {missing}");
        }
    }

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
