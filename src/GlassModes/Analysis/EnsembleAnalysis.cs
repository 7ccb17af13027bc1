// Computes all results of an analysis from sums over samples.

using GlassModes.Ensembles;
using GlassModes.Samples;

namespace GlassModes.Analysis;

/// <summary>
/// Computes the measures of Shimada et al. 2024, Secs. III A-C and Appendices A-E, and further measures, from sums over samples.
/// docs/physics.md has the definitions.
/// </summary>
public static class EnsembleAnalysis
{
    /// <summary>The number of samples whose trajectories are shown.</summary>
    public const int ShownSamples = 10;

    /// <summary>Analyses ensembles. The order of the sums does not change a bit of the results.</summary>
    /// <param name="ensembles">The sums, one for each protocol.</param>
    /// <param name="options">The ranges and bins; null for the defaults.</param>
    /// <param name="progress">Receives a report after each ensemble and each rung of spectra.</param>
    /// <param name="cancellation">Stops the work after one of these steps.</param>
    /// <exception cref="ArgumentException">There is no ensemble, or two sums have the same protocol.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The bin width of the options is not positive, or needs too many bins (<see cref="SpectrumBins.MostBins"/>).
    /// </exception>
    public static AnalysisResults Of(
        IReadOnlyCollection<EnsembleSums> ensembles,
        AnalysisOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        options ??= new AnalysisOptions();
        if (ensembles.Count == 0)
        {
            throw new ArgumentException("There must be an ensemble to analyse.", nameof(ensembles));
        }

        if (ensembles.GroupBy(sums => sums.Protocol).FirstOrDefault(group => group.Count() > 1) is { } duplicates)
        {
            throw new ArgumentException($"There are {duplicates.Count()} sums of {duplicates.Key}; add them up first.", nameof(ensembles));
        }

        IReadOnlyList<NamedEnsemble> named = NamedEnsemble.Name(ensembles);
        (EnsembleFamily Family, IReadOnlyList<EnsembleAtRung> Places)[] rungs =
            [.. EnsembleFamily.Of(named).SelectMany(family => family.Rungs().Select(places => (family, places)))];
        int done = 0;
        void FinishStep(string activity)
        {
            done++;
            progress?.Report(new WorkProgress(done / (double)(rungs.Length + named.Count), activity));
            cancellation.ThrowIfCancellationRequested();
        }

        cancellation.ThrowIfCancellationRequested();
        List<SpectrumResult> spectra = [];
        foreach ((EnsembleFamily family, IReadOnlyList<EnsembleAtRung> places) in rungs)
        {
            if (SpectrumResult.Of(family, places, options.BinWidth) is { } spectrum)
            {
                spectra.Add(spectrum);
            }

            FinishStep(FormattableString.Invariant($"spectra of {family.Label} at log10 W = {places[0].Rung.Log10W:g4}"));
        }

        List<EnsembleResults> results = [];
        foreach (NamedEnsemble ensemble in named)
        {
            results.Add(ResultsOf(ensemble, options));
            FinishStep($"averages and fits of {ensemble.Label}");
        }

        return new AnalysisResults(options, results, spectra)
        {
            Starts = [.. named.Select(ensemble => StartResult.Of(ensemble, options.BinWidth)).OfType<StartResult>()],
        };
    }

    private static EnsembleResults ResultsOf(NamedEnsemble ensemble, AnalysisOptions options)
    {
        EnsembleAtRung[] places = [.. EnsembleAtRung.AllOf(ensemble)];
        HashSet<SampleId> shown = [.. ensemble.Sums.Samples.Take(ShownSamples)];
        return new EnsembleResults(
            ensemble,
            SampleSummary.Of(ensemble.Sums),
            [.. places.Select(AveragesAtFixedW.Of)],
            ensemble.Sums.Times.Averages(),
            [
                .. places.SelectMany(place =>
                    place.Rung.Modes.Where(state => shown.Contains(state.Sample)).Select(state => new TrajectoryPoint(place, state))),
            ],
            RelaxationLaws.Of(ensemble.Sums, options),
            [CorrelationLaw.Of(ensemble, options.DecayRangeOf(ensemble.Protocol)), CorrelationLaw.OfBestRanges(ensemble)],
            [.. places.Select(LowestModeProfiles.Of)],
            [.. places.Select(place => CoreEnergyDistribution.Of(place, options.SpectrumShift)).OfType<CoreEnergyDistribution>()],
            [.. places.Select(place => new ForceSharesAtRung(place, place.Rung.Flow.ForceShares()))],
            [.. places.SelectMany(place => place.Rung.Steps.Select(step => new StepAtRung(place, StepAverages.Of(step))))]);
    }
}
