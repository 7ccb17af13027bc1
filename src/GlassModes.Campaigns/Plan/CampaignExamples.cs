// The campaign files that come with the program.

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
}
