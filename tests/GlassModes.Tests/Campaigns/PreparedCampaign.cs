// A small campaign with liquids by replica exchange, and what is compared of two runs of it.

using System.Security.Cryptography;

namespace GlassModes.Tests.Campaigns;

internal static class PreparedCampaign
{
    /// <summary>Two chains of a replica exchange of three replicas, and a state of another protocol.</summary>
    /// <param name="trials">Number of trials before the first sample of a chain.</param>
    /// <param name="steps">Number of steps of each trial.</param>
    public static string Text(int trials, int steps = 20) =>
        $$"""
        seed = 5
        [quench]
        until = 1e-2
        [modes]
        solve = "count"
        [[states]]
        name = "hot"
        model = "kalj"
        particles = 200
        temperature = 2.0
        samples = 1
        liquid = { equilibrate_nvt = 1, equilibrate_nve = 1, interval = 0.5 }
        [[states]]
        name = "cold"
        model = "kalj"
        particles = 200
        temperature = 1.6
        samples = 3
        [states.liquid]
        protocol = "replica-exchange"
        replicas = 3
        highest_temperature = 2.0
        lowest_temperature = 1.6
        steps_per_trial = {{steps}}
        equilibration_trials = {{trials}}
        trials_between_samples = 3
        samples_per_chain = 2

        """;

    /// <summary>Hashes of liquids, their verdicts, rungs and records below a directory, by their relative paths.</summary>
    public static Dictionary<string, string> Bits(string directory, string pattern = "*") => Directory
        .EnumerateFiles(directory, pattern, SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".extxyz" or ".h5"
            || Path.GetFileName(file).StartsWith("equilibration", StringComparison.Ordinal))
        .ToDictionary(
            file => Path.GetRelativePath(directory, file),
            file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
