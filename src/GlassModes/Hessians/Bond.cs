// One interacting pair of particles with the numbers that the second derivatives of its energy need.

namespace GlassModes.Hessians;

/// <summary>
/// A bond: a pair of particles within the cutoff. Its stiffness is the 3 × 3 block K = v'' n nᵀ + (v'/r)(1 − n nᵀ). In the Hessian K is
/// added to the blocks (i,i) and (j,j) and subtracted from the blocks (i,j) and (j,i).
/// </summary>
/// <param name="I">Index i of one particle, in file order.</param>
/// <param name="J">Index j of the other particle.</param>
/// <param name="X">n_x, where n is the unit vector from particle j to particle i.</param>
/// <param name="Y">n_y.</param>
/// <param name="Z">n_z.</param>
/// <param name="Second">v''(r).</param>
/// <param name="FirstOverR">v'(r)/r.</param>
public readonly record struct Bond(int I, int J, double X, double Y, double Z, double Second, double FirstOverR);
