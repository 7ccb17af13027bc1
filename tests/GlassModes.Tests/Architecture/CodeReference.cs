// What a compiled assembly is made of: types, members, and references from one to another.

namespace GlassModes.Tests.Architecture;

/// <summary>A type by the assembly that defines it, its namespace, and its name with the types around it: "Outer/Inner".</summary>
internal readonly record struct CodeType(string Assembly, string Namespace, string Name)
{
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    /// <summary>Whether the compiler made the type and put it outside every namespace of the source, as it does with constant arrays.</summary>
    public bool IsOutsideTheSource =>
        Namespace.Length == 0 ? Name.StartsWith('<') : Namespace.Split('.')[0] is "System" or "Microsoft";
}

/// <summary>A field (its name) or a method (its name and signature), and what is asked of it.</summary>
internal sealed record CodeMember(CodeType Type, string Name, bool IsVisibleOutside, bool HasPointer)
{
    public bool IsMethod { get; init; }

    public bool IsPrivate { get; init; }

    public bool IsStatic { get; init; }

    public bool IsVirtual { get; init; }

    public bool IsOfInterface { get; init; }

    public bool IsInit { get; init; }

    public bool IsLiteral { get; init; }

    public bool IsGenerated { get; init; }
}

/// <summary>A type, or a member of it where the name is not empty, uses a type, or a member of it.</summary>
internal readonly record struct CodeReference(CodeType User, string UserMember, CodeType Used, string UsedMember);

/// <summary>A text in the instructions of a member.</summary>
internal readonly record struct CodeText(CodeType User, string UserMember, string Text);
