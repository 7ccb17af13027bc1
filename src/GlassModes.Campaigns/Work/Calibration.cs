// Measures small samples of each state, and estimates from them what a campaign will cost on this machine.

using GlassModes.Campaigns.Plan;
using GlassModes.Dynamics;
using GlassModes.Equilibrium;
using GlassModes.IO;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Particles;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Work;

/// <summary>
/// Runs one small sample of each state on one thread: a short stretch of dynamics, a quench, and the same quench with modes and files. The
/// time of dynamics and quenches grows as N, that of modes as <see cref="SampleCost.ModeSeconds"/> with n_u growing as N. Files grow as N,
/// kept sets of eigenvectors as N². States that differ only in N and in the number of samples share a sample. Not known are the number of
/// evaluations of a larger quench, which grows slowly, and how the liquid of a low temperature differs after a short equilibration.
/// </summary>
public sealed class Calibration
{
    /// <summary>N of the sample that is measured, for states that have more particles.</summary>
    public const int MostParticles = 2000;

    // The description of a state and its copy.
    private const int DescriptionFiles = 2;

    private const double StretchTime = 5;

    // The text of the position and the velocity of a particle.
    private const double StartBytes = 122;
    private const double PackedStartBytes = 65;
    private const double JudgementBytes = 10_000;
    private const double VerdictBytes = 300;

    // Sums of a rung, over as many samples as a pack has.
    private const double SumsBytesPerRung = 110e3;

    // At a low temperature this is far from equilibrium, but the cost of a step and of an evaluation does not depend on it.
    private static readonly EquilibrationProtocol s_brief = new(CanonicalTime: 8, MicrocanonicalTime: 2, Interval: StretchTime);

    private readonly Dictionary<PilotKey, Pilot> _pilots = [];

