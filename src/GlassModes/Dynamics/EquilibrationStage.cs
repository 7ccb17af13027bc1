// The stages of an equilibration: ensemble, temperature, length and outputs of each.

namespace GlassModes.Dynamics;

/// <summary>What the dynamics keep constant.</summary>
public enum DynamicsEnsemble
{
    /// <summary>N, V and T (NVT), by a <see cref="NoseHooverChain"/>.</summary>
    Canonical,

    /// <summary>N, V and E (NVE).</summary>
    Microcanonical,
}

/// <summary>
/// A stage of an equilibration. A stage without outputs lasts one interval. A stage with K outputs lasts K intervals and gives a
/// configuration at the end of each.
/// </summary>
/// <param name="Ensemble">What the dynamics keep constant.</param>
/// <param name="Temperature">Temperature T &gt; 0 of the thermostat. A stage of constant energy does not use it.</param>
/// <param name="Interval">Length of the stage without outputs, or time before the first output and between outputs.</param>
/// <param name="Outputs">Number of configurations that the stage gives.</param>
public sealed record EquilibrationStage(DynamicsEnsemble Ensemble, double Temperature, double Interval, int Outputs = 0)
{
    /// <summary>
    /// Temperature at the end of the stage; null for a constant one. The temperature of the thermostat goes there from
    /// <see cref="Temperature"/> in proportion to the time. A stage of constant energy has no such temperature.
    /// </summary>
    public double? EndTemperature { get; init; }

    /// <summary>Length of the stage.</summary>
    public double Length => Math.Max(1, Outputs) * Interval;

    /// <summary>Whether the thermostat keeps one temperature through the stage.</summary>
    public bool HasConstantTemperature => Ensemble == DynamicsEnsemble.Canonical && (EndTemperature ?? Temperature).Equals(Temperature);

    /// <summary>Temperature of the thermostat after a share of the stage.</summary>
    /// <param name="share">Share of the stage, from 0 to 1.</param>
    public double TemperatureAt(double share) => EndTemperature is { } end ? Temperature + (share * (end - Temperature)) : Temperature;
}

/// <summary>
/// All stages of an equilibration. Where a stage of constant energy follows one of constant temperature, the velocities are scaled once, so
/// that the total energy is the mean of the second half of that stage.
/// </summary>
/// <param name="StartTemperature">Temperature T &gt; 0 of the velocities that are drawn at the start.</param>
/// <param name="Timestep">Time step Δt of the dynamics.</param>
/// <param name="Stages">The stages in their order.</param>
public sealed record EquilibrationSchedule(double StartTemperature, double Timestep, IReadOnlyList<EquilibrationStage> Stages)
{
    /// <summary>The thermostat of the stages of constant temperature.</summary>
    public ThermostatSettings Thermostat { get; init; } = new();

    /// <summary>Number of configurations that the stages give.</summary>
    public int Outputs => Stages.Sum(stage => stage.Outputs);

    /// <summary>Length of all stages.</summary>
    public double Length => Stages.Sum(stage => stage.Length);

    /// <summary>Computes the number of time steps Δt in a time, rounded to the nearest integer.</summary>
    public long StepsIn(double time) => (long)Math.Round(time / Timestep);

    /// <summary>Number of time steps of a stage.</summary>
    public long StepsOf(EquilibrationStage stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return Math.Max(1, stage.Outputs) * StepsIn(stage.Interval);
    }

    /// <summary>Number of the last stage in which the thermostat keeps one temperature; −1 if there is none.</summary>
    public int FindLastCanonicalStage() => Stages.ToList().FindLastIndex(stage => stage.HasConstantTemperature);

    /// <summary>Checks the numbers of the schedule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A temperature or the time step is not positive and finite, an interval or a number of outputs is negative, or a setting of the
    /// thermostat is out of its range. Or an interval that is not zero, or that stands between outputs, has no time step.
    /// </exception>
    public void Require()
    {
        RequirePositive(StartTemperature, nameof(StartTemperature));
        RequirePositive(Timestep, nameof(Timestep));
        Thermostat.Require();
        foreach (EquilibrationStage stage in Stages)
        {
            if (!(stage.Interval >= 0) || !double.IsFinite(stage.Interval))
            {
                throw new ArgumentOutOfRangeException(nameof(stage.Interval), stage.Interval, "It must be finite and not negative.");
            }

            ArgumentOutOfRangeException.ThrowIfNegative(stage.Outputs);
            if (StepsIn(stage.Interval) == 0 && (stage.Interval > 0 || stage.Outputs > 1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Timestep), Timestep, FormattableString.Invariant($"A stage has no step in its interval of {stage.Interval}."));
            }

            if (stage.Ensemble == DynamicsEnsemble.Canonical)
            {
                RequirePositive(stage.Temperature, nameof(stage.Temperature));
                RequirePositive(stage.EndTemperature ?? stage.Temperature, nameof(stage.EndTemperature));
            }
        }
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "It must be positive and finite.");
        }
    }
}
