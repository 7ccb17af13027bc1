// Makes all tables of an analysis from its results.

using GlassModes.Analysis;

namespace GlassModes.Tables;

/// <summary>
/// Makes the tables of an analysis. The tables do not refer to a paper. <c>Shimada2024.WithSources</c> adds notes on the corresponding
/// figures.
/// </summary>
public static class AnalysisTables
{
    /// <summary>Makes all tables, in a fixed order.</summary>
    /// <param name="results">The results.</param>
    public static ResultSet Of(AnalysisResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new ResultSet(
            results.Sizes,
            [
                SampleTables.Ensembles(results),
                AverageTables.FixedW(results),
                AverageTables.FixedTime(results),
                SampleTables.Trajectories(results),
                RelaxationTables.PowerLaws(results),
                RelaxationTables.Flatness(results),
                SpectrumTables.Spectrum(results),
                SpectrumTables.Tails(results),
                MobilityTables.Edges(results),
                MobilityTables.Crossings(results),
                SpectrumTables.ParticipationScatter(results),
                SpacingTables.Spacings(results),
                SpacingTables.Ratios(results),
                LowestModeTables.Decay(results),
                LowestModeTables.CorrelationLengths(results),
                LowestModeTables.CorrelationLaws(results),
                LowestModeTables.Energies(results),
                CoreEnergyTables.Density(results),
                CoreEnergyTables.Cumulative(results),
                CoreEnergyTables.CumulativeLowestEigenvalue(results),
                CoreEnergyTables.Fits(results),
                LowestModeTables.CoreParticles(results),
                FlowTables.ForceShares(results),
                FlowTables.Following(results),
                .. StartTables.Of(results),
            ]);
    }
}