    /// <summary>Estimates a campaign.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="progress">Receives the state that is measured.</param>
    /// <param name="cancellation">Stops a measurement.</param>
    /// <exception cref="InputException">A file of starts cannot be read, or a state has too few starts.</exception>
    /// <exception cref="InsufficientMemoryException">A state does not fit into the memory of this machine.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public CampaignEstimate Estimate(
        Campaign campaign, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        int blasThreads = BlasThreads.Count;
        try
        {
            BlasThreads.Count = 1;
            List<StateEstimate> states = [];
            foreach (CampaignState state in campaign.States)
            {
                progress?.Report(new WorkProgress((double)states.Count / campaign.States.Count, $"measuring a sample of {state.Name}"));
                states.Add(state.Source is PreparedStarts prepared
                    ? OfPrepared(state, prepared, cancellation)
                    : OfFiles(state, (StartsInFiles)state.Source, cancellation));
            }

            return new CampaignEstimate(states);
        }
        finally
        {
            BlasThreads.Count = blasThreads;
        }
    }

    private StateEstimate OfPrepared(CampaignState state, PreparedStarts prepared, CancellationToken cancellation)
    {
        LiquidPlan liquids = prepared.Liquids;
        Pilot pilot = PilotOf(state.Plan, liquids.Particles, liquids.Density, liquids.Temperature, cancellation);
        double steps = 0;
        if (!double.IsPositiveInfinity(liquids.Temperature))
        {
            EquilibrationProtocol protocol = liquids.Protocol ?? new EquilibrationProtocol();
            steps = (prepared.Chains * protocol.StepsBeforeFirstSample)
                + ((liquids.Samples - prepared.Chains) / liquids.Temperatures.Count * protocol.StepsBetweenSamples);
        }

        StateEstimate samples = Scale(state, pilot, liquids.Samples, liquids.Particles, liquids.Density);
        bool isPacked = state.Kept.PacksSamplesOf(state.Plan, liquids.Samples);
        (double startBytes, double startFiles) = StartsOf(state, prepared, isPacked ? liquids.Samples : 0);
        return samples with
        {
            CoreSeconds = samples.CoreSeconds + (steps * pilot.StepSecondsPerParticle * liquids.Particles),
            DiskBytes = samples.DiskBytes + startBytes,
            Files = samples.Files + startFiles,
        };
    }

    // Starts and the checkpoints of chains stay with samples whose files stay. A chain that may give more samples keeps its checkpoint. The
    // verdicts on the other chains are in one file.
    private static (double Bytes, double Files) StartsOf(CampaignState state, PreparedStarts prepared, int packed)
    {
        LiquidPlan liquids = prepared.Liquids;
        bool keeps = state.Kept.Configurations;
        int starts = keeps ? liquids.Samples - packed : 0;
        int judged = double.IsPositiveInfinity(liquids.Temperature) ? 0 : prepared.Chains;
        int chains = judged == 0 ? 0
            : keeps && packed == 0 ? prepared.Chains
            : liquids.Samples % prepared.SamplesPerChain > 0 ? 1 : 0;
        double archived = keeps ? packed * PackedStartBytes : 0;

        EquilibrationProtocol protocol = liquids.Protocol ?? new EquilibrationProtocol();
        int trials = prepared.SamplesPerChain / liquids.Temperatures.Count;
        double steps = protocol.StepsBeforeFirstSample + (trials * protocol.StepsBetweenSamples);
        int replicas = protocol.ReplicaExchange?.Temperatures.Count ?? 1;
        int verdicts = judged - chains;
        double seen = 2 * EquilibrationMonitor.EstimateBytes(liquids.Particles, steps);
        return (
            (liquids.Particles * ((StartBytes * (starts + (chains * replicas))) + archived)) + (chains * seen) + (chains * JudgementBytes)
                + (verdicts * VerdictBytes),
            starts + (3 * chains) + (verdicts > 0 ? 1 : 0));
    }

    private StateEstimate OfFiles(CampaignState state, StartsInFiles files, CancellationToken cancellation)
    {
        IReadOnlyList<StartFile> starts = StartFiles.List(
            files.Files, state.Plan.Model, files.Reading, files.AllFrames, cancellation: cancellation);
        int samples = Math.Min(state.Samples, starts.Count);
        Configuration first = ConfigurationFile.Read(starts[0].File, files.Reading, starts[0].Frame).Configuration;
        double density = first.Count / first.Box.Volume;
        double temperature = files.Temperature ?? state.Plan.Model.DefaultTemperature ?? 1;
        return Scale(state, PilotOf(state.Plan, first.Count, density, temperature, cancellation), samples, first.Count, density);
    }

    private static StateEstimate Scale(CampaignState state, Pilot pilot, int samples, int particles, double density)
    {
        double ratio = (double)particles / pilot.Particles;
        double modes = 0;
        foreach (RungCost rung in pilot.Rungs)
        {
            // Without modes this is the time to write a file.
            bool isLinear = rung.Wanted.Sampling == ModeSampling.None || particles == pilot.Particles;
            modes += rung.ModeSeconds * (isLinear ? ratio : ModeRatio(state.Plan, rung, pilot.Particles, particles));
        }

        (double bytes, double files) = FilesOf(state, pilot, samples, ratio);
        files += DescriptionFiles;
        return new StateEstimate(
            state.Name,
            samples,
            particles,
            samples * ((pilot.QuenchSeconds * ratio) + modes),
            SampleCost.WorkerBytes(state.Plan, particles, density),
            bytes,
            files);
    }

    // Kept eigenvectors are in the record of a sample. They are in an archive once more.
    private static (double Bytes, double Files) FilesOf(CampaignState state, Pilot pilot, int samples, double ratio)
    {
        PilotFiles files = pilot.Files;
        double Scaled(double bytes, double vectors) => (Math.Max(0, bytes - vectors) * ratio) + (vectors * ratio * ratio);
        double record = Scaled(files.RecordBytes, files.VectorBytes);
        bool keeps = state.Kept.Configurations;
        int packs = PacksOf(state, samples, record);
        (double bytes, double count) = SampleFilesOf();
        int shown = keeps && packs == 0 ? 0 : Math.Min(samples, state.Kept.PageSamples);
        return (bytes + (shown * (record + PageBytes(state, pilot, ratio))), count + shown);

        (double Bytes, double Files) SampleFilesOf() => packs > 0
            ? ((samples * (record + (keeps ? Scaled(files.ArchiveBytes, files.VectorBytes) : 0)))
                + (packs * SumsBytesPerRung * state.Plan.Ladder.Rungs.Count), packs * (keeps ? 3.0 : 2.0))
            : keeps ? (samples * Scaled(files.Bytes, files.VectorBytes), (double)samples * files.Count)
            : (samples * record, samples);
    }

    // Positions and the lowest mode at each rung, besides what is in the record.
    private static double PageBytes(CampaignState state, Pilot pilot, double ratio) =>
        2 * 3 * sizeof(double) * ratio * pilot.Particles * state.Plan.Ladder.Rungs.Count;

    private static int PacksOf(CampaignState state, int samples, double recordBytes)
    {
        if (!state.Kept.PacksSamplesOf(state.Plan, samples) || recordBytes > PackBlocks.DefaultBytes / 2 || samples < 2)
        {
            return 0;
        }

        double perPack = Math.Min(state.Kept.SamplesPerPack, Math.Floor(PackBlocks.DefaultBytes / recordBytes));
        return (int)Math.Ceiling(samples / perPack);
    }

    private static double ModeRatio(SamplePlan plan, RungCost rung, int from, int to)
    {
        int modesThere = rung.Wanted.Sampling == ModeSampling.Lowest ? rung.Modes : (int)Math.Round((double)rung.Modes * to / from);
        return SampleCost.ModeSeconds(plan, rung.Wanted, to, modesThere) / SampleCost.ModeSeconds(plan, rung.Wanted, from, rung.Modes);
    }

    private Pilot PilotOf(SamplePlan plan, int particles, double density, double temperature, CancellationToken cancellation)
    {
        int count = Math.Min(particles, MostParticles);
        PilotKey key = new(
            plan.Model.Name,
            plan.Model.MaximumCutoff,
            density,
            temperature,
            string.Join(' ', plan.Ladder.Rungs.Select(rung => rung.MeanSquaredForce)),
            plan.Quench,
            plan.Modes,
            plan.StartModes,
            plan.Kept,
            count);
        if (!_pilots.TryGetValue(key, out Pilot? pilot))
        {
            pilot = Measure(plan, new LiquidPlan(plan.Model, count, density, temperature, 1), cancellation);
            _pilots.Add(key, pilot);
        }

        return pilot;
    }

    private static Pilot Measure(SamplePlan plan, LiquidPlan liquid, CancellationToken cancellation)
    {
        (Configuration configuration, double stepSeconds) = MakeLiquid(liquid, cancellation);
        SampleStart start = new(
            configuration, new SampleId(0, 0, SampleId.HashOf(configuration)), new StartSource(), liquid.Temperature);
        SamplePlan plain = plan with { Modes = SampledModes.None, StartModes = null };
        DirectoryInfo directory = Directory.CreateTempSubdirectory("glassmodes-calibration-");
        try
        {
            // Code is compiled while it runs for the first time.
            SamplePlan brief = plan with
            {
                Ladder = plan.Ladder.Rungs.Count > 0 ? new Quench.Ladder(plan.Ladder.Rungs[0].MeanSquaredForce) : plan.Ladder,
            };
            _ = SampleRun.Run(start, brief, null, cancellation: cancellation);
            cancellation.ThrowIfCancellationRequested();
            TimedSample quench = Time(start, plain, null, cancellation);
            double startSeconds = plan.StartModes is null
                ? 0 : Time(start, plan with { Ladder = Quench.Ladder.Empty }, null, cancellation).Seconds;
            TimedSample whole = Time(start, plan, new SampleStorage(directory.FullName), cancellation);
            return MakePilot(plan, liquid.Particles, stepSeconds, startSeconds, quench, whole, directory);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // Other work on the machine lengthens the time on the wall, but not the processor time.
    private static TimedSample Time(SampleStart start, SamplePlan plan, SampleStorage? storage, CancellationToken cancellation)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        SampleResult result = SampleRun.Run(start, plan, storage, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        return new TimedSample(result, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private static (Configuration Configuration, double StepSeconds) MakeLiquid(LiquidPlan liquid, CancellationToken cancellation)
    {
        if (double.IsPositiveInfinity(liquid.Temperature))
        {
            return (Liquid.Random(liquid.Model, liquid.Particles, liquid.Density, 1, 0).Configuration, 0);
        }

        TimeSpan began = default;
        Configuration? last = null;
        foreach (LiquidSample sample in Liquid.Equilibrate(
            liquid.Model, liquid.Particles, liquid.Density, liquid.Temperature, 2, protocol: s_brief, cancellation: cancellation))
        {
            began = last is null ? Environment.CpuUsage.TotalTime : began;
            last = sample.Configuration;
        }

        double seconds = (Environment.CpuUsage.TotalTime - began).TotalSeconds;
        return (last!, seconds / s_brief.StepsIn(StretchTime));
    }

    private static Pilot MakePilot(
        SamplePlan plan,
        int particles,
        double stepSeconds,
        double startSeconds,
        TimedSample quench,
        TimedSample whole,
        DirectoryInfo directory)
    {
        List<RungCost> rungs = [];
        double plainBefore = 0;

        // The modes of the start are solved for before the first rung.
        double wholeBefore = startSeconds;
        foreach ((QuenchedRung plain, QuenchedRung measured) in quench.Result.Rungs.Zip(whole.Result.Rungs))
        {
            (double plainNow, double wholeNow) = (quench.SecondsOf(plain), whole.SecondsOf(measured));
            double seconds = wholeNow - wholeBefore - (plainNow - plainBefore);
            (plainBefore, wholeBefore) = (plainNow, wholeNow);
            rungs.Add(new RungCost(Math.Max(0, seconds), plan.Modes.At(measured.Rung), CountModes(measured.Measures)));
        }

        if (plan.StartModes is { } start)
        {
            rungs.Add(new RungCost(startSeconds, start, CountModes(whole.Result.Record?.Start)));
        }

        double vectors = plan.Kept == KeptVectors.Unstable
            ? whole.Result.Rungs.Sum(rung => 24.0 * particles * Math.Max(1, rung.Measures?.UnstableCount ?? 0)) : 0;
        return new Pilot(particles, stepSeconds / particles, quench.Seconds, rungs, MeasureFiles(directory, vectors));
    }

    private static PilotFiles MeasureFiles(DirectoryInfo directory, double vectors)
    {
        FileInfo[] files = directory.GetFiles();
        FileInfo? record = files.FirstOrDefault(file => file.Name == SampleStorage.RecordName);
        string archive = Path.Combine(directory.FullName, "files.tar.gz");
        SampleArchive.Write(archive, directory.FullName, [.. files.Select(file => file.Name)]);
        return new PilotFiles(
            files.Length, files.Sum(file => file.Length), record?.Length ?? 0, new FileInfo(archive).Length, vectors);
    }

    private sealed record TimedSample(SampleResult Result, double Seconds)
    {
        // The share of the time up to a rung is known on the wall.
        public double SecondsOf(QuenchedRung rung) => rung.WallSeconds / Result.WallSeconds * Seconds;
    }

    private static int CountModes(RungMeasures? rung) => rung is null ? 0 : rung.Eigenvalues.Count + rung.StableEigenvalues.Count;

    private sealed record RungCost(double ModeSeconds, SampledModes Wanted, int Modes);

    private sealed record Pilot(
        int Particles,
        double StepSecondsPerParticle,
        double QuenchSeconds,
        IReadOnlyList<RungCost> Rungs,
        PilotFiles Files);

    // Kept eigenvectors grow as N squared, the rest of the files as N.
    private sealed record PilotFiles(int Count, double Bytes, double RecordBytes, double ArchiveBytes, double VectorBytes);

    private sealed record PilotKey(
        string Model,
        double Cutoff,
        double Density,
        double Temperature,
        string Rungs,
        Quench.QuenchOptions Quench,
        SampledModes Modes,
        SampledModes? StartModes,
        KeptVectors Kept,
        int Particles);
}
