// Tables of the lowest modes: profiles, correlation lengths and core particles.

using System.Globalization;
using GlassModes.Analysis;
using GlassModes.Samples;

namespace GlassModes.Tables;

/// <summary>Decay profiles, correlation lengths, energy profiles and the particles around the core.</summary>
internal static class LowestModeTables
{
    public static ResultTable Decay(AnalysisResults results) => ResultTable.Of(
            "decay_profile",
            "Mean decay profile d(r) of the lowest modes",
            Profiles(results).SelectMany(profiles =>
                profiles.Decay.Where(point => double.IsFinite(point.Y)).Select(point => (profiles.At, Point: point))))
        .Note(string.Create(
            CultureInfo.InvariantCulture,
            $"d(r) is the median of |e_i| over the particles whose distance from the particle of largest |e_i| is within "
            + $"{0.5 * LowestModeMeasures.DecayBin} of r. It is averaged over samples, with errors by the jackknife."))
        .Rung(results.Named(), row => row.At)
        .Column("r", "sigma", "distance, the middle of a bin", row => row.Point.X)
        .Column("d", "1", "mean of d(r)", row => row.Point.Y, row => row.Point.Error)
        .Build();

    public static ResultTable CorrelationLengths(AnalysisResults results) => ResultTable.Of(
            "correlation_length",
            "Correlation length xi of the lowest modes, d(r) = A (1/r^2 + 1/(xi r)) exp(-r/xi)",
            Laws(results).SelectMany(row => row.Law.Lengths.Select(length => (row.Law.Choice, length.At, length.Fit))))
        .Note(
            "range given: the distances that the options give, without any from L/4 to 0.45 L. range data: of all ranges whose fit has "
            + "a probability of 0.1 or "
            + "more, the one with most bins.")
        .Note(
            "The fit is made in q = 1/xi^2, with errors by the jackknife over samples. The error of xi is infinite where q is zero "
            + "within two errors, or, with few samples, "
            + "within Student's limit of the same probability: then only a lower bound of xi is known, which trouble states. Where q "
            + "reaches its limit of 0 with samples left "
            + "out, its error is at least that of the fit with independent bins.")
        .Note(
            "chi2 takes bins as independent. Bins of one sample fluctuate together, so that chi2 is too small and its probability too "
            + "large. With a probability below 0.01 "
            + "the function does not describe the profile (trouble).")
        .Rung(results.Named(), row => row.At)
        .Column("range", "1", "how the range of r was chosen", row => LawText.Of(row.Choice))
        .Fitted("xi", "sigma", "correlation length", row => row.Fit.Length)
        .Fitted("q", "1/sigma^2", "1/xi^2", row => row.Fit.InverseSquare)
        .Fitted("log_A", "1", "ln of the amplitude A (sigma^2)", row => row.Fit.LogAmplitude)
        .Quality(row => row.Fit.Quality, "r", "sigma", "r")
        .Build();

    public static ResultTable CorrelationLaws(AnalysisResults results) => ResultTable.Of(
            "correlation_law", $"The law {LawText.Correlation}", Laws(results))
        .Note(
            "The law is fitted over the rungs at which xi > 1 is known. The error of a is by the jackknife over samples with all "
            + "rungs at once.")
        .Ensemble(results.Named(), row => row.Ensemble)
        .Column("range", "1", "how the ranges of r were chosen", row => LawText.Of(row.Law.Choice))
        .Fitted("a", "1", "exponent", row => row.Law.Law.Exponent)
        .Fitted("log_c", "1", "ln c", row => row.Law.Law.LogAmplitude)
        .QualityOverRungs(row => row.Law.Law.Quality)
        .Build();

    public static ResultTable Energies(AnalysisResults results) => ResultTable.Of(
            "energy_profile",
            "Mean energy profile Lambda(r) of the lowest modes",
            Profiles(results).SelectMany(profiles => profiles.Energies.Zip(profiles.NormalisedEnergies, profiles.EnergiesOverMinimum)
                .Where(points => double.IsFinite(points.First.Y))
                .Select(points => (profiles.At, Energy: points.First, Normalised: points.Second, OverMinimum: points.Third))))
        .Note(
            "Lambda(r) is the sum of dE_i over the particles up to r from the particle of most negative dE_i, averaged over samples, "
            + "with errors by the jackknife. The last r "
            + "is beyond all particles, and Lambda is lambda_1 there.")
        .Note(
            "Lambda_normalised is a mean of ratios, in which samples of small |Lambda_min| have the largest weights. "
            + "Lambda_over_minimum is a ratio of means; its least value "
            + "is -1.")
        .Rung(results.Named(), row => row.At)
        .Column("r", "sigma", "distance from the core", row => row.Energy.X)
        .Column("Lambda", "epsilon/sigma^2", "mean of Lambda(r)", row => row.Energy.Y, row => row.Energy.Error)
        .Column("Lambda_normalised", "1", "mean of Lambda(r)/|Lambda_min|", row => row.Normalised.Y, row => row.Normalised.Error)
        .Column(
            "Lambda_over_minimum",
            "1",
            "mean of Lambda(r) over the modulus of its least value",
            row => row.OverMinimum.Y,
            row => row.OverMinimum.Error)
        .Build();

    public static ResultTable CoreParticles(AnalysisResults results) => ResultTable.Of(
            "core_particles",
            "The ten particles of most negative local energy in the lowest mode",
            Profiles(results).SelectMany(profiles =>
                profiles.CoreParticles.Where(particle => particle.Samples > 0).Select(particle => (profiles.At, Particle: particle))))
        .Note("Deviations are standard deviations over samples, not errors.")
        .Rung(results.Named(), row => row.At)
        .Column("rank", "1", "place in the order of dE_i; 1 is the most negative", row => row.Particle.Rank)
        .Column("dE", "epsilon/sigma^2", "mean local energy dE_i", row => row.Particle.Energy)
        .Column("dE_deviation", "epsilon/sigma^2", "standard deviation of dE_i", row => row.Particle.EnergyDeviation)
        .Column("r", "sigma", "mean distance from the core", row => row.Particle.Distance)
        .Column("r_deviation", "sigma", "standard deviation of the distance", row => row.Particle.DistanceDeviation)
        .Build();

    private static IEnumerable<LowestModeProfiles> Profiles(AnalysisResults results) =>
        results.Ensembles.SelectMany(ensemble => ensemble.Profiles);

    private static IEnumerable<(NamedEnsemble Ensemble, CorrelationLaw Law)> Laws(AnalysisResults results) =>
        results.Ensembles.SelectMany(ensemble => ensemble.CorrelationLaws.Select(law => (ensemble.Ensemble, law)));
}
