// What a quench notices about itself as it runs.

namespace GlassModes.Quench;

/// <summary>A stretch of the way in which W lay more than 1 % above the least it had been.</summary>
/// <param name="StartTime">t of that least W.</param>
/// <param name="LeastForce">The least W before.</param>
/// <param name="PeakTime">t of the highest W.</param>
/// <param name="PeakForce">The highest W.</param>
/// <param name="EndTime">t at which W was below the least again; NaN while it is not.</param>
public sealed record ForceRise(double StartTime, double LeastForce, double PeakTime, double PeakForce, double EndTime);

/// <summary>A push off a saddle.</summary>
/// <param name="Time">t.</param>
/// <param name="MeanSquaredForce">W before the push.</param>
/// <param name="PotentialEnergyPerParticle">V/N before the push.</param>
/// <param name="Eigenvalue">λ of the unstable mode.</param>
/// <param name="Push">How far the particle that moved most was moved, with its sign along the mode's vector.</param>
public sealed record SaddleEscape(
    double Time, double MeanSquaredForce, double PotentialEnergyPerParticle, double Eigenvalue, double Push);

/// <summary>What a quench has noticed so far.</summary>
/// <param name="Steps">Accepted steps.</param>
/// <param name="LargestRise">The largest W over the least W before it; 1 while W only falls.</param>
/// <param name="RiseCount">Number of <see cref="ForceRise"/>s.</param>
/// <param name="DissipationError">
/// How far d(V/N)/dt = −W (Shimada et al. 2024, Eq. 8) is missed in all: |V(0) − V − N ∫ W dt|/(V(0) − V). NaN for methods that are
/// not the flow, and before the first step.
/// </param>
/// <param name="DissipationViolations">
/// Steps in which V fell by more than 10 % more or less than N ∫ W dt, beyond rounding: the steps are too long, or forces and
/// energy do not belong together.
/// </param>
/// <param name="SaddleEscapes">Number of pushes off saddles.</param>
public sealed record QuenchObservations(
    long Steps = 0,
    double LargestRise = 1,
    int RiseCount = 0,
    double DissipationError = double.NaN,
    long DissipationViolations = 0,
    int SaddleEscapes = 0);
