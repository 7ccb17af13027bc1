// Which modes of a configuration are wanted, and which of their measures.

namespace GlassModes.Modes;

/// <summary>Which modes are wanted. The nested records are the choices.</summary>
public abstract record ModeSelection
{
    private ModeSelection()
    {
    }

    /// <summary>The unstable modes.</summary>
    public sealed record Unstable : ModeSelection;

    /// <summary>All 3N − 3 modes.</summary>
    public sealed record All : ModeSelection;

    /// <summary>The lowest modes, a given number of them.</summary>
    /// <param name="Number">Number of modes, at least 1.</param>
    public sealed record Lowest(int Number) : ModeSelection;

    /// <summary>The modes with λ between two limits.</summary>
    /// <param name="From">The lower limit, which is not included.</param>
    /// <param name="To">The upper limit, which is included.</param>
    public sealed record Interval(double From, double To) : ModeSelection;

    /// <summary>No modes: only the numbers of unstable and zero modes.</summary>
    public sealed record Count : ModeSelection;

    /// <summary>No modes: only an estimate of the density of all eigenvalues.</summary>
    /// <param name="Bins">Number of bins of equal width, at least 1.</param>
    public sealed record Density(int Bins) : ModeSelection;
}

/// <summary>Which modes of a configuration to compute, and which of their measures.</summary>
/// <param name="Selection">The modes.</param>
/// <param name="BinWidth">Bin width Δr of the decay profile.</param>
/// <param name="Vectors">Number of the lowest modes whose vectors become columns of the report.</param>
public sealed record ModeRequest(ModeSelection Selection, double BinWidth = 0.5, int Vectors = 0);
