// Saves and loads the state of a quench. A loaded quench may go on below the last rung of the saved one.

using GlassModes.Files;

namespace GlassModes.Quench;

/// <content>The saved state.</content>
public sealed partial class QuenchRun
{
    /// <summary>
    /// Writes everything that the rest of the quench depends on. A run with the same arguments that loads it goes on with the same bits.
    /// The ladder of that run may have further rungs below.
    /// </summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _step.SaveStates(writer);
        double[] list = new double[3 * _count];
        _field.CopyListPositions(list);
        BinaryVectors.Write(writer, list);
        writer.Write(ForceEvaluations);
        _step.SaveFindings(writer);
        writer.Write(_energyRises);
        _check.Save(writer);
        writer.Write((int)Status);
        QuenchState.Write(writer, _ladder);
        writer.Write(_rungs.Count);
        _saddles.Save(writer);
        _rises.Save(writer);
        _dissipation.Save(writer);
        _end.Save(writer);
        _method.Save(writer);
    }

    /// <summary>
    /// Goes back to the state that <see cref="Save"/> wrote. Only the limit of evaluations may differ in this run, and its ladder may go on
    /// below the last rung of the saved run. The rest then has the same bits as one quench down this ladder: a search for an unstable mode
    /// at the last rung of the saved run is forgotten with its evaluations.
    /// </summary>
    /// <exception cref="CheckpointException">
    /// The ladder differs in a rung of the saved run. Or the ladder goes on below, but at its last rung the saved run was pushed off a
    /// saddle, which one quench would not have been.
    /// </exception>
    /// <exception cref="InvalidDataException">The data belong to another run.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _step.LoadStates(reader);
        double[] list = new double[3 * _count];
        BinaryVectors.Read(reader, list);
        _field.BuildList(list);
        _uncountedEvaluations = reader.ReadInt64() - _field.Evaluations;
        _step.LoadFindings(reader);
        _energyRises = reader.ReadInt32();
        _check.Load(reader);
        QuenchStatus status = (QuenchStatus)reader.ReadInt32();

        // This run may have a higher limit of evaluations than the saved run.
        Status = status == QuenchStatus.EvaluationLimit ? QuenchStatus.Running : status;
        Ladder savedLadder = QuenchState.ReadLadder(reader);
        _ladder.RequireContinues(savedLadder);
        int savedRungs = RungsBelowStart(savedLadder).Count();
        int rungsLeft = reader.ReadInt32();
        if (rungsLeft < 0 || rungsLeft > savedRungs)
        {
            throw new InvalidDataException($"{rungsLeft} rungs are left of a ladder of {savedRungs}.");
        }

        _rungs = new Queue<Rung>(RungsBelowStart(_ladder).Skip(savedRungs - rungsLeft));
        _saddles.Load(reader);
        _rises.Load(reader);
        _dissipation.Load(reader);
        _end.Load(reader);
        _method.Load(reader);
        if (_rungs.Count > rungsLeft)
        {
            ContinueBelow(rungsLeft);
        }
    }

    // Makes the state what it would be if the rungs below had been in the ladder from the beginning.
    private void ContinueBelow(int rungsLeft)
    {
        if (_check.HasLeftSaddle)
        {
            throw new CheckpointException(
                "the quench was pushed off a saddle at its last rung, which a quench down the longer ladder would not have been; go on "
                + "with the same ladder, or quench anew in another directory");
        }

        if (_check.Forget() is { } before)
        {
            WithdrawnEvaluations = before.Evaluations;
            _uncountedEvaluations -= before.Evaluations;
            _saddles.Restore(before.IsSaddle, before.LowestEigenvalue);
        }

        if (rungsLeft == 0)
        {
            Status = QuenchStatus.Running;
            LookForDip();
        }
    }
}
