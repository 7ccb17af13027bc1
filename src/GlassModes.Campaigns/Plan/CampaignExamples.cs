// The campaign files that come with the program.

using System.Globalization;
using System.Text.RegularExpressions;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Plan;

/// <summary>The campaign files that come with the program. Each is valid as it stands; one needs configuration files of the user.</summary>
public static class CampaignExamples
{
    private const string Prefix = "GlassModes.Campaigns.Examples.";
    private const string Extension = ".toml";

    /// <summary>The names of all examples, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(CampaignExamples).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the text of an example.</summary>
    /// <exception cref="InputException">There is no such example. The message names all.</exception>
    public static string Text(string name)
    {
        using Stream? stream = typeof(CampaignExamples).Assembly.GetManifestResourceStream(Prefix + name + Extension);
        if (stream is null)
        {
            throw new InputException($"there is no example '{name}'; known are {string.Join(", ", Names)}");
        }

        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The text of the example "demo" with other numbers.</summary>
    /// <param name="samples">Number of samples.</param>
    /// <param name="particles">N.</param>
    /// <param name="until">W of the last rung.</param>
    /// <param name="seed">Seed of all random numbers.</param>
    /// <param name="kept">Which eigenvectors the records keep.</param>
    public static string Demonstration(int samples, int particles, double until, ulong seed, KeptVectors kept)
    {
        string text = Text("demo");
        Set("seed", seed.ToString(CultureInfo.InvariantCulture));
        Set("until", until.ToString("r", CultureInfo.InvariantCulture).ToLowerInvariant());
        Set("eigenvectors", $"\"{kept.ToString().ToLowerInvariant()}\"");
        Set("particles", particles.ToString(CultureInfo.InvariantCulture));
        Set("samples", samples.ToString(CultureInfo.InvariantCulture));
        return text;

        // Each key stands once in the example, at the beginning of a line. Comments behind values stay.
        void Set(string key, string value) => text = Regex.Replace(
            text, $@"^{key} = \S+", $"{key} = {value}", RegexOptions.Multiline | RegexOptions.CultureInvariant);
    }
}
