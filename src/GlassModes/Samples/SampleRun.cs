// The one driver of a sample: from its start down the ladder, with the modes of each rung, to its record.

using System.Reflection;
using GlassModes.Files;
using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>What a sample tells while it runs. Calls come from the thread that runs the sample, one at a time.</summary>
/// <param name="OnRung">Told of each rung once its files are written, and first of the rungs of a checkpoint.</param>
/// <param name="OnWarning">Told of what does not stop the work: a damaged checkpoint that is passed over.</param>
/// <param name="Progress">Told how far the quench has come, about four times a second.</param>
public sealed record SampleEvents(
    Action<QuenchedRung>? OnRung = null, Action<string>? OnWarning = null, IProgress<WorkProgress>? Progress = null);

/// <summary>
/// Runs one sample: start → quench → modes and measures at each rung → record. Each rung's configuration is written as soon as the rung
/// is crossed and measured, and appears whole or not at all. A sample that goes on from its checkpoint gives the same rungs, times,
/// positions and measures, to the last bit, as one that was never stopped.
/// </summary>
public static class SampleRun
{
    /// <summary>Runs a sample to the end of its ladder, or until it is cancelled: then it is returned with the rungs it has.</summary>
    /// <param name="start">Its start.</param>
    /// <param name="plan">What is done with it.</param>
    /// <param name="storage">Where its files go; null to write none.</param>
    /// <param name="threads">Threads that a large sample is shared among; no result depends on it.</param>
    /// <param name="events">Whom to tell.</param>
    /// <param name="cancellation">Stops between two steps of the quench, or between two products of a solver.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="CheckpointException">
    /// The checkpoint is damaged or of another sample; or there is one of an unfinished sample and <see cref="SampleStorage.Resume"/> was
    /// not asked for.
    /// </exception>
    /// <exception cref="ComputationException">The quench or a solver failed; files already written stay.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static SampleResult Run(
        SampleStart start,
        SamplePlan plan,
        SampleStorage? storage = null,
        int threads = 1,
        SampleEvents? events = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        if (storage is not null)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(storage.CheckpointInterval, nameof(storage));
            Directory.CreateDirectory(storage.Directory);
        }

        using ThreadTeam team = new(start.Configuration.Count < ForceField.FewestParticlesToShare ? 1 : threads);
        using QuenchRun quench = new(start.Configuration, plan.Model, plan.Ladder, plan.Quench, team: team);
        plan = plan with { Solving = (plan.Solving ?? new ModeOptions()) with { Threads = team.Threads } };
        using RungMeasurer measurer = new(plan);
        Protocol protocol = Protocol.Of(start.Configuration, start.Temperature, plan.Model, plan.Quench, plan.Modes, start.Preparation);
        SampleProvenance provenance = new(protocol, start.Id, start.Source, plan.Ladder.Rungs, VersionsOf(plan));
        SampleDescent descent = new(start, plan, storage, provenance, quench, measurer, events ?? new SampleEvents());
        descent.Begin();
        try
        {
            descent.Follow(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told by the status; the checkpoint has been written.
        }

        return descent.Conclude();
    }

    private static Dictionary<string, string> VersionsOf(SamplePlan plan) => new(plan.Versions)
    {
        ["GlassModes"] = typeof(SampleRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown",
        [".NET"] = $"{Environment.Version}",
        ["SIMD"] = $"{SimdHardware.Best}",
    };
}
