// Prepares liquids and writes each to its own file as it is ready.

using GlassModes.Dynamics;
using GlassModes.IO;

namespace GlassModes.Samples;

/// <summary>A prepared configuration in its file.</summary>
/// <param name="File">The file.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="Temperature">Kinetic temperature of the configuration; infinite for random positions.</param>
/// <param name="Pressure">Instantaneous pressure; NaN for random positions.</param>
/// <param name="Chain">Number, from 1, of the chain of dynamics it is from.</param>
public sealed record LiquidFile(
    string File, double PotentialEnergyPerParticle, double Temperature, double Pressure, int Chain);

/// <summary><see cref="LiquidPreparation"/> into a directory.</summary>
public static class LiquidFiles
{
    /// <summary>
    /// Runs the plan and writes sample_0001, sample_0002, … with velocities, each file whole or not at all.
    /// </summary>
    /// <param name="plan">What to prepare.</param>
    /// <param name="threads">Threads: for chains at once and, where there are more of them, within the chains of large systems.</param>
    /// <param name="directory">An existing directory.</param>
    /// <param name="extension">Extension of the files with its dot; it decides on the format.</param>
    /// <param name="onFile">Called with the number, from 0, and the file of each sample that is written; one call at a time.</param>
    /// <param name="progress">Told how far the chains have come; one report at a time.</param>
    /// <param name="cancellation">Stops the chains; files already written stay.</param>
    /// <exception cref="InputException">The extension is none of a configuration file.</exception>
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
        LiquidPreparation.Run(plan, threads, Write, progress, cancellation);

        void Write(int k, LiquidSample sample)
        {
            string file = Path.Combine(directory, $"sample_{k + 1:d4}{extension}");
            ConfigurationFile.Write(file, LiquidPreparation.Annotate(plan, k, sample), cancellation: CancellationToken.None);
            onFile(k, new LiquidFile(file, sample.PotentialEnergyPerParticle, sample.Temperature, sample.Pressure, (k % chains) + 1));
        }
    }
}
