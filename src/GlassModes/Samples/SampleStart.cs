// The start of a sample, and where it comes from.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>A configuration to be quenched, with its origin and preparation.</summary>
/// <param name="Configuration">The configuration; its velocities are not used.</param>
/// <param name="Id">Identifies the sample within its ensemble.</param>
/// <param name="Source">Where the configuration comes from.</param>
/// <param name="Temperature">T of the liquid; +∞ for random positions, NaN if not known.</param>
/// <param name="Preparation">How the liquid was equilibrated; null for random positions, or if not known.</param>
public sealed record SampleStart(
    Configuration Configuration,
    SampleId Id,
    StartSource Source,
    double Temperature = double.NaN,
    EquilibrationProtocol? Preparation = null)
{
    /// <summary>Key of the seed in the comment line of an extended XYZ file.</summary>
    public const string SeedKey = "seed";

    /// <summary>Key of the number of the sample, which counts from 0.</summary>
    public const string SampleKey = "sample";

    /// <summary>Key of the temperature T.</summary>
    public const string TemperatureKey = "temperature";

    /// <summary>
    /// Makes a start from a configuration of a file. Seed, number and temperature are taken from the file if the file has them, as the
    /// files of `prepare` do. Otherwise the seed is 0, and the number is <paramref name="number"/>.
    /// </summary>
    /// <param name="configuration">The configuration that was read from the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="frame">Frame of the configuration in the file, from 0.</param>
    /// <param name="number">Number of the start among all given starts, from 0.</param>
    /// <param name="temperature">Temperature T; null to take T from the file.</param>
    /// <exception cref="InputException">
    /// The seed, the number or the temperature in the file is not a number, or the temperature in the file differs from
    /// <paramref name="temperature"/>.
    /// </exception>
    public static SampleStart FromFile(Configuration configuration, string file, int frame, int number, double? temperature = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ulong seed = ValueOf<ulong>(configuration, file, SeedKey, NumberStyles.None) ?? 0;
        int sample = ValueOf<int>(configuration, file, SampleKey, NumberStyles.None) ?? number;
        double? stored = ValueOf<double>(configuration, file, TemperatureKey, NumberStyles.Float);
        if (temperature is { } given && stored is { } found && !given.Equals(found))
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{file}: the file says temperature={found:r}, but {given:r} was given; leave the temperature out, or take another file"));
        }

        return new SampleStart(
            configuration,
            new SampleId(seed, sample, SampleId.HashOf(configuration)),
            new StartSource(file, frame),
            temperature ?? stored ?? double.NaN);
    }

    private static T? ValueOf<T>(Configuration configuration, string file, string key, NumberStyles styles)
        where T : struct, System.Numerics.INumber<T>
    {
        if (!configuration.Annotations.TryGetValue(key, out string? text))
        {
            return null;
        }

        if (typeof(T) == typeof(double) && text is "inf" or "∞")
        {
            return T.CreateChecked(double.PositiveInfinity);
        }

        return T.TryParse(text, styles, CultureInfo.InvariantCulture, out T value)
            ? value
            : throw new ConfigurationFileException(file, null, $"a number as {key}", $"{key}={text}");
    }
}
