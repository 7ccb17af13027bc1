// Compares the computation of all eigenpairs of the dense Hessian.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Particles;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace GlassModes.Comparison.Pairs;

/// <summary>
/// MathNet's managed symmetric decomposition against OpenBLAS' dsyevd. Both compute eigenvectors, and both run on one thread.
/// </summary>
internal sealed class DenseEigenvaluesPair : ComparedPair
{
    private readonly DenseSymmetricMatrix _dense;
    private readonly Matrix<double> _matrix;
    private readonly int _threads = BlasThreads.Count;
    private readonly int _mathNetThreads = Control.MaxDegreeOfParallelism;
    private double[] _managedValues = [];
    private double[] _nativeValues = [];

    public DenseEigenvaluesPair(Configuration liquid)
    {
        _dense = Hessian.Of(liquid, KobAndersen.ForceShifted()).ToDense();
        _matrix = Matrix<double>.Build.Dense(_dense.Order, _dense.Order, (row, column) => _dense[row, column]);
        BlasThreads.Count = 1;
        Control.MaxDegreeOfParallelism = 1;
    }

    public override string ManagedName => "MathNet.Numerics";

    public override string NativeName => "OpenBLAS dsyevd";

    public override void RunManaged() => _managedValues = [.. _matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real)];

    public override void RunNative()
    {
        using Eigenpairs pairs = SymmetricEigensolver.All(_dense.Clone(), vectors: true);
        _nativeValues = pairs.Values.ToArray();
    }

    public override double FindDifference()
    {
        Array.Sort(_managedValues);
        return DifferenceOf(_managedValues, _nativeValues);
    }

    protected override void Dispose(bool disposing)
    {
        BlasThreads.Count = _threads;
        Control.MaxDegreeOfParallelism = _mathNetThreads;
        _dense.Dispose();
    }
}
