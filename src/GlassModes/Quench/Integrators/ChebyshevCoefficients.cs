// Computes the coefficients of Runge-Kutta-Chebyshev methods.

namespace GlassModes.Quench.Integrators;

/// <summary>
/// The coefficients of a method of s stages. The stages Y_j have the forces F_j and the differences D_j = Y_j − x_0. The differences follow
/// the recurrence D_j = μ_j D_{j−1} + ν_j D_{j−2} + μ̃_j h F_{j−1} + γ̃_j h F_0. In linear decay of rate λ, with z = −hλ, stage j is
/// P_j(z) x_0 with the polynomial P_j(z) = 1 + b_j (T_j(w0 + w1 z) − T_j(w0)), where T_j is the Chebyshev polynomial. The choice
/// b_j = T_j''(w0)/T_j'(w0)² makes every stage from the second on of second order at the time c_j h after the start of the step,
/// c_j = b_j T_j'(w0) w1.
/// </summary>
internal sealed class ChebyshevCoefficients
{
    // Damping ε of the second-order method, the value of its authors.
    private const double Damping = 2.0 / 13;

    // The third-order method must have |R(z)| at most this for z < −2.
    private const double StiffDamping = 0.95;

    // Factor of b_1 in the third-order method; see ThirdOrder.
    private const double FirstStageFactor = 1.0 / 32;

    private ChebyshevCoefficients(int stages)
    {
        Stages = stages;
        Mu = new double[stages + 1];
        Nu = new double[stages + 1];
        MuTilde = new double[stages + 1];
        GammaTilde = new double[stages + 1];
    }

    /// <summary>Number of stages s.</summary>
    public int Stages { get; }

    /// <summary>The coefficient μ_j of D_{j−1}, j = 2 … s.</summary>
    public double[] Mu { get; }

    /// <summary>The coefficient ν_j of D_{j−2}, j = 2 … s.</summary>
    public double[] Nu { get; }

    /// <summary>The coefficient μ̃_j of h F_{j−1}, j = 1 … s.</summary>
    public double[] MuTilde { get; }

    /// <summary>The coefficient γ̃_j of h F_0, j = 2 … s.</summary>
    public double[] GammaTilde { get; }

    /// <summary>The coefficients g_j of the solution x_0 + Σ g_j D_j, j = 1 … s.</summary>
    public double[] Solution { get; private init; } = [];

    /// <summary>The coefficients e_j of the error estimate Σ e_j D_j, j = 1 … s. Empty for the second-order method.</summary>
    public double[] Error { get; private init; } = [];

    /// <summary>β(s), the largest h λ at which a step of linear decay of rate λ is stable.</summary>
    public double StabilityBound { get; private init; }

    /// <summary>
    /// Computes the coefficients of the second-order method by Sommeijer, Shampine and Verwer (J. Comput. Appl. Math. 88, 315, 1998;
    /// doi:10.1016/S0377-0427(97)00219-7): w0 = 1 + ε/s², ε = 2/13 and w1 = T_s'(w0)/T_s''(w0). Stage s then has c_s = 1 and is the
    /// solution. The stability bound is β(s) ≈ 0.65 (s² − 1).
    /// </summary>
    public static ChebyshevCoefficients SecondOrder(int stages)
    {
        double w0 = 1 + (Damping / ((double)stages * stages));
        Derivatives[] t = Derivatives.UpTo(stages, w0);
        double w1 = t[stages].First / t[stages].Second;
        double[] b = StageScales(stages, t);
        b[1] = b[2];
        double[] solution = new double[stages + 1];
        solution[stages] = 1;
        return FillRecurrence(
            stages, w0, w1, b, t, new ChebyshevCoefficients(stages) { StabilityBound = (w0 + 1) / w1, Solution = solution });
    }

    /// <summary>
    /// Computes the coefficients of a third-order method from the same stages, with w0 = 1 and w1 = 2/β.
    /// <para>
    /// The solution is x_1 = x_0 + Σ g_j D_j. In linear decay x_1 = R(z) x_0 with R(z) = Σ r_j T_j(1 + w1 z) and g_j = r_j/b_j. Among all R
    /// that agree with e^z to third order, the method takes the R with the least Σ r_j². This is a linear system of four unknowns.
    /// </para>
    /// <para>
    /// Third order also has a nonlinear condition, Σ a_i c_i² = 1/3, where a_i is the weight of the force of stage i in the solution. The
    /// condition holds because every stage from the second on is of second order. Only the first stage violates the condition, by about
    /// 15/s⁵ for the usual b_1 = b_2. This error is proportional to b_1, so b_1 is chosen 32 times smaller. With a much smaller b_1 the
    /// difference F_1 − F_0 would be mere rounding late in a quench.
    /// </para>
    /// <para>
    /// β is the largest multiple of 0.01 s² for which |R(z)| is at most 1, and at most 0.95 where z &lt; −2. From 7 stages on β is 0.43 s²
    /// to 0.44 s². Third order allows 0.49 s² at most.
    /// </para>
    /// <para>
    /// The error estimate is a combination of the stages that vanishes to second order. Its first term is z³/15, as in the second-order
    /// method. Among all such combinations it has the least Σ r_j². The estimate does not grow with the stiffness.
    /// </para>
    /// </summary>
    /// <param name="stages">s ≥ 4.</param>
    public static ChebyshevCoefficients ThirdOrder(int stages)
    {
        Derivatives[] t = Derivatives.UpTo(stages, 1);
        double squaredStages = (double)stages * stages;
        for (int hundredths = 46; hundredths > 0; hundredths--)
        {
            double bound = 0.01 * hundredths * squaredStages;
            double w1 = 2 / bound;
            double[] solution = FindLeastNormWeights(stages, t, w1, [1, 1, 1, 1]);
            if (!IsStable(solution, w1))
            {
                continue;
            }

            double[] error = FindLeastNormWeights(stages, t, w1, [0, 0, 0, 6.0 / 15]);
            double[] b = StageScales(stages, t);
            b[1] = FirstStageFactor * b[2];
            for (int j = 1; j <= stages; j++)
            {
                solution[j] /= b[j];
                error[j] /= b[j];
            }

            return FillRecurrence(
                stages, 1, w1, b, t, new ChebyshevCoefficients(stages) { StabilityBound = bound, Solution = solution, Error = error });
        }

        throw new ArgumentOutOfRangeException(nameof(stages), stages, "Third order needs at least four stages.");
    }

