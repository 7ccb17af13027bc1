// Compares evaluations of the forces, with and without energy and virial, and builds of the neighbour list.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Comparison.Pairs;

/// <summary>The managed and the native force field of a Kob-Andersen liquid.</summary>
internal sealed class ForcePair : ComparedPair
{
    private readonly ComparedTask _task;
    private readonly double[] _positions;
    private readonly double[] _managedForces;
    private readonly double[] _nativeForces;
    private readonly ForceField _managed;
    private readonly NativeForceField _native;

    public ForcePair(ComparedTask task, Configuration liquid, SimdWidth? width)
    {
        _task = task;
        _positions = liquid.Positions.ToArray();
        _managedForces = new double[_positions.Length];
        _nativeForces = new double[_positions.Length];
        _managed = KobAndersen.ForceShifted().CreateForceField(liquid.Box, liquid.Species, width: width);
        _native = NativeForceField.OfKobAndersen(liquid.Box, liquid.Species, maximumWidth: width);
    }

    public override string ManagedName => $"C#, {(int)_managed.Width} doubles";

    public override string NativeName => $"C++, {(int)_native.Width} doubles";

    public override void RunManaged()
    {
        switch (_task)
        {
            case ComparedTask.ListBuild: _managed.BuildList(_positions); break;
            case ComparedTask.ForceAndEnergy: _managed.Compute(_positions, _managedForces); break;
            default: _managed.ComputeForces(_positions, _managedForces); break;
        }
    }

    public override void RunNative()
    {
        switch (_task)
        {
            case ComparedTask.ListBuild: _native.BuildList(_positions); break;
            case ComparedTask.ForceAndEnergy: _native.Compute(_positions, _nativeForces); break;
            default: _native.ComputeForces(_positions, _nativeForces); break;
        }
    }

    public override double FindDifference()
    {
        // Neighbour lists are compared by the forces that they give.
        _managed.ComputeForces(_positions, _managedForces);
        _native.ComputeForces(_positions, _nativeForces);
        return DifferenceOf(_managedForces, _nativeForces);
    }

    protected override void Dispose(bool disposing)
    {
        _managed.Dispose();
        _native.Dispose();
    }
}
