// What `prepare` prints of the equilibration of its chains.

using System.Globalization;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Samples;

namespace GlassModes.Runner.Output;

internal static class EquilibrationOutput
{
    /// <summary>The verdict on all chains; null if no chain was judged. There is none before all chains are finished.</summary>
    public static object? DocumentOf(IReadOnlyCollection<LiquidJudgement> judged, bool isFinished) => judged.Count == 0
        ? null
        : new
        {
            Verdict = !isFinished ? null
                : judged.All(judgement => judgement.Verdict.IsEquilibrated) ? "equilibrated" : "notEquilibrated",
            Reasons = judged.SelectMany(judgement => judgement.Verdict.Reasons.Select(reason => $"chain {judgement.Chain}: {reason}")),
            Chains = judged.Select(judgement => new
            {
                judgement.Chain,
                Verdict = judgement.Verdict.IsEquilibrated ? "equilibrated" : "notEquilibrated",
                judgement.RelaxationTime,
                judgement.SampleSpacing,
                judgement.HasCorrelatedSamples,
            }),
        };

    /// <summary>Acceptance of the pairs of a replica exchange, added up over chains; null without one.</summary>
    public static object? PairsOf(IReadOnlyCollection<LiquidJudgement> judged)
    {
        ExchangePair[] pairs = [.. judged.SelectMany(judgement => judgement.ReplicaExchange?.Pairs ?? [])];
        return pairs.Length == 0
            ? null
            : pairs.GroupBy(pair => (pair.Higher, pair.Lower)).OrderByDescending(group => group.Key.Higher).Select(group => new
            {
                Temperatures = (double[])[group.Key.Higher, group.Key.Lower],
                Acceptance = (double)group.Sum(pair => pair.Accepted) / group.Sum(pair => pair.Attempts),
            });
    }

    /// <summary>Prints a line for each chain, and the acceptance of the pairs of a replica exchange.</summary>
    public static void Write(TextWriter output, IReadOnlyCollection<LiquidJudgement> judged)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        foreach (LiquidJudgement judgement in judged)
        {
            string time = double.IsNaN(judgement.RelaxationTime)
                ? ""
                : string.Create(invariant, $", relaxation time {judgement.RelaxationTime:g3}");
            string trips = judgement.ReplicaExchange is null ? "" : string.Create(invariant, $", {judgement.RoundTrips} round trips");
            string verdict = judgement.Verdict.IsEquilibrated
                ? "equilibrated"
                : $"not equilibrated: {string.Join("; ", judgement.Verdict.Reasons)}";
            output.WriteLine(string.Create(invariant, $"chain {judgement.Chain}: {verdict}{time}{trips}"));
            foreach (ExchangePair pair in judgement.ReplicaExchange?.Pairs ?? [])
            {
                output.WriteLine(string.Create(invariant, $"  T = {pair.Higher:g5} and {pair.Lower:g5}: acceptance {pair.Acceptance:f3}"));
            }
        }
    }
}
