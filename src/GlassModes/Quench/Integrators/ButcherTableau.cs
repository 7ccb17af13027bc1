// Coefficients of embedded explicit Runge-Kutta methods whose last stage is the first stage of the next step.

namespace GlassModes.Quench.Integrators;

/// <summary>
/// An explicit Runge-Kutta method of s stages. The last stage is evaluated at the end of the step and serves as the first stage of the
/// next step (first same as last).
/// </summary>
/// <param name="Name">Short name, as on the command line.</param>
/// <param name="Order">Order p of the solution.</param>
/// <param name="EstimateOrder">Order q of the error estimate: the estimate per unit time falls as h^q.</param>
/// <param name="StabilityBound">Largest h λ at which a step of linear decay of rate λ is stable.</param>
/// <param name="Stages">Rows 2 … s of the coefficients a; the last row holds the weights of the solution.</param>
/// <param name="Error">Weights of the error estimate, s values.</param>
public sealed record ButcherTableau(
    string Name,
    int Order,
    int EstimateOrder,
    double StabilityBound,
    IReadOnlyList<IReadOnlyList<double>> Stages,
    IReadOnlyList<double> Error)
{
    /// <summary>
    /// The method of third order with an embedded second-order estimate by Bogacki and Shampine (Appl. Math. Lett. 2, 321, 1989;
    /// doi:10.1016/0893-9659(89)90079-7). A step takes three evaluations.
    /// </summary>
    public static ButcherTableau BogackiShampine { get; } = new(
        "rk32",
        3,
        2,
        2.5127453266183286,
        [[1.0 / 2], [0, 3.0 / 4], [2.0 / 9, 1.0 / 3, 4.0 / 9]],
        [-5.0 / 72, 1.0 / 12, 1.0 / 9, -1.0 / 8]);

    /// <summary>
    /// The method of fifth order with an embedded fourth-order estimate by Dormand and Prince (J. Comput. Appl. Math. 6, 19, 1980;
    /// doi:10.1016/0771-050X(80)90013-3). A step takes six evaluations.
    /// </summary>
    public static ButcherTableau DormandPrince { get; } = new(
        "rk54",
        5,
        4,
        3.3065678926346485,
        [
            [1.0 / 5],
            [3.0 / 40, 9.0 / 40],
            [44.0 / 45, -56.0 / 15, 32.0 / 9],
            [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
            [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
            [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
        ],
        [71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40]);
}
