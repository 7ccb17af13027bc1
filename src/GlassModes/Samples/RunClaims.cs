// Makes the claims of runs from their plans.

using System.Globalization;
using GlassModes.Dynamics;

namespace GlassModes.Samples;

/// <summary>Makes the <see cref="RunClaim"/>s by which runs of each kind share directories.</summary>
public static class RunClaims
{
    // These depend on the start. The starts themselves are compared.
    private static readonly string[] s_partsOfStarts = ["particles", "box length", "temperature"];

    /// <summary>
    /// Makes the claim of a quench. A later quench into the directory may have further rungs below the last one, and further starts after
    /// the last one, or fewer starts.
    /// </summary>
    /// <param name="plan">The plan of each sample.</param>
    /// <param name="starts">All starts of the run, also those of other parts.</param>
    /// <param name="chosen">The starts of this part.</param>
    /// <param name="temperature">The temperature that was given for all starts; null if the files say it.</param>
    /// <param name="hasDirectories">Whether each start has a directory of its own, see <see cref="DirectoryOf"/>.</param>
    /// <param name="isPart">Whether other processes may quench the other starts into the same directory.</param>
    public static RunClaim OfQuench(
        SamplePlan plan,
        IReadOnlyList<StartFile> starts,
        IReadOnlyList<StartFile> chosen,
        double? temperature,
        bool hasDirectories,
        bool isPart)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Dictionary<string, string> settings = SettingsOf(plan);
        settings["temperature"] = temperature is { } given ? Text(given) : "of the files";
        settings["directories"] = hasDirectories ? "one for each start" : "one";
        return new RunClaim(RunKind.Quench, settings)
        {
            Lists =
            [
                LadderOf(plan),
                new RunList("starts", [.. starts.Select(start => start.StartHash)], MayBeShorter: true, AreHashes: true),
            ],
            Subdirectories = hasDirectories ? [.. chosen.Select(start => DirectoryOf(start.Number))] : [],
            IsPart = isPart,
            Inputs = [.. starts.Select(start => start.File).Distinct()],
        };
    }

    /// <summary>The directory of a start below that of the run: start_0000 and so on.</summary>
    public static string DirectoryOf(int start) => string.Create(CultureInfo.InvariantCulture, $"start_{start:d4}");

    /// <summary>
    /// Makes the claim of a preparation. A later preparation into the directory may have more samples or fewer, or other numbers of samples
    /// that do not overlap with those there.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="extension">Extension of the files with its dot.</param>
    /// <param name="isPart">Whether other processes may prepare other samples into the same directory.</param>
    public static RunClaim OfPreparation(LiquidPlan plan, string extension, bool isPart)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(extension);
        Dictionary<string, string> settings = SettingsOf(plan);
        settings["chains"] = plan.Chains.ToString(CultureInfo.InvariantCulture);
        settings["format"] = extension.TrimStart('.');
        return new RunClaim(RunKind.Preparation, settings)
        {
            Block = new SampleBlock(plan.FirstSample, plan.Samples),
            IsPart = isPart,
        };
    }

    /// <summary>
    /// Makes the claim of a state of a campaign whose liquids are prepared. A later run may have more samples and further rungs below.
    /// </summary>
    /// <param name="plan">The plan of each sample.</param>
    /// <param name="liquids">The liquids.</param>
    /// <param name="samplesPerChain">Number of samples that a chain of dynamics gives.</param>
    public static RunClaim OfState(SamplePlan plan, LiquidPlan liquids, int samplesPerChain)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(liquids);
        Dictionary<string, string> settings = SettingsOf(plan);
        foreach ((string name, string value) in SettingsOf(liquids))
        {
            settings[name] = value;
        }

        settings["samples of a chain"] = samplesPerChain.ToString(CultureInfo.InvariantCulture);
        return new RunClaim(RunKind.State, settings) { Lists = [LadderOf(plan)] };
    }

    /// <summary>Makes the claim of a state of a campaign whose starts are in files.</summary>
    /// <param name="plan">The plan of each sample.</param>
    /// <param name="files">The files. A later run may have further files after them.</param>
    /// <param name="allFrames">Whether every frame is a start.</param>
    /// <param name="temperature">The temperature that was given for all starts; null if the files say it.</param>
    public static RunClaim OfState(SamplePlan plan, IReadOnlyList<string> files, bool allFrames, double? temperature)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(files);
        Dictionary<string, string> settings = SettingsOf(plan);
        settings["temperature"] = temperature is { } given ? Text(given) : "of the files";
        settings["frames"] = allFrames ? "all" : "the last of each file";
        return new RunClaim(RunKind.State, settings)
        {
            Lists = [LadderOf(plan), new RunList("files", files, MayBeShorter: true)],
            Inputs = files,
        };
    }

    private static Dictionary<string, string> SettingsOf(SamplePlan plan)
    {
        Protocol protocol = Protocol.OfQuench(plan.Model, 1, 1, double.NaN, null, plan.Quench, plan.Modes);
        return new Dictionary<string, string>(
            protocol.NamedParts(exact: true).Where(part => !s_partsOfStarts.Contains(part.Name))
                .Select(part => KeyValuePair.Create(part.Name, part.Value)))
        {
            ["modes"] = $"{plan.Modes}",
            ["eigenvectors kept"] = $"{plan.Kept}".ToLowerInvariant(),
        };
    }

    private static Dictionary<string, string> SettingsOf(LiquidPlan plan)
    {
        bool isRandom = double.IsPositiveInfinity(plan.Temperature);
        Protocol protocol = Protocol.OfLiquid(
            plan.Model,
            plan.Particles,
            plan.Box.Length,
            plan.Temperature,
            isRandom ? null : plan.Protocol ?? new EquilibrationProtocol());
        Dictionary<string, string> settings = new(
            protocol.NamedParts(exact: true).Select(part => KeyValuePair.Create(part.Name, part.Value)))
        {
            ["seed"] = plan.Seed.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string name, string value) in plan.NamedSettings())
        {
            settings[name] = value;
        }

        return settings;
    }

    private static RunList LadderOf(SamplePlan plan) => new("ladder", [.. plan.Ladder.Rungs.Select(rung => Text(rung.Log10W))]);

    private static string Text(double value) => value.ToString("r", CultureInfo.InvariantCulture);
}
