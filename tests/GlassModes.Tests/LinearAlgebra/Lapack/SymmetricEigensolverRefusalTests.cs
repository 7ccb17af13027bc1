// Tests what the eigensolver refuses, which facts its errors state, and what becomes of its matrix.

using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Tests.LinearAlgebra.Lapack;

public sealed class SymmetricEigensolverRefusalTests
{
    private static readonly Func<DenseSymmetricMatrix, Eigenpairs>[] s_calls =
    [
        matrix => SymmetricEigensolver.All(matrix, vectors: true),
        matrix => SymmetricEigensolver.All(matrix, vectors: false),
        matrix => SymmetricEigensolver.Lowest(matrix, 1, vectors: true),
        matrix => SymmetricEigensolver.Lowest(matrix, 1, vectors: false),
        matrix => SymmetricEigensolver.Interval(matrix, 0, 1, vectors: true),
        matrix => SymmetricEigensolver.Interval(matrix, 0, 1, vectors: false),
    ];

    [Test]
    public void Elements_that_are_not_finite_are_refused_and_named(
        [Range(0, 5)] int call, [Values(double.NaN, double.PositiveInfinity)] double element)
    {
        using DenseSymmetricMatrix matrix = TestMatrices.Random(6, 1);
        matrix[4, 2] = element;
        Assert.That(
            () => s_calls[call](matrix),
            Throws.ArgumentException.With.Message.Contains("(4, 2)").And.Message.Contains(FormattableString.Invariant($"{element}")));
        Assert.That(matrix[4, 2], Is.EqualTo(element), "a refused matrix stays as it was");
    }

    [Test]
    public void An_accepted_matrix_is_consumed([Range(0, 5)] int call)
    {
        using DenseSymmetricMatrix matrix = TestMatrices.Random(6, 1);
        s_calls[call](matrix).Dispose();
        Assert.That(() => matrix[0, 0], Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => s_calls[call](matrix), Throws.InstanceOf<ObjectDisposedException>());
    }

    [TestCase(0)]
    [TestCase(7)]
    public void A_count_outside_the_spectrum_is_refused_with_both_numbers(int count)
    {
        using DenseSymmetricMatrix matrix = TestMatrices.Random(6, 1);
        Assert.That(
            () => SymmetricEigensolver.Lowest(matrix, count, vectors: true),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains(FormattableString.Invariant($"{count} eigenvalues")).And.Message.Contains("order 6"));
    }

    [TestCase(1, 1)]
    [TestCase(2, 1)]
    [TestCase(double.NaN, 1)]
    [TestCase(0, double.NaN)]
    public void Bounds_that_do_not_ascend_are_refused(double lower, double upper)
    {
        using DenseSymmetricMatrix matrix = TestMatrices.Random(6, 1);
        Assert.That(
            () => SymmetricEigensolver.Interval(matrix, lower, upper, vectors: true),
            Throws.ArgumentException.With.Message.Contains(FormattableString.Invariant($"({lower}, {upper}]")));
    }

    [TestCase(32767, 2147549181)]
    [TestCase(100000, 20000600001)]
    public void Orders_beyond_the_32_bit_workspace_are_refused_before_any_work(int order, long workspace)
    {
        // A matrix of this size may fill the memory, because all its pages may be touched when it is zeroed. The test therefore calls the
        // check directly.
        Assert.That(
            () => SymmetricEigensolver.WorkForVectors(order),
            Throws.ArgumentException
                .With.Message.Contains(FormattableString.Invariant($"order {order}"))
                .And.Message.Contains(FormattableString.Invariant($"{workspace}")).And.Message.Contains("32766"));
        Assert.That(SymmetricEigensolver.WorkForVectors(32766), Is.EqualTo(2147418109));
    }

