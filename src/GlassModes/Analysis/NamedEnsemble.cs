// Ensembles with short names.

using System.Globalization;
using GlassModes.Samples;
using GlassModes.Ensembles;

namespace GlassModes.Analysis;

/// <summary>An ensemble under a short name, as it stands in every table.</summary>
/// <param name="Label">kalj_N1000_T2; with a number more where protocols differ.</param>
/// <param name="Sums">Its sums.</param>
public sealed record NamedEnsemble(string Label, EnsembleSums Sums)
{
    /// <summary>What its samples have in common.</summary>
    public Protocol Key => Sums.Key;

    /// <summary>Names them in the order of model, temperature, N and protocol, whatever order they come in.</summary>
    /// <param name="ensembles">Sums, one a key.</param>
    public static IReadOnlyList<NamedEnsemble> Name(IEnumerable<EnsembleSums> ensembles)
    {
        List<NamedEnsemble> named = [];
        EnsembleSums[] sorted =
        [
            .. ensembles.OrderBy(one => one.Key.Model, StringComparer.Ordinal).ThenByDescending(one => one.Key.Temperature).ThenBy(one => one.Key.Particles)
                .ThenBy(one => one.Key.Settings, StringComparer.Ordinal).ThenBy(one => one.Key.BoxLength),
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

    private static string LabelOf(Protocol key) => string.Create(CultureInfo.InvariantCulture, $"{key.Model}_N{key.Particles}_{LabelOf(key.Temperature)}");
}
