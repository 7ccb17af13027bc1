// Ensembles with short names, and those that are compared over N together.

using System.Globalization;
using GlassModes.Ensembles;

namespace GlassModes.Analysis;

/// <summary>An ensemble under a short name, as it stands in every table.</summary>
/// <param name="Label">kalj_N1000_T2; with a number more where protocols differ.</param>
/// <param name="Sums">Its sums.</param>
public sealed record NamedEnsemble(string Label, EnsembleSums Sums)
{
    /// <summary>What its samples have in common.</summary>
    public EnsembleKey Key => Sums.Key;

    /// <summary>Names them in the order of model, temperature, N and protocol, whatever order they come in.</summary>
    /// <param name="ensembles">Sums, one a key.</param>
    public static IReadOnlyList<NamedEnsemble> Name(IEnumerable<EnsembleSums> ensembles)
    {
        List<NamedEnsemble> named = [];
        EnsembleSums[] sorted =
        [
            .. ensembles.OrderBy(one => one.Key.Model, StringComparer.Ordinal).ThenByDescending(one => one.Key.Temperature).ThenBy(one => one.Key.Particles)
                .ThenBy(one => one.Key.Protocol, StringComparer.Ordinal).ThenBy(one => one.Key.BoxLength),
        ];
        foreach (IGrouping<string, EnsembleSums> same in sorted.GroupBy(one => LabelOf(one.Key)))
        {
            named.AddRange(same.Select((one, k) => new NamedEnsemble(same.Count() > 1 ? $"{same.Key}_{k + 1}" : same.Key, one)));
        }

        return named;
    }

    /// <summary>T2, Tinf of random positions, Tunknown.</summary>
    internal static string LabelOf(double temperature) =>
        double.IsPositiveInfinity(temperature) ? "Tinf" : double.IsNaN(temperature) ? "Tunknown" : string.Create(CultureInfo.InvariantCulture, $"T{temperature:g6}");

    private static string LabelOf(EnsembleKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Model}_N{key.Particles}_{LabelOf(key.Temperature)}");
}

/// <summary>Ensembles of one model, density and temperature that are compared over N, ascending in N.</summary>
/// <param name="Label">kalj_T2; with a number more where there are several: of different densities, or of different protocols that have an N in common.</param>
/// <param name="Ensembles">One for each N.</param>
internal sealed record EnsembleFamily(string Label, IReadOnlyList<NamedEnsemble> Ensembles)
{
    /// <summary>How many protocols there are among them: what depends on N is only sure to with one.</summary>
    public int Protocols => Ensembles.Select(one => one.Key.Protocol).Distinct().Count();

    /// <summary>
    /// Puts them together. A large N may be prepared or quenched in another way than a small one, so protocols may differ, unless there are several ensembles of one N: then those of one protocol are a family.
    /// </summary>
    public static IReadOnlyList<EnsembleFamily> Of(IEnumerable<NamedEnsemble> ensembles)
    {
        // Boxes of one density differ in the last bits of N/L³.
        IEnumerable<IGrouping<(string, double, string), NamedEnsemble>> groups = ensembles.GroupBy(one =>
            (one.Key.Model, one.Key.Temperature, one.Key.Density.ToString("g8", CultureInfo.InvariantCulture)));
        return
        [
            .. groups.GroupBy(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key.Item1}_{NamedEnsemble.LabelOf(group.Key.Item2)}")).SelectMany(same =>
            {
                IEnumerable<NamedEnsemble>[] members = [.. same.SelectMany(Comparable)];
                return members.Select((own, k) => new EnsembleFamily(members.Length > 1 ? $"{same.Key}_{k + 1}" : same.Key, [.. own.OrderBy(one => one.Key.Particles)]));
            }),
        ];
    }

    private static IEnumerable<IEnumerable<NamedEnsemble>> Comparable(IEnumerable<NamedEnsemble> same) =>
        same.GroupBy(one => one.Key.Particles).All(size => size.Count() == 1) ? [same] : same.GroupBy(one => one.Key.Protocol);

    /// <summary>The rungs that at least one of them crossed, in descending W, each with those that did.</summary>
    public IEnumerable<(double Rung, IReadOnlyList<Cell> Cells)> Rungs() =>
        Ensembles.SelectMany(Cell.Of).GroupBy(cell => cell.Rung.Rung).OrderByDescending(group => group.Key).Select(group => (group.Key, (IReadOnlyList<Cell>)[.. group]));
}

/// <summary>One ensemble at one rung.</summary>
internal sealed record Cell(NamedEnsemble Ensemble, RungSums Rung)
{
    public static IEnumerable<Cell> Of(NamedEnsemble ensemble) => ensemble.Sums.Rungs.Select(rung => new Cell(ensemble, rung));

    public int Particles => Ensemble.Key.Particles;
}

/// <summary>The columns that say what a row is of.</summary>
internal static class IdentityColumns
{
    public const string Units = "Reduced units: sigma_AA = epsilon_AA = m = k_B = 1 and gamma = 1 (harmonic spheres: sigma, epsilon, m).";

    public static TableBuilder<TRow> Ensemble<TRow>(this TableBuilder<TRow> table, IEnumerable<NamedEnsemble> all, Func<TRow, NamedEnsemble> of)
    {
        table.Note(Units);
        foreach (NamedEnsemble one in all)
        {
            table.Samples(new EnsembleSize(one.Key, one.Sums.Samples.Count));
        }

        return table
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
}
