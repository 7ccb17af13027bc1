// One interacting pair, with all that a second derivative needs.

namespace GlassModes.Hessians;

/// <summary>
/// A pair within the cutoff: K = v'' n nᵀ + (v'/r)(1 − n nᵀ) stands in the Hessian at (i,i), (j,j) and, negated, at (i,j), (j,i).
/// </summary>
/// <param name="I">Index of one particle, in file order.</param>
/// <param name="J">Index of the other.</param>
/// <param name="X">n_x of the unit vector n from J to I.</param>
/// <param name="Y">n_y.</param>
/// <param name="Z">n_z.</param>
/// <param name="Second">v''(r).</param>
/// <param name="FirstOverR">v'(r)/r.</param>
public readonly record struct Bond(int I, int J, double X, double Y, double Z, double Second, double FirstOverR);
