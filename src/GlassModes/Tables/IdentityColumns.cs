// The columns that say to which ensemble, family and rung a row belongs.

using GlassModes.Analysis;

namespace GlassModes.Tables;

/// <summary>Adds the columns that identify a row, and the notes on units and samples that go with them.</summary>
internal static class IdentityColumns
{
    private const string Units =
        "Reduced units: sigma_AA = epsilon_AA = m = k_B = 1 and gamma = 1; for harmonic spheres sigma, epsilon and m instead.";

    /// <summary>The ensembles of an analysis.</summary>
    public static IReadOnlyList<NamedEnsemble> Named(this AnalysisResults results) =>
        [.. results.Ensembles.Select(ensemble => ensemble.Ensemble)];

    /// <summary>Adds the columns of an ensemble.</summary>
    public static TableBuilder<TRow> Ensemble<TRow>(
        this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> ensembles, Func<TRow, NamedEnsemble> ensembleOf) => table
        .AddUnitsAndSamples(ensembles)
        .Column("ensemble", "1", "label of the ensemble; table ensembles has its protocol", row => ensembleOf(row).Label)
        .Column("model", "1", "name of the model", row => ensembleOf(row).Protocol.Model)
        .Column("particles", "1", "N, the number of particles", row => ensembleOf(row).Protocol.Particles)
        .Column("temperature", "epsilon/k_B", "T of the liquid; inf for random positions", row => ensembleOf(row).Protocol.Temperature);

    /// <summary>Adds the columns of an ensemble at a rung.</summary>
    public static TableBuilder<TRow> Rung<TRow>(
        this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> ensembles, Func<TRow, EnsembleAtRung> placeOf) => table
        .Ensemble(ensembles, row => placeOf(row).Ensemble)
        .Column("log10_W", "1", "log10 of the rung's W (epsilon^2/sigma^2)", row => placeOf(row).Rung.Log10W)
        .Column("samples", "1", "number of samples that crossed the rung", row => placeOf(row).Rung.Count)
        .Column(
            "samples_with_unstable",
            "1",
            "number of these samples that have an unstable mode; in the others the lowest mode is the softest stable mode",
            row => placeOf(row).Rung.UnstableSamples);

    /// <summary>Adds the columns of a family of ensembles at a rung.</summary>
    public static TableBuilder<TRow> Family<TRow>(
        this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> ensembles, Func<TRow, SpectrumResult> resultOf) => table
        .AddUnitsAndSamples(ensembles)
        .Column("family", "1", "label of the ensembles that are compared over N", row => resultOf(row).Family.Label)
        .Column("model", "1", "name of the model", row => resultOf(row).Family.Ensembles[0].Protocol.Model)
        .Column(
            "temperature",
            "epsilon/k_B",
            "T of the liquid; inf for random positions",
            row => resultOf(row).Family.Ensembles[0].Protocol.Temperature)
        .Column("log10_W", "1", "log10 of the rung's W (epsilon^2/sigma^2)", row => resultOf(row).Log10W);

    private static TableBuilder<TRow> AddUnitsAndSamples<TRow>(this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> ensembles)
    {
        table.Note(Units);
        foreach (NamedEnsemble ensemble in ensembles)
        {
            table.Samples(new EnsembleSize(ensemble.Protocol, ensemble.Sums.Samples.Count));
        }

        return table;
    }
}