    [Test]
    public void Memory_is_stated_to_the_byte()
    {
        long expected = 8L * ((3L * 9_000_000) + 21000 + 1) + (4L * 15003);
        Assert.That(SymmetricEigensolver.BytesNeededForAll(3000, vectors: true), Is.EqualTo(expected));
        Assert.That(SymmetricEigensolver.BytesNeededForAll(3000, vectors: false), Is.LessThan(8L * 9_000_000 * 11 / 10));
        long bytesOf560 = SymmetricEigensolver.BytesNeededForPart(3000, 560, vectors: true);
        long bytesOf559 = SymmetricEigensolver.BytesNeededForPart(3000, 559, vectors: true);
        Assert.That(bytesOf560 - bytesOf559, Is.EqualTo((8L * 3000) + 4));
        Assert.That(SymmetricEigensolver.BytesNeededForAll(1_000_000, vectors: true), Is.GreaterThan(24_000_000_000_000));
        Assert.That(() => SymmetricEigensolver.BytesNeededForPart(10, 11, vectors: true), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Vectors_that_were_not_asked_for_are_not_to_be_had()
    {
        using Eigenpairs pairs = SymmetricEigensolver.All(TestMatrices.Random(3, 1), vectors: false);
        Assert.That(() => pairs.Vector(0)[0], Throws.InvalidOperationException.With.Message.Contains("vectors: true"));
        Assert.That(() => pairs.MaxOrthogonalityLoss(), Throws.InvalidOperationException);
    }

    [Test]
    public void Disposed_pairs_say_so()
    {
        Eigenpairs pairs = SymmetricEigensolver.All(TestMatrices.Random(3, 1), vectors: true);
        Assert.That(() => pairs.Vector(3)[0], Throws.InstanceOf<ArgumentOutOfRangeException>());
        pairs.Dispose();
        Assert.That(() => pairs.Values.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => pairs.Vector(0)[0], Throws.InstanceOf<ObjectDisposedException>());
    }

    [TestCase("dsyevd", -4, "argument 4 has an illegal value")]
    [TestCase("dsyevd", 7, "did not converge")]
    [TestCase("dstebz", 2, "not all of the eigenvalues")]
    [TestCase("dstein", 3, "did not converge for 3 eigenvectors")]
    public void A_failed_routine_is_named_with_its_status_and_meaning(string routine, int info, string meaning)
    {
        LapackException? failure = Assert.Throws<LapackException>(() => LapackException.Ensure(routine, info));
        Assert.That(failure!.Routine, Is.EqualTo(routine));
        Assert.That(failure.Info, Is.EqualTo(info));
        Assert.That(failure.Message, Does.Contain(FormattableString.Invariant($"{routine} returned info = {info}")).And.Contain(meaning));
        Assert.That(() => LapackException.Ensure(routine, 0), Throws.Nothing);
    }

    [Test]
    public void A_wrong_argument_of_a_real_call_becomes_an_exception()
    {
        // A workspace of one number is too small for order 3. LAPACK itself names the wrong argument.
        Assert.That(CallWithTooLittleWork, Throws.InstanceOf<LapackException>().With.Property(nameof(LapackException.Info)).EqualTo(-8));

        static unsafe void CallWithTooLittleWork()
        {
            double* numbers = stackalloc double[16];
            int integer;
            LapackCalls.Dsyevd(false, 3, numbers, numbers + 9, numbers + 12, 1, &integer, 1);
        }
    }

    [Test, NonParallelizable] // sets the threads of the whole process
    public void Threads_are_set_and_read_back()
    {
        int before = BlasThreads.Count;
        try
        {
            BlasThreads.Count = 2;
            Assert.That(BlasThreads.Count, Is.EqualTo(2));
            BlasThreads.Count = 1;
            Assert.That(BlasThreads.Count, Is.EqualTo(1));
            Assert.That(() => BlasThreads.Count = 0, Throws.InstanceOf<ArgumentOutOfRangeException>());
            BlasThreads.Count = 1_000_000;
            Assert.That(BlasThreads.Count, Is.InRange(2, 999_999), "as many as the build allows");
        }
        finally
        {
            BlasThreads.Count = before;
        }
    }
}
