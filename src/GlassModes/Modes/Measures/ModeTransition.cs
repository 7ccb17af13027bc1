// Compares the modes at one rung with the displacement to the next rung and with the modes at the next rung.

using GlassModes.Hessians;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Modes.Measures;

/// <summary>
/// Compares the modes α of one configuration with the displacement Δr to a later configuration, and with the modes β of the later
/// configuration. Mode α lives on as mode β if (e_α · e_β)² &gt; ½. By Bessel's inequality at most one β fulfils this for a given α, and at
/// most one α for a given β.
/// </summary>
/// <param name="Displacement">√(Σ_i |Δr_i|²/N). The common drift of all particles is removed from Δr.</param>
/// <param name="DisplacementParticipation">Participation ratio P of Δr, as of a mode (Eq. 11); NaN where no particle moved.</param>
/// <param name="LowestOverlap">(e_1 · Δr)²/|Δr|² of the lowest mode; NaN where no particle moved or the earlier set is empty.</param>
/// <param name="UnstableOverlap">Σ_α (e_α · Δr)²/|Δr|² over the unstable modes; NaN where no particle moved.</param>
/// <param name="HotSpotDistance">
/// Distance, in the earlier configuration, between the particle of largest |Δr_i| and the core by energy of the lowest mode (the particle
/// of most negative δE_i); NaN where no particle moved or the earlier set is empty.
/// </param>
/// <param name="Successors">
/// For each unstable mode α the index of the mode β of the later set with the largest (e_α · e_β)²; −1 where the later set is empty.
/// </param>
/// <param name="SuccessorOverlaps">For each unstable mode α the largest (e_α · e_β)²; 0 where the later set is empty.</param>
/// <param name="RemainingOverlaps">
/// For each unstable mode α the sum Σ_β (e_α · e_β)² over the unstable modes β of the later set: the part of α that lies in the unstable
/// directions of the later configuration.
/// </param>
/// <param name="NextCurvatures">
/// For each unstable mode α the curvature e_αᵀ H e_α with the Hessian H of the later configuration. It is positive also where α merely
/// spreads over many later modes, most of which are stable.
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
    /// <summary>The value of (e_α · e_β)² above which mode α lives on as mode β.</summary>
    public const double LeastOverlap = 0.5;

    // Number of components that are processed at a time, so that the parts of a few hundred vectors stay in the cache.
    private const int SliceLength = 512;

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

        double[] displacement = ComputeDisplacement(from, to);
        double square = VectorMath.Dot(displacement, displacement);
        int unstable = Math.Min(before.UnstableCount, before.Count);
        double lowestOverlap = double.NaN;
        double unstableOverlap = square > 0 ? 0 : double.NaN;
        for (int k = 0; k < before.Count && square > 0; k++)
        {
            double amplitude = VectorMath.Dot(displacement, before[k].Vector);
            lowestOverlap = k == 0 ? amplitude * amplitude / square : lowestOverlap;
            unstableOverlap += k < unstable ? amplitude * amplitude / square : 0;
        }

        double[,] overlaps = ComputeOverlaps(before, unstable, after);
        int[] successors = new int[unstable];
        double[] largestOverlaps = new double[unstable];
        double[] remainingOverlaps = new double[unstable];
        double[] curvatures = new double[unstable];
        double[] image = new double[displacement.Length];
        for (int k = 0; k < unstable; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            successors[k] = -1;
            for (int later = 0; later < after.Count; later++)
            {
                double overlap = overlaps[k, later] * overlaps[k, later];
                remainingOverlaps[k] += later < after.UnstableCount ? overlap : 0;
                if (successors[k] < 0 || overlap > largestOverlaps[k])
                {
                    (successors[k], largestOverlaps[k]) = (later, overlap);
                }
            }

            ReadOnlySpan<double> vector = before[k].Vector;
            product.Multiply(vector, image);
            curvatures[k] = VectorMath.Dot(vector, image);
        }

        return new ModeTransition(
            Math.Sqrt(square / from.Count),
            square > 0 ? ParticipationRatio.Of(displacement) : double.NaN,
            lowestOverlap,
            unstableOverlap,
            square > 0 && before.Count > 0 ? ComputeHotSpotDistance(before, displacement) : double.NaN,
            successors,
            largestOverlaps,
            remainingOverlaps,
            curvatures);
    }

    // Uses nearest images, so that files with wrapped positions can be compared too. Removes the common drift of all particles.
    private static double[] ComputeDisplacement(Configuration from, Configuration to)
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
        for (int first = 0; unstable > 0 && after.Count > 0 && first < before.Hessian.Order; first += SliceLength)
        {
            int length = Math.Min(SliceLength, before.Hessian.Order - first);
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

    private static double ComputeHotSpotDistance(ModeSet before, double[] displacement)
    {
        int mostMobile = 0;
        double largestSquare = -1;
        for (int i = 0; i < displacement.Length / 3; i++)
        {
            (double x, double y, double z) = (displacement[3 * i], displacement[(3 * i) + 1], displacement[(3 * i) + 2]);
            double square = (x * x) + (y * y) + (z * z);
            (largestSquare, mostMobile) = square > largestSquare ? (square, i) : (largestSquare, mostMobile);
        }

        double[] energies = LocalEnergies.Of(before.Hessian, before[0].Vector);
        int core = Array.IndexOf(energies, energies.Min());
        return Distances.From(before.Hessian.Configuration, core)[mostMobile];
    }
}
