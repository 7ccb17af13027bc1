// What was said of the equilibration of a chain, in short.

using System.Text.Json;

namespace GlassModes.Samples;

/// <summary>What was said of the equilibration of a chain, in short.</summary>
/// <param name="Chain">Number of the chain, from 1.</param>
/// <param name="IsEquilibrated">Whether nothing speaks against equilibrium.</param>
/// <param name="Reasons">What speaks against it, as sentences without a full stop.</param>
/// <param name="HasCorrelatedSamples">Whether samples are nearer to each other than the relaxation time.</param>
public sealed record JudgedChain(int Chain, bool IsEquilibrated, IReadOnlyList<string> Reasons, bool HasCorrelatedSamples)
{
    /// <summary>τ_α; NaN if it was not reached, or for a replica exchange.</summary>
    public double RelaxationTime { get; init; } = double.NaN;

    /// <summary>V/N, averaged over the second half of the time at constant temperature; NaN for a replica exchange.</summary>
    public double Energy { get; init; } = double.NaN;

    /// <summary>Standard error of V/N; NaN for a replica exchange.</summary>
    public double EnergyError { get; init; } = double.NaN;

    /// <summary>Reads what <see cref="JudgementFile"/> writes of a chain. Returns null if the file is damaged.</summary>
    internal static JudgedChain? OfDocument(JsonElement root)
    {
        try
        {
            JsonElement? record = Find(root, "equilibration");
            return new JudgedChain(
                root.GetProperty("chain").GetInt32(),
                root.GetProperty("verdict").GetString() == JudgementFile.Equilibrated,
                [.. root.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString() ?? "")],
                root.GetProperty("hasCorrelatedSamples").GetBoolean())
            {
                RelaxationTime = Number(Find(record, "relaxation"), "relaxationTime"),
                Energy = Number(Find(record, "canonical"), "mean"),
                EnergyError = Number(Find(record, "canonical"), "standardError"),
            };
        }
        catch (Exception problem) when (problem is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static JsonElement? Find(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out JsonElement child) ? child : null;

    private static double Number(JsonElement? parent, string name) =>
        Find(parent, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN;
}
