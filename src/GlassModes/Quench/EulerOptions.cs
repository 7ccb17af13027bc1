// The settings of the paper's own integrator.

namespace GlassModes.Quench;

/// <summary>Settings of explicit Euler with fixed step.</summary>
/// <param name="Timestep">Δt; the paper's 1e-4 unless changed. Stable below 2/λ_max.</param>
/// <param name="CrossingTolerance">Largest |W/W_rung − 1| of a snapshot.</param>
/// <param name="MaximumEvaluations">Force evaluations after which the quench ends unfinished.</param>
public sealed record EulerOptions(
    double Timestep = 1e-4, double CrossingTolerance = 1e-9, long MaximumEvaluations = long.MaxValue);
