// A chain of thermostats. Newtonian dynamics with the chain sample the canonical ensemble.

using GlassModes.Files;

namespace GlassModes.Dynamics;

/// <summary>
/// A Nosé-Hoover chain of M thermostats in the time-reversible form of Martyna, Tuckerman, Tobias and Klein (Mol. Phys. 87, 1117, 1996),
/// with Suzuki-Yoshida weights. The thermostat masses are Q_1 = g k_B T τ² and Q_j = k_B T τ² for j &gt; 1, with g degrees
/// of freedom and the response time τ of the chain. Allocates nothing after construction.
/// </summary>
public sealed class NoseHooverChain
{
    private readonly double[] _weights;
    private readonly double[] _masses;
    private readonly double[] _positions;
    private readonly double[] _velocities;
    private readonly int _degreesOfFreedom;
    private readonly double _period;

    /// <summary>Makes a chain at rest.</summary>
    /// <param name="temperature">Target temperature T &gt; 0.</param>
    /// <param name="degreesOfFreedom">Thermostatted degrees of freedom g, 3N − 3 for a liquid.</param>
    /// <param name="settings">Response time, number of thermostats and order; null for τ = 0.5, three and 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is not positive, or a setting is out of its range.</exception>
    public NoseHooverChain(double temperature, int degreesOfFreedom, ThermostatSettings? settings = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        settings ??= new ThermostatSettings();
        settings.Require();
        _degreesOfFreedom = degreesOfFreedom;
        _period = settings.Period;
        _weights = settings.Weights();
        _masses = new double[settings.Length];
        _positions = new double[settings.Length];
        _velocities = new double[settings.Length];
        SetTemperature(temperature);
    }

    /// <summary>Target temperature.</summary>
    public double Temperature { get; private set; }

    /// <summary>Number of values of the state: position and velocity of each thermostat.</summary>
    internal int StateLength => 2 * _masses.Length;

    /// <summary>
    /// Changes the target temperature and with it the masses, which are proportional to it. The thermostats keep their positions and
    /// velocities. <see cref="Energy"/> jumps by this, so that it is conserved between two changes only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
    public void SetTemperature(double temperature)
    {
        if (!(temperature > 0) || !double.IsFinite(temperature))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "It must be positive and finite.");
        }

        Temperature = temperature;
        Array.Fill(_masses, temperature * _period * _period);
        _masses[0] *= _degreesOfFreedom;
    }

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
        foreach (double weight in _weights)
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

    /// <summary>Copies the positions of the thermostats, and then their velocities.</summary>
    internal void CopyStateTo(Span<double> state)
    {
        _positions.CopyTo(state);
        _velocities.CopyTo(state[_masses.Length..]);
    }

    /// <summary>Takes over the positions and velocities of <see cref="CopyStateTo"/>.</summary>
    internal void SetState(ReadOnlySpan<double> state)
    {
        state[.._masses.Length].CopyTo(_positions);
        state[_masses.Length..StateLength].CopyTo(_velocities);
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
