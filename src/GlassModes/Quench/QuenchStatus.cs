// How a quench ended.

namespace GlassModes.Quench;

/// <summary>How a quench ended.</summary>
public enum QuenchStatus
{
    /// <summary>The quench has not ended.</summary>
    Running,

    /// <summary>Every rung of the ladder has been crossed.</summary>
    LadderDone,

    /// <summary>The packing has lost its overlaps. V goes to 0 with W, so no jammed structure exists. Rungs may remain.</summary>
    Unjammed,

    /// <summary>The forces are zero to the last bit.</summary>
    ForceFree,

    /// <summary>W falls no more, because the rounding of the positions limits W, or for 20 000 steps below W = 1e-16.</summary>
    Stalled,

    /// <summary>The quench rests on a saddle: pushes are not allowed, no push is long enough, or a hundred pushes did not help.</summary>
    Saddle,

    /// <summary>The quench has spent the largest allowed number of force evaluations.</summary>
    EvaluationLimit,
}
