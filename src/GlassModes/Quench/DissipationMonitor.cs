// Checks the law d(V/N)/dt = −W as a quench runs.

using System.Numerics;
using System.Runtime.InteropServices;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// Compares the fall of V in each step with the dissipation ∫ |f|² dt along the step (Shimada et al. 2024, Eq. 8). Where the path is the
/// cubic that has the positions and forces of both ends, the velocity is a parabola. The dissipation is then right to fourth order:
/// ∫ |ẋ|² dt = h (6/5 u·u + 2/15 (f0·f0 + f1·f1) − 1/15 f0·f1 − 1/5 u·(f0 + f1)), u = (x1 − x0)/h. Where the path is a straight line, the
/// trapezoidal rule gives the dissipation to second order.
/// </summary>
internal sealed class DissipationMonitor
{
    // A step violates the law if fall and dissipation differ by more than this fraction of the dissipation, beyond rounding.
    private const double LargestRelativeError = 0.1;

    // Rounding error of V in a step, as a fraction of |V| + N: V is a sum of N energies.
    private const double EnergyRounding = 1e-12;

    private double _fall;
    private double _dissipated;

    public long Violations { get; private set; }

    /// <summary>|V(0) − V − ∫ |f|² dt|/|V(0) − V| over all steps; NaN before the first step.</summary>
    public double Error => _fall == 0 ? double.NaN : Math.Abs(_fall - _dissipated) / Math.Abs(_fall);

    public void Observe(FlowState before, FlowState after, bool straight)
    {
        double step = after.Time - before.Time;
        double dissipated = straight
            ? 0.5 * step * before.Length * (before.MeanSquare + after.MeanSquare)
            : DissipationAlongCubic(before, after, step);
        double fall = before.Energy - after.Energy;
        _fall += fall;
        _dissipated += dissipated;
        double rounding = EnergyRounding * (Math.Abs(before.Energy) + (before.Length / 3.0));
        double excess = Math.Abs(fall - dissipated) - rounding;
        if (!(excess / dissipated <= LargestRelativeError))
        {
            Violations++;
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_fall);
        writer.Write(_dissipated);
        writer.Write(Violations);
    }

    public void Load(BinaryReader reader)
    {
        _fall = reader.ReadDouble();
        _dissipated = reader.ReadDouble();
        Violations = reader.ReadInt64();
    }

    private static double DissipationAlongCubic(FlowState before, FlowState after, double step)
    {
        ReadOnlySpan<double> x0 = before.Positions;
        ReadOnlySpan<double> x1 = after.Positions;
        ReadOnlySpan<double> f0 = before.Forces;
        ReadOnlySpan<double> f1 = after.Forces;
        ReadOnlySpan<Vector<double>> x0s = MemoryMarshal.Cast<double, Vector<double>>(x0);
        ReadOnlySpan<Vector<double>> x1s = MemoryMarshal.Cast<double, Vector<double>>(x1);
        ReadOnlySpan<Vector<double>> f0s = MemoryMarshal.Cast<double, Vector<double>>(f0);
        ReadOnlySpan<Vector<double>> f1s = MemoryMarshal.Cast<double, Vector<double>>(f1);
        Vector<double> inverseStep = new(1 / step);
        Vector<double> uuSums = Vector<double>.Zero;
        Vector<double> ufSums = Vector<double>.Zero;
        Vector<double> ffSums = Vector<double>.Zero;
        for (int k = 0; k < x0s.Length; k++)
        {
            Vector<double> u = (x1s[k] - x0s[k]) * inverseStep;
            uuSums += u * u;
            ufSums += u * (f0s[k] + f1s[k]);
            ffSums += f0s[k] * f1s[k];
        }

        double uu = Vector.Sum(uuSums);
        double uf = Vector.Sum(ufSums);
        double ff = Vector.Sum(ffSums);
        for (int k = x0s.Length * Vector<double>.Count; k < x0.Length; k++)
        {
            double u = (x1[k] - x0[k]) / step;
            uu += u * u;
            uf += u * (f0[k] + f1[k]);
            ff += f0[k] * f1[k];
        }

        double squaresOfEnds = before.Length * (before.MeanSquare + after.MeanSquare);
        return step * ((1.2 * uu) + (2.0 / 15 * squaresOfEnds) - (ff / 15) - (uf / 5));
    }
}
