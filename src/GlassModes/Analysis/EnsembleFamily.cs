// Ensembles that are compared over N.

using System.Globalization;
using GlassModes.Ensembles;

namespace GlassModes.Analysis;

/// <summary>Ensembles of one model, density and temperature that are compared over N, ascending in N.</summary>
/// <param name="Label">kalj_T2; with a number more where there are several: of different densities, or of different protocols that have an N in common.</param>
/// <param name="Ensembles">One for each N.</param>
internal sealed record EnsembleFamily(string Label, IReadOnlyList<NamedEnsemble> Ensembles)
{
    /// <summary>How many protocols there are among them: what depends on N is only sure to with one.</summary>
    public int Protocols => Ensembles.Select(one => one.Key.Settings).Distinct().Count();

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
        same.GroupBy(one => one.Key.Particles).All(size => size.Count() == 1) ? [same] : same.GroupBy(one => one.Key.Settings);

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
