// Checks that the forms of a pair potential are one function, before anything is computed with it.

using System.Globalization;
using GlassModes.Numerics.Simd;
using GlassModes.Potentials;

namespace GlassModes.Models;

/// <summary>
/// Compares v'(r) and v''(r) with differences of v and v', and the SIMD forms of v and v'/r with the plain forms, at 200 distances up to
/// the cutoff. A formula that is wrong in one place would otherwise give wrong results without a word. Distances where a derivative jumps
/// may disagree: up to a twentieth of them.
/// </summary>
internal static unsafe class PotentialCheck
{
    private const int Distances = 200;
    private const double AllowedShare = 0.05;

    // The nearest distance, in units of the cutoff. Nearer pairs overflow in steep potentials.
    private const double Nearest = 0.25;

    // Step of the differences in units of r. Their error is about 1e-10 of the scale of v.
    private const double Step = 1e-3;
    private const double DifferenceTolerance = 1e-5;
    private const double FormTolerance = 1e-9;

    /// <summary>Throws unless the forms agree.</summary>
    /// <param name="potential">The potential.</param>
    /// <param name="pair">The pair of species, for the message.</param>
    /// <param name="parameter">The parameter that holds the potential.</param>
    /// <exception cref="ArgumentException">Two forms differ. The message says which ones, at which distance, and by how much.</exception>
    public static void Require<TPotential>(in TPotential potential, string pair, string parameter)
        where TPotential : unmanaged, IPairPotential
    {
        int width = Lanes128.Width;
        Span<double> single = stackalloc double[TPotential.ConstantCount];
        potential.WriteConstants(single);
        double* constants = stackalloc double[TPotential.ConstantCount * width];
        for (int k = 0; k < TPotential.ConstantCount * width; k++)
        {
            constants[k] = single[k / width];
        }

        Comparison[] comparisons =
        [
            new("v'(r)", "the slope of v(r)", DifferenceTolerance),
            new("v''(r)", "the slope of v'(r)", DifferenceTolerance),
            new("v(r) of the SIMD form", "v(r) of the plain form", FormTolerance),
            new("v'(r)/r of the SIMD form", "v'(r)/r of the plain form", FormTolerance),
        ];
        double* lanes = stackalloc double[width];
        for (int k = 0; k < Distances; k++)
        {
            double r = potential.Cutoff * (Nearest + ((1 - Nearest) * (k + 0.5) / Distances));
            double h = Step * Math.Min(r, potential.Cutoff - r);
            (double v, double slope, double curvature) = (potential.Energy(r), potential.Derivative(r), potential.SecondDerivative(r));
            double scale = Math.Abs(v) + Math.Abs(slope * r) + Math.Abs(curvature * r * r);
            comparisons[0].Add(r, slope, Difference(potential.Energy, r, h), scale / h * Step);
            comparisons[1].Add(r, curvature, Difference(potential.Derivative, r, h), scale / (h * r) * Step);
            Lanes128 distance = Lanes128.Create(r);
            Lanes128 inverse = Lanes128.Create(1 / r);
            Lanes128.Store(TPotential.Energy(constants, distance, inverse), lanes);
            comparisons[2].Add(r, lanes[0], v, scale);
            Lanes128.Store(TPotential.DerivativeOverR(constants, inverse), lanes);
            comparisons[3].Add(r, lanes[0], slope / r, scale / (r * r));
        }

        if (Array.Find(comparisons, comparison => comparison.Disagreements > AllowedShare * Distances) is { } wrong)
        {
            throw new ArgumentException($"The potential of {pair}: {wrong}. All forms must be the same function.", parameter);
        }
    }

    // The central difference with Richardson's extrapolation, of fourth order.
    private static double Difference(Func<double, double> function, double r, double h) =>
        ((8 * (function(r + (h / 2)) - function(r - (h / 2)))) - (function(r + h) - function(r - h))) / (6 * h);

    private sealed class Comparison(string found, string expected, double tolerance)
    {
        private (double R, double Found, double Expected) _first;

        public int Disagreements { get; private set; }

        public void Add(double r, double foundValue, double expectedValue, double scale)
        {
            if (!(Math.Abs(foundValue - expectedValue) <= tolerance * scale))
            {
                _first = Disagreements == 0 ? (r, foundValue, expectedValue) : _first;
                Disagreements++;
            }
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"at r = {_first.R:g6}, {found} is {_first.Found:g9}, but {expected} is {_first.Expected:g9}");
    }
}
