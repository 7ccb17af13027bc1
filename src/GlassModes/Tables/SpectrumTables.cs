// Tables of the unstable part of the spectrum.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Statistics;
using SpecialFunctions = MathNet.Numerics.SpecialFunctions;

namespace GlassModes.Tables;

/// <summary>D(λ), its tail and its dependence on N, participation and mobility edge (Figs. 5-7, 13, 18).</summary>
internal static class SpectrumTables
{
    // Bins in which two densities are compared have as many modes at least.
    private const double FewestModes = 10;

    // With fewer samples an error is not known well enough for χ².
    private const int FewestGroups = 8;

    // What the ensembles of one family are at one rung, in bins that all of them share.
    private sealed record Shared(EnsembleFamily Family, IReadOnlyList<Cell> Cells, IReadOnlyList<Spectrum> Spectra, double[] Pooled, MobilityEdge Edge)
    {
        public double Log10W => Cells[0].Rung.Log10W;

        public long SamplesOf(int particles) => Cells.First(cell => cell.Particles == particles).Rung.Count;
    }

    public static IEnumerable<ResultTable> Of(IReadOnlyList<NamedEnsemble> all, IReadOnlyList<EnsembleFamily> families, AnalysisOptions options)
    {
        Shared[] shared = [.. families.SelectMany(family => family.Rungs().Select(rung => Share(family, rung.Cells, options))).OfType<Shared>()];
        yield return Densities(all, shared);
        yield return Tails(all, shared);
        yield return Edges(all, shared);
        yield return ResultTable.Of("mobility_crossings", "Crossings of N^(2/3) P of pairs of sizes", shared.SelectMany(one => one.Edge.Crossings.Select(crossing => (one, crossing))))
            .Note("lambda_error: standard deviation over searches with P of all bins off by normal numbers times their errors, of the searches that find a crossing.")
            .Family(all, row => row.one.Family, row => row.one.Log10W)
            .Column("smaller", "1", "the smaller N", row => row.crossing.Smaller)
            .Column("larger", "1", "the larger N", row => row.crossing.Larger)
            .Column("smaller_samples", "1", "samples of the smaller N that crossed the rung", row => row.one.SamplesOf(row.crossing.Smaller))
            .Column("larger_samples", "1", "and of the larger N", row => row.one.SamplesOf(row.crossing.Larger))
            .Column("lambda", "epsilon/sigma^2", "where they cross", row => row.crossing.Eigenvalue, row => row.crossing.Error)
            .Column("outcome", "1", "crossed; localised: no edge below 0; extended; undecided: too few bins or too much noise", row => $"{row.crossing.Outcome}".ToLowerInvariant())
            .Build();
        yield return Scatter(all);
        foreach (ResultTable table in SpacingTables.Of(all, shared.SelectMany(one => one.Cells.Select(cell => (cell, one.Edge.Value)))))
        {
            yield return table;
        }
    }

    private static Shared? Share(EnsembleFamily family, IReadOnlyList<Cell> cells, AnalysisOptions options)
    {
        double[] pooled = [.. cells.SelectMany(cell => cell.Rung.Modes).SelectMany(one => one.Eigenvalues)];
        if (SpectrumBins.For(pooled, options.BinWidth) is not { } bins)
        {
            return null;
        }

        Spectrum[] spectra = [.. cells.Select(cell => cell.Rung.Spectrum(bins))];
        return new Shared(family, cells, spectra, pooled, MobilityEdge.Of(spectra.Select(spectrum => spectrum.ScaledParticipation())));
    }

