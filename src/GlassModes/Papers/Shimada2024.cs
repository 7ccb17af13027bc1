// The ranges of the fits of Shimada et al. 2024, and the figures of this paper to which the tables correspond.

using GlassModes.Analysis;
using GlassModes.Models;
using GlassModes.Tables;

namespace GlassModes.Papers;

/// <summary>
/// M. Shimada, K. Shiraishi, H. Mizuno and A. Ikeda, "Instantaneous normal modes of glass-forming liquids during the athermal relaxation
/// process of the steepest descent algorithm" (2024). No other code depends on the ranges of the fits and the figure numbers of this paper.
/// </summary>
public static class Shimada2024
{
    private static readonly Dictionary<string, string> s_sources = new()
    {
        ["fixed_w"] = "Figs. 3, 4",
        ["fixed_t"] = "Sec. III A 1",
        ["trajectories"] = "Fig. 2",
        ["power_laws"] = "Figs. 3, 4",
        ["flatness"] = "Eqs. 7-10; column eq8: Eq. 8; columns eq10: Eq. 10; column per_mode: Eq. 7",
        ["spectrum"] = "Figs. 5, 6, 13",
        ["spectrum_tail"] = "Figs. 5, 13",
        ["mobility_edge"] = "Figs. 6, 7",
        ["mobility_crossings"] = "Figs. 6, 7",
        ["participation_scatter"] = "Fig. 18",
        ["spacings"] = "Sec. III B",
        ["spacing_ratios"] = "Sec. III B",
        ["decay_profile"] = "Eq. C1, Figs. 8, 14, 15",
        ["correlation_length"] = "Eq. 12, Fig. 9; the given ranges of r are those of Figs. 8, 14, 15, "
            + "and of Figs. 23, 27, 28 for harmonic spheres",
        ["correlation_law"] = "Fig. 9",
        ["energy_profile"] = "Eq. C3, Figs. 10, 16, 17",
        ["core_energy_pdf"] = "Fig. 11; the factor and the shift of shifted_spectrum are those of kalj with N = 1000 and T = 2",
        ["core_energy_cdf"] = "Fig. 12",
        ["lowest_eigenvalue_cdf"] = "Sec. III C",
        ["core_energy_tail"] = "Figs. 11, 12",
        ["core_particles"] = "Fig. 19",
    };

    /// <summary>The ranges of the fits, and the comparison of core energies with the spectrum.</summary>
    public static AnalysisOptions Options { get; } = new()
    {
        // The time law is fitted over the middle of the descent. The law of f_u is fitted as long as large systems have unstable modes.
        TimeRange = new RungRange(-1.5, -4),
        FractionRange = new RungRange(-1.5, -6),
        DecayWindows =
        [
            new DecayWindow(HarmonicSpheres.Create().Name, 8000, new DistanceRange(5, 7.5)),
            new DecayWindow(KobAndersen.ForceShifted().Name, 8000, new DistanceRange(5, 8)),
            new DecayWindow(null, 32_000, new DistanceRange(8, 12)),
            new DecayWindow(null, 128_000, new DistanceRange(15, 20)),
        ],
        SpectrumShift = new SpectrumShift(KobAndersen.ForceShifted().Name, Log10W: -1.5, Shift: 15.5, Factor: 100),
    };

    /// <summary>Adds to each table a note on the corresponding figures, equations or sections of the paper.</summary>
    public static ResultSet WithSources(ResultSet tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        return new ResultSet(tables.Ensembles, tables.Tables.Select(WithSource));
    }

    /// <summary>
    /// Adds to a table a note on the corresponding figures, equations or sections of the paper. Returns the table itself if nothing in the
    /// paper corresponds to the table.
    /// </summary>
    public static ResultTable WithSource(ResultTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return s_sources.TryGetValue(table.Name, out string? source) ? table.WithNote($"Shimada et al. 2024: {source}.") : table;
    }
}
