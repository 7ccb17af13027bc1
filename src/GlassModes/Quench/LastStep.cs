// Holds the last step of a quench and locates the crossings of rungs within this step.

using GlassModes.Forces;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// Holds both ends of the step that a quench took last and the lowest W found within this step, and locates crossings of rungs on the path
/// of the step. Several rungs can lie within one step, so the step is kept until the next step is taken. Only the constructor allocates
/// memory.
/// </summary>
/// <param name="field">Evaluates the forces within a step.</param>
/// <param name="flow">The same forces as a flow.</param>
/// <param name="tolerance">Largest |ln(W/W_rung)| of a crossing.</param>
internal sealed class LastStep(ForceField field, ParticleFlow flow, double tolerance) : IDisposable
{
    private readonly CrossingSearch _search = new(field, flow, tolerance);

    // The place θ of the lowest W on the path: 0 at the start of the step, 1 at the end.
    private double _lowestAt = 1;

    // t and W at the start of the step before; NaN where there is none.
    private double _earlierTime = double.NaN;
    private double _earlierForce = double.NaN;

    /// <summary>The start of the step.</summary>
    public FlowState Before { get; private set; } = new(flow.Length);

    /// <summary>The end of the step. Before the first step it is the state in which the quench starts.</summary>
    public FlowState After { get; private set; } = new(flow.Length);

    /// <summary>Whether a step has been taken since the start, or since the last push off a saddle.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>The lowest W found within the step.</summary>
    public double LowestForce { get; private set; }

    /// <summary>Positions of the last crossing located.</summary>
    public ReadOnlySpan<double> CrossingPositions => _search.Positions;

    /// <summary>Makes the end of the step a new start, to which no step leads.</summary>
    public void Restart()
    {
        IsTaken = false;
        LowestForce = 3 * After.MeanSquare;
    }

    /// <summary>Takes a step from the end of the last step.</summary>
    public void Advance(QuenchMethod method)
    {
        (_earlierTime, _earlierForce) = IsTaken ? (Before.Time, 3 * Before.MeanSquare) : (double.NaN, double.NaN);
        (Before, After) = (After, Before);
        method.Advance(flow, Before, After);
        IsTaken = true;
        LowestForce = 3 * After.MeanSquare;
        _lowestAt = 1;
    }

    /// <summary>Looks for a W at or below the rung within the step, where both ends of the step are above the rung.</summary>
    public void LookForDip(double rung, bool isStraight)
    {
        if (LowestForce > rung && _search.FindDip(rung, _earlierTime, _earlierForce, Before, After, isStraight) is { } dip)
        {
            (_lowestAt, LowestForce) = dip;
        }
    }

    /// <summary>
    /// Locates the crossing of a rung within the step. <see cref="LowestForce"/> must not be above the rung. Afterwards
    /// <see cref="CrossingPositions"/> holds the positions of the crossing.
    /// </summary>
    /// <exception cref="Dynamics.SimulationException">Rounding of W keeps the search from the rung.</exception>
    public Crossing Locate(double rung, bool isStraight) => _search.Locate(rung, Before, After, _lowestAt, LowestForce, isStraight);

    /// <summary>Writes both ends of the step.</summary>
    public void SaveStates(BinaryWriter writer)
    {
        QuenchState.Write(writer, Before);
        QuenchState.Write(writer, After);
    }

    /// <summary>Reads what <see cref="SaveStates"/> wrote.</summary>
    public void LoadStates(BinaryReader reader)
    {
        QuenchState.Read(reader, Before);
        QuenchState.Read(reader, After);
    }

    /// <summary>Writes what was found within the step, and where the step before began.</summary>
    public void SaveFindings(BinaryWriter writer)
    {
        writer.Write(LowestForce);
        writer.Write(_lowestAt);
        writer.Write(IsTaken);
        writer.Write(_earlierTime);
        writer.Write(_earlierForce);
    }

    /// <summary>Reads what <see cref="SaveFindings"/> wrote.</summary>
    public void LoadFindings(BinaryReader reader)
    {
        LowestForce = reader.ReadDouble();
        _lowestAt = reader.ReadDouble();
        IsTaken = reader.ReadBoolean();
        _earlierTime = reader.ReadDouble();
        _earlierForce = reader.ReadDouble();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _search.Dispose();
        Before.Dispose();
        After.Dispose();
    }
}
