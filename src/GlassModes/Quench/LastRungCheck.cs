// Remembers the check for an unstable mode at the last rung, so that a longer ladder can go on as if the check had not been made.

namespace GlassModes.Quench;

/// <summary>
/// What the check at the last rung has found, and what was known before it. Only the last rung of a ladder is checked. If the ladder later
/// goes on below, that rung is no longer the last one, and the check is forgotten.
/// </summary>
internal sealed class LastRungCheck
{
    private Finding? _before;

    /// <summary>Whether the last rung was checked and may be taken.</summary>
    public bool IsDone => _before is not null;

    /// <summary>Whether the check has found an unstable mode, along which the state was pushed.</summary>
    public bool HasLeftSaddle { get; private set; }

    /// <summary>Notes that the rung may be taken.</summary>
    /// <param name="before">What was known before, with the number of evaluations of the check.</param>
    public void Done(Finding before) => _before = before;

    /// <summary>Notes that the state is pushed off a saddle at the last rung.</summary>
    public void LeftSaddle() => HasLeftSaddle = true;

    /// <summary>Forgets the check and returns what was known before; null if there was no check.</summary>
    public Finding? Forget()
    {
        Finding? before = _before;
        _before = null;
        return before;
    }

    /// <summary>Writes what <see cref="Load"/> reads.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(HasLeftSaddle);
        writer.Write(IsDone);
        if (_before is { } before)
        {
            writer.Write(before.Evaluations);
            writer.Write(before.IsSaddle);
            writer.Write(before.LowestEigenvalue);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        HasLeftSaddle = reader.ReadBoolean();
        _before = reader.ReadBoolean() ? new Finding(reader.ReadInt64(), reader.ReadBoolean(), reader.ReadDouble()) : null;
    }

    /// <summary>What was known before the check.</summary>
    /// <param name="Evaluations">Number of evaluations of the check.</param>
    /// <param name="IsSaddle">Whether the quench was known to be on a saddle.</param>
    /// <param name="LowestEigenvalue">The lowest eigenvalue found before; NaN for none.</param>
    public readonly record struct Finding(long Evaluations, bool IsSaddle, double LowestEigenvalue);
}
