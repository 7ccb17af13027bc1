// How flat the landscape is between two rungs.

using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>
/// The flatness of the landscape between a rung and the next rung, ∂(V/N)/∂f_u, from the samples that crossed both rungs (Shimada et al.
/// 2024, Eqs. 7-10).
/// </summary>
/// <param name="Step">The averages over the samples that crossed both rungs.</param>
/// <param name="Direct">⟨ΔV/N⟩/⟨Δf_u⟩; NaN where f_u is the same at both rungs.</param>
/// <param name="FromFraction">
/// y C^{1/y} W^{2−1/y}/|dW/dt| (Eq. 10). C and y are from the fit of W = C f_u^y. |dW/dt| = W Δ ln W/⟨Δt⟩ is from the data. W is the
/// geometric mean of both rungs.
/// </param>
/// <param name="FromBoth">
/// (y/x) C^{1/y} A^{1/x} W^{1−1/y−1/x}: the same flatness with |dW/dt| from the fit of W = A t^−x. This value is right where both laws
/// hold.
/// </param>
/// <param name="PerMode">
/// V_{n+1} − V_n = N/(3N − 3) times the direct flatness: the energy that the loss of one unstable mode releases (Eq. 7).
/// </param>
/// <param name="Dissipation">
/// ⟨ΔV/N⟩/(W⟨Δt⟩), with W the geometric mean of both rungs. The value is 1 where W changes little between the rungs (Eq. 8).
/// </param>
/// <param name="IsInRange">
/// Whether both rungs are in the ranges of both fits. Elsewhere the flatness from the laws is an extrapolation.
/// </param>
public sealed record Flatness(
    StepAverages Step, Estimate Direct, Estimate FromFraction, Estimate FromBoth, Estimate PerMode, Estimate Dissipation, bool IsInRange)
{
    /// <summary>log10 of the geometric mean of the W of both rungs.</summary>
    public double MiddleLog10W => Math.Round(0.5 * Math.Log10(Step.Rung * Step.NextRung), 12);
}
