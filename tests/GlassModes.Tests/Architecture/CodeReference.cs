// What a compiled assembly is made of: types, members, and references from one to another.

namespace GlassModes.Tests.Architecture;

/// <summary>A type by the assembly that defines it, its namespace, and its name with the types around it: "Outer/Inner".</summary>
internal readonly record struct CodeType(string Assembly, string Namespace, string Name)
{
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    /// <summary>
    /// Whether the compiler made the type and put it outside every namespace of the source, as it does with constant arrays.
    /// </summary>
    public bool IsOutsideTheSource =>
        Namespace.Length == 0 ? Name.StartsWith('<') : Namespace.Split('.')[0] is "System" or "Microsoft";
}

/// <summary>A field or a method.</summary>
/// <param name="Type">The type that declares it.</param>
/// <param name="Name">A field's name; a method's name and signature.</param>
/// <param name="IsVisibleOutside">Whether other assemblies see it.</param>
/// <param name="HasPointer">Whether a pointer is in its signature.</param>
internal sealed record CodeMember(CodeType Type, string Name, bool IsVisibleOutside, bool HasPointer)
{
    public bool IsMethod { get; init; }

    public bool IsVirtual { get; init; }

    public bool IsOfInterface { get; init; }
}

/// <summary>A type, or a member of it where the name is not empty, uses a type, or a member of it.</summary>
internal readonly record struct CodeReference(CodeType User, string UserMember, CodeType Used, string UsedMember);

/// <summary>A text in the instructions of a member.</summary>
internal readonly record struct CodeText(CodeType User, string UserMember, string Text);
