// From sums over samples to every table.

using GlassModes.Analysis;
using GlassModes.Ensembles;

namespace GlassModes.Tables;

/// <summary>How far an analysis has come.</summary>
/// <param name="Fraction">Share of the tables that are done.</param>
/// <param name="Table">The one that has just been.</param>
public readonly record struct AnalysisProgress(double Fraction, string Table);

/// <summary>Every measure of Shimada et al. 2024, Secs. III A-C and Appendices A-E, and what is beyond it, as tables; definitions in docs/physics.md.</summary>
public static class EnsembleAnalysis
{
    /// <summary>Makes all tables. The same sums in any order give the same bits.</summary>
    /// <param name="ensembles">Sums, one a key.</param>
    /// <param name="options">Ranges and bins; null: the default.</param>
    /// <param name="progress">Told after each table.</param>
    /// <param name="cancellation">Looked at before each table.</param>
    /// <exception cref="ArgumentException">No ensemble, or two of one key.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bin width of the options that is not positive, or needs too many bins (<see cref="SpectrumBins.MostBins"/>).</exception>
    public static ResultSet Of(
        IReadOnlyCollection<EnsembleSums> ensembles,
        AnalysisOptions? options = null,
        IProgress<AnalysisProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ensembles);
        options ??= new AnalysisOptions();
        if (ensembles.Count == 0)
        {
            throw new ArgumentException("There must be an ensemble to analyse.", nameof(ensembles));
        }

        if (ensembles.GroupBy(one => one.Key).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There are {twice.Count()} sums of {twice.Key}; add them up first.", nameof(ensembles));
        }

        IReadOnlyList<NamedEnsemble> all = NamedEnsemble.Name(ensembles);
        IReadOnlyList<EnsembleFamily> families = EnsembleFamily.Of(all);
        Func<IEnumerable<ResultTable>>[] makers =
        [
            () => [SampleTables.Ensembles(all)],
            () => [AverageTables.FixedW(all)],
            () => [AverageTables.FixedTime(all)],
            () => [SampleTables.Trajectories(all)],
            () => RelaxationTables.Of(all, options),
            () => SpectrumTables.Of(all, families, options),
            () => LowestModeTables.Of(all, options),
            () => CoreEnergyTables.Of(all),
            () => [LowestModeTables.CoreParticles(all)],
            () => [FlowTables.ForceShares(all)],
            () => [FlowTables.Following(all)],
        ];
        List<ResultTable> tables = [];
        for (int k = 0; k < makers.Length; k++)
        {
            foreach (ResultTable table in makers[k]())
            {
                cancellation.ThrowIfCancellationRequested();
                tables.Add(table);
                progress?.Report(new AnalysisProgress((k + 1.0) / makers.Length, table.Name));
            }
        }

        return new ResultSet(all.Select(one => new EnsembleSize(one.Key, one.Sums.Samples.Count)), tables);
    }
}
