// The parts of a compiled assembly: types, members, and the references between them.

namespace GlassModes.Tests.Architecture;

/// <summary>
/// A type, identified by its assembly, its namespace and its name. The name of a nested type includes the outer types: "Outer/Inner".
/// </summary>
internal readonly record struct CodeType(string Assembly, string Namespace, string Name)
{
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    /// <summary>
    /// Whether the compiler made the type outside every namespace of the source. Constant arrays are stored in such a type.
    /// </summary>
    public bool IsOutsideTheSource =>
        Namespace.Length == 0 ? Name.StartsWith('<') : Namespace.Split('.')[0] is "System" or "Microsoft";
}

/// <summary>A field or a method.</summary>
/// <param name="Type">The declaring type.</param>
/// <param name="Name">The name of a field, or the name and the signature of a method.</param>
/// <param name="IsVisibleOutside">Whether other assemblies can use the member.</param>
/// <param name="HasPointer">Whether the signature contains a pointer.</param>
internal sealed record CodeMember(CodeType Type, string Name, bool IsVisibleOutside, bool HasPointer)
{
    /// <summary>The name without the signature, the arity, and the interface of an explicit implementation.</summary>
    public string SimpleName => Name.Split('(')[0].Split('`')[0].Split('.')[^1];

    public bool IsMethod { get; init; }

    /// <summary>Whether instructions hold a copy of the value instead of a reference to the member.</summary>
    public bool IsConstant { get; init; }

    /// <summary>Whether the compiler wrote the member, as it does for records, closures and automatic properties.</summary>
    public bool IsOfCompiler { get; init; }

    public bool IsVirtual { get; init; }

    public bool IsOfInterface { get; init; }
}

/// <summary>A use of one type or member by another. The name of a member is empty where the type itself is meant.</summary>
internal readonly record struct CodeReference(CodeType User, string UserMember, CodeType Used, string UsedMember);

/// <summary>A string constant in the instructions of a member.</summary>
internal readonly record struct CodeText(CodeType User, string UserMember, string Text);
