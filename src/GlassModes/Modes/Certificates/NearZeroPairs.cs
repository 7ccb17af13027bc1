// The eigenvalues around 0, from factors in single precision.


using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// What a factorisation in single precision says of the eigenvalues around its shift. Its factors M are those of another matrix, H + E − σ with a small E, and
/// their inertia belongs to that. But with refined solutions block Lanczos finds the eigenvalues of H around the shift, and for each of them xᵀM⁻¹x tells that
/// of H + E: in ascending order one belongs to the other (Weyl), so that the count can be carried over, and E is measured where it matters.
/// </summary>
internal sealed class NearZeroPairs
{
    // Where eigenvalues are looked for above 0, for as far as below the shift; and how far that may be in units of the shift, until there are a few.
    private const double Above = 3;
    private const double MostReach = 100;
    private const int Fewest = 4;

    // Of the eigenvectors, against what is left of the factors' errors.
    private const int Corrections = 1;

    // Of Lanczos, of λ_max: the factors are no better.
    private const double Tolerance = 1e-8;

    // A shift's distance from an eigenvalue, in units of what the factors displace one by.
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
        Displacement = values.Zip(displaced, (one, other) => Math.Abs(one - other)).Max();

        // The lowest of the list has so many below it in the whole spectrum.
        Below = counted - displaced.Count(value => value < shift);
    }

    /// <summary>Eigenvalues of H around 0, ascending, without the translations; none is missing between the first and <see cref="Upper"/>.</summary>
    public double[] Values { get; }

    /// <summary>Up to here none is missing.</summary>
    public double Upper { get; }

    /// <summary>How far each may be wrong.</summary>
    public double[] Errors { get; }

    /// <summary>What the factors say.</summary>
    public int CountedBelowShift { get; }

    /// <summary>Eigenvalues below the first of <see cref="Values"/>.</summary>
    public int Below { get; }

    public double DistanceFromShift { get; }

    /// <summary>The largest difference between an eigenvalue of the factors' matrix and its own of H.</summary>
    public double Displacement { get; }

    /// <summary>Factorises there and computes; null where the factors do not serve.</summary>
    public static NearZeroPairs? Compute(ModeProblem problem, double shift)
    {
        problem.Report($"counting modes below {shift:g3} by inertia", 0);
        using LdltFactorization factorization = Factorisation(problem);
        int counted = problem.CountBelow(factorization, shift);
        LdltInverse inverse = new(factorization);
        RefinedInverse refined = new(inverse, problem.Product, shift);
        bool onDisk = factorization.Options.Factors == LdltFactors.ToDisk;
        int vectors = FewestVectors;
        double reach = 1;
        while (vectors <= MostVectors && reach < MostReach)
        {
            ShiftInvertOptions options = new(
                shift * (1 + reach), -Above * reach * shift, Tolerance * problem.Scale, 16, Math.Min(vectors, problem.Searched), onDisk ? 32 : 16);
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
                    FormattableString.Invariant(
                        $"eigenvalues around 0 from {values[0]:g3} to {values[^1]:g3}: {values.Length}, the smallest {values.MinBy(Math.Abs):g3}, largest residual {residuals.Max():g2}"),
                    counted);
                return new NearZeroPairs(shift, options.Upper, counted, displaced, values, Bounds(values, residuals));
            }
        }

        return null;
    }

    /// <summary>The widest gap above 0 among the values.</summary>
    public (double Shift, double Distance) GapAbove()
    {
        double[] above = [0, .. Values.Where(value => value > 0), Upper];
        (double Shift, double Distance) best = default;
        for (int k = 1; k < above.Length; k++)
        {
            double distance = 0.5 * (above[k] - above[k - 1]);
            best = distance > best.Distance ? (0.5 * (above[k] + above[k - 1]), distance) : best;
        }

        return best;
    }

    /// <summary>Why the factors do not serve for a count; null if they do. Up to <paramref name="zero"/> a value counts as zero.</summary>
    public string? Trouble(double zero)
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
            : FormattableString.Invariant($"the factors displace eigenvalues by up to {Displacement:g2}, and the widest gap above 0 has half a width of {distance:g2}");
    }

    // An eigenvalue lies within the residual r of each value, and within r²/gap where no other is nearer than the gap (Kato and Temple).
    private static double[] Bounds(double[] values, double[] residuals)
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

    // On disk where memory does not hold the factors.
    private static LdltFactorization Factorisation(ModeProblem problem)
    {
        LdltOptions options = new(LdltPrecision.Binary32, LdltFactors.Keep, problem.Options.MemoryLimit);
        try
        {
            return new LdltFactorization(problem.Sparse.Matrix, options, problem.Cancellation);
        }
        catch (InsufficientMemoryException)
        {
            return new LdltFactorization(
                problem.Sparse.Matrix, options with { Factors = LdltFactors.ToDisk, Directory = problem.Options.ScratchDirectory }, problem.Cancellation);
        }
    }

    private sealed class Relay(ModeProblem problem, int counted) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => problem.Report($"block Lanczos around 0, {value.Activity}", counted);
    }
}
