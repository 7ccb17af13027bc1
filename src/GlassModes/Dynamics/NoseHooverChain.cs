// A chain of thermostats. Newtonian dynamics with the chain sample the canonical ensemble.

using GlassModes.Files;

namespace GlassModes.Dynamics;

/// <summary>
/// A Nosé-Hoover chain of M thermostats in the time-reversible form of Martyna, Tuckerman, Tobias and Klein (Mol. Phys. 87, 1117, 1996),
/// with Suzuki-Yoshida weights of fourth order. The thermostat masses are Q_1 = g k_B T τ² and Q_j = k_B T τ² for j &gt; 1, with g degrees
/// of freedom and the response time τ of the chain. Allocates nothing after construction.
/// </summary>
public sealed class NoseHooverChain
{
    // Yoshida's three weights of fourth order: the outer two are w = 1/(2 − 2^{1/3}), the inner one is 1 − 2w.
    private static readonly double[] Weights = YoshidaWeights();

    private readonly double[] _masses;
    private readonly double[] _positions;
    private readonly double[] _velocities;
    private readonly int _degreesOfFreedom;

    /// <summary>Makes a chain at rest.</summary>
    /// <param name="temperature">Target temperature T &gt; 0.</param>
    /// <param name="degreesOfFreedom">Thermostatted degrees of freedom g, 3N − 3 for a liquid.</param>
    /// <param name="period">Response time τ &gt; 0.</param>
    /// <param name="length">Number of thermostats M ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not positive.</exception>
    public NoseHooverChain(double temperature, int degreesOfFreedom, double period = 0.5, int length = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(period);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        Temperature = temperature;
        _degreesOfFreedom = degreesOfFreedom;
        _masses = new double[length];
        _positions = new double[length];
        _velocities = new double[length];
        Array.Fill(_masses, temperature * period * period);
        _masses[0] *= degreesOfFreedom;
    }

    /// <summary>Target temperature.</summary>
    public double Temperature { get; }

    /// <summary>
    /// The energy of the chain, Σ_j ½ Q_j v_j² + g T x_1 + T Σ_{j&gt;1} x_j. The dynamics conserve the sum of K, V and this energy.
    /// </summary>
    public double Energy
    {
        get
        {
            double energy = _degreesOfFreedom * Temperature * _positions[0];
            for (int j = 0; j < _masses.Length; j++)
            {
                energy += 0.5 * _masses[j] * _velocities[j] * _velocities[j];
                energy += j > 0 ? Temperature * _positions[j] : 0;
            }

            return energy;
        }
    }

    /// <summary>Advances the chain by a time, which is half a time step of the dynamics.</summary>
    /// <param name="twiceKineticEnergy">2K = Σ m v² of the particles.</param>
    /// <param name="time">Time to advance by.</param>
    /// <returns>The factor by which the caller scales the velocities of the particles.</returns>
    public double Advance(double twiceKineticEnergy, double time)
    {
        double scale = 1;
        int last = _masses.Length - 1;
        foreach (double weight in Weights)
        {
            double dt = weight * time;
            _velocities[last] += 0.5 * dt * Acceleration(last, twiceKineticEnergy);
            for (int j = last - 1; j >= 0; j--)
            {
                Kick(j, twiceKineticEnergy, dt);
            }

            double factor = Math.Exp(-dt * _velocities[0]);
            scale *= factor;
            twiceKineticEnergy *= factor * factor;
            for (int j = 0; j <= last; j++)
            {
                _positions[j] += dt * _velocities[j];
            }

            for (int j = 0; j < last; j++)
            {
                Kick(j, twiceKineticEnergy, dt);
            }

            _velocities[last] += 0.5 * dt * Acceleration(last, twiceKineticEnergy);
        }

        return scale;
    }

    /// <summary>Writes the positions and velocities of the thermostats, bit for bit.</summary>
    internal void Save(BinaryWriter writer)
    {
        BinaryVectors.Write(writer, _positions);
        BinaryVectors.Write(writer, _velocities);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data are of a chain of another length.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    internal void Load(BinaryReader reader)
    {
        BinaryVectors.Read(reader, _positions);
        BinaryVectors.Read(reader, _velocities);
    }

    private static double[] YoshidaWeights()
    {
        double outer = 1 / (2 - Math.Cbrt(2));
        return [outer, 1 - (2 * outer), outer];
    }

    // Advances the velocity of thermostat j by dt/2: v_j ← (v_j s + a_j dt/2) s. Thermostat j + 1 exerts friction on thermostat j. The
    // factor s = exp(−v_{j+1} dt/4) applies this friction in two halves, before and after the acceleration a_j.
    private void Kick(int j, double twiceKineticEnergy, double dt)
    {
        double friction = Math.Exp(-0.25 * dt * _velocities[j + 1]);
        _velocities[j] = ((_velocities[j] * friction) + (0.5 * dt * Acceleration(j, twiceKineticEnergy))) * friction;
    }

    private double Acceleration(int j, double twiceKineticEnergy) =>
        j == 0
            ? (twiceKineticEnergy - (_degreesOfFreedom * Temperature)) / _masses[0]
            : ((_masses[j - 1] * _velocities[j - 1] * _velocities[j - 1]) - Temperature) / _masses[j];
}
