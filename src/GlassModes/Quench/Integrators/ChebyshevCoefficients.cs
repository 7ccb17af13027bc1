// Coefficients of Runge-Kutta-Chebyshev methods.

namespace GlassModes.Quench.Integrators;

/// <summary>
/// The method of s stages. In linear decay, z = −hλ, stage j is P_j(z) x_0 with P_j = 1 + b_j (T_j(w0 + w1 z) − T_j(w0)) and the
/// Chebyshev polynomial T_j; b_j = T_j''(w0)/T_j'(w0)² makes every stage from the second on of second order at its time c_j = b_j T_j'(w0)
/// w1.
/// </summary>
internal sealed class ChebyshevCoefficients
{
    // Of the second-order method: its authors' ε.
    private const double Damping = 2.0 / 13;

    // Of the third-order method: |R| stays below this once it has fallen.
    private const double StiffDamping = 0.95;

    // Its first stage is so much shorter, see there.
    private const double FirstStage = 1.0 / 32;

    private ChebyshevCoefficients(int stages)
    {
        Stages = stages;
        Mu = new double[stages + 1];
        Nu = new double[stages + 1];
        MuTilde = new double[stages + 1];
        GammaTilde = new double[stages + 1];
    }

    /// <summary>s.</summary>
    public int Stages { get; }

    /// <summary>μ_j, of D_{j−1}; j = 2 … s.</summary>
    public double[] Mu { get; }

    /// <summary>ν_j, of D_{j−2}; j = 2 … s.</summary>
    public double[] Nu { get; }

    /// <summary>μ̃_j, of h F_{j−1}; j = 1 … s.</summary>
    public double[] MuTilde { get; }

    /// <summary>γ̃_j, of h F_0; j = 2 … s.</summary>
    public double[] GammaTilde { get; }

    /// <summary>g_j: the solution is x_0 + Σ g_j D_j; j = 1 … s.</summary>
    public double[] Solution { get; private init; } = [];

    /// <summary>e_j: the error estimate is Σ e_j D_j; j = 1 … s. Empty where the method has another.</summary>
    public double[] Error { get; private init; } = [];

    /// <summary>β(s): the largest h λ of stable linear decay.</summary>
    public double StabilityBound { get; private init; }

    /// <summary>
    /// Second order (Sommeijer, Shampine and Verwer, J. Comput. Appl. Math. 88, 315, 1998; doi:10.1016/S0377-0427(97)00219-7):
    /// w0 = 1 + ε/s², ε = 2/13, w1 = T_s'(w0)/T_s''(w0), so that stage s stands at c_s = 1 and is the solution; β(s) ≈ 0.65 (s² − 1).
    /// </summary>
    public static ChebyshevCoefficients SecondOrder(int stages)
    {
        double w0 = 1 + (Damping / ((double)stages * stages));
        Derivatives[] t = Derivatives.UpTo(stages, w0);
        double w1 = t[stages].First / t[stages].Second;
        double[] b = Scales(stages, t);
        b[1] = b[2];
        double[] solution = new double[stages + 1];
        solution[stages] = 1;
        return Recurrence(stages, w0, w1, b, t, new ChebyshevCoefficients(stages) { StabilityBound = (w0 + 1) / w1, Solution = solution });
    }

    /// <summary>
    /// Third order, from the same stages: x_1 = x_0 + Σ g_j D_j, whose R(z) = Σ r_j T_j(1 + w1 z), g_j = r_j/b_j, has the least Σ r_j² of
    /// all that agree with e^z to third order (a linear system of four). Because every stage from the second on is of second order, the
    /// nonlinear condition Σ b_i c_i² = 1/3 then holds too, except for what the first stage adds, about 15/s⁵ with the usual b_1 = b_2;
    /// it is proportional to b_1, which is therefore chosen 32 times smaller (much smaller still, and the difference F_1 − F_0 would be
    /// rounding late in a quench). w1 = 2/β, and β is the largest multiple of 0.01 s² with |R| below 1 and, once it has fallen, 0.95:
    /// 0.43 to 0.44 s² from 7 stages on, where 0.49 s² is the most that third order allows. The error estimate is the combination of the
    /// stages that vanishes to second order, with the least Σ r_j², scaled to z³/15 as that of the second-order method; it does not grow
    /// with the stiffness.
    /// </summary>
    public static ChebyshevCoefficients ThirdOrder(int stages)
    {
        Derivatives[] t = Derivatives.UpTo(stages, 1);
        double square = (double)stages * stages;
        for (int hundredths = 46; hundredths > 0; hundredths--)
        {
            double bound = 0.01 * hundredths * square;
            double w1 = 2 / bound;
            double[] solution = LeastSquares(stages, t, w1, [1, 1, 1, 1]);
            if (!IsStable(solution, w1))
            {
                continue;
            }

            double[] error = LeastSquares(stages, t, w1, [0, 0, 0, 6.0 / 15]);
            double[] b = Scales(stages, t);
            b[1] = FirstStage * b[2];
            for (int j = 1; j <= stages; j++)
            {
                solution[j] /= b[j];
                error[j] /= b[j];
            }

            return Recurrence(
                stages, 1, w1, b, t, new ChebyshevCoefficients(stages) { StabilityBound = bound, Solution = solution, Error = error });
        }

        throw new ArgumentOutOfRangeException(nameof(stages), stages, "Third order needs at least four stages.");
    }

    private static double[] Scales(int stages, Derivatives[] t)
    {
        double[] b = new double[stages + 1];
        for (int j = 2; j <= stages; j++)
        {
            b[j] = t[j].Second / (t[j].First * t[j].First);
        }

        b[0] = b[2];
        return b;
    }

    private static ChebyshevCoefficients Recurrence(
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

    // r_0 … r_s of least Σ r² whose Σ r_j T_j(1 + w1 z) has the given value and first three derivatives at z = 0.
    private static double[] LeastSquares(int stages, Derivatives[] t, double w1, ReadOnlySpan<double> wanted)
    {
        const int conditions = 4;
        double[,] gram = new double[conditions, conditions];
        double[] right = new double[conditions];
        for (int i = 0; i < conditions; i++)
        {
            right[i] = wanted[i] / (t[stages][i] * Math.Pow(w1, i));
            for (int j = 0; j < conditions; j++)
            {
                for (int k = 0; k <= stages; k++)
                {
                    gram[i, j] += Scaled(k, i) * Scaled(k, j);
                }
            }
        }

        double[] multipliers = SmallSystems.Solve(gram, right);
        double[] r = new double[stages + 1];
        for (int k = 0; k <= stages; k++)
        {
            for (int i = 0; i < conditions; i++)
            {
                r[k] += multipliers[i] * Scaled(k, i);
            }
        }

        return r;

        // Relative to that of the last stage, which is the largest.
        double Scaled(int k, int i) => t[k][i] / t[stages][i];
    }

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
        (double before, double current) = (1, w);
        double sum = r[0] + (r[1] * w);
        for (int j = 2; j < r.Length; j++)
        {
            (before, current) = (current, (2 * w * current) - before);
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
