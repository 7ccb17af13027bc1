// Prepares liquids and runs a sample of each.

using System.Globalization;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Numerics.Memory;

namespace GlassModes.Samples;

/// <summary>Prepares liquids and runs a sample of each.</summary>
public static class PreparedSamples
{
    // The part of the reported progress that belongs to the preparation. Short preparations take about this share of the time.
    private const double PreparationShare = 0.1;

    // A configuration in memory, and the text of one with modes on the disk, take about so many bytes a particle.
    private const double MemoryBytes = 80;
    private const double TextBytes = 150;

    /// <summary>Throws unless the memory holds all liquids and the samples at work, and the disk all files.</summary>
    /// <param name="liquids">The liquids to prepare.</param>
    /// <param name="plan">Says what is done with each liquid.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="directory">The directory for all files; null if no files are written.</param>
    /// <exception cref="InsufficientMemoryException">The memory does not suffice. The message gives the bytes.</exception>
    /// <exception cref="IOException">The disk has less space. The message gives both numbers.</exception>
    /// <exception cref="InputException">Numbers of the plan do not fit each other.</exception>
    public static void RequireFits(LiquidPlan liquids, SamplePlan plan, int threads, string? directory = null)
    {
        ArgumentNullException.ThrowIfNull(liquids);
        ArgumentNullException.ThrowIfNull(plan);
        liquids.RequireFits(threads);
        SampleMemory.Ensure(plan, liquids.Particles, liquids.Density, Math.Min(threads, liquids.Samples));
        double configurations = (double)liquids.Samples * liquids.Particles;
        string name = string.Create(CultureInfo.InvariantCulture, $"{liquids.Samples} samples of {liquids.Particles} particles");
        MemoryBudget.Ensure((long)Math.Min(MemoryBytes * configurations, long.MaxValue / 2), $"{name}: the set of all liquids");
        if (directory is not null)
        {
            DiskSpace.Ensure(directory, TextBytes * configurations * (1 + plan.Ladder.Rungs.Count), name);
        }
    }

    /// <summary>
    /// Prepares the liquids and then runs a sample of each. If a directory is given, every sample has its own directory sample_001,
    /// sample_002, … . The directory of a sample holds the start (start.extxyz), one file for each rung, and the record (sample.h5). Each
    /// file appears complete or not at all. No checkpoints are written, because the seed is enough to make liquids and samples again.
    /// </summary>
    /// <param name="liquids">The liquids to prepare.</param>
    /// <param name="plan">Says what is done with each liquid. Its model is the model of the liquids.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="directory">The directory for all files, which is created; null to write no files.</param>
    /// <param name="progress">Receives the progress of the whole work.</param>
    /// <param name="cancellation">Stops the work. Files that are already written stay.</param>
    /// <returns>The outcomes in the order of the liquids.</returns>
    /// <exception cref="ArgumentException">The plan is for another model.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold the liquids or the samples. Nothing has begun.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled while liquids were prepared.</exception>
    public static IReadOnlyList<BatchOutcome> Run(
        LiquidPlan liquids,
        SamplePlan plan,
        int threads,
        string? directory = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(liquids);
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Model != liquids.Model)
        {
            throw new ArgumentException(
                $"Liquids of the model {liquids.Model.Name} cannot be quenched by a plan for {plan.Model.Name}.", nameof(plan));
        }

        RequireFits(liquids, plan, threads, directory);
        BatchEntry[] entries = new BatchEntry[liquids.Samples];
        LiquidPreparation.Run(
            liquids,
            threads,
            (k, liquid) =>
            {
                string? sampleDirectory = directory is null ? null : Path.Combine(directory, DirectoryOf(k));
                if (sampleDirectory is not null)
                {
                    Directory.CreateDirectory(sampleDirectory);
                    ConfigurationFile.Write(
                        StartFileOf(sampleDirectory), LiquidPreparation.Annotate(liquids, k, liquid), cancellation: cancellation);
                }

                SampleStart start = LiquidPreparation.StartOf(liquids, k, liquid);
                entries[k - liquids.FirstSample] = new BatchEntry(
                    $"sample {k + 1}",
                    () => start,
                    sampleDirectory is null ? null : new SampleStorage(sampleDirectory) { HasCheckpoints = false });
            },
            progress is null ? null : new PartProgress(progress, 0, PreparationShare),
            cancellation);
        SampleBatch batch = new(plan, threads)
        {
            Progress = progress is null ? null : new PartProgress(progress, PreparationShare, 1 - PreparationShare),
        };
        return batch.Run(entries, cancellation);
    }

    /// <summary>Path of the start file in the directory of a sample.</summary>
    public static string StartFileOf(string sampleDirectory) => Path.Combine(sampleDirectory, "start.extxyz");

    /// <summary>The directory of a sample below that of the run: sample_001 and so on.</summary>
    internal static string DirectoryOf(int index) => string.Create(CultureInfo.InvariantCulture, $"sample_{index + 1:d3}");

    private sealed class PartProgress(IProgress<WorkProgress> whole, double from, double share) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) =>
            whole.Report(value with { Fraction = double.IsNaN(value.Fraction) ? from : from + (share * value.Fraction) });
    }
}
