// The upper of two planted rooms, which the lower one must not use.

namespace GlassModes.Tests.Architecture.Planted.Above;

public interface IUpper
{
    void Rise();
}

public class Upper
{
    public const string Label = "see Fig. 7";

    public static int Count { get; set; }

    public static T Echo<T>(T value) => value;

    public sealed class Inner;
}

public sealed class UpperException : Exception;

[AttributeUsage(AttributeTargets.All)]
public sealed class UpperAttribute : Attribute;
