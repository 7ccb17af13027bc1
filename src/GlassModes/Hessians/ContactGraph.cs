// Which particles hang together.

namespace GlassModes.Hessians;

/// <summary>The parts of a configuration that no bond connects: each moves freely as a whole, at no cost.</summary>
internal static class ContactGraph
{
    /// <summary>For every particle the number of its part, counted from 0 in the order of their first particles.</summary>
    public static int[] Parts(int count, ReadOnlySpan<Bond> bonds, out int parts)
    {
        int[] parent = new int[count];
        for (int i = 0; i < count; i++)
        {
            parent[i] = i;
        }

        foreach (ref readonly Bond bond in bonds)
        {
            int i = Root(parent, bond.I);
            int j = Root(parent, bond.J);
            parent[Math.Max(i, j)] = Math.Min(i, j);
        }

        parts = 0;
        int[] part = new int[count];
        for (int i = 0; i < count; i++)
        {
            int root = Root(parent, i);
            part[i] = root == i ? parts++ : part[root];
        }

        return part;
    }

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
