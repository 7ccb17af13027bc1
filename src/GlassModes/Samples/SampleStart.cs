// The start of a sample, and where it comes from.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>A configuration to be quenched, and what is known of it.</summary>
/// <param name="Configuration">The configuration; its velocities are not used.</param>
/// <param name="Id">Which sample of its ensemble.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Temperature">T of the liquid; +∞ for random positions, NaN where it is not known.</param>
/// <param name="Preparation">How the liquid was equilibrated; null where that is not known, and for random positions.</param>
public sealed record SampleStart(
    Configuration Configuration,
    SampleId Id,
    StartSource Source,
    double Temperature = double.NaN,
    EquilibrationProtocol? Preparation = null)
{
    /// <summary>Key of the seed in the comment line of an extended XYZ file.</summary>
    public const string SeedKey = "seed";

    /// <summary>Key of the sample's number, from 0.</summary>
    public const string SampleKey = "sample";

    /// <summary>Key of T.</summary>
    public const string TemperatureKey = "temperature";

    /// <summary>
    /// A start from a file. Seed, number and temperature are taken from the file where it has them, as the files of `prepare` do. Else
    /// the seed is 0 and the number is that of the start among those given.
    /// </summary>
    /// <param name="configuration">What the file holds.</param>
    /// <param name="file">The file.</param>
    /// <param name="frame">The frame in it, from 0.</param>
    /// <param name="number">The number of the start among those given, from 0.</param>
    /// <param name="temperature">T, where the caller knows it; null: from the file.</param>
    /// <exception cref="InputException">The file has a seed, a number or a temperature that is none; or another temperature than the one
    /// given.</exception>
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
