// Ensembles with short names.

using System.Globalization;
using GlassModes.Ensembles;
using GlassModes.Samples;

namespace GlassModes.Analysis;

/// <summary>An ensemble under the short name that stands in every table.</summary>
/// <param name="Label">The name, such as kalj_N1000_T2. A number is added if several ensembles have the same model, N and T.</param>
/// <param name="Sums">The sums of the ensemble.</param>
public sealed record NamedEnsemble(string Label, EnsembleSums Sums)
{
    /// <summary>The protocol of all samples.</summary>
    public Protocol Protocol => Sums.Protocol;

    /// <summary>
    /// Names ensembles. The result is in the order of model, descending temperature, N, settings and box length, whatever the order of the
    /// ensembles.
    /// </summary>
    /// <param name="ensembles">The sums, one for each protocol.</param>
    public static IReadOnlyList<NamedEnsemble> Name(IEnumerable<EnsembleSums> ensembles)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        List<NamedEnsemble> named = [];
        EnsembleSums[] sorted =
        [
            .. ensembles.OrderBy(sums => sums.Protocol.Model, StringComparer.Ordinal).ThenByDescending(sums => sums.Protocol.Temperature)
                .ThenBy(sums => sums.Protocol.Particles).ThenBy(sums => sums.Protocol.Settings, StringComparer.Ordinal)
                .ThenBy(sums => sums.Protocol.BoxLength),
        ];
        foreach (IGrouping<string, EnsembleSums> sameLabel in sorted.GroupBy(sums => LabelOf(sums.Protocol)))
        {
            bool isOnly = sameLabel.Count() == 1;
            named.AddRange(sameLabel.Select((sums, k) => new NamedEnsemble(isOnly ? sameLabel.Key : $"{sameLabel.Key}_{k + 1}", sums)));
        }

        return named;
    }

    /// <summary>The label of a temperature: T2 for T = 2, Tinf for random positions, Tunknown if T is not known.</summary>
    internal static string LabelOf(double temperature) =>
        double.IsPositiveInfinity(temperature) ? "Tinf"
        : double.IsNaN(temperature) ? "Tunknown"
        : string.Create(CultureInfo.InvariantCulture, $"T{temperature:g6}");

    private static string LabelOf(Protocol key) =>
        string.Create(CultureInfo.InvariantCulture, $"{key.Model}_N{key.Particles}_{LabelOf(key.Temperature)}");
}
