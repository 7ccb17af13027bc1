// Tables of the lowest modes: profiles, correlation lengths and core particles.

using GlassModes.Analysis;
using GlassModes.Samples;

namespace GlassModes.Tables;

/// <summary>Decay profiles, correlation lengths, energy profiles and the particles around the core (Figs. 8-10, 19).</summary>
internal static class LowestModeTables
{
    public static IEnumerable<ResultTable> Of(IReadOnlyList<NamedEnsemble> all, AnalysisOptions options)
    {
        yield return Decay(all);
        (NamedEnsemble Ensemble, string Range, CorrelationLengths Lengths)[] fits =
        [
            .. all.SelectMany(ensemble => (IEnumerable<(NamedEnsemble, string, CorrelationLengths)>)
            [
                (ensemble, "given", CorrelationLengths.Of(ensemble.Sums, options.DecayRangeOf(ensemble.Key))),
                (ensemble, "data", CorrelationLengths.Of(ensemble.Sums, null)),
            ]),
        ];
        yield return ResultTable.Of(
                "correlation_length",
                "Correlation length xi of the lowest modes, d(r) = A (1/r^2 + 1/(xi r)) exp(-r/xi) (Eq. 12, Fig. 9)",
                fits.SelectMany(row => row.Lengths.Lengths.Select(one => (Cell: new Cell(row.Ensemble, one.Rung), row.Range, one.Fit))))
            .Note("range given: from the paper for its sizes, else from L/4 to 0.45 L; data: the most bins of all ranges that fit with a probability of 0.1 or more.")
            .Note("Fitted in q = 1/xi^2; errors by the jackknife over samples. An infinite error of xi: q is zero within two errors, or what is as improbable where these are of few samples (Student), and only a lower bound of xi is known (trouble). Where q comes to its limit of 0 with samples left out, its error is at least that of the fit with independent bins.")
            .Note("chi2 takes bins as independent; those of one sample go together, so that it is too small, and its probability too large. Below 0.01 Eq. 12 does not describe the profile (trouble).")
            .Cell(all, row => row.Cell)
            .Column("range", "1", "how the range was chosen", row => row.Range)
            .Column("xi", "sigma", "correlation length", row => row.Fit["xi"].Value, row => row.Fit["xi"].Error)
            .Column("q", "1/sigma^2", "1/xi^2", row => row.Fit["q"].Value, row => row.Fit["q"].Error)
            .Column("log_A", "1", "ln of the amplitude A (sigma^2)", row => row.Fit["ln A"].Value, row => row.Fit["ln A"].Error)
            .FitColumns(row => row.Fit, "r", "sigma", "r")
            .Build();
        yield return ResultTable.Of("correlation_law", "The law ln xi = c W^-a (Fig. 9)", fits)
            .Note("Over the rungs at which xi > 1 is known; the error of a by the jackknife over samples with all rungs at once.")
            .Ensemble(all, row => row.Ensemble)
            .Column("range", "1", "how the ranges of r were chosen", row => row.Range)
            .Column("a", "1", "exponent", row => row.Lengths.Law["a"].Value, row => row.Lengths.Law["a"].Error)
            .Column("log_c", "1", "ln c", row => row.Lengths.Law["ln c"].Value, row => row.Lengths.Law["ln c"].Error)
            .RungFitColumns(row => row.Lengths.Law)
            .Build();
        yield return Energies(all);
    }

    private static ResultTable Decay(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "decay_profile",
            "Mean decay profile d(r) of the lowest modes (Eq. C1, Figs. 8, 14, 15)",
            all.SelectMany(Cell.Of).SelectMany(cell => cell.Rung.LowestModes.Decay().Where(point => double.IsFinite(point.Y)).Select(point => (Cell: cell, Point: point))))
        .Note(FormattableString.Invariant($"Median of |e_i| over particles within {0.5 * LowestModeMeasures.DecayBin} of r from the particle of largest |e_i|, averaged over samples; errors by the jackknife."))
        .Cell(all, row => row.Cell)
        .Column("r", "sigma", "distance, the middle of a bin", row => row.Point.X)
        .Column("d", "1", "mean of d(r)", row => row.Point.Y, row => row.Point.Error)
        .Build();

    private static ResultTable Energies(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "energy_profile",
            "Mean energy profile Lambda(r) of the lowest modes (Eq. C3, Figs. 10, 16, 17)",
            all.SelectMany(Cell.Of).SelectMany(cell => cell.Rung.LowestModes.EnergyProfile().Zip(cell.Rung.LowestModes.NormalisedEnergyProfile(), cell.Rung.LowestModes.EnergyProfileOverItsMinimum())
                .Where(three => double.IsFinite(three.First.Y)).Select(three => (Cell: cell, Profile: three.First, Normalised: three.Second, Ratio: three.Third))))
        .Note("Sum of dE_i over particles up to r from that of most negative dE_i, averaged over samples; errors by the jackknife. The last r is beyond all particles: Lambda is lambda_1 there.")
        .Note("Lambda_normalised is a mean of ratios, in which samples of small |Lambda_min| weigh most; Lambda_over_minimum a ratio of means, -1 at its least.")
        .Cell(all, row => row.Cell)
        .Column("r", "sigma", "distance from the core", row => row.Profile.X)
        .Column("Lambda", "epsilon/sigma^2", "mean of Lambda(r)", row => row.Profile.Y, row => row.Profile.Error)
        .Column("Lambda_normalised", "1", "mean of Lambda(r)/|Lambda_min|", row => row.Normalised.Y, row => row.Normalised.Error)
        .Column("Lambda_over_minimum", "1", "mean of Lambda(r) over the modulus of its least value", row => row.Ratio.Y, row => row.Ratio.Error)
        .Build();

    public static ResultTable CoreParticles(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "core_particles",
            "The ten particles of most negative local energy in the lowest mode (Fig. 19)",
            all.SelectMany(Cell.Of).SelectMany(cell => cell.Rung.LowestModes.CoreParticles().Select((row, k) => (Cell: cell, Index: k + 1, Row: row)).Where(row => row.Row.Samples > 0)))
        .Note("Deviations are standard deviations over samples, not errors.")
        .Cell(all, row => row.Cell)
        .Column("rank", "1", "from the most negative dE_i", row => row.Index)
        .Column("dE", "epsilon/sigma^2", "mean local energy dE_i", row => row.Row.Energy)
        .Column("dE_deviation", "epsilon/sigma^2", "its standard deviation", row => row.Row.EnergyDeviation)
        .Column("r", "sigma", "mean distance from the core", row => row.Row.Distance)
        .Column("r_deviation", "sigma", "its standard deviation", row => row.Row.DistanceDeviation)
        .Build();
}
