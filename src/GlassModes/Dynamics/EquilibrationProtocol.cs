// The times of an equilibration, and their number of time steps.

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
}
