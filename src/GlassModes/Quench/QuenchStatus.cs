// How a quench ended.

namespace GlassModes.Quench;

/// <summary>How a quench ended.</summary>
public enum QuenchStatus
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>Every rung of the ladder has been crossed.</summary>
    LadderDone,

    /// <summary>The packing has lost its overlaps: V → 0 with W, there is no jammed structure. Rungs may be left.</summary>
    Unjammed,

    /// <summary>The forces are zero to the last bit.</summary>
    ForceFree,

    /// <summary>W has reached the rounding of the positions and falls no more.</summary>
    Stalled,

    /// <summary>It sits on a saddle: escapes were not allowed, or a hundred did not help.</summary>
    Saddle,

    /// <summary>The largest allowed number of force evaluations is spent.</summary>
    EvaluationLimit,
}
