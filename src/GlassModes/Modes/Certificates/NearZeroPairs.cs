// Computes the eigenvalues around 0 with factors in single precision.

using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// The eigenvalues around a shift σ near 0, computed with a factorisation in single precision. The factors M and their inertia belong to
/// H + E − σ with a small error E. Block Lanczos with refined solutions finds the eigenvalues of H around σ. For each eigenvector x,
/// σ + 1/(xᵀM⁻¹x) is the corresponding eigenvalue of H + E. In ascending order the eigenvalues of H and of H + E correspond to each other
/// (Weyl's inequality), so the count carries over from H + E to H. The differences of corresponding eigenvalues measure the effect of E
/// around 0.
/// </summary>
internal sealed class NearZeroPairs
{
    // The search covers the range from σ(1 + reach) to −Above · reach · σ. The reach grows from 1 until this range holds the fewest
    // eigenvalues that are needed.
    private const double Above = 3;
    private const double MostReach = 100;
    private const int Fewest = 4;

    // Number of corrections of the eigenvectors. A correction reduces the errors of the factors that iterative refinement leaves.
    private const int Corrections = 1;

    // Tolerance of block Lanczos, in units of λ_max. The factors are no more accurate.
    private const double Tolerance = 1e-8;

    // Least distance of a shift from an eigenvalue, in units of the largest displacement of an eigenvalue by the factors.
    private const double Safety = 5;
    private const int FewestVectors = 480;
    private const int MostVectors = 960;

    private NearZeroPairs(double shift, double upper, int counted, double[] displaced, double[] values, double[] errors)
    {
        Values = values;
        Upper = upper;
        Errors = errors;
        CountedBelowShift = counted;
        DistanceFromShift = values.Min(value => Math.Abs(value - shift));
        Displacement = values.Zip(displaced, (value, displacedValue) => Math.Abs(value - displacedValue)).Max();

        // Eigenvalues that inertia counts below the shift and that are not in the list lie below the first value of the list.
        Below = counted - displaced.Count(value => value < shift);
    }

    /// <summary>
    /// Eigenvalues of H around 0, ascending, without the translations. No eigenvalue is missing between the first value and
    /// <see cref="Upper"/>.
    /// </summary>
    public double[] Values { get; }

    /// <summary>Upper end of the search.</summary>
    public double Upper { get; }

    /// <summary>Bound of the error of each value.</summary>
    public double[] Errors { get; }

    /// <summary>Number of eigenvalues below the shift, by the inertia of the factors.</summary>
    public int CountedBelowShift { get; }

    /// <summary>Number of eigenvalues below the first of <see cref="Values"/>.</summary>
    public int Below { get; }

    /// <summary>Distance of the shift from the nearest of <see cref="Values"/>.</summary>
    public double DistanceFromShift { get; }

    /// <summary>The largest difference between corresponding eigenvalues of H + E and of H.</summary>
    public double Displacement { get; }

    /// <summary>
    /// Factorises H − σ and computes the eigenvalues around 0. Returns null where block Lanczos does not converge, or where fewer than four
    /// eigenvalues lie in the widest range of the search.
    /// </summary>
    public static NearZeroPairs? Compute(ModeProblem problem, double shift)
    {
        problem.Report($"counting modes below {shift:g3} by inertia", 0);
        using LdltFactorization factorization = Factorise(problem, shift, out int counted);
        LdltInverse inverse = new(factorization);
        RefinedInverse refined = new(inverse, problem.Product, shift);
        bool onDisk = factorization.Options.Factors == LdltFactors.ToDisk;
        int vectors = FewestVectors;
        double reach = 1;
        while (vectors <= MostVectors && reach < MostReach)
        {
            ShiftInvertOptions options = new(
                shift * (1 + reach),
                -Above * reach * shift,
                Tolerance * problem.Scale,
                16,
                Math.Min(vectors, problem.Searched),
                onDisk ? 32 : 16);
            ShiftInvertResult result = ShiftInvertLanczos.Run(
                refined, shift, options, problem.Translations, new Relay(problem, counted), problem.Cancellation);
            using Eigenpairs pairs = result.Pairs;
            if (result.From > options.Lower || result.To < options.Upper)
            {
                vectors *= 2;
            }
            else if (pairs.Count < Fewest)
            {
                reach *= 3;
            }
            else
            {
                double[] residuals = RayleighRitz.Improve(
                    problem.Product, refined, pairs, problem.Translations, 0, Corrections, problem.Cancellation);
                double[] values = pairs.Values.ToArray();
                double[] displaced = [.. RayleighRitz.Quotients(inverse, pairs).Select(quotient => shift + (1 / quotient)).Order()];
                problem.Report(
                    FormattableString.Invariant($"eigenvalues around 0 from {values[0]:g3} to {values[^1]:g3}: {values.Length}, ")
                    + FormattableString.Invariant($"the smallest {values.MinBy(Math.Abs):g3}, largest residual {residuals.Max():g2}"),
                    counted);
                return new NearZeroPairs(shift, options.Upper, counted, displaced, values, ComputeErrorBounds(values, residuals));
            }
        }

        return null;
    }

