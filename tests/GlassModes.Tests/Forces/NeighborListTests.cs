// Tests that the neighbour list holds each near pair once and no far pair, for all grids, species and registers.

using GlassModes.Forces;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Potentials;

namespace GlassModes.Tests.Forces;

public class NeighborListTests
{
    private static readonly double[][] Cutoffs =
    [
        [2.5],
        [2.5, 2.0, 2.0, 2.2],
        [1.0, 1.2, 1.4, 1.2, 1.6, 0.8, 1.4, 0.8, 2.0],
    ];

    [Test]
    public void It_holds_exactly_the_pairs_within_range(
        [Values(1, 2, 3)] int species, [Values(2, 90, 500, 900)] int particles, [Values(0.0, 0.3)] double skin, [Values] SimdWidth width) =>
        RequireExact(species, particles, skin, width, 1);

    [Test]
    public void A_list_in_chunks_holds_exactly_the_pairs_within_range([Values(4500, 7000)] int particles, [Values] SimdWidth width) =>
        RequireExact(2, particles, 0.3, width, 3);

    [Test]
    public void A_second_build_forgets_the_first()
    {
        double[] cutoffs = Cutoffs[1];
        byte[] kinds = new byte[900];
        double length = PeriodicBox.ForDensity(900, 1.2).Length;
        double[] positions = Uniform(900, length);
        using NeighborList twice = new(kinds, 2, length, cutoffs, 0.2, SimdWidth.Vector256, null);
        using NeighborList once = new(kinds, 2, length, cutoffs, 0.2, SimdWidth.Vector256, null);
        double[] otherPositions = [.. positions.Select(x => length - (x * x / length))];
        Pairs(twice, otherPositions, ThreadTeam.CallerOnly, 4);
        Assert.That(
            Pairs(twice, positions, ThreadTeam.CallerOnly, 4), Is.EquivalentTo(Pairs(once, positions, ThreadTeam.CallerOnly, 4)));
    }

    private static void RequireExact(int species, int particles, double skin, SimdWidth width, int threads)
    {
        double[] cutoffs = Cutoffs[species - 1];
        double length = PeriodicBox.ForDensity(particles, 1.2).Length;
        length = Math.Max(length, 2 * (cutoffs.Max() + skin));
        double[] positions = Uniform(particles, length);
        byte[] kinds = [.. Enumerable.Range(0, particles).Select(i => (byte)(i * 7 % 10 < 8 ? 0 : i % species))];
        using PatternTable? patterns = width == SimdWidth.Scalar ? null : Patterns(cutoffs, species, width);
        using NeighborList list = new(kinds, species, length, cutoffs, skin, width, patterns);
        using ThreadTeam team = new(threads);
        HashSet<long> listed = Pairs(list, positions, team, (int)width);
        int listedCount = 0;
        for (int i = 0; i < particles; i++)
        {
            for (int j = i + 1; j < particles; j++)
            {
                double distance = Distance(positions, i, j, length);
                double range = cutoffs[(kinds[i] * species) + kinds[j]] + skin;
                bool isListed = listed.Contains(Key(i, j, particles));
                listedCount += isListed ? 1 : 0;
                if (distance < range ? !isListed : isListed && distance > range + 1e-4)
                {
                    Assert.Fail($"pair {i}, {j} at distance {distance}, range {range}: listed {isListed}");
                }
            }
        }

        Assert.That(listed, Has.Count.EqualTo(listedCount));
    }

    private static unsafe HashSet<long> Pairs(NeighborList list, double[] positions, ThreadTeam team, int width)
    {
        fixed (double* p = positions)
        {
            list.Build(p, team);
        }

        HashSet<long> pairs = [];
        int* order = list.Grid.Order;
        int members = 0;
        foreach (NeighborChunk chunk in list.Chunks)
        {
            members += chunk.Count;
            for (int k = 0; k < chunk.Count; k++)
            {
                uint member = chunk.Members[k];
                for (long e = (long)chunk.BlockEnd[k] * width; e < (long)chunk.BlockEnd[k + 1] * width; e++)
                {
                    Assert.That(chunk.Owners[e / width], Is.EqualTo(member));
                    uint neighbour = chunk.Entries[e];
                    Assert.That((int)(neighbour / 4), Is.InRange(chunk.WindowStart, chunk.WindowEnd - 1));
                    if (neighbour != member)
                    {
                        int i = order[member / 4];
                        int j = order[neighbour / 4 % list.Count];
                        Assert.That(pairs.Add(Key(Math.Min(i, j), Math.Max(i, j), list.Count)), $"pair {i}, {j} stands twice");
                    }
                }
            }
        }

        Assert.That(members, Is.EqualTo(list.Count));
        return pairs;
    }

    private static PatternTable Patterns(double[] cutoffs, int species, SimdWidth width)
    {
        LennardJones[] potentials = [.. cutoffs.Select(cutoff => new LennardJones(1, 1, cutoff))];
        return PatternTable.Create<LennardJones>(potentials, species, (int)width);
    }

    private static long Key(int i, int j, int particles) => ((long)i * particles) + j;

    private static double[] Uniform(int particles, double length)
    {
        Philox random = new(11, (ulong)particles);
        double[] positions = new double[3 * particles];
        for (int k = 0; k < positions.Length; k++)
        {
            // Some positions lie outside the box.
            positions[k] = length * ((1.4 * random.NextUniform()) - 0.2);
        }

        return positions;
    }

    private static double Distance(double[] positions, int i, int j, double length)
    {
        double square = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            double d = positions[(3 * i) + axis] - positions[(3 * j) + axis];
            d -= length * Math.Round(d / length);
            square += d * d;
        }

        return Math.Sqrt(square);
    }
}
