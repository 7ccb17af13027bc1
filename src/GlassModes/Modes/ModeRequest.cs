// Which modes of a configuration are wanted, and which of their measures.

namespace GlassModes.Modes;

/// <summary>Which modes are wanted. The nested records are the choices.</summary>
public abstract record ModeSelection
{
    private ModeSelection()
    {
    }

    /// <summary>The modes of negative eigenvalue.</summary>
    public sealed record Unstable : ModeSelection;

    /// <summary>All 3N − 3.</summary>
    public sealed record All : ModeSelection;

    /// <summary>A number of the lowest.</summary>
    /// <param name="Number">How many, 1 at least.</param>
    public sealed record Lowest(int Number) : ModeSelection;

    /// <summary>The modes with λ between two limits.</summary>
    /// <param name="From">The lower limit.</param>
    /// <param name="To">The upper limit.</param>
    public sealed record Interval(double From, double To) : ModeSelection;

    /// <summary>No modes: only the numbers of unstable and zero modes.</summary>
    public sealed record Count : ModeSelection;

    /// <summary>No modes: only an estimate of the density of all eigenvalues.</summary>
    /// <param name="Bins">Bins of equal width, 1 at least.</param>
    public sealed record Density(int Bins) : ModeSelection;
}

/// <summary>What to compute.</summary>
/// <param name="Selection">The modes.</param>
/// <param name="BinWidth">Δr of the decay profile.</param>
/// <param name="Vectors">How many of the lowest modes to keep as columns.</param>
public sealed record ModeRequest(ModeSelection Selection, double BinWidth = 0.5, int Vectors = 0);
