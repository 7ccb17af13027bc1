// The times of an equilibration, their number of time steps, and the stages that they stand for.

namespace GlassModes.Dynamics;

/// <summary>
/// The times of an equilibration. The defaults are those of the paper (Shimada et al. 2024, Sec. II): NVT for t = 500, NVE for t = 500,
/// then a configuration every t = 50.
/// </summary>
/// <param name="Timestep">Time step Δt of the dynamics.</param>
/// <param name="CanonicalTime">Time in NVT from the random start.</param>
/// <param name="MicrocanonicalTime">Time in NVE before the first configuration.</param>
/// <param name="Interval">Time in NVE between configurations.</param>
public sealed record EquilibrationProtocol(
    double Timestep = 0.005, double CanonicalTime = 500, double MicrocanonicalTime = 500, double Interval = 50)
{
    /// <summary>Computes the number of time steps Δt in a time, rounded to the nearest integer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or the time step is not positive.</exception>
    public long StepsIn(double time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Timestep);
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        return (long)Math.Round(time / Timestep);
    }

    /// <summary>
    /// The time that is run where a time was asked for: the nearest whole number of time steps. A time that is one but for its rounding is
    /// returned as it is.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or the time step is not positive.</exception>
    public double TimeRun(double time)
    {
        double run = StepsIn(time) * Timestep;
        return Math.Abs(run - time) <= 1e-9 * time ? time : run;
    }

    /// <summary>Makes the stages: NVT, NVE up to the first configuration, and NVE up to the last one.</summary>
    /// <param name="temperature">Temperature T &gt; 0.</param>
    /// <param name="samples">Number of configurations, at least one.</param>
    public EquilibrationSchedule ScheduleFor(double temperature, int samples) => new(
        temperature,
        Timestep,
        [
            new EquilibrationStage(DynamicsEnsemble.Canonical, temperature, CanonicalTime),
            new EquilibrationStage(DynamicsEnsemble.Microcanonical, temperature, MicrocanonicalTime, Outputs: 1),
            .. samples > 1
                ? (EquilibrationStage[])[new EquilibrationStage(DynamicsEnsemble.Microcanonical, temperature, Interval, samples - 1)]
                : [],
        ]);
}
