// Says which frame of a file was taken.

using GlassModes.IO;

namespace GlassModes.Runner.Output;

internal static class FrameText
{
    /// <summary>A row that says which frame was taken; none for a file of one frame.</summary>
    public static IEnumerable<(string Name, string Value)> Rows(NumberedFrame frame) =>
        frame is { FrameCount: 1 } ? [] : [("frame", Describe(frame.Number, frame.FrameCount))];

    /// <summary>Names a frame by its number from 0, and says how many there are where the file was read to its end.</summary>
    public static string Describe(int number, int? count) =>
        count is { } frames ? $"{number} (of 0 to {frames - 1})" : $"{number} (counted from 0)";
}