    private static ResultTable Densities(IReadOnlyList<NamedEnsemble> all, IEnumerable<Shared> shared)
    {
        IEnumerable<(Cell Cell, double Width, double Center, double Modes, Estimate Density, Estimate Participation, Estimate Ratio)> Rows(Cell cell, Spectrum spectrum)
        {
            double[] modes = spectrum.ModesPerSample();
            Estimate[] density = spectrum.Density();
            Estimate[] participation = spectrum.Participation();
            Estimate[] ratios = spectrum.SpacingRatios();
            return spectrum.Bins.Centers().Select((center, bin) => (cell, spectrum.Bins.Width, center, modes[bin] * cell.Rung.Count, density[bin], participation[bin], ratios[bin]))
                .Where(row => row.Item4 > 0);
        }

        return ResultTable.Of(
                "spectrum",
                "Unstable part of the spectrum in bins: D(lambda), P(lambda) and level spacing ratios (Figs. 5, 6, 13)",
                shared.SelectMany(one => one.Cells.Zip(one.Spectra).SelectMany(pair => Rows(pair.First, pair.Second))))
            .Note("D is normalised by 3N - 3, so that its integral up to 0 is f_u. All N of a rung have the same bins: 1, 2 or 5 10^k, the largest below a fifth of the mean |lambda|, if no width was given. Bins without modes are left out.")
            .Note(FormattableString.Invariant($"Errors by the jackknife over samples. ratio: mean of min(s, s')/max(s, s') of neighbouring spacings about the modes of the bin; {LevelSpacings.PoissonRatio:f4} for independent levels of uniform density (see spacing_ratios for this one), {LevelSpacings.GoeRatio:f4} for the GOE."))
            .Cell(all, row => row.Cell)
            .Column("lambda", "epsilon/sigma^2", "middle of the bin", row => row.Center)
            .Column("bin_width", "epsilon/sigma^2", "its width", row => row.Width)
            .Column("modes", "1", "modes of all samples in it", row => (long)Math.Round(row.Modes))
            .Estimate("D", "sigma^2/epsilon", "density of modes", row => row.Density)
            .Estimate("P", "1", "mean participation ratio", row => row.Participation)
            .Column("P_scaled", "1", "N^(2/3) P", row => Math.Pow(row.Cell.Particles, 2.0 / 3) * row.Participation.Mean, row => Math.Pow(row.Cell.Particles, 2.0 / 3) * row.Participation.StandardError)
            .Estimate("ratio", "1", "mean ratio of spacings", row => row.Ratio)
            .Build();
    }

    private static ResultTable Tails(IReadOnlyList<NamedEnsemble> all, IEnumerable<Shared> shared)
    {
        IEnumerable<(Cell Cell, Fit Fit, string? Trouble, double SameDecay, (double ChiSquared, int Bins, double Probability) Density, int Protocols)> Rows(Shared one)
        {
            // One limit for all N, so that their tails are of the same part of the spectrum.
            TailLimit tail = ExponentialTail.BestLimit(one.Pooled, 0);
            double limit = tail.Or(one.Pooled.Order().ElementAt(one.Pooled.Length / 2));
            Fit[] fits = [.. one.Cells.Select(cell => ExponentialTail.OfSamples([.. cell.Rung.Modes.Select(modes => ((long)modes.Sample.Group, (double[])[.. modes.Eigenvalues]))], limit))];
            double same = one.Spectra.All(spectrum => spectrum.Groups >= FewestGroups) ? Consistency([.. fits.Select(fit => new DataPoint(0, fit["s"].Value, fit["s"].Error))]) : double.NaN;
            return one.Cells.Select((cell, k) => (cell, fits[k], fits[k].Trouble ?? tail.Trouble, same, ToLargest(one.Spectra[k], one.Spectra[^1]), one.Family.Protocols));
        }

        return ResultTable.Of("spectrum_tail", "Exponential tail of the unstable spectrum, D ~ exp(lambda/s), and its dependence on N (Figs. 5, 13)", shared.SelectMany(Rows))
            .Note("Below one limit for all N of a rung: the highest from which on the modes of all are exponential, else the lowest that was tried, or the median of fewer than 50 modes (trouble). Maximum likelihood, errors by the jackknife over samples; probability by Kolmogorov and Smirnov with s from the same modes, which are taken as independent.")
            .Note("same_s: probability of a larger scatter of s over N by chance. chi2_to_largest: of D against that of the largest N, over bins with ten modes or more in both. Both probabilities need eight samples of each N that is compared: errors of fewer are not known well enough.")
            .Cell(all, row => row.Cell)
            .Column("s", "epsilon/sigma^2", "decay of the tail", row => row.Fit["s"].Value, row => row.Fit["s"].Error)
            .Column("limit", "epsilon/sigma^2", "where the tail begins", row => row.Fit.To)
            .Column("modes", "1", "modes below the limit", row => row.Fit.Points)
            .Column("probability", "1", "of a worse agreement with an exponential by chance", row => row.Fit.Probability)
            .Column("trouble", "1", "why s is not to be trusted", row => row.Trouble)
            .Column("same_s", "1", "probability of a larger scatter of s over N", row => row.SameDecay)
            .Column("chi2_to_largest", "1", "chi^2 of D against that of the largest N", row => row.Density.ChiSquared)
            .Column("bins_to_largest", "1", "bins compared", row => row.Density.Bins)
            .Column("probability_to_largest", "1", "of a larger chi^2 by chance", row => row.Density.Probability)
            .Column("protocols", "1", "different protocols among the ensembles that are compared", row => row.Protocols)
            .Build();
    }

