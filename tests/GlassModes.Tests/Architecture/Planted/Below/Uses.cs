// The lower of two planted rooms. Each class uses the upper room in a different way. Names are qualified, so that no `using` shows the use.

#pragma warning disable CA1822, CA1823, CA1852, CA1031, IDE0044, IDE0051, IDE0052, CS0169

namespace GlassModes.Tests.Architecture.Planted.Below;

public class Innocent
{
    public int Twice(int number) => 2 * number;
}

internal class OfBaseType : Planted.Above.Upper;

internal class OfInterface : Planted.Above.IUpper
{
    public void Rise()
    {
    }
}

[Planted.Above.Upper]
internal class OfAttribute;

internal class OfConstraint<T>
    where T : Planted.Above.Upper;

internal class OfField
{
    private Planted.Above.Upper? _upper;
}

internal class OfSignature
{
    public void Accept(Planted.Above.Upper upper) => ArgumentNullException.ThrowIfNull(upper);
}

internal class OfGenericArgument
{
    public List<Planted.Above.Upper> Uppers { get; } = [];
}

internal class OfNestedType
{
    public Planted.Above.Upper.Inner[] Inner { get; } = [];
}

internal class OfStaticCall
{
    public int Count() => Planted.Above.Upper.Count;
}

internal class OfGenericCall
{
    public string Name() => string.Concat(Planted.Above.Upper.Echo(1), 2);
}

internal class OfTypeOf
{
    public string Name() => typeof(Planted.Above.Upper).Name;
}

internal class OfCatch
{
    public int Try(Func<int> action)
    {
        try
        {
            return action();
        }
        catch (Planted.Above.UpperException)
        {
            return 0;
        }
    }
}

internal class OfPattern
{
    public bool IsUpper(object value) => value is Planted.Above.Upper;
}

internal class OfLambda
{
    public Func<int> Later(int offset) => () => Planted.Above.Upper.Count + offset;
}

internal class OfIterator
{
    public IEnumerable<int> Counts()
    {
        yield return Planted.Above.Upper.Count;
    }
}

internal class OfFunctionPointer
{
    public unsafe void* Pointer()
    {
        delegate*<int, int> echo = &Planted.Above.Upper.Echo;
        return echo;
    }
}
