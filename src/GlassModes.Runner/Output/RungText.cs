// The averages of one rung as cells of a text table.

using GlassModes.Ensembles;

namespace GlassModes.Runner.Output;

internal static class RungText
{
    private static readonly (string Name, RungScalar Scalar)[] s_means =
    [
        ("t", RungScalar.Time),
        ("V/N", RungScalar.PotentialEnergyPerParticle),
        ("f_u", RungScalar.FractionUnstable),
        ("lambda_1", RungScalar.LowestEigenvalue),
        ("P_1", RungScalar.LowestParticipation),
        ("Lambda_min", RungScalar.CoreEnergy),
    ];

    public static string[] Header { get; } = ["log10 W", "samples", .. s_means.Select(mean => mean.Name)];

    public static string[] Cells(RungSums rung) =>
        [TextTable.Number(rung.Log10W), $"{rung.Count}", .. s_means.Select(mean => $"{rung.Mean(mean.Scalar)}")];
}
