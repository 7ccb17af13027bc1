// What is said of the equilibration of a chain.

using System.Globalization;
using GlassModes.Equilibrium;

namespace GlassModes.Samples;

/// <summary>Whether a chain of a preparation was equilibrated when its samples were taken.</summary>
/// <param name="Chain">Number of the chain, from 1.</param>
/// <param name="Verdict">Whether it was, and if not, why.</param>
/// <param name="RelaxationTime">
/// τ_α, or for a replica exchange the integrated correlation time of V at the temperature of the samples; NaN if it was not reached.
/// </param>
/// <param name="SampleSpacing">Time between samples of the chain; NaN for a single sample.</param>
/// <param name="RoundTrips">Round trips of all replicas of a replica exchange; 0 for dynamics at one temperature.</param>
public sealed record LiquidJudgement(
    int Chain, EquilibrationVerdict Verdict, double RelaxationTime, double SampleSpacing, long RoundTrips = 0)
{
    /// <summary>
    /// All that was seen of dynamics at one temperature; null for a replica exchange, and for a chain that had given more samples before.
    /// </summary>
    public EquilibrationRecord? Equilibration { get; init; }

    /// <summary>
    /// All that was seen of a replica exchange; null for dynamics at one temperature, and for a chain that had given more samples before.
    /// </summary>
    public ReplicaExchangeRecord? ReplicaExchange { get; init; }

    /// <summary>Whether samples are nearer to each other than the relaxation time, so that they resemble each other.</summary>
    public bool HasCorrelatedSamples => SampleSpacing < RelaxationTime;

    /// <summary>
    /// What a user has to know: that the chain is not equilibrated, or that samples are not independent. Null if all is well.
    /// </summary>
    public string? Warning
    {
        get
        {
            CultureInfo invariant = CultureInfo.InvariantCulture;
            List<string> parts = [];
            if (!Verdict.IsEquilibrated)
            {
                string advice = ReplicaExchange is null ? "equilibrate for longer" : "take more trials before the first sample";
                parts.Add($"not equilibrated: {string.Join("; ", Verdict.Reasons)}; {advice}");
            }

            if (HasCorrelatedSamples)
            {
                parts.Add(string.Create(
                    invariant, $"samples are t = {SampleSpacing:g4} apart, less than the relaxation time {RelaxationTime:g3}")
                    + ", and resemble each other; take more time between them");
            }

            return parts.Count > 0 ? string.Create(invariant, $"chain {Chain}: {string.Join("; ", parts)}") : null;
        }
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Chain);
        writer.Write(RelaxationTime);
        writer.Write(SampleSpacing);
        writer.Write(RoundTrips);
        writer.Write(Verdict.Reasons.Count);
        foreach (EquilibrationReason reason in Verdict.Reasons)
        {
            writer.Write((int)reason.Doubt);
            writer.Write(reason.Value);
            writer.Write(reason.Limit);
            writer.Write(reason.Temperature);
        }
    }

    internal static LiquidJudgement Load(BinaryReader reader)
    {
        (int chain, double relaxation, double spacing, long trips) =
            (reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64());
        List<EquilibrationReason> reasons = [];
        for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
        {
            reasons.Add(new EquilibrationReason(
                (EquilibrationDoubt)reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        }

        return new LiquidJudgement(chain, new EquilibrationVerdict(reasons), relaxation, spacing, trips);
    }
}
