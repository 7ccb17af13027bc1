// Families of ensembles that are compared over N.

using System.Globalization;

namespace GlassModes.Analysis;

/// <summary>Ensembles of one model, its parameters, density and temperature that are compared over N, ascending in N.</summary>
/// <param name="Label">
/// The name in tables, such as kalj_T2. A number is added if several families have this name. Such families differ in density or in the
/// parameters of the model, or their protocols have an N in common.
/// </param>
/// <param name="Ensembles">One ensemble for each N.</param>
public sealed record EnsembleFamily(string Label, IReadOnlyList<NamedEnsemble> Ensembles)
{
    /// <summary>The number of protocols among the ensembles. The ensembles differ only in N if this number is 1.</summary>
    public int Protocols => Ensembles.Select(ensemble => ensemble.Protocol.Settings).Distinct().Count();

    /// <summary>
    /// Groups ensembles into families. The protocols of a family may differ, because large systems are often prepared or quenched in
    /// another way than small systems. If several ensembles have the same N, the ensembles of each protocol are a separate family.
    /// </summary>
    public static IReadOnlyList<EnsembleFamily> Of(IEnumerable<NamedEnsemble> ensembles)
    {
        // Only eight digits of the density are compared. Densities of boxes that were made for the same density differ in the last bits.
        IEnumerable<IGrouping<(string Model, double Temperature, string Density), NamedEnsemble>> sameLiquid =
            from ensemble in ensembles
            let protocol = ensemble.Protocol
            group ensemble by (protocol.Model, protocol.Temperature, protocol.Density.ToString("g8", CultureInfo.InvariantCulture));
        return
        [
            .. sameLiquid.GroupBy(liquid => LabelOf(liquid.Key.Model, liquid.Key.Temperature)).SelectMany(sameLabel =>
            {
                IEnumerable<NamedEnsemble>[] families = [.. sameLabel.SelectMany(SplitByParameters).SelectMany(SplitByProtocol)];
                return families.Select((members, k) => new EnsembleFamily(
                    families.Length > 1 ? $"{sameLabel.Key}_{k + 1}" : sameLabel.Key,
                    [.. members.OrderBy(ensemble => ensemble.Protocol.Particles)]));
            }),
        ];
    }

    /// <summary>
    /// The rungs that at least one ensemble crossed, in descending W. Each rung comes with the ensembles that crossed the rung, ascending
    /// in N.
    /// </summary>
    public IEnumerable<IReadOnlyList<EnsembleAtRung>> Rungs() =>
        Ensembles.SelectMany(EnsembleAtRung.AllOf).GroupBy(place => place.Rung.Rung).OrderByDescending(places => places.Key)
            .Select(places => (IReadOnlyList<EnsembleAtRung>)[.. places]);

    private static string LabelOf(string model, double temperature) =>
        string.Create(CultureInfo.InvariantCulture, $"{model}_{NamedEnsemble.LabelOf(temperature)}");

    // Splits ensembles of one name of a model by its cutoffs and other parameters.
    private static List<List<NamedEnsemble>> SplitByParameters(IEnumerable<NamedEnsemble> sameName)
    {
        List<List<NamedEnsemble>> families = [];
        foreach (NamedEnsemble ensemble in sameName)
        {
            List<NamedEnsemble>? same = families.Find(family =>
                family.TrueForAll(other => other.Protocol.HasSameParametersAs(ensemble.Protocol)));
            if (same is null)
            {
                families.Add([ensemble]);
            }
            else
            {
                same.Add(ensemble);
            }
        }

        return families;
    }

    // Splits ensembles of one liquid by their protocols, but only where an N occurs more than once.
    private static IEnumerable<IEnumerable<NamedEnsemble>> SplitByProtocol(IEnumerable<NamedEnsemble> sameLiquid) =>
        sameLiquid.GroupBy(ensemble => ensemble.Protocol.Particles).All(size => size.Count() == 1)
            ? [sameLiquid]
            : sameLiquid.GroupBy(ensemble => ensemble.Protocol.Settings);
}
