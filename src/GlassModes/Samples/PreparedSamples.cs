// The whole way from nothing: prepare liquids, then a sample of each.

using GlassModes.IO;

namespace GlassModes.Samples;

/// <summary>Prepares liquids and runs a sample of each.</summary>
public static class PreparedSamples
{
    // Of the time of short preparations; only the progress depends on it.
    private const double PreparationShare = 0.1;

    /// <summary>
    /// Runs both. With a directory, sample k has the files sample_001/start.extxyz, one file a rung, and sample.h5 (k counted from 1 in
    /// names). Each file appears whole or not at all. No checkpoints are written: liquids and samples are made again from the seed.
    /// </summary>
    /// <param name="liquids">What to prepare.</param>
    /// <param name="plan">What is done with each liquid; its model is that of the liquids.</param>
    /// <param name="threads">Threads to use.</param>
    /// <param name="directory">Where to write; null to write nothing. It is created.</param>
    /// <param name="progress">Told how far the work has come.</param>
    /// <param name="cancellation">Stops; files already written stay.</param>
    /// <returns>The outcomes in the order of the liquids.</returns>
    /// <exception cref="ArgumentException">The plan is for another model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while liquids were prepared.</exception>
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

        BatchEntry[] entries = new BatchEntry[liquids.Samples];
        LiquidPreparation.Run(
            liquids,
            threads,
            (k, liquid) =>
            {
                string? sampleDirectory = DirectoryOf(directory, k);
                if (sampleDirectory is not null)
                {
                    Directory.CreateDirectory(sampleDirectory);
                    ConfigurationFile.Write(
                        StartFileOf(sampleDirectory), LiquidPreparation.Annotate(liquids, k, liquid), cancellation: cancellation);
                }

                SampleStart start = LiquidPreparation.StartOf(liquids, k, liquid);
                entries[k] = new BatchEntry(
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

    /// <summary>The file of a sample's start in its directory.</summary>
    public static string StartFileOf(string sampleDirectory) => Path.Combine(sampleDirectory, "start.extxyz");

    private static string? DirectoryOf(string? directory, int index) =>
        directory is null
            ? null
            : Path.Combine(directory, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"sample_{index + 1:d3}"));

    private sealed class PartProgress(IProgress<WorkProgress> whole, double from, double share) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => whole.Report(value with { Fraction = from + (share * value.Fraction) });
    }
}
