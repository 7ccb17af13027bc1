// Divides the particles of a configuration into connected parts.

namespace GlassModes.Hessians;

/// <summary>
/// The connected parts of a configuration. Two particles are in the same part if a chain of bonds connects them. No bond connects two
/// parts, so each part can be moved as a whole without a change of energy. Immutable.
/// </summary>
internal sealed class ContactGraph
{
    private readonly int[] _parts;
    private readonly int[] _sizes;

    /// <summary>Finds the parts. Allocates at most three integers a particle.</summary>
    /// <param name="count">Number of particles.</param>
    /// <param name="bonds">The interacting pairs.</param>
    public ContactGraph(int count, ReadOnlySpan<Bond> bonds)
    {
        int[] parent = [.. Enumerable.Range(0, count)];
        foreach (ref readonly Bond bond in bonds)
        {
            int i = FindRoot(parent, bond.I);
            int j = FindRoot(parent, bond.J);
            parent[Math.Max(i, j)] = Math.Min(i, j);
        }

        int parts = 0;
        _parts = new int[count];
        for (int i = 0; i < count; i++)
        {
            int root = FindRoot(parent, i);
            _parts[i] = root == i ? parts++ : _parts[root];
        }

        _sizes = new int[parts];
        foreach (int part in _parts)
        {
            _sizes[part]++;
        }
    }

    /// <summary>The number of the part of each particle. Parts are numbered from 0 in the order of their first particles.</summary>
    public ReadOnlySpan<int> Parts => _parts;

    /// <summary>Number of particles of each part.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>Number of parts. A particle without contacts is a part by itself.</summary>
    public int PartCount => _sizes.Length;

    /// <summary>Number of particles without contacts.</summary>
    public int IsolatedCount => _sizes.Count(size => size == 1);

    private static int FindRoot(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }

        return i;
    }
}
