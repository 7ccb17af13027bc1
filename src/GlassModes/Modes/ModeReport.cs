// The modes of one configuration that were asked for, with the measures of the lowest, memory of the solver given back.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes.Measures;
using GlassModes.Particles;

namespace GlassModes.Modes;

/// <summary>Which modes to compute.</summary>
public enum ModeSelection
{
    /// <summary>Those of negative eigenvalue.</summary>
    Unstable,

    /// <summary>All 3N − 3.</summary>
    All,

    /// <summary>A given number from below.</summary>
    Lowest,

    /// <summary>None: only the numbers of unstable and zero modes.</summary>
    Count,

    /// <summary>Those of an interval.</summary>
    Interval,

    /// <summary>None: the density of all, estimated.</summary>
    Density,
}

/// <summary>What to compute.</summary>
/// <param name="Selection">The modes.</param>
/// <param name="Lowest">How many, for <see cref="ModeSelection.Lowest"/>.</param>
/// <param name="BinWidth">Δr of the decay profile.</param>
/// <param name="Vectors">How many of the lowest modes to keep as columns.</param>
/// <param name="From">Lower limit, for <see cref="ModeSelection.Interval"/>.</param>
/// <param name="To">Upper limit.</param>
/// <param name="DensityBins">Bins, for <see cref="ModeSelection.Density"/>.</param>
public sealed record ModeRequest(
    ModeSelection Selection = ModeSelection.Unstable,
    int Lowest = 1,
    double BinWidth = 0.5,
    int Vectors = 0,
    double From = double.NaN,
    double To = double.NaN,
    int DensityBins = 100);

/// <summary>Eigenvalues and measures of one configuration.</summary>
/// <param name="Particles">N.</param>
/// <param name="Eigenvalues">λ of the selected modes, ascending, without translations; empty for a count.</param>
/// <param name="ParticipationRatios">Their P; null for a count.</param>
/// <param name="Evidence">Numbers of modes, and the largest residual of those solved for.</param>
/// <param name="Lowest">Measures of the lowest mode, which is the softest stable one where none is unstable; null without modes.</param>
/// <param name="Vectors">The lowest modes as vector columns, "mode", or "mode_1", "mode_2", … where there are several.</param>
/// <param name="Density">The density, where that was asked for.</param>
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

    /// <summary>Zero modes beside the three translations: of particles without contacts.</summary>
    public int? RattlerModes => Evidence.ZeroModes - 3;

    /// <summary>Solves for the modes of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="model">Its model.</param>
    /// <param name="request">Which modes.</param>
    /// <param name="options">How; null: by size.</param>
    /// <param name="progress">Told where an iterative solver stands.</param>
    /// <param name="cancellation">Looked at between the steps of an iterative solver.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentException">Two interacting particles coincide.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More modes asked for than there are, or a bin width that is not positive.</exception>
    /// <exception cref="ModeException">The modes failed their checks.</exception>
    public static ModeReport Of(
        Configuration configuration,
        PairModel model,
        ModeRequest request,
        ModeOptions? options = null,
        IProgress<ModeProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.BinWidth, nameof(request));
        Hessian hessian = Hessian.Of(configuration, model);
        if (request.Selection == ModeSelection.Count)
        {
            return new ModeReport(hessian.Count, [], null, hessian.CountUnstable(options, progress, cancellation), null, []);
        }

        if (request.Selection == ModeSelection.Density)
        {
            return OfDensity(hessian, request, options, progress, cancellation);
        }

        int wanted = Math.Max(1, request.Vectors);
        using ModeSet modes = request.Selection switch
        {
            ModeSelection.All => hessian.AllModes().With("the only one for all modes"),
            ModeSelection.Interval => hessian.ModesWithin(request.From, request.To, options, progress, cancellation),
            ModeSelection.Lowest => hessian.LowestModes(Math.Max(request.Lowest, wanted), options, progress, cancellation),
            _ => hessian.UnstableModes(wanted, options, progress, cancellation),
        };
        int selected = request.Selection switch
        {
            ModeSelection.All or ModeSelection.Interval => modes.Count,
            ModeSelection.Lowest => request.Lowest,
            _ => modes.UnstableCount,
        };
        return new ModeReport(
            hessian.Count,
            modes.Eigenvalues[..selected].ToArray(),
            modes.ParticipationRatios()[..selected],
            modes.Evidence,
            modes.Count > 0 ? ModeAnalysis.Of(modes, 0, request.BinWidth) : null,
            Columns(modes, Math.Min(request.Vectors, modes.Count)));
    }

    private static ModeReport OfDensity(
        Hessian hessian, ModeRequest request, ModeOptions? options, IProgress<ModeProgress>? progress, CancellationToken cancellation)
    {
        Relay relay = new(progress);
        SpectralDensityOptions how = new(Threads: options?.Threads ?? 1);
        SpectralDensity density = SpectralDensity.Of(hessian, request.DensityBins, how, relay, cancellation);
        ModeEvidence evidence = new(
            FormattableString.Invariant($"kernel polynomial method, {how.Moments} moments, {how.Vectors} random vectors"),
            $"{ModeEvidence.NotCertified}: an estimate with errors",
            null,
            null,
            double.NaN,
            double.NaN,
            "the only one for densities");
        return new ModeReport(hessian.Count, [], null, evidence, null, [], density);
    }

    private sealed class Relay(IProgress<ModeProgress>? progress) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => progress?.Report(
            new ModeProgress(FormattableString.Invariant($"density of states, {100 * value.Fraction:f0} % of the products"), 0));
    }

    /// <summary>Whether a property's name is one of those that <see cref="Vectors"/> have.</summary>
    public static bool IsModeColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name == "mode" || (name.StartsWith("mode_", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out _));
    }

    private static ParticleProperty[] Columns(ModeSet modes, int count)
    {
        ParticleProperty[] columns = new ParticleProperty[count];
        for (int k = 0; k < count; k++)
        {
            columns[k] = new ParticleProperty(count == 1 ? "mode" : $"mode_{k + 1}", 3, modes[k].Vector.ToArray());
        }

        return columns;
    }
}
