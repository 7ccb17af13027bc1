// Disturbs one campaign after another, and compares each with an undisturbed one.

using System.Diagnostics;
using GlassModes.Tests.Campaigns;

namespace GlassModes.Benchmarks.Soak;

/// <summary>Campaigns of the same file in new directories, disturbed until there were enough kills.</summary>
/// <param name="place">Directory for the campaigns.</param>
/// <param name="seed">Seed of what is done and when.</param>
internal sealed class SoakRun(string place, int seed)
{
    private const string Text =
        """
        seed = 5
        retries = 1000
        [quench]
        until = 1e-4
        [liquid]
        equilibrate_nvt = 2
        equilibrate_nve = 1
        interval = 0.5
        samples_per_chain = 3
        [[states]]
        name = "hot"
        model = "kalj"
        particles = 160
        temperature = 2.0
        samples = 9
        [[states]]
        name = "cold"
        model = "kalj"
        particles = 300
        temperature = 1.0
        samples = 4
        keep = { eigenvectors = "lowest" }
        [[states]]
        name = "spheres"
        model = "harmonic"
        particles = 200
        samples = 4
        threads = 2
        [[states]]
        name = "bare"
        model = "harmonic"
        particles = 200
        samples = 2
        modes = { solve = "none" }

        """;

    /// <summary>The disturbances of each campaign.</summary>
    public List<IReadOnlyList<Disturbance>> Campaigns { get; } = [];

    /// <summary>Sentences on what should not have happened.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Number of files of the undisturbed campaign that were compared.</summary>
    public int Files { get; private set; }

    /// <summary>Number of kills and signals so far. A flipped bit is none.</summary>
    public int Kills => Campaigns.Sum(campaign => campaign.Count(IsKill));

    public static bool IsKill(Disturbance disturbance) => !disturbance.What.StartsWith("flip", StringComparison.Ordinal);

    /// <summary>Disturbs campaigns.</summary>
    /// <param name="kills">Number of kills and signals.</param>
    /// <param name="longest">Begins no further disturbance after this time.</param>
    /// <param name="onKill">Told the number of kills now and then.</param>
    public void Disturb(int kills, TimeSpan longest, Action<int> onKill)
    {
        File.WriteAllText(Path.Combine(place, "soak.toml"), Text);
        string whole = Path.Combine(place, "whole");
        using (Process run = Start(whole))
        {
            _ = run.StandardOutput.ReadToEndAsync();
            _ = run.StandardError.ReadToEndAsync();
            run.WaitForExit();
        }

        SortedDictionary<string, string> expected = KillTrials.ResultsIn(whole);
        Files = expected.Count;
        Stopwatch clock = Stopwatch.StartNew();
        Random random = new(seed);
        while (Kills < kills && clock.Elapsed < longest)
        {
            string directory = Path.Combine(place, $"campaign_{Campaigns.Count + 1}");
            Directory.CreateDirectory(directory);
            List<Disturbance> disturbances = [];
            Campaigns.Add(disturbances);
            using KillTrials trials = new(() => Start(directory), directory, random);
            while (Kills < kills && clock.Elapsed < longest && trials.Next() is { } next)
            {
                AddAnswer(disturbances, trials);
                disturbances.Add(next);
                if (Kills % 10 == 0 && IsKill(next))
                {
                    onKill(Kills);
                }
            }

            trials.Finish();
            AddAnswer(disturbances, trials);
            Compare(directory, expected);
            Faults.AddRange(trials.Faults.Select(fault => $"{Path.GetFileName(directory)}: {fault}"));
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void AddAnswer(List<Disturbance> disturbances, KillTrials trials)
    {
        IReadOnlyList<string> answer = trials.TakeAnswer();
        if (disturbances.Count > 0)
        {
            disturbances[^1] = disturbances[^1] with { Answer = [.. disturbances[^1].Answer, .. answer] };
        }
    }

    private void Compare(string directory, SortedDictionary<string, string> expected)
    {
        SortedDictionary<string, string> results = KillTrials.ResultsIn(directory);
        foreach (string file in expected.Keys.Union(results.Keys))
        {
            string? trouble = !results.ContainsKey(file) ? "is missing"
                : !expected.TryGetValue(file, out string? hash) ? "should not be there"
                : hash != results[file] ? "has other bytes"
                : null;
            if (trouble is not null)
            {
                Faults.Add($"{Path.GetFileName(directory)}: {file} {trouble}");
            }
        }
    }

    private Process Start(string directory)
    {
        string command = Path.Combine(AppContext.BaseDirectory, "glassmodes.dll");
        string[] run = ["run", Path.Combine(place, "soak.toml"), "--out", directory, "--workers", "2"];
        return Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", command, .. run])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
