// Temperatures and times of a replica exchange.

namespace GlassModes.Dynamics.ReplicaExchange;

/// <summary>
/// The settings of a replica exchange (Hukushima and Nemoto, J. Phys. Soc. Jpn. 65, 1604, 1996). The number of steps between trials is that
/// of Shimada et al. (2024), Sec. III A 2.
/// </summary>
/// <param name="Temperatures">Temperatures T &gt; 0, from the highest to the lowest, at least two.</param>
/// <param name="StepsPerTrial">Steps of dynamics before each trial of exchanges.</param>
/// <param name="Timestep">Time step Δt of the dynamics.</param>
public sealed record ReplicaExchangeSettings(
    IReadOnlyList<double> Temperatures, long StepsPerTrial = 2800, double Timestep = 0.005)
{
    /// <summary>The thermostat of each temperature.</summary>
    public ThermostatSettings Thermostat { get; init; } = new();

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">There are less than two temperatures, or they do not fall.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive and finite, or a setting is out of its range.</exception>
    public void Require()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(StepsPerTrial);
        if (!(Timestep > 0) || !double.IsFinite(Timestep))
        {
            throw new ArgumentOutOfRangeException(nameof(Timestep), Timestep, "The time step must be positive and finite.");
        }

        Thermostat.Require();
        TemperatureLadder.Require(Temperatures);
    }
}
