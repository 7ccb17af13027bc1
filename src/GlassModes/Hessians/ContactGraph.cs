// Which particles hang together.

namespace GlassModes.Hessians;

/// <summary>
/// The contacts of a configuration, and the parts that no bond connects: each part can be moved as a whole at no cost. Immutable.
/// </summary>
internal sealed class ContactGraph
{
    private readonly int[] _parts;
    private readonly int[] _sizes;

    /// <summary>Finds the parts. Allocates two or three numbers a particle.</summary>
    /// <param name="count">Number of particles.</param>
    /// <param name="bonds">The interacting pairs.</param>
    public ContactGraph(int count, ReadOnlySpan<Bond> bonds)
    {
        int[] parent = [.. Enumerable.Range(0, count)];
        foreach (ref readonly Bond bond in bonds)
        {
            int i = Root(parent, bond.I);
            int j = Root(parent, bond.J);
            parent[Math.Max(i, j)] = Math.Min(i, j);
        }

        int parts = 0;
        _parts = new int[count];
        for (int i = 0; i < count; i++)
        {
            int root = Root(parent, i);
            _parts[i] = root == i ? parts++ : _parts[root];
        }

        _sizes = new int[parts];
        foreach (int part in _parts)
        {
            _sizes[part]++;
        }
    }

    /// <summary>For every particle the number of its part, counted from 0 in the order of their first particles.</summary>
    public ReadOnlySpan<int> Parts => _parts;

    /// <summary>Particles of each part.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>Number of parts, particles alone among them.</summary>
    public int PartCount => _sizes.Length;

    /// <summary>Particles without any contact.</summary>
    public int IsolatedCount => _sizes.Count(size => size == 1);

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }

        return i;
    }
}
