// How a chain of thermostats is made: response time, number of thermostats, order of its time step.

namespace GlassModes.Dynamics;

/// <summary>The settings of a <see cref="NoseHooverChain"/>.</summary>
/// <param name="Period">Response time τ &gt; 0.</param>
/// <param name="Length">Number of thermostats M ≥ 1. A chain of one is Nosé's and Hoover's thermostat.</param>
/// <param name="Order">
/// Order of the Suzuki-Yoshida splitting of the chain's step: 2 (one step), 4 (three) or 6 (seven). The order of the whole step in Δt is
/// 2, that of velocity Verlet. A higher order conserves the extended energy better where τ is short.
/// </param>
public sealed record ThermostatSettings(double Period = 0.5, int Length = 3, int Order = 4)
{
    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range. The message says which.</exception>
    public void Require()
    {
        if (!(Period > 0) || !double.IsFinite(Period))
        {
            throw new ArgumentOutOfRangeException(nameof(Period), Period, "The response time must be positive and finite.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Length);
        if (Order is not (2 or 4 or 6))
        {
            throw new ArgumentOutOfRangeException(nameof(Order), Order, "The order of the splitting is 2, 4 or 6.");
        }
    }

    /// <summary>
    /// The weights of the splitting, which add up to 1: for order 4 those of Yoshida's triple jump, for order 6 his solution A
    /// (H. Yoshida, Phys. Lett. A 150, 262, 1990, Table 1).
    /// </summary>
    internal double[] Weights()
    {
        if (Order == 2)
        {
            return [1];
        }

        if (Order == 4)
        {
            double outer = 1 / (2 - Math.Cbrt(2));
            return [outer, 1 - (2 * outer), outer];
        }

        const double w1 = -1.17767998417887;
        const double w2 = 0.235573213359357;
        const double w3 = 0.784513610477560;
        return [w3, w2, w1, 1 - (2 * (w1 + w2 + w3)), w1, w2, w3];
    }
}
