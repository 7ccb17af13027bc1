// A quench whose rungs are kept: their numbers in memory and, if wanted, their configurations in files.

using GlassModes.Forces;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Threading;

namespace GlassModes.Quench;

/// <summary>The numbers of one rung.</summary>
/// <param name="Log10W">log10 of the rung's W.</param>
/// <param name="Rung">W of the rung.</param>
/// <param name="MeanSquaredForce">W of the configuration itself.</param>
/// <param name="Time">t of the first downward crossing.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="ForceEvaluations">Force evaluations so far.</param>
/// <param name="File">Where the configuration was written; null where it was not.</param>
public sealed record RecordedRung(
    double Log10W,
    double Rung,
    double MeanSquaredForce,
    double Time,
    double PotentialEnergyPerParticle,
    long ForceEvaluations,
    string? File);

/// <summary>What came of a quench.</summary>
/// <param name="Rungs">The rungs crossed, in descending W.</param>
/// <param name="SkippedRungs">Rungs at or above the W of the start, which were never crossed.</param>
/// <param name="Status">How it ended; <see cref="QuenchStatus.Running"/> where it was cancelled.</param>
public sealed record RecordedQuench(
    IReadOnlyList<RecordedRung> Rungs, IReadOnlyList<double> SkippedRungs, QuenchStatus Status)
{
    /// <summary>
    /// Quenches down the ladder. Each rung's configuration is written as soon as it is crossed and appears whole or not at all;
    /// names are those of <see cref="RungFiles"/>. A cancelled quench is returned with the rungs it has.
    /// </summary>
    /// <param name="start">The configuration to quench.</param>
    /// <param name="model">Its model.</param>
    /// <param name="ladder">The rungs.</param>
    /// <param name="options">The integrator; null for the paper's.</param>
    /// <param name="directory">An existing directory for the files; null to write none.</param>
    /// <param name="onRung">Told of each rung once it is kept.</param>
    /// <param name="progress">Told where the quench stands about four times a second.</param>
    /// <param name="threads">Threads that a large sample is shared among; no result depends on it.</param>
    /// <param name="cancellation">Stops within some hundred steps.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="Dynamics.SimulationException">The quench failed; files already written stay.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static RecordedQuench Run(
        Configuration start,
        PairModel model,
        Ladder ladder,
        EulerOptions? options = null,
        string? directory = null,
        Action<RecordedRung>? onRung = null,
        IProgress<QuenchProgress>? progress = null,
        int threads = 1,
        CancellationToken cancellation = default)
    {
        RungFiles names = new(ladder);
        List<RecordedRung> rungs = [];
        using ThreadTeam team = new(start.Count < ForceField.FewestParticlesToShare ? 1 : threads);
        using SteepestDescent descent = new(start, model, ladder, options, team: team);
        try
        {
            while (descent.Next(progress, cancellation) is { } snapshot)
            {
                string? file = directory is null ? null : Path.Combine(directory, names.NameOf(snapshot.Rung));
                if (file is not null)
                {
                    // Not cancelled in between: a rung that took long to reach is worth the moment of writing it.
                    ConfigurationFile.Write(file, snapshot.Configuration, cancellation: CancellationToken.None);
                }

                RecordedRung rung = new(
                    snapshot.Log10W,
                    snapshot.Rung,
                    snapshot.MeanSquaredForce,
                    snapshot.Time,
                    snapshot.PotentialEnergyPerParticle,
                    snapshot.ForceEvaluations,
                    file);
                rungs.Add(rung);
                onRung?.Invoke(rung);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return new RecordedQuench(rungs, descent.SkippedRungs, QuenchStatus.Running);
        }

        return new RecordedQuench(rungs, descent.SkippedRungs, descent.Status);
    }
}
