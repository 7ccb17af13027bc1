// Tests how exceptions become exit codes and lines of text.

using System.Reflection;
using GlassModes.Comparison;
using GlassModes.Dynamics;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Native;
using GlassModes.Runner;

namespace GlassModes.Tests.Runner;

public class FailureTests
{
    private static readonly Assembly[] s_assemblies =
    [
        typeof(GlassModesException).Assembly, typeof(NativeLibraryException).Assembly, typeof(LapackException).Assembly,
        typeof(PairModel).Assembly, typeof(KernelComparison).Assembly, typeof(Failure).Assembly,
    ];

    [Test]
    public void Every_exception_of_the_libraries_is_an_error_of_input_or_of_computation()
    {
        Type[] exceptions =
        [
            .. s_assemblies.SelectMany(assembly => assembly.GetTypes())
                .Where(type => typeof(Exception).IsAssignableFrom(type) && type != typeof(GlassModesException)),
        ];
        Assert.That(exceptions, Does.Contain(typeof(ModelMismatchException)).And.Contain(typeof(SimulationException)));
        foreach (Type exception in exceptions)
        {
            bool isOneKind = typeof(InputException).IsAssignableFrom(exception) || typeof(ComputationException).IsAssignableFrom(exception);
            Assert.That(isOneKind, Is.True, exception.FullName);
        }
    }

    [Test]
    public void The_kind_of_an_exception_is_its_exit_code()
    {
        Assert.That(Failure.CodeOf(new ModelMismatchException("")), Is.EqualTo(2));
        Assert.That(Failure.CodeOf(new SimulationException("")), Is.EqualTo(1));
        Assert.That(Failure.CodeOf(new OperationCanceledException()), Is.EqualTo(130));
        Assert.That(Failure.CodeOf(new IOException()), Is.EqualTo(1));
        Assert.That(Failure.CodeOf(new InvalidOperationException()), Is.EqualTo(1));
    }

    [Test]
    public void A_failure_is_told_in_one_line_with_the_advice_of_its_exception()
    {
        string simulation = Failure.Describe(new SimulationException("The energy is\nNaN"));
        Assert.That(simulation, Is.EqualTo($"The energy is NaN. {new SimulationException("").Advice}"));
        Assert.That(Failure.Describe(new InputException("no such file; found nothing")), Is.EqualTo("no such file; found nothing"));
        Assert.That(Failure.Describe(new IOException("No space left.")), Does.StartWith("No space left.").And.Contain("Check the path"));
        Assert.That(
            Failure.Describe(new InvalidOperationException("What?")), Does.Contain("InvalidOperationException").And.Contains("--verbose"));
    }
}
