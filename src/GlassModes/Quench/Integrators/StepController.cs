// Chooses step sizes from error estimates.

namespace GlassModes.Quench.Integrators;

/// <summary>
/// Chooses steps h so that the estimated error e per unit time stays below a fraction of the force, ‖e‖/h ≤ tol ‖f‖. The limit is relative
/// to the force, so that a tolerance means the same at any W. An error within the rounding of the state is also accepted, because every
/// step makes such an error. The next step is the old step times a factor within [0.1, 5]. The factor is 0.8 r^{−1/q}, with r the error
/// over its limit. The factor is multiplied by the trend (h/h') (r'/r)^{1/q}, with h' and r' of the step before, where the trend makes the
/// factor smaller (Watts 1984; Gustafsson 1994). Directly after a refusal the factor is at most 1. A refused step is shortened by a factor
/// within [0.1, 0.9].
/// </summary>
public sealed class StepController
{
    private const double SafetyFactor = 0.8;
    private const double SmallestFactor = 0.1;
    private const double LargestFactor = 5;

    private readonly double _tolerance;
    private readonly double _exponent;
    private double _lastStep;
    private double _lastError;

    /// <summary>Makes a controller for error estimates per unit time that fall as h^<paramref name="estimateOrder"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance or the order is not positive.</exception>
    public StepController(double tolerance, int estimateOrder)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(estimateOrder);
        _tolerance = tolerance;
        _exponent = 1.0 / estimateOrder;
    }

    /// <summary>The step to try next.</summary>
    public double Step { get; set; }

    /// <summary>Number of steps refused in a row.</summary>
    public int Refusals { get; private set; }

    /// <summary>
    /// Decides whether a step of length <see cref="Step"/> is accurate enough. Then sets <see cref="Step"/> to the length of the next step,
    /// or to a shorter length for another attempt.
    /// </summary>
    /// <param name="error">Root mean square of the estimated error. A value that is not finite means that the step is too long.</param>
    /// <param name="force">Root mean square of the force at the start of the step.</param>
    /// <param name="rounding">Rounding error of the components of the state; positive.</param>
    /// <returns>Whether the step is accepted.</returns>
    public bool Accept(double error, double force, double rounding)
    {
        double r = error / Math.Max(Step * _tolerance * force, rounding);
        if (!(r <= 1))
        {
            Refusals++;
            Step *= double.IsFinite(r) ? Math.Clamp(SafetyFactor * Math.Pow(r, -_exponent), SmallestFactor, 0.9) : SmallestFactor;
            return false;
        }

        r = Math.Max(r, 1e-10);
        double factor = SafetyFactor * Math.Pow(r, -_exponent);
        if (_lastStep > 0)
        {
            factor = Math.Min(factor, factor * (Step / _lastStep) * Math.Pow(_lastError / r, _exponent));
        }

        // Directly after a refusal the next step is not longer than the accepted step.
        factor = Math.Clamp(factor, SmallestFactor, Refusals > 0 ? 1 : LargestFactor);
        Refusals = 0;
        _lastStep = Step;
        _lastError = r;
        Step *= factor;
        return true;
    }

    /// <summary>Forgets the trend of the error. To be called where the state was changed from outside.</summary>
    public void Forget() => _lastStep = 0;

    /// <summary>Writes everything in the controller that the next steps depend on.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Step);
        writer.Write(Refusals);
        writer.Write(_lastStep);
        writer.Write(_lastError);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Step = reader.ReadDouble();
        Refusals = reader.ReadInt32();
        _lastStep = reader.ReadDouble();
        _lastError = reader.ReadDouble();
    }
}
