// Chooses step sizes from error estimates.

namespace GlassModes.Quench.Integrators;

/// <summary>
/// Holds the estimated error per unit time to a fraction of the force, ‖e‖/h ≤ tol ‖f‖: relative, so that it means the same at any W.
/// An error within the rounding of the state, which every step makes anyway, is good enough. The next step is the old one times
/// 0.8 r^{−1/q}, r the error over its limit, times the trend since the step before (Watts 1984; Gustafsson 1994) where that makes it
/// smaller, and within [0.1, 5].
/// </summary>
public sealed class StepController
{
    private const double Safety = 0.8;
    private const double Least = 0.1;
    private const double Most = 5;

    private readonly double _tolerance;
    private readonly double _exponent;
    private double _lastStep;
    private double _lastError;

    /// <summary>A controller for estimates that fall as h^<paramref name="estimateOrder"/> per unit time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A tolerance or an order that is not positive.</exception>
    public StepController(double tolerance, int estimateOrder)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(estimateOrder);
        _tolerance = tolerance;
        _exponent = 1.0 / estimateOrder;
    }

    /// <summary>The step to try next.</summary>
    public double Step { get; set; }

    /// <summary>Steps refused in a row.</summary>
    public int Refusals { get; private set; }

    /// <summary>Judges a step of length <see cref="Step"/> and chooses the next, or a shorter one to try again.</summary>
    /// <param name="error">Root mean square of the estimated error; not finite: too long.</param>
    /// <param name="force">Root mean square of the force at the start.</param>
    /// <param name="rounding">Rounding of the state's components; positive.</param>
    /// <returns>Whether the step is good enough.</returns>
    public bool Accept(double error, double force, double rounding)
    {
        double r = error / Math.Max(Step * _tolerance * force, rounding);
        if (!(r <= 1))
        {
            Refusals++;
            Step *= double.IsFinite(r) ? Math.Clamp(Safety * Math.Pow(r, -_exponent), Least, 0.9) : Least;
            return false;
        }

        r = Math.Max(r, 1e-10);
        double factor = Safety * Math.Pow(r, -_exponent);
        if (_lastStep > 0)
        {
            factor = Math.Min(factor, factor * (Step / _lastStep) * Math.Pow(_lastError / r, _exponent));
        }

        // Straight after a refusal no longer step than the one that was good.
        factor = Math.Clamp(factor, Least, Refusals > 0 ? 1 : Most);
        Refusals = 0;
        _lastStep = Step;
        _lastError = r;
        Step *= factor;
        return true;
    }

    /// <summary>Forgets the trend, where the state was changed from outside.</summary>
    public void Forget() => _lastStep = 0;

    /// <summary>Writes what the next steps depend on.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Step);
        writer.Write(Refusals);
        writer.Write(_lastStep);
        writer.Write(_lastError);
    }

    /// <summary>Reads it back.</summary>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Step = reader.ReadDouble();
        Refusals = reader.ReadInt32();
        _lastStep = reader.ReadDouble();
        _lastError = reader.ReadDouble();
    }
}
