// What holds for the whole suite: fixtures run side by side, and OpenBLAS has one thread.

using System.Diagnostics.CodeAnalysis;
using GlassModes.LinearAlgebra.Lapack;

[assembly: Parallelizable(ParallelScope.Fixtures)]

/// <summary>
/// Sets one thread for OpenBLAS. Fixtures share the cores already, and the threads of OpenBLAS wait for each other a hundred times longer
/// than they compute when other work has the cores. Tests of the number of threads run alone and restore it.
/// </summary>
[SetUpFixture]
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "Outside a namespace, NUnit runs it before all tests.")]
public sealed class WholeSuite
{
    /// <summary>Sets one thread before the first test.</summary>
    [OneTimeSetUp]
    public void SetOneBlasThread() => BlasThreads.Count = 1;
}
