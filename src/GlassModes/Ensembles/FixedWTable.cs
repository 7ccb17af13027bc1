// The table at fixed W as a file of comma-separated values.

using System.Globalization;
using System.Text;
using GlassModes.IO;

using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>Writes <see cref="FixedWAverages"/>; units are reduced (ε, σ, m and k_B are 1).</summary>
public static class FixedWTable
{
    private static readonly (string Name, Func<FixedWAverages, Estimate> Of)[] s_columns =
    [
        ("t [sigma*sqrt(m/epsilon)]", row => row.Time),
        ("V/N [epsilon]", row => row.PotentialEnergyPerParticle),
        ("f_u", row => row.FractionUnstable),
        ("lambda_1 [epsilon/sigma^2]", row => row.LowestEigenvalue),
        ("P_1", row => row.LowestParticipation),
        ("Lambda_min [epsilon/sigma^2]", row => row.CoreEnergy),
    ];

    /// <summary>
    /// The rows under a header that names columns and units: log10 W, the number of samples, then mean and standard error of
    /// each measure. An error of a single sample is left empty.
    /// </summary>
    public static string ToCsv(IEnumerable<FixedWAverages> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        StringBuilder text = new("log10(W [epsilon^2/sigma^2]),samples");
        foreach ((string name, _) in s_columns)
        {
            text.Append(CultureInfo.InvariantCulture, $",{name},error of {name}");
        }

        text.Append('\n');
        foreach (FixedWAverages row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Log10W:r},{row.Time.Samples}");
            foreach ((_, Func<FixedWAverages, Estimate> of) in s_columns)
            {
                Estimate estimate = of(row);
                text.Append(CultureInfo.InvariantCulture, $",{estimate.Mean:r},");
                if (double.IsFinite(estimate.StandardError))
                {
                    text.Append(CultureInfo.InvariantCulture, $"{estimate.StandardError:r}");
                }
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes <see cref="ToCsv"/> to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<FixedWAverages> rows) => AtomicFile.WriteAllText(path, ToCsv(rows));
}
