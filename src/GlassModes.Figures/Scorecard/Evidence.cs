// The results that one rule judges: an ensemble, or the ensembles of a family with their spectra.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Papers;
using GlassModes.Statistics;
using MathNet.Numerics.Distributions;

namespace GlassModes.Figures.Scorecard;

/// <summary>The results that a rule judges.</summary>
/// <param name="Options">The ranges of the analysis.</param>
/// <param name="Ensembles">One ensemble, or the ensembles of a family in ascending order of N.</param>
/// <param name="Spectra">The unstable spectra of the family, in descending W. They hold all ensembles of the family.</param>
internal sealed record Evidence(
    AnalysisOptions Options, IReadOnlyList<EnsembleResults> Ensembles, IReadOnlyList<SpectrumResult> Spectra)
{
    /// <summary>The number of samples that an ensemble needs to be judged, and that a rung needs to be used.</summary>
    public const int FewestSamples = 8;

    // All tests of one statement together reject a true statement in one of a hundred cases.
    private const double FamilyLevel = 0.01;

    /// <summary>The only ensemble, or that of the largest N.</summary>
    public EnsembleResults Largest => Ensembles[^1];

    /// <summary>The number of samples of all ensembles.</summary>
    public long Samples => Ensembles.Sum(ensemble => (long)ensemble.Samples.Samples);

    /// <summary>
    /// The number of standard errors that counts as significant: two, or more where errors are from few groups of samples
    /// (<see cref="Significance"/>).
    /// </summary>
    public double Limit => Significance.LimitOf(Freedom);

    private double Freedom => Ensembles.Min(ensemble => Math.Min(ensemble.Samples.Samples, GroupedSums.Groups)) - 1.0;

    /// <summary>The number of standard errors that a value exceeds with this probability, by Student's distribution.</summary>
    public double LimitAt(double level) => StudentT.InvCDF(0, 1, Freedom, 1 - level);

    /// <summary>The significance level of each of several tests, so that all together err in one of a hundred cases.</summary>
    public static double LevelOf(int tests) => FamilyLevel / Math.Max(1, tests);

    /// <summary>The ensembles that a claim may be judged by, in the order of its choice. Each ensemble is evidence of its own.</summary>
    public static IEnumerable<Evidence> OfEnsembles(AnalysisResults results, PaperLiquid liquid, StatedClaim claim)
    {
        EnsembleResults[] suitable = [.. Suitable(results, liquid, claim)];
        IEnumerable<EnsembleResults> ordered = claim.Choice switch
        {
            EnsembleChoice.MostSamples => suitable.OrderByDescending(SamplesOf).ThenByDescending(ParticlesOf),
            EnsembleChoice.DeepestLadder => suitable.OrderBy(LeastForceOf).ThenByDescending(ParticlesOf),
            _ => suitable.OrderByDescending(ParticlesOf).ThenByDescending(SamplesOf),
        };
        return ordered.Select(ensemble => new Evidence(results.Options, [ensemble], []));
    }

    /// <summary>The families of ensembles that a claim may be judged by, those with the most sizes first.</summary>
    public static IEnumerable<Evidence> OfFamilies(AnalysisResults results, PaperLiquid liquid, StatedClaim claim)
    {
        EnsembleResults[] suitable = [.. Suitable(results, liquid, claim)];
        return results.Spectra
            .Where(spectrum => spectrum.Family.Ensembles.All(ensemble => liquid.Includes(ensemble.Protocol)))
            .GroupBy(spectrum => spectrum.Family.Label)
            .Select(family =>
            {
                HashSet<string> labels = [.. family.First().Family.Ensembles.Select(ensemble => ensemble.Label)];
                EnsembleResults[] members = [.. suitable.Where(ensemble => labels.Contains(ensemble.Ensemble.Label)).OrderBy(ParticlesOf)];
                return new Evidence(results.Options, members, [.. family.OrderByDescending(spectrum => spectrum.Log10W)]);
            })
            .Where(family => family.Ensembles.Count > 0)
            .OrderByDescending(family => family.Ensembles.Count).ThenByDescending(family => family.Samples);
    }

    /// <summary>The samples that a finding used; all samples of the ensembles if there was nothing to judge.</summary>
    public IReadOnlyList<UsedSamples> UsedBy(Finding finding) => finding.Used.Count > 0
        ? finding.Used
        : [.. Ensembles.Select(ensemble => new UsedSamples(ensemble.Ensemble.Protocol, ensemble.Samples.Samples))];

    /// <summary>The rungs of the only ensemble that a claim is about and that enough samples crossed, in descending W.</summary>
    public IEnumerable<RungSums> RungsOf(StatedClaim claim) =>
        Largest.Ensemble.Sums.Rungs.Where(rung => rung.Count >= FewestSamples && claim.Rungs.Contains(rung.Log10W));

    /// <summary>The spectra at the rungs that a claim is about, in descending W.</summary>
    public IReadOnlyList<SpectrumResult> SpectraOf(StatedClaim claim) =>
        [.. Spectra.Where(spectrum => claim.Rungs.Contains(spectrum.Log10W))];

    private static IEnumerable<EnsembleResults> Suitable(AnalysisResults results, PaperLiquid liquid, StatedClaim claim) =>
        results.Ensembles.Where(ensemble =>
            liquid.Includes(ensemble.Ensemble.Protocol)
            && ensemble.Samples.Samples >= FewestSamples
            && ParticlesOf(ensemble) >= claim.FewestParticles);

    private static int ParticlesOf(EnsembleResults ensemble) => ensemble.Ensemble.Protocol.Particles;

    private static int SamplesOf(EnsembleResults ensemble) => ensemble.Samples.Samples;

    private static double LeastForceOf(EnsembleResults ensemble) =>
        ensemble.Ensemble.Sums.Rungs.Where(rung => rung.Count >= FewestSamples).Select(rung => rung.Rung)
            .DefaultIfEmpty(double.PositiveInfinity).Min();
}
