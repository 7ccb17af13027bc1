// Reads one compiled assembly: its types, their members, and the types and members that they name.

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace GlassModes.Tests.Architecture;

/// <summary>
/// The references of a compiled assembly. References are read from base types, interfaces, attributes, constraints, signatures, local
/// variables and instructions. It makes no difference whether the source imports a name or qualifies it.
/// </summary>
internal sealed class CompiledAssembly
{
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly SignatureReader _signatures;
    private readonly List<CodeReference> _references = [];
    private readonly List<CodeMember> _members = [];
    private readonly List<CodeText> _texts = [];

    private CompiledAssembly(PEReader file)
    {
        _file = file;
        _metadata = file.GetMetadataReader();
        Name = _metadata.GetString(_metadata.GetAssemblyDefinition().Name);
        _signatures = new SignatureReader(Name);
    }

    /// <summary>The assembly's simple name.</summary>
    public string Name { get; }

    /// <summary>All fields and methods, including those that the compiler made.</summary>
    public IReadOnlyList<CodeMember> Members => _members;

    /// <summary>
    /// All references from types and members. Closures and state machines that the compiler made appear as types inside the type of their
    /// source.
    /// </summary>
    public IReadOnlyList<CodeReference> References => _references;

    /// <summary>All string constants in the instructions. A named constant appears in each member that uses it.</summary>
    public IReadOnlyList<CodeText> Texts => _texts;

    /// <summary>Reads an assembly file without loading or running its code.</summary>
    public static CompiledAssembly Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var assembly = new CompiledAssembly(file);
        foreach (TypeDefinitionHandle handle in assembly._metadata.TypeDefinitions)
        {
            assembly.ReadType(handle);
        }

