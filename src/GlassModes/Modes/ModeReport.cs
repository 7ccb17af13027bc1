// The requested modes of one configuration and the measures of the lowest mode, without the memory of the solver.

using GlassModes.Hessians;
using GlassModes.Modes.Certificates;
using GlassModes.Modes.Measures;
using GlassModes.Particles;

namespace GlassModes.Modes;

/// <summary>Eigenvalues and measures of one configuration.</summary>
/// <param name="Particles">N.</param>
/// <param name="Eigenvalues">λ of the selected modes, ascending, without translations; empty for a count.</param>
/// <param name="ParticipationRatios">P of the same modes; null for a count.</param>
/// <param name="Evidence">Solver, certificate, numbers of modes, and the largest residual of the modes that were computed.</param>
/// <param name="Lowest">
/// Measures of the lowest mode, which is the softest stable mode where no mode is unstable; null without modes.
/// </param>
/// <param name="Vectors">The lowest modes as vector columns: "mode" for a single mode, "mode_1", "mode_2", … for several.</param>
/// <param name="Density">The density of states; null unless the request asks for it.</param>
public sealed record ModeReport(
    int Particles,
    IReadOnlyList<double> Eigenvalues,
    IReadOnlyList<double>? ParticipationRatios,
    ModeEvidence Evidence,
    ModeAnalysis? Lowest,
    IReadOnlyList<ParticleProperty> Vectors,
    SpectralDensity? Density = null)
{
    /// <summary>f_u = n_u/(3N − 3) (Shimada et al. 2024, Eq. 5); null where n_u is unknown.</summary>
    public double? FractionUnstable => (double?)Evidence.UnstableCount / ((3 * Particles) - 3);

    /// <summary>Solves for the modes of a configuration.</summary>
    /// <param name="hessian">The Hessian of the configuration.</param>
    /// <param name="request">Which modes to compute.</param>
    /// <param name="options">Solver, tolerance and certification; null for the defaults, which choose the solver by size and costs.</param>
    /// <param name="progress">Receives reports of an iterative solver.</param>
    /// <param name="cancellation">Stops an iterative solver between two steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The request asks for more modes than exist, or the bin width is not positive.
    /// </exception>
    /// <exception cref="ModeException">The modes failed their checks.</exception>
    public static ModeReport Of(
        Hessian hessian,
        ModeRequest request,
        ModeOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.BinWidth, nameof(request));
        int fewestModes = Math.Max(1, request.Vectors);
        switch (request.Selection)
        {
            case ModeSelection.Count:
                return new ModeReport(hessian.Count, [], null, hessian.CountUnstable(options, progress, cancellation), null, []);
            case ModeSelection.Density density:
                return OfDensity(hessian, density.Bins, options, progress, cancellation);
            case ModeSelection.All:
                using (ModeSet allModes = hessian.AllModes().WithChoice("the only one for all modes"))
                {
                    return OfModes(allModes, allModes.Count, request);
                }

            case ModeSelection.Interval interval:
                using (ModeSet modesWithin = hessian.ModesWithin(interval.From, interval.To, options, progress, cancellation))
                {
                    return OfModes(modesWithin, modesWithin.Count, request);
                }

            case ModeSelection.Lowest lowest:
                using (ModeSet lowestModes = hessian.LowestModes(Math.Max(lowest.Number, fewestModes), options, progress, cancellation))
                {
                    return OfModes(lowestModes, lowest.Number, request);
                }

            default:
                using (ModeSet unstableModes = hessian.UnstableModes(fewestModes, options, progress, cancellation))
                {
                    return OfModes(unstableModes, unstableModes.UnstableCount, request);
                }
        }
    }

    /// <summary>Whether a property has a name that a column of <see cref="Vectors"/> can have.</summary>
    public static bool IsModeColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == "mode" || (name.StartsWith("mode_", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out _));
    }

    private static ModeReport OfModes(ModeSet modes, int selected, ModeRequest request) => new(
        modes.Hessian.Count,
        modes.Eigenvalues[..selected].ToArray(),
        modes.ParticipationRatios()[..selected],
        modes.Evidence,
        modes.Count > 0 ? ModeAnalysis.Of(modes, 0, request.BinWidth) : null,
        CreateColumns(modes, Math.Min(request.Vectors, modes.Count)));

    private static ModeReport OfDensity(
        Hessian hessian, int bins, ModeOptions? options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        SpectralDensityOptions settings = new(Threads: options?.Threads ?? 1);
        SpectralDensity density = SpectralDensity.Of(hessian, bins, settings, progress, cancellation);
        ModeEvidence evidence = new(
            FormattableString.Invariant($"kernel polynomial method, {settings.Moments} moments, {settings.Vectors} random vectors"),
            Certificate.Missing(UncertifiedReason.Estimate),
            null,
            null,
            double.NaN,
            double.NaN,
            "the only one for densities");
        return new ModeReport(hessian.Count, [], null, evidence, null, [], density);
    }

    private static ParticleProperty[] CreateColumns(ModeSet modes, int count)
    {
        ParticleProperty[] columns = new ParticleProperty[count];
        for (int k = 0; k < count; k++)
        {
            columns[k] = new ParticleProperty(count == 1 ? "mode" : $"mode_{k + 1}", 3, modes[k].Vector.ToArray());
        }

        return columns;
    }
}
