// Shows what a campaign will cost, as JSON and as a table.

using GlassModes.Campaigns.Work;
using GlassModes.Numerics.Memory;

namespace GlassModes.Runner.Output;

internal static class EstimateText
{
    private const double SecondsPerHour = 3600;

    /// <summary>The JSON document of an estimate.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="workers">Number of workers.</param>
    /// <param name="coreHours">Core-hours that there are; null if the question was not asked.</param>
    public static object DocumentOf(CampaignEstimate estimate, int workers, double? coreHours)
    {
        IReadOnlyList<int>? within = coreHours is { } hours ? estimate.SamplesWithin(hours * SecondsPerHour) : null;
        return new
        {
            Status = "done",
            States = estimate.States.Select((state, k) => new
            {
                state.Name,
                state.Samples,
                state.Particles,
                CoreHours = state.CoreSeconds / SecondsPerHour,
                MemoryBytes = (long)state.MemoryBytes,
                DiskBytes = (long)state.DiskBytes,
                Files = (long)state.Files,
                SamplesWithin = within?[k],
            }),
            CoreHours = estimate.CoreSeconds / SecondsPerHour,
            Workers = workers,
            WallHours = estimate.CoreSeconds / SecondsPerHour / workers,
        };
    }

    /// <summary>Writes a row for each state, and the sum.</summary>
    /// <inheritdoc cref="DocumentOf"/>
    public static void Write(TextWriter output, CampaignEstimate estimate, int workers, double? coreHours)
    {
        IReadOnlyList<int>? within = coreHours is { } hours ? estimate.SamplesWithin(hours * SecondsPerHour) : null;
        string[] header = ["state", "samples", "N", "core-hours", "s/sample", "memory of a worker", "disk", "files"];
        TextTable table = new([.. header, .. within is null ? (string[])[] : [$"samples in {TextTable.Number(coreHours!.Value)} h"]]);
        for (int k = 0; k < estimate.States.Count; k++)
        {
            StateEstimate state = estimate.States[k];
            string[] cells =
            [
                state.Name,
                $"{state.Samples}",
                $"{state.Particles}",
                TextTable.Number(state.CoreSeconds / SecondsPerHour, "g3"),
                TextTable.Number(state.CoreSeconds / state.Samples, "g3"),
                MemorySize.Describe((long)state.MemoryBytes),
                MemorySize.Describe((long)state.DiskBytes),
                $"{(long)state.Files}",
            ];
            table.Add([.. cells, .. within is null ? (string[])[] : [$"{within[k]}"]]);
        }

        table.Write(output);
        double total = estimate.CoreSeconds / SecondsPerHour;
        output.WriteLine();
        output.WriteLine(
            $"{TextTable.Number(total, "g3")} core-hours in all; {TextTable.Number(total / workers, "g3")} h on {workers} "
            + $"worker{(workers == 1 ? "" : "s")}. Estimated from samples of at most {Calibration.MostParticles} particles on this "
            + "machine.");
    }
}
