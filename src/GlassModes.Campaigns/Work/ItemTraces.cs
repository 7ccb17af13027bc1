// What killed processes and damage have left at the place of an item, and what becomes of it.

using GlassModes.Files;

namespace GlassModes.Campaigns.Work;

/// <summary>What every item of work does about traces of earlier runs.</summary>
internal static class ItemTraces
{
    /// <summary>Removes the temporary files that killed processes have left in a directory, and says so.</summary>
    public static void RemoveLeftovers(string place, Action<string> warn)
    {
        int removed = LeftoverFiles.Remove(place).Count;
        if (removed > 0)
        {
            warn($"removed {removed} temporary file{(removed == 1 ? "" : "s")} that killed processes had left in {place}");
        }
    }

    /// <summary>
    /// Does work that goes on from checkpoints. Where checkpoints are damaged, or files that they stand for, nothing but a new beginning
    /// gives the same bits.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="forget">Removes the checkpoints.</param>
    /// <param name="warn">Receives a sentence if the work begins anew.</param>
    public static T DoOrBeginAnew<T>(Func<T> work, Action forget, Action<string> warn)
    {
        try
        {
            return work();
        }
        catch (CheckpointException problem) when (problem.IsDamage)
        {
            warn($"done again from the beginning: {problem.Message}");
            forget();
            return work();
        }
    }
}
