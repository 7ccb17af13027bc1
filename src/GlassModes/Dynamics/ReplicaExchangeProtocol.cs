// The part of a protocol that only a replica exchange has.

using GlassModes.Dynamics.ReplicaExchange;

namespace GlassModes.Dynamics;

/// <summary>Temperatures and trials of a replica exchange. Two of them are equal if all their values are.</summary>
/// <param name="Temperatures">Temperatures, from the highest to the lowest, at least two.</param>
/// <param name="StepsPerTrial">Steps of dynamics before each trial of exchanges; 2800 in Shimada et al. (2024).</param>
public sealed record ReplicaExchangeProtocol(IReadOnlyList<double> Temperatures, long StepsPerTrial = 2800)
{
    /// <summary>
    /// Temperatures at which configurations are taken beside the temperature of the liquid, at the same trials. They change nothing of the
    /// dynamics.
    /// </summary>
    public IReadOnlyList<double> FurtherTemperatures { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(ReplicaExchangeProtocol? other) =>
        other is not null && StepsPerTrial == other.StepsPerTrial && Temperatures.SequenceEqual(other.Temperatures)
        && FurtherTemperatures.SequenceEqual(other.FurtherTemperatures);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StepsPerTrial, Temperatures.Count, Temperatures[0], Temperatures[^1]);

    /// <summary>Number of a temperature in the ladder, from 0 for the highest; −1 if it is not there.</summary>
    public int PlaceOf(double temperature) => Temperatures.ToList().IndexOf(temperature);

    internal ReplicaExchangeSettings SettingsFor(EquilibrationProtocol protocol) =>
        new(Temperatures, StepsPerTrial, protocol.Timestep) { Thermostat = protocol.Thermostat };
}
