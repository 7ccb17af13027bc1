// Small matrices on one thread: on a machine that has other work, OpenBLAS' threads wait for each other a hundred times longer than they
// compute.

using GlassModes.LinearAlgebra.Lapack;
using NUnit.Framework.Interfaces;

namespace GlassModes.Tests;

/// <summary>OpenBLAS on one thread while the fixture runs.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SingleBlasThreadAttribute : Attribute, ITestAction
{
    private int _before;

    /// <inheritdoc/>
    public ActionTargets Targets => ActionTargets.Suite;

    /// <inheritdoc/>
    public void BeforeTest(ITest test)
    {
        _before = BlasThreads.Count;
        BlasThreads.Count = 1;
    }

    /// <inheritdoc/>
    public void AfterTest(ITest test) => BlasThreads.Count = _before;
}
