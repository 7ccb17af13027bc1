// What becomes of modes on the way from one rung to the next.

using GlassModes.Hessians;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Modes.Measures;

/// <summary>
/// Compares the modes α of one configuration with the displacement Δr to a later one, and with the modes β of the later one. By Bessel's
/// inequality at most one β has (e_α · e_β)² &gt; ½ with a given α, and at most one α with a given β. Mode α lives on as that β.
/// </summary>
/// <param name="Displacement">√(Σ_i |Δr_i|²/N).</param>
/// <param name="DisplacementParticipation">P of Δr, as of a mode (Eq. 11); NaN where nothing moved.</param>
/// <param name="LowestOverlap">(e_1 · Δr)²/|Δr|²; NaN where nothing moved or there is no mode.</param>
/// <param name="UnstableOverlap">Σ (e_α · Δr)²/|Δr|² over the unstable modes.</param>
/// <param name="HotSpotDistance">
/// Distance, in the earlier configuration, of the particle of largest |Δr_i| from the core of the lowest mode, the particle of most
/// negative δE_i.
/// </param>
/// <param name="Successors">
/// For each unstable mode α the index β of largest (e_α · e_β)² in the later set; −1 where that set is empty.
/// </param>
/// <param name="SuccessorOverlaps">The largest (e_α · e_β)²; 0 where the later set is empty.</param>
/// <param name="RemainingOverlaps">
/// Σ_β (e_α · e_β)² over the unstable modes β of the later set: the part of α in the unstable directions there.
/// </param>
/// <param name="NextCurvatures">
/// e_αᵀ H e_α with the later H. It is positive also where α merely spreads over many other directions, most of which are stable.
/// </param>
public sealed record ModeTransition(
    double Displacement,
    double DisplacementParticipation,
    double LowestOverlap,
    double UnstableOverlap,
    double HotSpotDistance,
    IReadOnlyList<int> Successors,
    IReadOnlyList<double> SuccessorOverlaps,
    IReadOnlyList<double> RemainingOverlaps,
    IReadOnlyList<double> NextCurvatures)
{
    /// <summary>(e_α · e_β)² above which α lives on as β.</summary>
    public const double LeastOverlap = 0.5;

    // Components worked on at a time, so that the parts of a few hundred vectors stay in the cache.
    private const int Slice = 512;

    /// <summary>Compares two configurations of the same particles. Allocates 3 vectors of 3N values and the matrix of overlaps.</summary>
    /// <param name="before">Modes of the earlier configuration.</param>
    /// <param name="after">Modes of the later configuration.</param>
    /// <param name="product">Products with the Hessian of the later configuration.</param>
    /// <param name="cancellation">Stops the work before a product.</param>
    /// <exception cref="ArgumentException">The numbers of particles differ.</exception>
    public static ModeTransition Of(ModeSet before, ModeSet after, HessianProduct product, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(product);
        Configuration from = before.Hessian.Configuration;
        Configuration to = after.Hessian.Configuration;
        if (from.Count != to.Count)
        {
            throw new ArgumentException($"Modes of {from.Count} and {to.Count} particles cannot be compared.", nameof(after));
        }

        double[] displacement = DisplacementBetween(from, to);
        double square = VectorMath.Dot(displacement, displacement);
        int unstable = Math.Min(before.UnstableCount, before.Count);
        double lowest = double.NaN;
        double all = square > 0 ? 0 : double.NaN;
        for (int k = 0; k < before.Count && square > 0; k++)
        {
            double amplitude = VectorMath.Dot(displacement, before[k].Vector);
            lowest = k == 0 ? amplitude * amplitude / square : lowest;
            all += k < unstable ? amplitude * amplitude / square : 0;
        }

        double[,] overlaps = ComputeOverlaps(before, unstable, after);
        int[] successors = new int[unstable];
        double[] largest = new double[unstable];
        double[] remaining = new double[unstable];
        double[] curvatures = new double[unstable];
        double[] image = new double[displacement.Length];
        for (int k = 0; k < unstable; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            successors[k] = -1;
            for (int later = 0; later < after.Count; later++)
            {
                double overlap = overlaps[k, later] * overlaps[k, later];
                remaining[k] += later < after.UnstableCount ? overlap : 0;
                if (successors[k] < 0 || overlap > largest[k])
                {
                    (successors[k], largest[k]) = (later, overlap);
                }
            }

            ReadOnlySpan<double> vector = before[k].Vector;
            product.Multiply(vector, image);
            curvatures[k] = VectorMath.Dot(vector, image);
        }

        return new ModeTransition(
            Math.Sqrt(square / from.Count),
            square > 0 ? ParticipationRatio.Of(displacement) : double.NaN,
            lowest,
            all,
            square > 0 && before.Count > 0 ? DistanceOfMostMobile(before, displacement) : double.NaN,
            successors,
            largest,
            remaining,
            curvatures);
    }

    // By nearest images, so that wrapped configurations from files will do. The common drift of all particles is removed.
    private static double[] DisplacementBetween(Configuration from, Configuration to)
    {
        double[] displacement = new double[3 * from.Count];
        for (int axis = 0; axis < 3; axis++)
        {
            double mean = 0;
            for (int k = axis; k < displacement.Length; k += 3)
            {
                displacement[k] = from.Box.MinimumImage(to.Positions[k] - from.Positions[k]);
                mean += displacement[k] / from.Count;
            }

            for (int k = axis; k < displacement.Length; k += 3)
            {
                displacement[k] -= mean;
            }
        }

        return displacement;
    }

    private static double[,] ComputeOverlaps(ModeSet before, int unstable, ModeSet after)
    {
        double[,] overlaps = new double[unstable, after.Count];
        for (int first = 0; unstable > 0 && after.Count > 0 && first < before.Hessian.Order; first += Slice)
        {
            int length = Math.Min(Slice, before.Hessian.Order - first);
            for (int earlier = 0; earlier < unstable; earlier++)
            {
                ReadOnlySpan<double> part = before[earlier].Vector.Slice(first, length);
                for (int later = 0; later < after.Count; later++)
                {
                    overlaps[earlier, later] += VectorMath.Dot(part, after[later].Vector.Slice(first, length));
                }
            }
        }

        return overlaps;
    }

    private static double DistanceOfMostMobile(ModeSet before, double[] displacement)
    {
        int mobile = 0;
        double most = -1;
        for (int i = 0; i < displacement.Length / 3; i++)
        {
            (double x, double y, double z) = (displacement[3 * i], displacement[(3 * i) + 1], displacement[(3 * i) + 2]);
            double square = (x * x) + (y * y) + (z * z);
            (most, mobile) = square > most ? (square, i) : (most, mobile);
        }

        double[] energies = LocalEnergies.Of(before.Hessian, before[0].Vector);
        int core = Array.IndexOf(energies, energies.Min());
        return Distances.From(before.Hessian.Configuration, core)[mobile];
    }
}
