// Planted types that break the rules on pointers, figure numbers and calls of native code.

#pragma warning disable CA1822

namespace GlassModes.Tests.Architecture.Planted.Rules;

public class PublicPointers
{
    public unsafe int* Plain(int number) => (int*)number;

    public unsafe void Nested(int*[] pointers) => ArgumentNullException.ThrowIfNull(pointers);

    public unsafe void Called(delegate*<int, void> function) => function(1);

    public int NoPointer(int number) => number;

    internal unsafe int* Hidden(int number) => (int*)number;
}

public static class FigureTexts
{
    public static string Constant => Above.Upper.Label;

    public static string Interpolated(int number) => $"N = {number} (Figs. 3, 4)";

    public static string Spelt() => "as in figure 12";

    public static string WithoutNumber() => "a figure of 3 points";
}

public interface IStep
{
    void Run();
}

public sealed class NativeStep : IStep
{
    public void Run() => Above.Upper.Count = 1;
}

public static class Chain
{
    public static void Start() => Continue([new NativeStep()]);

    public static int Elsewhere() => 1;

    private static void Continue(IStep[] steps) => Array.ForEach(steps, step => step.Run());
}

public static class Unconnected
{
    public static int Elsewhere() => Chain.Elsewhere();
}

/// <summary>Has members that nothing uses, and members that are used.</summary>
internal sealed class UnusedMembers
{
    private readonly int _used = 1;

    public static int Used() => new UnusedMembers()._used;

    public static int Unused(int depth) => depth > 0 ? Unused(depth - 1) : Used();

    public override string ToString() => "an override";
}
