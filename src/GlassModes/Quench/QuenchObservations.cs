// What a quench records about itself as it runs: rises of W, pushes off saddles, the error of the dissipation.

namespace GlassModes.Quench;

/// <summary>A stretch of a quench in which W rose more than 1 % above the least W so far.</summary>
/// <param name="StartTime">t of the least W before the rise.</param>
/// <param name="LeastForce">The least W before the rise.</param>
/// <param name="PeakTime">t of the highest W in the rise.</param>
/// <param name="PeakForce">The highest W in the rise.</param>
/// <param name="EndTime">t at which W fell below the least W again, or t of a push off a saddle; NaN while the rise goes on.</param>
public sealed record ForceRise(double StartTime, double LeastForce, double PeakTime, double PeakForce, double EndTime);

/// <summary>A push off a saddle.</summary>
/// <param name="Time">t of the push.</param>
/// <param name="MeanSquaredForce">W before the push.</param>
/// <param name="PotentialEnergyPerParticle">V/N before the push.</param>
/// <param name="Eigenvalue">λ of the unstable mode.</param>
/// <param name="Push">Length by which the particle that moved most was moved; negative for a push against the vector of the mode.</param>
public sealed record SaddleEscape(
    double Time, double MeanSquaredForce, double PotentialEnergyPerParticle, double Eigenvalue, double Push);

/// <summary>What a quench has recorded so far.</summary>
/// <param name="Steps">Number of accepted steps.</param>
/// <param name="LargestRise">The largest ratio of W to the least W before; 1 while W only falls.</param>
/// <param name="RiseCount">Number of <see cref="ForceRise"/>s, with a rise that still goes on.</param>
/// <param name="DissipationError">
/// Relative error of the law d(V/N)/dt = −W (Shimada et al. 2024, Eq. 8) over the whole quench, |V(0) − V − N ∫ W dt|/|V(0) − V|. NaN for
/// methods that do not follow the flow, and before the first step.
/// </param>
/// <param name="DissipationViolations">
/// Number of steps in which the fall of V differed from N ∫ W dt by more than 10 %, beyond rounding. The steps are then too long, or the
/// forces are not the derivative of the energy.
/// </param>
/// <param name="SaddleEscapes">Number of pushes off saddles.</param>
public sealed record QuenchObservations(
    long Steps = 0,
    double LargestRise = 1,
    int RiseCount = 0,
    double DissipationError = double.NaN,
    long DissipationViolations = 0,
    int SaddleEscapes = 0)
{
    /// <summary>Says in how many steps the energy did not fall as d(V/N)/dt = −W asks; null if it always did.</summary>
    public string? DescribeViolations() => DissipationViolations == 0
        ? null
        : FormattableString.Invariant(
            $"in {DissipationViolations} of {Steps} steps the energy did not fall as d(V/N)/dt = -W asks, by more than 10 %: ")
            + "the steps are too long there, or the forces are not the derivative of the energy";
}
