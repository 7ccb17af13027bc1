// Tests how numbers of bytes are written, and what the process takes for the memory that it may use.

using System.Globalization;
using GlassModes.Numerics.Memory;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.Memory;

public sealed class MemorySizeTests
{
    [TestCase(0, "0 B")]
    [TestCase(999, "999 B")]
    [TestCase(1000, "1.00 kB")]
    [TestCase(25_649, "25.6 kB")]
    [TestCase(999_499, "999 kB")]
    [TestCase(999_600, "1.00 MB")]
    [TestCase(3_141_592, "3.14 MB")]
    [TestCase(9_996_000, "10.0 MB")]
    [TestCase(99_960_000, "100 MB")]
    [TestCase(172_000_000_000, "172 GB")]
    [TestCase(long.MaxValue, "9.22 EB")]
    public void Sizes_have_three_digits_and_a_unit_in_which_they_are_not_zero(long bytes, string expected) =>
        Assert.That(MemorySize.Describe(bytes), Is.EqualTo(expected));

    [Test]
    public void Sizes_do_not_depend_on_the_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo withCommas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            withCommas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = withCommas;
            Assert.That(MemorySize.Describe(1500), Is.EqualTo("1.50 kB"));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Test]
    public void The_limit_of_the_runtime_is_the_memory_that_there_is()
    {
        // The runtime sets this limit from a cgroup. The variable sets it without one, in hexadecimal digits.
        ChildResult child = Child.Run("memory", ("DOTNET_GCHeapHardLimit", "0x20000000"));
        Assert.That(child.Output, Does.Contain($"available {0x20000000}\n").And.Contain($"limit {(long)(0.9 * 0x20000000)}\n"));
        Assert.That(child.Output, Does.Contain("but 537 MB are available."));
    }

    [Test]
    public void An_array_larger_than_the_memory_is_refused_before_it_is_filled()
    {
        long length = MemoryBudget.Available / sizeof(double) * 2;
        Assert.That(
            () => new AlignedBuffer<double>(length),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Contains(MemorySize.Describe(MemoryBudget.Available)));
    }
}
