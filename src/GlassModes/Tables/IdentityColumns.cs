// What the rows of every table are of.

using GlassModes.Analysis;

namespace GlassModes.Tables;

/// <summary>The columns that say what a row is of.</summary>
internal static class IdentityColumns
{
    private const string Units = "Reduced units: sigma_AA = epsilon_AA = m = k_B = 1 and gamma = 1 (harmonic spheres: sigma, epsilon, m).";

    public static TableBuilder<TRow> Ensemble<TRow>(this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> all, Func<TRow, NamedEnsemble> of)
    {
        return table.UnitsAndSamples(all)
            .Column("ensemble", "1", "label of the ensemble, see table ensembles", row => of(row).Label)
            .Column("model", "1", "model", row => of(row).Key.Model)
            .Column("particles", "1", "N", row => of(row).Key.Particles)
            .Column("temperature", "epsilon/k_B", "T of the liquid; inf: random positions", row => of(row).Key.Temperature);
    }

    public static TableBuilder<TRow> Cell<TRow>(this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> all, Func<TRow, Cell> of) => table
        .Ensemble(all, row => of(row).Ensemble)
        .Column("log10_W", "1", "log10 of the rung's W (epsilon^2/sigma^2)", row => of(row).Rung.Log10W)
        .Column("samples", "1", "samples that crossed the rung", row => of(row).Rung.Count)
        .Column("samples_with_unstable", "1", "of these, with an unstable mode; in the others the lowest mode is the softest stable one", row => of(row).Rung.UnstableSamples);

    /// <summary>The same of a row of several ensembles at one rung.</summary>
    public static TableBuilder<TRow> Family<TRow>(this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> all, Func<TRow, EnsembleFamily> of, Func<TRow, double> log10W) => table.UnitsAndSamples(all)
        .Column("family", "1", "label of the ensembles that are compared over N", row => of(row).Label)
        .Column("model", "1", "model", row => of(row).Ensembles[0].Key.Model)
        .Column("temperature", "epsilon/k_B", "T of the liquid; inf: random positions", row => of(row).Ensembles[0].Key.Temperature)
        .Column("log10_W", "1", "log10 of the rung's W (epsilon^2/sigma^2)", row => log10W(row));

    private static TableBuilder<TRow> UnitsAndSamples<TRow>(this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> all)
    {
        table.Note(Units);
        foreach (NamedEnsemble one in all)
        {
            table.Samples(new EnsembleSize(one.Key, one.Sums.Samples.Count));
        }

        return table;
    }
}
