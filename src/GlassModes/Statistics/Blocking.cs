// The error of the mean of correlated numbers, by blocks of growing length.

namespace GlassModes.Statistics;

/// <summary>The error of a mean as blocks of one length give it.</summary>
/// <param name="Blocks">Number of blocks n.</param>
/// <param name="BlockLength">Mean number of values in a block.</param>
/// <param name="StandardError">s/√n, with s the standard deviation of the means of blocks.</param>
/// <param name="Uncertainty">Standard error of <see cref="StandardError"/> for independent blocks, s/√n/√(2(n − 1)).</param>
public readonly record struct BlockingLevel(int Blocks, double BlockLength, double StandardError, double Uncertainty);

/// <summary>
/// Mean and error of a correlated series by blocks (Flyvbjerg and Petersen, J. Chem. Phys. 91, 461, 1989): the error that blocks give grows
/// with their length until blocks are independent, and stays there: its plateau. The series is cut into 8, 16, 32, … blocks of lengths as
/// equal as possible, so that what is found does not depend on whether its length is a power of 2.
/// </summary>
/// <param name="Mean">Mean of the values.</param>
/// <param name="Levels">The error of the mean by blocks of growing length, down to eight blocks.</param>
/// <param name="Plateau">
/// The shortest blocks beyond which the error grows by at most twice its uncertainty; null if there is no such length. There are at least
/// 64 blocks of this length. A large step or drift over an eighth of the series or more has no plateau either: from 64 blocks to 8 it
/// raises the error by up to √8, and the limit is 2.1. Of stationary series of 100, 50, 20 and 10 integrated correlation times 98, 66, 10
/// and 1 % have a plateau.
/// </param>
public sealed record Blocking(double Mean, IReadOnlyList<BlockingLevel> Levels, BlockingLevel? Plateau)
{
    private const int FewestBlocks = 8;
    /// <summary>Least number of blocks of the plateau, and so of values.</summary>
    internal const int FewestBlocksOfPlateau = 64;

    /// <summary>
    /// Error of the mean: that of the plateau, which may be a tenth too small, or without a plateau the largest one, which may be far too
    /// small. NaN with less than eight values.
    /// </summary>
    public double StandardError => Plateau?.StandardError
        ?? Levels.Select(level => level.StandardError).DefaultIfEmpty(double.NaN).Max();

    /// <summary>Analyses a series.</summary>
    /// <param name="values">Values, or means of blocks of equal length, in the order of time.</param>
    /// <param name="blockLength">Number of values for which each number stands.</param>
    public static Blocking Of(ReadOnlySpan<double> values, long blockLength = 1)
    {
        List<BlockingLevel> levels = [];
        for (int blocks = FewestBlocks; blocks <= values.Length; blocks *= 2)
        {
            double error = Estimate.Of(MeansOf(values, blocks)).StandardError;
            levels.Insert(
                0, new BlockingLevel(blocks, (double)blockLength * values.Length / blocks, error, error / Math.Sqrt(2.0 * (blocks - 1))));
        }

        int plateau = levels.FindIndex(level => level.Blocks >= FewestBlocksOfPlateau && StaysWithin(level));
        double mean = values.Length > 0 ? Estimate.Of(values.ToArray()).Mean : double.NaN;
        return new Blocking(mean, levels, plateau >= 0 ? levels[plateau] : null);

        bool StaysWithin(BlockingLevel level) => levels
            .Where(longer => longer.BlockLength > level.BlockLength)
            .All(longer => longer.StandardError - level.StandardError <= 2 * longer.Uncertainty);
    }

    /// <summary>Means of consecutive blocks whose lengths differ by one at most. Allocates the result.</summary>
    /// <param name="values">The values.</param>
    /// <param name="blocks">Number of blocks, not larger than that of values.</param>
    internal static double[] MeansOf(ReadOnlySpan<double> values, int blocks)
    {
        double[] means = new double[blocks];
        for (int b = 0; b < blocks; b++)
        {
            int begin = (int)((long)values.Length * b / blocks);
            int end = (int)((long)values.Length * (b + 1) / blocks);
            for (int k = begin; k < end; k++)
            {
                means[b] += values[k] / (end - begin);
            }
        }

        return means;
    }
}
