// Ensembles that are compared over N.

using System.Globalization;

namespace GlassModes.Analysis;

/// <summary>Ensembles of one model, density and temperature that are compared over N, ascending in N.</summary>
/// <param name="Label">
/// The name in tables, such as kalj_T2. A number follows where there are several families of this name: of different densities, or of
/// different protocols that have an N in common.
/// </param>
/// <param name="Ensembles">One ensemble for each N.</param>
public sealed record EnsembleFamily(string Label, IReadOnlyList<NamedEnsemble> Ensembles)
{
    /// <summary>The number of protocols among the ensembles. Only with one protocol do the ensembles differ in N alone.</summary>
    public int Protocols => Ensembles.Select(ensemble => ensemble.Key.Settings).Distinct().Count();

    /// <summary>
    /// Puts ensembles together into families. Protocols of a family may differ, because large systems are often prepared or quenched in
    /// another way than small ones. Only where there are several ensembles of one N, the ensembles of each protocol are a family of their
    /// own.
    /// </summary>
    public static IReadOnlyList<EnsembleFamily> Of(IEnumerable<NamedEnsemble> ensembles)
    {
        // Densities of boxes that were made for the same density differ in the last bits.
        IEnumerable<IGrouping<(string Model, double Temperature, string Density), NamedEnsemble>> sameLiquid = ensembles.GroupBy(ensemble =>
            (ensemble.Key.Model, ensemble.Key.Temperature, ensemble.Key.Density.ToString("g8", CultureInfo.InvariantCulture)));
        return
        [
            .. sameLiquid.GroupBy(liquid => LabelOf(liquid.Key.Model, liquid.Key.Temperature)).SelectMany(sameLabel =>
            {
                IEnumerable<NamedEnsemble>[] families = [.. sameLabel.SelectMany(Comparable)];
                return families.Select((members, k) => new EnsembleFamily(
                    families.Length > 1 ? $"{sameLabel.Key}_{k + 1}" : sameLabel.Key,
                    [.. members.OrderBy(ensemble => ensemble.Key.Particles)]));
            }),
        ];
    }

    /// <summary>
    /// The rungs that at least one ensemble crossed, in descending W, each with the ensembles that crossed it, ascending in N.
    /// </summary>
    public IEnumerable<IReadOnlyList<EnsembleAtRung>> Rungs() =>
        Ensembles.SelectMany(EnsembleAtRung.AllOf).GroupBy(place => place.Rung.Rung).OrderByDescending(places => places.Key)
            .Select(places => (IReadOnlyList<EnsembleAtRung>)[.. places]);

    private static string LabelOf(string model, double temperature) =>
        string.Create(CultureInfo.InvariantCulture, $"{model}_{NamedEnsemble.LabelOf(temperature)}");

    private static IEnumerable<IEnumerable<NamedEnsemble>> Comparable(IEnumerable<NamedEnsemble> sameLiquid) =>
        sameLiquid.GroupBy(ensemble => ensemble.Key.Particles).All(size => size.Count() == 1)
            ? [sameLiquid]
            : sameLiquid.GroupBy(ensemble => ensemble.Key.Settings);
}