    // The scales b_0 and b_2 … b_s of the stages. The caller sets b_1.
    private static double[] StageScales(int stages, Derivatives[] t)
    {
        double[] b = new double[stages + 1];
        for (int j = 2; j <= stages; j++)
        {
            b[j] = t[j].Second / (t[j].First * t[j].First);
        }

        b[0] = b[2];
        return b;
    }

    private static ChebyshevCoefficients FillRecurrence(
        int stages, double w0, double w1, double[] b, Derivatives[] t, ChebyshevCoefficients c)
    {
        c.MuTilde[1] = b[1] * w1;
        for (int j = 2; j <= stages; j++)
        {
            c.Mu[j] = 2 * b[j] * w0 / b[j - 1];
            c.Nu[j] = -b[j] / b[j - 2];
            c.MuTilde[j] = 2 * b[j] * w1 / b[j - 1];
            c.GammaTilde[j] = -(1 - (b[j - 1] * t[j - 1].Value)) * c.MuTilde[j];
        }

        return c;
    }

    // Finds r_0 … r_s with the least Σ r_j² for which Σ r_j T_j(1 + w1 z) has the given value and first three derivatives at z = 0.
    private static double[] FindLeastNormWeights(int stages, Derivatives[] t, double w1, ReadOnlySpan<double> derivatives)
    {
        const int conditionCount = 4;
        double[,] gram = new double[conditionCount, conditionCount];
        double[] rightSide = new double[conditionCount];
        for (int i = 0; i < conditionCount; i++)
        {
            rightSide[i] = derivatives[i] / (t[stages][i] * Math.Pow(w1, i));
            for (int j = 0; j < conditionCount; j++)
            {
                for (int k = 0; k <= stages; k++)
                {
                    gram[i, j] += ScaledDerivative(k, i) * ScaledDerivative(k, j);
                }
            }
        }

        double[] multipliers = SmallSystems.Solve(gram, rightSide);
        double[] r = new double[stages + 1];
        for (int k = 0; k <= stages; k++)
        {
            for (int i = 0; i < conditionCount; i++)
            {
                r[k] += multipliers[i] * ScaledDerivative(k, i);
            }
        }

        return r;

        // The derivative of order i of T_k, relative to the derivative of T_s, which is the largest. The linear system is then well scaled.
        double ScaledDerivative(int k, int i) => t[k][i] / t[stages][i];
    }

    // Checks |R(z)| on a grid of z from −β to 0, where w = 1 + w1 z runs from −1 to 1.
    private static bool IsStable(double[] r, double w1)
    {
        int points = 40 * r.Length;
        for (int k = 1; k <= points; k++)
        {
            double w = Math.Cos(Math.PI * k / points);
            double z = (w - 1) / w1;
            double size = Math.Abs(ChebyshevSum(r, w));
            if (size > (z < -2 ? StiffDamping : 1))
            {
                return false;
            }
        }

        return true;
    }

    private static double ChebyshevSum(double[] r, double w)
    {
        (double previous, double current) = (1, w);
        double sum = r[0] + (r[1] * w);
        for (int j = 2; j < r.Length; j++)
        {
            (previous, current) = (current, (2 * w * current) - previous);
            sum += r[j] * current;
        }

        return sum;
    }

    // T_j and its first three derivatives at one point.
    private readonly record struct Derivatives(double Value, double First, double Second, double Third)
    {
        public double this[int order] => order switch
        {
            0 => Value,
            1 => First,
            2 => Second,
            _ => Third,
        };

        public static Derivatives[] UpTo(int degree, double w)
        {
            Derivatives[] t = new Derivatives[degree + 1];
            t[0] = new Derivatives(1, 0, 0, 0);
            t[1] = new Derivatives(w, 1, 0, 0);
            for (int j = 2; j <= degree; j++)
            {
                Derivatives p = t[j - 1];
                Derivatives q = t[j - 2];
                t[j] = new Derivatives(
                    (2 * w * p.Value) - q.Value,
                    (2 * p.Value) + (2 * w * p.First) - q.First,
                    (4 * p.First) + (2 * w * p.Second) - q.Second,
                    (6 * p.Second) + (2 * w * p.Third) - q.Third);
            }

            return t;
        }
    }
}
