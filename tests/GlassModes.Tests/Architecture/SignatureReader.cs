// Decodes the signatures in metadata: their text, the types that they name, and whether they contain a pointer.

using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace GlassModes.Tests.Architecture;

/// <summary>A decoded type: its text, all named types in it (the outermost first), and whether it contains a pointer.</summary>
internal sealed record SignaturePart(string Text, ImmutableArray<CodeType> Types, bool HasPointer);

/// <summary>Decodes the types in signatures. A type that the read assembly defines gets the name of this assembly.</summary>
internal sealed class SignatureReader(string assembly) : ISignatureTypeProvider<SignaturePart, object?>
{
    public static string TextOf(MethodSignature<SignaturePart> signature)
    {
        string arity = signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "";
        return $"{arity}({string.Join(", ", signature.ParameterTypes.Select(type => type.Text))}) : {signature.ReturnType.Text}";
    }

    public static CodeType TypeOf(MetadataReader reader, TypeDefinitionHandle handle, string assembly)
    {
        TypeDefinition definition = reader.GetTypeDefinition(handle);
        string name = reader.GetString(definition.Name);
        if (definition.GetDeclaringType() is { IsNil: false } outer)
        {
            CodeType outerType = TypeOf(reader, outer, assembly);
            return outerType with { Name = $"{outerType.Name}/{name}" };
        }

        return new CodeType(assembly, reader.GetString(definition.Namespace), name);
    }

    public SignaturePart Read(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        HandleKind.TypeSpecification => GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)handle, 0),
        _ => throw new InvalidOperationException($"A {handle.Kind} is no type."),
    };

    public SignaturePart GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Named(TypeOf(reader, handle, assembly));

    public SignaturePart GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Named(TypeOf(reader, handle));

    public SignaturePart GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public SignaturePart GetPrimitiveType(PrimitiveTypeCode typeCode) => new($"{typeCode}", [], false);

    public SignaturePart GetSZArrayType(SignaturePart elementType) => elementType with { Text = $"{elementType.Text}[]" };

    public SignaturePart GetArrayType(SignaturePart elementType, ArrayShape shape) =>
        elementType with { Text = $"{elementType.Text}[{new string(',', shape.Rank - 1)}]" };

    public SignaturePart GetByReferenceType(SignaturePart elementType) => elementType with { Text = $"ref {elementType.Text}" };

    public SignaturePart GetPinnedType(SignaturePart elementType) => elementType;

    public SignaturePart GetPointerType(SignaturePart elementType) => elementType with { Text = $"{elementType.Text}*", HasPointer = true };

    public SignaturePart GetFunctionPointerType(MethodSignature<SignaturePart> signature) => new(
        $"delegate*{TextOf(signature)}",
        [.. signature.ReturnType.Types, .. signature.ParameterTypes.SelectMany(type => type.Types)],
        true);

    public SignaturePart GetGenericInstantiation(SignaturePart genericType, ImmutableArray<SignaturePart> typeArguments) => new(
        $"{genericType.Text}<{string.Join(", ", typeArguments.Select(type => type.Text))}>",
        [.. genericType.Types, .. typeArguments.SelectMany(type => type.Types)],
        genericType.HasPointer || typeArguments.Any(type => type.HasPointer));

    public SignaturePart GetGenericMethodParameter(object? genericContext, int index) => new($"!!{index}", [], false);

    public SignaturePart GetGenericTypeParameter(object? genericContext, int index) => new($"!{index}", [], false);

    public SignaturePart GetModifiedType(SignaturePart modifier, SignaturePart unmodifiedType, bool isRequired) =>
        unmodifiedType with { Text = $"{unmodifiedType.Text} {modifier.Text}" };

    private static SignaturePart Named(CodeType type) => new(type.FullName, [type], false);

    private static CodeType TypeOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference reference = reader.GetTypeReference(handle);
        string name = reader.GetString(reference.Name);
        switch (reference.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                CodeType outerType = TypeOf(reader, (TypeReferenceHandle)reference.ResolutionScope);
                return outerType with { Name = $"{outerType.Name}/{name}" };
            case HandleKind.AssemblyReference:
                AssemblyReference defining = reader.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope);
                return new CodeType(reader.GetString(defining.Name), reader.GetString(reference.Namespace), name);
            default:
                throw new InvalidOperationException($"Type {name} is defined in a {reference.ResolutionScope.Kind}, which is not read.");
        }
    }
}