        return assembly;
    }

    private static bool IsVisibleOutside(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask)
            is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisibleOutside(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;

    private void ReadType(TypeDefinitionHandle handle)
    {
        TypeDefinition definition = _metadata.GetTypeDefinition(handle);
        CodeType type = SignatureReader.TypeOf(_metadata, handle, Name);
        bool visible = IsVisibleOutside(definition);
        AddType(type, "", definition.BaseType);
        foreach (InterfaceImplementationHandle implementation in definition.GetInterfaceImplementations())
        {
            AddType(type, "", _metadata.GetInterfaceImplementation(implementation).Interface);
        }

        AddAttributes(type, "", definition.GetCustomAttributes());
        AddConstraints(type, "", definition.GetGenericParameters());
        foreach (FieldDefinitionHandle field in definition.GetFields())
        {
            ReadField(type, visible, _metadata.GetFieldDefinition(field));
        }

        foreach (MethodDefinitionHandle method in definition.GetMethods())
        {
            ReadMethod(type, visible, _metadata.GetMethodDefinition(method), definition.Attributes);
        }
    }

    private void ReadField(CodeType type, bool visible, FieldDefinition field)
    {
        SignaturePart signature = field.DecodeSignature(_signatures, null);
        string name = _metadata.GetString(field.Name);
        _members.Add(new CodeMember(type, name, visible && IsVisibleOutside(field.Attributes), signature.HasPointer)
        {
            IsConstant = field.Attributes.HasFlag(FieldAttributes.Literal),
            IsOfCompiler = IsOfCompiler(type, name, field.GetCustomAttributes()),
        });
        AddTypes(type, name, signature);
        AddAttributes(type, name, field.GetCustomAttributes());
    }

    private void ReadMethod(CodeType type, bool visible, MethodDefinition method, TypeAttributes typeAttributes)
    {
        MethodSignature<SignaturePart> signature = method.DecodeSignature(_signatures, null);
        string name = _metadata.GetString(method.Name) + SignatureReader.TextOf(signature);
        bool hasPointer = signature.ReturnType.HasPointer || signature.ParameterTypes.Any(parameter => parameter.HasPointer);
        _members.Add(new CodeMember(type, name, visible && IsVisibleOutside(method.Attributes), hasPointer)
        {
            IsMethod = true,
            IsVirtual = method.Attributes.HasFlag(MethodAttributes.Virtual),
            IsOfInterface = typeAttributes.HasFlag(TypeAttributes.Interface),
            IsOfCompiler = IsOfCompiler(type, name, method.GetCustomAttributes()),
        });
        AddTypes(type, name, signature.ReturnType);
        foreach (SignaturePart parameter in signature.ParameterTypes)
        {
            AddTypes(type, name, parameter);
        }

        AddAttributes(type, name, method.GetCustomAttributes());
        AddConstraints(type, name, method.GetGenericParameters());
        foreach (ParameterHandle parameter in method.GetParameters())
        {
            AddAttributes(type, name, _metadata.GetParameter(parameter).GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress != 0)
        {
            ReadBody(type, name, _file.GetMethodBody(method.RelativeVirtualAddress));
        }
    }

    private void ReadBody(CodeType type, string member, MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            foreach (SignaturePart local in _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null))
            {
                AddTypes(type, member, local);
            }
        }

        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            AddType(type, member, region.CatchType);
        }

        foreach (int token in InstructionTokens.Of(body.GetILReader()))
        {
            Handle handle = MetadataTokens.Handle(token);
            if (handle.Kind == HandleKind.UserString)
            {
                _texts.Add(new CodeText(type, member, _metadata.GetUserString((UserStringHandle)handle)));
            }
            else
            {
                AddToken(type, member, (EntityHandle)handle);
            }
        }
    }

    private void AddToken(CodeType type, string member, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.TypeReference or HandleKind.TypeSpecification:
                AddType(type, member, handle);
                break;
            case HandleKind.FieldDefinition:
                FieldDefinition field = _metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                CodeType fieldType = SignatureReader.TypeOf(_metadata, field.GetDeclaringType(), Name);
                Add(type, member, fieldType, _metadata.GetString(field.Name));
                break;
            case HandleKind.MethodDefinition:
                MethodDefinition method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                CodeType methodType = SignatureReader.TypeOf(_metadata, method.GetDeclaringType(), Name);
                string name = _metadata.GetString(method.Name) + SignatureReader.TextOf(method.DecodeSignature(_signatures, null));
                Add(type, member, methodType, name);
                break;
            case HandleKind.MemberReference:
                AddMemberReference(type, member, _metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                AddToken(type, member, specification.Method);
                foreach (SignaturePart argument in specification.DecodeSignature(_signatures, null))
                {
                    AddTypes(type, member, argument);
                }

                break;
            case HandleKind.StandaloneSignature:
                StandaloneSignature call = _metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle);
                AddTypes(type, member, _signatures.GetFunctionPointerType(call.DecodeMethodSignature(_signatures, null)));
                break;
            default:
                throw new InvalidOperationException($"{type.FullName}.{member} has a token of kind {handle.Kind}, which is not read.");
        }
    }

    private void AddMemberReference(CodeType type, string member, MemberReference reference)
    {
        string name = _metadata.GetString(reference.Name);
        if (reference.GetKind() == MemberReferenceKind.Method)
        {
            MethodSignature<SignaturePart> signature = reference.DecodeMethodSignature(_signatures, null);
            name += SignatureReader.TextOf(signature);
            AddTypes(type, member, signature.ReturnType);
            foreach (SignaturePart parameter in signature.ParameterTypes)
            {
                AddTypes(type, member, parameter);
            }
        }

        foreach (CodeType parent in _signatures.Read(_metadata, reference.Parent).Types.Take(1))
        {
            Add(type, member, parent, name);
        }

        AddType(type, member, reference.Parent);
    }

    private void AddConstraints(CodeType type, string member, GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
        {
            foreach (GenericParameterConstraintHandle constraint in _metadata.GetGenericParameter(parameter).GetConstraints())
            {
                AddType(type, member, _metadata.GetGenericParameterConstraint(constraint).Type);
            }
        }
    }

    private void AddAttributes(CodeType type, string member, CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle attribute in attributes)
        {
            AddToken(type, member, _metadata.GetCustomAttribute(attribute).Constructor);
        }
    }

    private void AddType(CodeType type, string member, EntityHandle handle)
    {
        if (!handle.IsNil)
        {
            AddTypes(type, member, _signatures.Read(_metadata, handle));
        }
    }

    private void AddTypes(CodeType type, string member, SignaturePart part)
    {
        foreach (CodeType used in part.Types)
        {
            Add(type, member, used, "");
        }
    }

    private void Add(CodeType user, string userMember, CodeType used, string usedMember) =>
        _references.Add(new CodeReference(user, userMember, used, usedMember));

    // Names with '<' cannot be written in C#. All other members that the compiler writes have an attribute.
    private bool IsOfCompiler(CodeType type, string name, CustomAttributeHandleCollection attributes) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || name.StartsWith('<')
        || attributes.Any(attribute => NameOf(_metadata.GetCustomAttribute(attribute)) == nameof(CompilerGeneratedAttribute));

    private string NameOf(CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MemberReference => _signatures
            .Read(_metadata, _metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent).Types[0].Name,
        _ => "",
    };

    private bool IsVisibleOutside(TypeDefinition definition) => (definition.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem =>
            IsVisibleOutside(_metadata.GetTypeDefinition(definition.GetDeclaringType())),
        _ => false,
    };
}
