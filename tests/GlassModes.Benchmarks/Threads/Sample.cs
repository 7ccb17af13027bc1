// The work of a team of threads on one sample.

using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Benchmarks.Threads;

/// <summary>One sample and the work that is measured on it. The threads of a team share the work.</summary>
internal sealed class Sample : IDisposable
{
    private const double Timestep = 0.005;

    private readonly ParticleSystem _rest;
    private readonly ParticleSystem _moving;
    private readonly ForceField _forces;
    private readonly MolecularDynamics _dynamics;
    private readonly HessianProduct _hessian;

    public Sample(Configuration start, ThreadTeam team)
    {
        _rest = new ParticleSystem(start);
        _moving = new ParticleSystem(start);
        _forces = BenchmarkLiquids.Model.CreateForceField(start.Box, start.Species, team: team);
        _dynamics = new MolecularDynamics(_moving, BenchmarkLiquids.Model, Timestep, team: team);
        _hessian = new HessianProduct(start, BenchmarkLiquids.Model, team: team);
        Force();
    }

    /// <summary>Forces with the list given.</summary>
    public void Force() => _forces.ComputeForces(_rest.Positions, _rest.Forces);

    /// <summary>One build of the list.</summary>
    public void ListBuild() => _forces.BuildList(_rest.Positions);

    /// <summary>Ten NVE steps, list builds included.</summary>
    public void TenSteps() => _dynamics.Run(10);

    /// <summary>One product of the Hessian with a vector.</summary>
    public void HessianProduct() => _hessian.Multiply(_rest.Positions, _rest.Forces);

    /// <inheritdoc/>
    public void Dispose()
    {
        _forces.Dispose();
        _dynamics.Dispose();
        _hessian.Dispose();
        _rest.Dispose();
        _moving.Dispose();
    }
}
