// The last step of a quench, and what was found within it.

using GlassModes.Forces;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// Both ends of the step a quench took last, the lowest W within it, and the crossings of rungs on its path. Several rungs can lie within
/// one step, so it is kept until the next one. Allocates nothing but when it is made.
/// </summary>
/// <param name="field">Evaluates the forces within a step.</param>
/// <param name="flow">The same forces as a flow.</param>
/// <param name="tolerance">Of ln W at a crossing.</param>
internal sealed class LastStep(ForceField field, ParticleFlow flow, double tolerance) : IDisposable
{
    private readonly CrossingSearch _search = new(field, flow, tolerance);

    // Where the lowest W is, as a part of the step.
    private double _lowestAt = 1;

    // Where the step before began.
    private double _earlierTime = double.NaN;
    private double _earlierForce = double.NaN;

    /// <summary>Where it began.</summary>
    public FlowState Before { get; private set; } = new(flow.Length);

    /// <summary>Where it ended, and where the first step is to begin.</summary>
    public FlowState After { get; private set; } = new(flow.Length);

    /// <summary>Whether there is one; not at the start, nor after a push.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>The lowest W found within it.</summary>
    public double LowestForce { get; private set; }

    /// <summary>Positions of the last crossing located.</summary>
    public ReadOnlySpan<double> CrossingPositions => _search.Positions;

    /// <summary>Takes the end for a beginning that no step leads to.</summary>
    public void Restart()
    {
        IsTaken = false;
        LowestForce = 3 * After.MeanSquare;
    }

    /// <summary>Takes a step from the end of the last.</summary>
    public void Advance(QuenchMethod method)
    {
        (_earlierTime, _earlierForce) = IsTaken ? (Before.Time, 3 * Before.MeanSquare) : (double.NaN, double.NaN);
        (Before, After) = (After, Before);
        method.Advance(flow, Before, After);
        IsTaken = true;
        LowestForce = 3 * After.MeanSquare;
        _lowestAt = 1;
    }

    /// <summary>Looks for a W below the rung in the middle of the step, where both of its ends are above it.</summary>
    public void LookForDip(double rung, bool isStraight)
    {
        if (LowestForce > rung && _search.FindDip(rung, _earlierTime, _earlierForce, Before, After, isStraight) is { } dip)
        {
            (_lowestAt, LowestForce) = dip;
        }
    }

    /// <summary>
    /// The crossing of a rung that <see cref="LowestForce"/> is not above, with its positions in <see cref="CrossingPositions"/>.
    /// </summary>
    public Crossing Locate(double rung, bool isStraight) => _search.Locate(rung, Before, After, _lowestAt, LowestForce, isStraight);

    /// <summary>Writes both ends.</summary>
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

    /// <summary>Writes what was found within the step.</summary>
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
