// The comparison as one JSON document with every round.

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlassModes.Files;

namespace GlassModes.Benchmarks.SideBySide;

internal static class JsonReport
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static void Write(string path, Machine machine, IReadOnlyList<Comparison> comparisons)
    {
        object document = new
        {
            machine.Processor,
            machine.SimdWidth,
            machine.Runtime,
            machine.System,
            Lammps = comparisons[0].LammpsVersion,
            Unit = "nanoseconds a particle",
            Starts = comparisons.Select(comparison => new
            {
                comparison.Name,
                comparison.Particles,
                EnergyPerParticle = new { Lammps = comparison.LammpsPotentialEnergy, GlassModes = comparison.PotentialEnergy },
                EvaluationsAtRest = new { comparison.Evaluations.Lammps, GlassModes = comparison.Evaluations.Ours },
                comparison.Steps,
                Quantities = comparison.Quantities.Select(quantity => new
                {
                    quantity.Name,
                    Lammps = Describe(quantity.Lammps),
                    LammpsWithGhosts = quantity.WithGhosts is { } whole ? Describe(whole) : null,
                    GlassModes = quantity.Ours.Select(ours => Describe(ours, quantity.Lammps)),
                }),
                comparison.Temperature,
                AddedCosts = comparison.Costs.Select(cost => new
                {
                    cost.Name,
                    cost.Median,
                    LowerQuartile = cost.Quartiles.Lower,
                    UpperQuartile = cost.Quartiles.Upper,
                    cost.Undisturbed,
                    Pairs = cost.With.Count,
                }),
            }),
        };
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(document, s_options) + "\n");
    }

    private static object Describe(Series series, Series? lammps = null) => new
    {
        series.Skin,
        series.Spread.Median,
        series.Spread.Minimum,
        series.Spread.Maximum,
        series.Rounds,
        series.StepsPerListBuild,
        RatioOfMedians = lammps?.Spread.Median / series.Spread.Median,
        RatioOfMinima = lammps?.Spread.Minimum / series.Spread.Minimum,
        Ratios = lammps is null ? null : series.RatiosOf(lammps),
    };
}
