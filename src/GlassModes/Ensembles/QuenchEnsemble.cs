// The whole way for a few samples: prepare, quench, diagonalise each rung, write files.

using System.Globalization;
using System.Reflection;
using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>What a small ensemble is made of.</summary>
/// <param name="Liquids">The starts.</param>
/// <param name="Ladder">The rungs.</param>
/// <param name="Options">Settings of the quench; null for the model's default method.</param>
/// <param name="Versions">Of programs and libraries, for the records, beside that of GlassModes.</param>
/// <param name="Keep">Which eigenvectors the records keep.</param>
public sealed record QuenchPlan(
    LiquidPlan Liquids,
    Ladder Ladder,
    QuenchOptions? Options = null,
    IReadOnlyDictionary<string, string>? Versions = null,
    KeptVectors Keep = KeptVectors.None);

/// <summary>One quenched and analysed sample.</summary>
/// <param name="Index">Number of the sample, from 0.</param>
/// <param name="Record">Its measures, with all that sums over samples need.</param>
/// <param name="Status">How the quench ended.</param>
public sealed record QuenchedSample(int Index, SampleRecord Record, QuenchStatus Status)
{
    /// <summary>Its rungs in descending W.</summary>
    public IReadOnlyList<RungMeasures> Rungs => Record.Rungs;

    /// <summary>The files written, the start's first; empty where none were asked for.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>Runs a <see cref="QuenchPlan"/>, one sample a thread, each with its own single-threaded LAPACK calls.</summary>
public static class QuenchEnsemble
{
    // Of the time of a demonstration, about a tenth goes into equilibration.
    private const double PreparationShare = 0.1;

    /// <summary>
    /// Runs the plan. With a directory, every start is written to sample_001/start.extxyz and every rung to sample_001/W_-1.50.extxyz with
    /// the lowest mode as the vector column "mode"; a finished sample has its measures in sample_001/sample.h5 (<see cref="SampleFile"/>).
    /// Each file appears whole or not at all. Sets the number of OpenBLAS threads to 1 while it runs.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="threads">Samples worked on at once.</param>
    /// <param name="directory">Where to write; null to write nothing. It is created.</param>
    /// <param name="progress">Told how far the work has come.</param>
    /// <param name="cancellation">Stops; files already written stay.</param>
    /// <returns>The samples in the order of their numbers.</returns>
    public static IReadOnlyList<QuenchedSample> Run(
        QuenchPlan plan,
        int threads,
        string? directory = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        LiquidSample[] starts = new LiquidSample[plan.Liquids.Samples];
        LiquidPreparation.Run(
            plan.Liquids,
            threads,
            (k, sample) =>
            {
                starts[k] = sample;
                if (directory is not null)
                {
                    Directory.CreateDirectory(SampleDirectory(directory, k));
                    ConfigurationFile.Write(StartFile(directory, k), sample.Configuration, cancellation: cancellation);
                }
            },
            progress is null ? null : new Scaled(progress, 0, PreparationShare),
            cancellation);

        int blasThreads = BlasThreads.Count;
        BlasThreads.Count = 1;
        try
        {
            QuenchedSample[] results = new QuenchedSample[starts.Length];
            double perRung = (1 - PreparationShare) / (starts.Length * (double)plan.Ladder.Rungs.Count);
            int rungsDone = 0;
            void RungDone(string text)
            {
                int done = Interlocked.Increment(ref rungsDone);
                progress?.Report(new WorkProgress(PreparationShare + (done * perRung), text));
            }

            ParallelWork.Run(
                starts.Length,
                threads,
                (k, stop) => results[k] = QuenchOne(plan, k, starts[k].Configuration, directory, RungDone, stop),
                cancellation);
            return results;
        }
        finally
        {
            BlasThreads.Count = blasThreads;
        }
    }

    private static QuenchedSample QuenchOne(
        QuenchPlan plan, int index, Configuration start, string? directory, Action<string> rungDone, CancellationToken cancellation)
    {
        PairModel model = plan.Liquids.Model;
        using QuenchRun descent = new(start, model, plan.Ladder, plan.Options);
        using SampleMeasurer measurer = new(model, plan.Keep);
        List<string> files = directory is null ? [] : [StartFile(directory, index)];
        while (descent.Next(cancellation: cancellation) is { } snapshot)
        {
            ParticleProperty? mode = null;
            RungMeasures measures = measurer.Add(snapshot, vector => mode = new ParticleProperty("mode", 3, vector.ToArray()), cancellation);
            if (directory is not null)
            {
                string file = Path.Combine(SampleDirectory(directory, index), plan.Ladder.FileNameOf(snapshot.Rung));
                ConfigurationFile.Write(file, mode is null ? snapshot.Configuration : snapshot.Configuration.WithProperties([mode]), cancellation: cancellation);
                files.Add(file);
            }

            rungDone($"sample {index + 1}: log10 W = {snapshot.Rung.Log10W:g4}, t = {snapshot.Time:f2}, {measures.UnstableCount} unstable");
        }

        SampleRecord record = new(ProvenanceOf(plan, index, start), descent.Status, descent.SaddleEscapes.Count, measurer.Rungs);
        if (directory is not null)
        {
            string file = Path.Combine(SampleDirectory(directory, index), "sample.h5");
            SampleFile.Write(file, record, cancellation);
            files.Add(file);
        }

        return new QuenchedSample(index, record, descent.Status) { Files = files };
    }

    private static SampleProvenance ProvenanceOf(QuenchPlan plan, int index, Configuration start)
    {
        LiquidPlan liquids = plan.Liquids;
        Protocol protocol = Protocol.Of(
            start,
            liquids.Temperature,
            liquids.Model,
            plan.Options ?? new QuenchOptions(),
            SampledModes.Unstable,
            double.IsPositiveInfinity(liquids.Temperature) ? null : liquids.Protocol ?? new EquilibrationProtocol());
        Dictionary<string, string> versions = new(plan.Versions ?? new Dictionary<string, string>())
        {
            ["GlassModes"] = typeof(QuenchEnsemble).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            [".NET"] = $"{Environment.Version}",
            ["SIMD"] = $"{SimdHardware.Best}",
        };
        SampleId id = new(liquids.Seed, index, SampleId.HashOf(start));
        return new SampleProvenance(protocol, id, new StartSource(PreparedSamples: liquids.Samples, PreparedChains: liquids.Chains), plan.Ladder.Rungs, versions);
    }

    private static string StartFile(string directory, int index) => Path.Combine(SampleDirectory(directory, index), "start.extxyz");

    private static string SampleDirectory(string directory, int index) => Path.Combine(directory, $"sample_{index + 1:d3}");

    // Part of a longer job.
    private sealed class Scaled(IProgress<WorkProgress> whole, double from, double share) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) =>
            whole.Report(value with { Fraction = from + (share * value.Fraction) });
    }
}
