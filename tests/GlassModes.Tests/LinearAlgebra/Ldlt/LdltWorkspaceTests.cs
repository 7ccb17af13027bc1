// Tests how much memory is asked for: the estimate and a margin first, more where it does not suffice, and never more than allowed.

using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Tests.LinearAlgebra.Sparse;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.LinearAlgebra.Ldlt;

public class LdltWorkspaceTests
{
    private const string UnderLimit = "ulimit -v 8000000 && exec \"$0\" \"$@\"";

    [TestCase(0, 10)]
    [TestCase(1, 64_000)]
    [TestCase(23, 23)]
    [TestCase(600, 21_600)]
    [TestCase(14_800, 21_600)]
    [TestCase(3300, int.MaxValue)]
    public void Requests_grow_from_the_estimate_to_the_limit(int estimate, int limit)
    {
        LdltWorkspace first = LdltWorkspace.Of(0, estimate, limit);
        Assert.That(first.Megabytes, Is.AtLeast(estimate).And.AtMost(Math.Min(limit, (1.2 * estimate) + 6)));
        LdltWorkspace before = first;
        int attempt = 0;
        for (; !before.IsLast; attempt++)
        {
            LdltWorkspace next = LdltWorkspace.Of(attempt + 1, estimate, limit);
            Assert.That(next.Megabytes, Is.GreaterThan(before.Megabytes).And.AtMost(limit));
            Assert.That(next.ExtraPercent, Is.AtLeast(before.ExtraPercent));
            before = next;
        }

        Assert.That(before.Megabytes, Is.EqualTo(limit), "the whole limit is tried before the factorisation is given up");
        Assert.That(before.ExtraPercent, Is.AtLeast(20));
        Assert.That(attempt, Is.LessThan(50));
    }

    [TestCase(LdltFactors.Keep)]
    [TestCase(LdltFactors.Discard)]
    public void Pivots_that_are_put_off_take_more_than_the_estimate(LdltFactors factors)
    {
        using BlockSparseMatrix matrix = ChainWithHubs(700);
        using LdltFactorization factorization = new(matrix, new LdltOptions(Factors: factors));
        Inertia inertia = factorization.Factorise(0);
        Assert.That(inertia.DelayedPivots, Is.GreaterThan(1000));
        int foreseen = (int)(factorization.Analysis.Bytes / 1_000_000);
        long firstAttempt = LdltWorkspace.Of(0, foreseen, 21_600).Megabytes * 1_000_000L;
        Assert.That(inertia.Bytes, Is.GreaterThan(firstAttempt), "otherwise the first attempt suffices");
        Assert.That(inertia.Negative + inertia.Positive, Is.EqualTo(matrix.Order));
        using LdltFactorization limited = new(
            matrix, new LdltOptions(Factors: factors, MemoryLimit: factorization.Analysis.Bytes + 1_000_000));
        Assert.That(
            () => limited.Factorise(0),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Contains("foreseen to need").And.Message.Contains("allowed"));
        Assert.That(limited.Shift, Is.NaN);
    }

    [TestCase(64_000_000_000)]
    [TestCase(long.MaxValue / 2)]
    public void A_limit_beyond_the_memory_of_the_machine_is_no_obstacle(long limit)
    {
        using BlockSparseMatrix matrix = SparseMatrices.Chains(300);
        using LdltFactorization factorization = new(matrix, new LdltOptions(MemoryLimit: limit));
        Assert.That(factorization.Factorise(1.1).Negative, Is.EqualTo(SparseMatrices.SpectrumOfChains(300).Count(value => value < 1.1)));
    }

    [Test]
    public void Address_space_that_is_limited_suffices_for_a_small_factorisation()
    {
        string[] arguments = ["-c", UnderLimit, "dotnet", typeof(Child).Assembly.Location, "factorise"];
        ChildResult result = Child.Start("bash", arguments);
        Assert.That(result.Output, Does.Contain($"negative {SparseMatrices.SpectrumOfChains(300).Count(value => value < 1.1)}"));
        Assert.That(result.ExitCode, Is.Zero, result.Output);
    }

    // A chain of weak links, each site of which has strong links to a few hubs. The hubs are eliminated last, so beside the strong links no
    // pivot of the chain is stable, and all are put off.
    private static BlockSparseMatrix ChainWithHubs(int rows)
    {
        Random random = new(3);
        int hub = rows - 4;
        return SparseMatrices.From(
            rows,
            (i, j) => j - i <= 1 || j >= hub,
            (row, column) => (column / 3 >= hub ? 1 : 1e-6) * ((2 * random.NextDouble()) - 1));
    }
}