    /// <summary>The shift in the middle of the widest gap above 0, and its distance from the ends of the gap.</summary>
    public (double Shift, double Distance) GapAbove()
    {
        double[] above = [0, .. Values.Where(value => value > 0), Upper];
        (double Shift, double Distance) widest = default;
        for (int k = 1; k < above.Length; k++)
        {
            double distance = 0.5 * (above[k] - above[k - 1]);
            widest = distance > widest.Distance ? (0.5 * (above[k] + above[k - 1]), distance) : widest;
        }

        return widest;
    }

    /// <summary>Why a count with these factors is not certain; null if the count is certain.</summary>
    /// <param name="zero">The largest magnitude of a value that counts as zero.</param>
    public string? FindDoubt(double zero)
    {
        for (int k = 0; k < Values.Length; k++)
        {
            if (Math.Abs(Values[k]) <= Errors[k] + zero)
            {
                return FormattableString.Invariant($"the sign of an eigenvalue of {Values[k]:g2} ± {Errors[k]:g1} is not certain");
            }
        }

        double distance = GapAbove().Distance;
        return distance > Safety * Displacement
            ? null
            : FormattableString.Invariant($"the factors displace eigenvalues by up to {Displacement:g2}, ")
                + FormattableString.Invariant($"and the widest gap above 0 has half a width of {distance:g2}");
    }

    // Within the residual r of each value lies an eigenvalue. If no other value is nearer than a gap, the eigenvalue lies even within
    // r²/gap (Kato and Temple).
    private static double[] ComputeErrorBounds(double[] values, double[] residuals)
    {
        double[] bounds = new double[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            double gap = Math.Min(
                k > 0 ? values[k] - values[k - 1] - residuals[k - 1] : 0,
                k + 1 < values.Length ? values[k + 1] - values[k] - residuals[k + 1] : 0);
            bounds[k] = gap > residuals[k] ? residuals[k] * residuals[k] / gap : residuals[k];
        }

        return bounds;
    }

    // Factorises H − σ and counts the eigenvalues below σ. The factors are kept in memory, or on disk if memory does not hold them.
    private static LdltFactorization Factorise(ModeProblem problem, double shift, out int counted)
    {
        LdltOptions options = new(LdltPrecision.Binary32, LdltFactors.Keep, problem.Options.MemoryLimit);
        try
        {
            return Factorise(problem, options, shift, out counted);
        }
        catch (InsufficientMemoryException)
        {
            options = options with { Factors = LdltFactors.ToDisk, Directory = problem.Options.ScratchDirectory };
            return Factorise(problem, options, shift, out counted);
        }
    }

    private static LdltFactorization Factorise(ModeProblem problem, LdltOptions options, double shift, out int counted)
    {
        LdltFactorization factorization = new(problem.Sparse.Matrix, options, problem.Cancellation);
        try
        {
            counted = problem.CountBelow(factorization, shift);
            return factorization;
        }
        catch
        {
            factorization.Dispose();
            throw;
        }
    }

    private sealed class Relay(ModeProblem problem, int counted) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => problem.Report($"block Lanczos around 0, {value.Activity}", counted);
    }
}
