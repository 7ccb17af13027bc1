// How unstable eigenvalues are counted.

namespace GlassModes.Ensembles;

/// <summary>Bins of one width below λ = 0, on an absolute scale that all ensembles can share. What is below the last is counted in none.</summary>
/// <param name="Width">Width of a bin.</param>
/// <param name="Count">Bins.</param>
public sealed record SpectrumBins(double Width = 0.25, int Count = 400)
{
    /// <summary>Edges, ascending, Count + 1 of them; the last is 0.</summary>
    public double[] Edges() => [.. Enumerable.Range(0, Count + 1).Select(k => (k - Count) * Width)];

    /// <summary>The middle of each bin, ascending.</summary>
    public double[] Centers() => [.. Enumerable.Range(0, Count).Select(k => (k - Count + 0.5) * Width)];

    /// <summary>The bin of an eigenvalue; −1 where it has none.</summary>
    public int Of(double eigenvalue)
    {
        double bin = Math.Floor(eigenvalue / Width) + Count;
        return bin >= 0 && bin < Count ? (int)bin : -1;
    }
}
