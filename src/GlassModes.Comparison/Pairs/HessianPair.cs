// Compares products of the Hessian with vectors, one at a time or in a Lanczos recurrence.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Comparison.Pairs;

/// <summary>The managed and the native Hessian of a Kob-Andersen liquid.</summary>
internal sealed class HessianPair : ComparedPair
{
    private const int Steps = 40;
    private readonly bool _lanczos;
    private readonly SimdWidth _width;
    private readonly double[] _x;
    private readonly double[] _managedResult;
    private readonly double[] _nativeResult;
    private readonly double[] _managedOffDiagonal = new double[Steps];
    private readonly double[] _nativeOffDiagonal = new double[Steps];
    private readonly HessianProduct _managed;
    private readonly NativeHessian _native;
    private readonly SymmetricOperator _multiply;

    public HessianPair(bool lanczos, Configuration liquid, SimdWidth? width)
    {
        PairModel model = KobAndersen.ForceShifted();
        _lanczos = lanczos;
        _width = width ?? SimdHardware.Best;
        _managed = new HessianProduct(liquid, model, width);
        _native = NativeHessian.Of(Hessian.Of(liquid, model), width);
        _multiply = _managed.Multiply;
        _x = [.. Enumerable.Range(0, _managed.Order).Select(k => Math.Sin(1 + (1.3 * k)))];
        _managedResult = new double[lanczos ? Steps : _x.Length];
        _nativeResult = new double[_managedResult.Length];
    }

    public override string ManagedName => $"C#, {(int)_width} doubles";

    public override string NativeName => $"C++, {(int)_native.Width} doubles";

    public override void RunManaged()
    {
        if (_lanczos)
        {
            LanczosProcess.Run(_multiply, _x, _managedResult, _managedOffDiagonal);
        }
        else
        {
            _managed.Multiply(_x, _managedResult);
        }
    }

    public override void RunNative()
    {
        if (_lanczos)
        {
            _native.Lanczos(_x, _nativeResult, _nativeOffDiagonal);
        }
        else
        {
            _native.Multiply(_x, _nativeResult);
        }
    }

    public override double FindDifference()
    {
        // Rounding grows from step to step of the recurrence. Only the first coefficients must agree.
        int compared = _lanczos ? 10 : _managedResult.Length;
        return DifferenceOf(_managedResult.AsSpan(0, compared), _nativeResult.AsSpan(0, compared));
    }

    protected override void Dispose(bool disposing)
    {
        _managed.Dispose();
        _native.Dispose();
    }
}
