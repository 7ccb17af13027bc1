// The column ns/particle in the tables of BenchmarkDotNet.

using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace GlassModes.Benchmarks;

/// <summary>Adds the mean time divided by the parameter N, in nanoseconds, to a benchmark class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TimePerParticleAttribute : Attribute, IConfigSource
{
    /// <inheritdoc/>
    public IConfig Config { get; } = ManualConfig.CreateEmpty().AddColumn(new Column());

    private sealed class Column : IColumn
    {
        public string Id => nameof(TimePerParticleAttribute);

        public string ColumnName => "ns/particle";

        public string Legend => "Mean divided by N, in nanoseconds";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Statistics;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            summary[benchmarkCase]?.ResultStatistics is { } statistics && benchmarkCase.Parameters["N"] is int particles
                ? (statistics.Mean / particles).ToString("f1", CultureInfo.InvariantCulture)
                : "-";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
    }
}
