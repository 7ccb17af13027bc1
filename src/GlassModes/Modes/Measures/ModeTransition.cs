// What becomes of modes on the way from one rung to the next.

using GlassModes.Hessians;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Modes.Measures;

/// <summary>
/// The modes of one configuration against the way to a later one, Δr, and against its modes. By Bessel's inequality at most one mode β there has (e_α · e_β)² &gt; ½ with a given α, and at most one α
/// with a given β: α lives on as that β.
/// </summary>
/// <param name="Displacement">√(Σ_i |Δr_i|²/N).</param>
/// <param name="DisplacementParticipation">P of Δr, as of a mode (Eq. 11); NaN where nothing moved.</param>
/// <param name="LowestOverlap">(e_1 · Δr)²/|Δr|²; NaN where nothing moved or there is no mode.</param>
/// <param name="UnstableOverlap">Σ (e_α · Δr)²/|Δr|² over the unstable modes.</param>
/// <param name="HotSpotDistance">Distance, before, of the particle of largest |Δr_i| from the core of the lowest mode, the particle of most negative δE_i.</param>
/// <param name="Successors">For each unstable mode α the index β of largest (e_α · e_β)² in the later set; −1 where that is empty.</param>
/// <param name="SuccessorOverlaps">That (e_α · e_β)²; 0 where the set is empty.</param>
/// <param name="RemainingOverlaps">Σ_β (e_α · e_β)² over the unstable modes β of the later set: how much of α is left in the unstable directions there.</param>
/// <param name="NextCurvatures">e_αᵀ H e_α with the later H. Positive also where α has merely lost itself among other directions, most of which are stable.</param>
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

    // Components of all vectors at a time, so that those of a few hundred modes stay in the cache.
    private const int Slice = 512;

    /// <summary>Compares two configurations of the same particles. Allocates 3 vectors of 3N values and the matrix of overlaps.</summary>
    /// <param name="before">Modes of the earlier one.</param>
    /// <param name="after">Modes of the later one.</param>
    /// <param name="product">Products with the Hessian of the later one.</param>
    /// <param name="cancellation">Looked at before each product.</param>
    /// <exception cref="ArgumentException">Different numbers of particles.</exception>
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

        double[] way = Way(from, to);
        double square = VectorMath.Dot(way, way);
        int unstable = Math.Min(before.UnstableCount, before.Count);
        double lowest = double.NaN;
        double all = square > 0 ? 0 : double.NaN;
        for (int k = 0; k < before.Count && square > 0; k++)
        {
            double amplitude = VectorMath.Dot(way, before[k].Vector);
            lowest = k == 0 ? amplitude * amplitude / square : lowest;
            all += k < unstable ? amplitude * amplitude / square : 0;
        }

        double[,] overlaps = Overlaps(before, unstable, after);
        int[] successors = new int[unstable];
        double[] largest = new double[unstable];
        double[] remaining = new double[unstable];
        double[] curvatures = new double[unstable];
        double[] image = new double[way.Length];
        for (int k = 0; k < unstable; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            successors[k] = -1;
            for (int other = 0; other < after.Count; other++)
            {
                double overlap = overlaps[k, other] * overlaps[k, other];
                remaining[k] += other < after.UnstableCount ? overlap : 0;
                if (successors[k] < 0 || overlap > largest[k])
                {
                    (successors[k], largest[k]) = (other, overlap);
                }
            }

            ReadOnlySpan<double> vector = before[k].Vector;
            product.Multiply(vector, image);
            curvatures[k] = VectorMath.Dot(vector, image);
        }

        return new ModeTransition(
            Math.Sqrt(square / from.Count),
            square > 0 ? ParticipationRatio.Of(way) : double.NaN,
            lowest,
            all,
            square > 0 && before.Count > 0 ? DistanceOfMostMobile(before, way) : double.NaN,
            successors,
            largest,
            remaining,
            curvatures);
    }

    // Nearest images, so that wrapped configurations from files will do; a common drift is not a displacement.
    private static double[] Way(Configuration from, Configuration to)
    {
        double[] way = new double[3 * from.Count];
        for (int axis = 0; axis < 3; axis++)
        {
            double mean = 0;
            for (int k = axis; k < way.Length; k += 3)
            {
                way[k] = from.Box.MinimumImage(to.Positions[k] - from.Positions[k]);
                mean += way[k] / from.Count;
            }

            for (int k = axis; k < way.Length; k += 3)
            {
                way[k] -= mean;
            }
        }

        return way;
    }

    private static double[,] Overlaps(ModeSet before, int unstable, ModeSet after)
    {
        double[,] overlaps = new double[unstable, after.Count];
        for (int first = 0; unstable > 0 && after.Count > 0 && first < before.Hessian.Order; first += Slice)
        {
            int length = Math.Min(Slice, before.Hessian.Order - first);
            for (int one = 0; one < unstable; one++)
            {
                ReadOnlySpan<double> part = before[one].Vector.Slice(first, length);
                for (int other = 0; other < after.Count; other++)
                {
                    overlaps[one, other] += VectorMath.Dot(part, after[other].Vector.Slice(first, length));
                }
            }
        }

        return overlaps;
    }

    private static double DistanceOfMostMobile(ModeSet before, double[] way)
    {
        int mobile = 0;
        double most = -1;
        for (int i = 0; i < way.Length / 3; i++)
        {
            double square = (way[3 * i] * way[3 * i]) + (way[(3 * i) + 1] * way[(3 * i) + 1]) + (way[(3 * i) + 2] * way[(3 * i) + 2]);
            (most, mobile) = square > most ? (square, i) : (most, mobile);
        }

        double[] energies = LocalEnergies.Of(before.Hessian, before[0].Vector);
        int core = Array.IndexOf(energies, energies.Min());
        return Distances.From(before.Hessian.Configuration, core)[mobile];
    }
}
