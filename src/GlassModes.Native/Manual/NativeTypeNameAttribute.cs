// The C spelling of a type or constant in the generated bindings.

using System.Diagnostics;

namespace GlassModes.Native;

/// <summary>
/// Records the spelling in the header of what the generated code translates. The attribute is not kept in release builds.
/// </summary>
[Conditional("DEBUG")]
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Field | AttributeTargets.Enum)]
public sealed class NativeTypeNameAttribute(string name) : Attribute
{
    /// <summary>The C spelling.</summary>
    public string Name { get; } = name;
}
