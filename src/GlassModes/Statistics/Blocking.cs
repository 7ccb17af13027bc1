// The error of the mean of correlated numbers, by blocks of growing length.

namespace GlassModes.Statistics;

/// <summary>The error of a mean as blocks of one length give it.</summary>
/// <param name="Blocks">Number of blocks n.</param>
/// <param name="BlockLength">Values in a block.</param>
/// <param name="StandardError">s/√n, with s the standard deviation of the means of blocks.</param>
/// <param name="Uncertainty">Standard error of <see cref="StandardError"/> for independent blocks, s/√n/√(2(n − 1)).</param>
public readonly record struct BlockingLevel(int Blocks, long BlockLength, double StandardError, double Uncertainty);

/// <summary>
/// Mean and error of a correlated series by the method of Flyvbjerg and Petersen (J. Chem. Phys. 91, 461, 1989): the error that blocks
/// give grows with their length until blocks are independent, and stays there: its plateau.
/// </summary>
/// <param name="Mean">Mean of the values.</param>
/// <param name="Levels">The error of the mean by blocks of growing length, down to eight blocks.</param>
/// <param name="Plateau">
/// The shortest blocks beyond which the error grows by less than twice its uncertainty; null if there is no such length. There are at
/// least 32 blocks of this length.
/// </param>
public sealed record Blocking(double Mean, IReadOnlyList<BlockingLevel> Levels, BlockingLevel? Plateau)
{
    private const int FewestBlocks = 8;
    private const int FewestBlocksOfPlateau = 32;

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
        double[] blocks = values.ToArray();
        while (blocks.Length >= FewestBlocks)
        {
            Estimate estimate = Estimate.Of(blocks);
            double uncertainty = estimate.StandardError / Math.Sqrt(2.0 * (blocks.Length - 1));
            levels.Add(new BlockingLevel(blocks.Length, blockLength, estimate.StandardError, uncertainty));
            blockLength *= 2;
            blocks = [.. Enumerable.Range(0, blocks.Length / 2).Select(k => 0.5 * (blocks[2 * k] + blocks[(2 * k) + 1]))];
        }

        int plateau = levels.FindIndex(level => level.Blocks >= FewestBlocksOfPlateau && StaysWithin(level));
        double mean = values.Length > 0 ? Estimate.Of(values.ToArray()).Mean : double.NaN;
        return new Blocking(mean, levels, plateau >= 0 ? levels[plateau] : null);

        bool StaysWithin(BlockingLevel level) => levels
            .Where(longer => longer.BlockLength > level.BlockLength)
            .All(longer => longer.StandardError - level.StandardError <= 2 * longer.Uncertainty);
    }
}
