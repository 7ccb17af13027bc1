// Runs one sample: from its start down the ladder, with the modes of each rung, to its record.

using System.Reflection;
using GlassModes.Files;
using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>The callbacks of a running sample. The thread that runs the sample makes the calls, one at a time.</summary>
/// <param name="OnRung">
/// Called for each rung after the files of the rung are written. In a resumed sample, the first calls are for the rungs of the checkpoint.
/// </param>
/// <param name="OnWarning">Called for problems that do not stop the work, such as a damaged checkpoint that is passed over.</param>
/// <param name="Progress">Receives the progress of the quench, about four times a second.</param>
public sealed record SampleEvents(
    Action<QuenchedRung>? OnRung = null, Action<string>? OnWarning = null, IProgress<WorkProgress>? Progress = null)
{
    /// <summary>Called for each rung that was crossed, before its modes are solved for.</summary>
    public Action<Rung>? OnModes { get; init; }
}

/// <summary>
/// Runs one sample: start → quench → modes and measures at each rung → record. The configuration of a rung is written as soon as the rung
/// is crossed and measured. Each file appears complete or not at all. A sample that is resumed from its checkpoint gives the same rungs,
/// times, positions and measures, to the last bit, as a sample that was never stopped.
/// </summary>
public static class SampleRun
{
    /// <summary>Runs a sample to the end of its ladder. A cancelled sample is returned with the rungs that it has crossed.</summary>
    /// <param name="start">The start of the sample.</param>
    /// <param name="plan">Says what is done with the start.</param>
    /// <param name="storage">Where the files of the sample go; null to write no files.</param>
    /// <param name="threads">Number of threads that share a large sample. Results do not depend on this number.</param>
    /// <param name="events">The callbacks; null for none.</param>
    /// <param name="cancellation">Stops between two steps of the quench, or between two products of a solver.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="HeldException">Another process works in the directory. The message says which.</exception>
    /// <exception cref="CheckpointException">
    /// The checkpoint is damaged or of another sample. Or the checkpoint is of an unfinished sample, and <see cref="SampleStorage.Resume"/>
    /// is false.
    /// </exception>
    /// <exception cref="ComputationException">The quench or a solver failed. Files that are already written stay.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not suffice.</exception>
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

        events ??= new SampleEvents();
        using Hold? hold = storage is { HoldsDirectory: true }
            ? RunDirectory.HoldSample(storage.Directory, text => events.OnWarning?.Invoke(text), cancellation)
            : null;

        SampleMemory.Ensure(plan, start.Configuration.Count, start.Configuration.Count / start.Configuration.Box.Volume, 1);
        using ThreadTeam team = new(start.Configuration.Count < ForceField.FewestParticlesToShare ? 1 : threads);
        using QuenchRun quench = new(start.Configuration, plan.Model, plan.Ladder, plan.Quench, team: team);
        plan = plan with { Solving = (plan.Solving ?? new ModeOptions()) with { Threads = team.Threads } };
        using RungMeasurer measurer = new(plan);
        Protocol protocol = Protocol.Of(start.Configuration, start.Temperature, plan.Model, plan.Quench, plan.Modes, start.Preparation);
        SampleProvenance provenance = new(protocol, start.Id, start.Source, plan.Ladder.Rungs, VersionsOf(plan));
        SampleDescent descent = new(start, plan, storage, provenance, quench, measurer, events);
        descent.Begin();
        try
        {
            descent.Follow(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The status of the result reports the cancellation. The checkpoint has been written.
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
