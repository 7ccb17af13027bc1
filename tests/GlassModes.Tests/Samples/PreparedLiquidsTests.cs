// What tests of preparations share: a small plan, a run of it, and a comparison of what it wrote.

using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Samples;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Samples;

public abstract class PreparedLiquidsTests : FileTests
{
    private protected static LiquidPlan Plan { get; } = new(
        KobAndersen.ForceShifted(),
        200,
        KobAndersen.Density,
        2,
        Samples: 5,
        Seed: 3,
        Chains: 2,
        new EquilibrationProtocol(0.005, 6, 2, 1));

    /// <summary>Prepares liquids in a directory below the folder of the test.</summary>
    /// <returns>Whether the preparation came to its end.</returns>
    protected bool Prepare(
        string name, LiquidPlan plan, bool resume = false, Action<int, LiquidFile>? onFile = null, CancellationToken stop = default)
    {
        string directory = Path.Combine(Folder, name);
        Directory.CreateDirectory(directory);
        LiquidStorage storage = new(directory, ".extxyz") { Resume = resume, CheckpointInterval = 0.05 };
        try
        {
            LiquidFiles.Run(plan, threads: 1, storage, onFile ?? ((_, _) => { }), cancellation: stop);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Prepares liquids in runs that each are stopped after one sample more than the run before, until one is done.</summary>
    /// <param name="name">Name of the directory.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="stop">Stops a run, at once or soon.</param>
    /// <param name="runs">Number of runs.</param>
    /// <returns>The files that the last run told, by the numbers of their samples.</returns>
    private protected Dictionary<int, LiquidFile> PrepareWithStops(
        string name, LiquidPlan plan, Action<CancellationTokenSource> stop, out int runs)
    {
        Dictionary<int, LiquidFile> told = [];
        bool isDone = false;
        for (runs = 0; !isDone; runs++)
        {
            using CancellationTokenSource source = new();
            int before = told.Count;
            told.Clear();
            isDone = Prepare(
                name,
                plan,
                resume: true,
                onFile: (k, file) =>
                {
                    told[k] = file;
                    if (told.Count > before)
                    {
                        stop(source);
                    }
                },
                stop: source.Token);
        }

        return told;
    }

    protected string FileOf(string name, int number) => Path.Combine(Folder, name, $"sample_{number:d4}.extxyz");

    protected void AssertSameFiles(string found, string expected, int count)
    {
        for (int number = 1; number <= count; number++)
        {
            string[] files = [FileOf(found, number), FileOf(expected, number)];
            string[][] lines = [.. files.Select(file => File.ReadAllLines(file))];
            Assert.That(lines[0], Is.EqualTo(lines[1]), $"sample {number}");
        }
    }
}
