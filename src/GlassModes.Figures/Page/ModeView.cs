// One sample whose modes the page shows: positions and eigenvectors at each rung.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Samples;

namespace GlassModes.Figures.Page;

/// <summary>One sample, with the modes of its rungs. Particles have the order of their start everywhere. Immutable.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Temperature">T of the liquid; +∞ for random positions, NaN if not known.</param>
/// <param name="Sample">The number of the sample in its ensemble.</param>
/// <param name="BoxLength">L.</param>
/// <param name="Species">N species indices.</param>
/// <param name="Diameters">The diameter that the spheres of each species are drawn with.</param>
/// <param name="Rungs">The rungs that have modes, in descending W; at least one.</param>
public sealed record ModeView(
    string Model,
    double Temperature,
    int Sample,
    double BoxLength,
    IReadOnlyList<byte> Species,
    IReadOnlyList<double> Diameters,
    IReadOnlyList<ModeViewRung> Rungs)
{
    /// <summary>N.</summary>
    public int Particles => Species.Count;

    /// <summary>
    /// Makes the view of a sample whose record keeps eigenvectors. Makes the Hessian of each rung anew for the local energies, so that the
    /// time grows as the number of rungs times N. Spheres have the diameters of the model. A model without diameters gets diameters in
    /// proportion to its cutoffs, of which the largest is the mean distance of particles, ρ^(−1/3).
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="configuration">
    /// The start of the sample, or the configuration at any of its rungs. Species and ids are taken from it.
    /// </param>
    /// <param name="model">The model.</param>
    /// <returns>The view; null if no rung keeps an eigenvector.</returns>
    /// <exception cref="ArgumentException">
    /// The configuration has another number of particles or another box than the record, or the model has another name.
    /// </exception>
    public static ModeView? Of(SampleRecord record, Configuration configuration, PairModel model)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(model);
        Protocol protocol = record.Provenance.Protocol;
        if (protocol.Particles != configuration.Count || protocol.BoxLength != configuration.Box.Length)
        {
            throw new ArgumentException(
                $"The configuration has N = {configuration.Count} and L = {configuration.Box.Length:r}, the record N = "
                + $"{protocol.Particles} and L = {protocol.BoxLength:r}.",
                nameof(configuration));
        }

        if (protocol.Model != model.Name)
        {
            throw new ArgumentException($"The record is of the model {protocol.Model}, not of {model.Name}.", nameof(model));
        }

        ModeViewRung[] rungs =
        [
            .. record.Rungs.Where(rung => rung.Kept is { Vectors.Count: > 0 }).Select(rung => ViewRung(rung, configuration, model)),
        ];
        return rungs.Length == 0
            ? null
            : new ModeView(
                protocol.Model,
                protocol.Temperature,
                record.Provenance.Id.Number,
                protocol.BoxLength,
                configuration.Species.ToArray(),
                DrawnDiameters(model, configuration.NumberDensity),
                rungs);
    }

    private static ModeViewRung ViewRung(RungMeasures rung, Configuration configuration, PairModel model)
    {
        KeptModes kept = rung.Kept!;
        Configuration atRung = new(configuration.Box, configuration.Species, [.. kept.Positions], ids: configuration.Ids);
        Hessian hessian = Hessian.Of(atRung, model);
        return new ModeViewRung(
            rung.Rung.Log10W,
            rung.Time,
            rung.UnstableCount,
            kept.Positions,
            [.. kept.Vectors.Select(vector => ViewedMode.Of(hessian, vector))]);
    }

    private static double[] DrawnDiameters(PairModel model, double density) => model.Diameters is { } diameters
        ? [.. diameters]
        : [.. Enumerable.Range(0, model.SpeciesCount).Select(a => model.Cutoff(a, a) / model.MaximumCutoff / Math.Cbrt(density))];
}

/// <summary>The modes of a sample at a rung.</summary>
/// <param name="Log10W">log10 W of the rung.</param>
/// <param name="Time">t of the first downward crossing; NaN for a method without a time.</param>
/// <param name="UnstableCount">n_u; null if not known.</param>
/// <param name="Positions">3N coordinates.</param>
/// <param name="Modes">The modes that are kept, ascending in λ; the same number of modes or more at every rung is not needed.</param>
public sealed record ModeViewRung(
    double Log10W, double Time, int? UnstableCount, IReadOnlyList<double> Positions, IReadOnlyList<ViewedMode> Modes);