    private static ResultTable Edges(IReadOnlyList<NamedEnsemble> all, IEnumerable<Shared> shared) => ResultTable.Of(
            "mobility_edge",
            "Mobility edge: where N^(2/3) P(lambda) does not depend on N (Figs. 6, 7)",
            shared)
        .Note("Mean of the crossings of all pairs of N below 0; none where a pair shows that there is none. lambda_e_error is that of the mean by the errors of the bins, with the covariances of pairs that share an N (see mobility_crossings); lowest and highest are the extremes of the crossings.")
        .Note("A family is of one model, density and temperature; also of one protocol, where there are several ensembles of one N.")
        .Family(all, row => row.Family, row => row.Log10W)
        .Column("sizes", "1", "their N", row => string.Join(' ', row.Cells.Select(cell => cell.Particles)))
        .Column("samples", "1", "their samples", row => string.Join(' ', row.Cells.Select(cell => cell.Rung.Count)))
        .Column("protocols", "1", "different protocols among the ensembles of the family; with 1 they differ in N alone", row => row.Family.Protocols)
        .Column("lambda_e", "epsilon/sigma^2", "mobility edge; nothing where there is none", row => row.Edge.Value, row => row.Edge.Error)
        .Column("lowest", "epsilon/sigma^2", "lowest crossing", row => row.Edge.Lowest)
        .Column("highest", "epsilon/sigma^2", "highest crossing", row => row.Edge.Highest)
        .Column("summary", "1", "what the pairs say", row => row.Cells.Count > 1 ? row.Edge.Summary : "one size only")
        .Build();

    private static ResultTable Scatter(IReadOnlyList<NamedEnsemble> all) => ResultTable.Of(
            "participation_scatter",
            "Participation ratios of single modes, of one sample for each N and W (Fig. 18)",
            all.SelectMany(Cell.Of).Where(cell => cell.Rung.Modes.Count > 0).SelectMany(cell =>
            {
                SampleModes one = cell.Rung.Modes.First();
                return one.Eigenvalues.Zip(one.ParticipationRatios, (value, ratio) => (Cell: cell, one.Sample, Value: value, Ratio: ratio));
            }))
        .Note("The first sample in the order of seeds and numbers.")
        .Cell(all, row => row.Cell)
        .Column("seed", "1", "seed of the sample's run", row => row.Sample.Seed)
        .Column("sample", "1", "its number there", row => row.Sample.Number)
        .Column("lambda", "epsilon/sigma^2", "eigenvalue", row => row.Value)
        .Column("P", "1", "participation ratio", row => row.Ratio)
        .Column("P_scaled", "1", "N^(2/3) P", row => Math.Pow(row.Cell.Particles, 2.0 / 3) * row.Ratio)
        .Build();

    // The probability of a larger scatter of values with errors about their weighted mean.
    private static double Consistency(IReadOnlyList<DataPoint> values)
    {
        DataPoint[] known = [.. values.Where(value => double.IsFinite(value.Y) && value.Error > 0 && double.IsFinite(value.Error))];
        if (known.Length < 2)
        {
            return double.NaN;
        }

        double weight = known.Sum(value => 1 / (value.Error * value.Error));
        double mean = known.Sum(value => value.Y / (value.Error * value.Error)) / weight;
        return SpecialFunctions.GammaUpperRegularized(0.5 * (known.Length - 1), 0.5 * known.Sum(value => Math.Pow((value.Y - mean) / value.Error, 2)));
    }

    private static (double ChiSquared, int Bins, double Probability) ToLargest(Spectrum own, Spectrum largest)
    {
        if (ReferenceEquals(own, largest))
        {
            return (double.NaN, 0, double.NaN);
        }

        (Estimate[] one, Estimate[] other) = (own.Density(), largest.Density());
        (double[] modes, double[] others) = (own.ModesPerSample(), largest.ModesPerSample());
        double chiSquared = 0;
        int bins = 0;
        for (int bin = 0; bin < one.Length; bin++)
        {
            double variance = (one[bin].StandardError * one[bin].StandardError) + (other[bin].StandardError * other[bin].StandardError);
            if (modes[bin] * one[bin].Samples >= FewestModes - 0.5 && others[bin] * other[bin].Samples >= FewestModes - 0.5 && variance > 0)
            {
                chiSquared += Math.Pow(one[bin].Mean - other[bin].Mean, 2) / variance;
                bins++;
            }
        }

        bool areKnown = Math.Min(own.Groups, largest.Groups) >= FewestGroups;
        return bins > 0 ? (chiSquared, bins, areKnown ? SpecialFunctions.GammaUpperRegularized(0.5 * bins, 0.5 * chiSquared) : double.NaN) : (double.NaN, 0, double.NaN);
    }
}
