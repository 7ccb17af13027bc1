// Prepares liquids and writes each liquid to a file as soon as the liquid is ready.

using GlassModes.Dynamics;
using GlassModes.IO;

namespace GlassModes.Samples;

/// <summary>A prepared configuration that has been written to a file.</summary>
/// <param name="File">The file.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="Temperature">Kinetic temperature of the configuration; infinite for random positions.</param>
/// <param name="Pressure">Instantaneous pressure; NaN for random positions.</param>
/// <param name="Chain">Number of the chain of dynamics that made the configuration, from 1.</param>
public sealed record LiquidFile(
    string File, double PotentialEnergyPerParticle, double Temperature, double Pressure, int Chain);

/// <summary>Prepares liquids by <see cref="LiquidPreparation"/> and writes the configurations to files.</summary>
public static class LiquidFiles
{
    /// <summary>
    /// Runs the plan and writes the files sample_0001, sample_0002, … with the velocities of each configuration, if it has velocities. Each
    /// file appears complete or not at all.
    /// </summary>
    /// <param name="plan">The configurations to prepare.</param>
    /// <param name="threads">
    /// Number of threads. The chains run in parallel. If there are more threads than chains, the chains of large systems use several
    /// threads each.
    /// </param>
    /// <param name="directory">The directory for the files, which must exist.</param>
    /// <param name="extension">Extension of the files with its dot. The extension selects the file format.</param>
    /// <param name="onFile">
    /// Called for each sample after its file is written, with the number of the sample (from 0) and the file. Calls do not overlap.
    /// </param>
    /// <param name="progress">Receives the progress of the chains. Reports do not overlap.</param>
    /// <param name="cancellation">Stops the chains. Files that are already written stay.</param>
    /// <exception cref="InputException">No format of configuration files has this extension.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <inheritdoc cref="LiquidPreparation.Run"/>
    public static void Run(
        LiquidPlan plan,
        int threads,
        string directory,
        string extension,
        Action<int, LiquidFile> onFile,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(onFile);
        if (!ConfigurationFormats.IsFileExtension(extension))
        {
            throw new InputException($"'{extension}' is not the extension of a configuration file.");
        }

        int chains = Math.Min(plan.Chains, plan.Samples);
        LiquidPreparation.Run(plan, threads, WriteSample, progress, cancellation);

        void WriteSample(int k, LiquidSample sample)
        {
            string file = Path.Combine(directory, $"sample_{k + 1:d4}{extension}");
            ConfigurationFile.Write(file, LiquidPreparation.Annotate(plan, k, sample), cancellation: CancellationToken.None);
            onFile(k, new LiquidFile(file, sample.PotentialEnergyPerParticle, sample.Temperature, sample.Pressure, (k % chains) + 1));
        }
    }
}
