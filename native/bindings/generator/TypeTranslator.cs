// C types → blittable C# types.

namespace GlassModes.BindingGenerator;

/// <summary>Maps C types to C#; refuses what has no fixed-width or blittable equivalent.</summary>
internal static class TypeTranslator
{
    private static readonly Dictionary<string, string> s_fixedWidth = new()
    {
        ["size_t"] = "nuint",
        ["uintptr_t"] = "nuint",
        ["ptrdiff_t"] = "nint",
        ["intptr_t"] = "nint",
        ["int8_t"] = "sbyte",
        ["uint8_t"] = "byte",
        ["int16_t"] = "short",
        ["uint16_t"] = "ushort",
        ["int32_t"] = "int",
        ["uint32_t"] = "uint",
        ["int64_t"] = "long",
        ["uint64_t"] = "ulong",
    };

    /// <summary>The C# spelling of a C type; <paramref name="where"/> names the place for the error.</summary>
    internal static string Translate(ClangType type, string where)
    {
        switch (type.Kind)
        {
            case TypeKind.Void:
                return "void";
            case TypeKind.Bool:
            case TypeKind.CharUnsigned:
            case TypeKind.UnsignedChar:
                return "byte";
            case TypeKind.CharSigned:
            case TypeKind.SignedChar:
                return "sbyte";
            case TypeKind.Short:
                return "short";
            case TypeKind.UnsignedShort:
                return "ushort";
            case TypeKind.Int:
                return "int";
            case TypeKind.UnsignedInt:
                return "uint";
            case TypeKind.LongLong:
                return "long";
            case TypeKind.UnsignedLongLong:
                return "ulong";
            case TypeKind.Float:
                return "float";
            case TypeKind.Double:
                return "double";
            case TypeKind.Elaborated:
                return Translate(LibClang.Named(type), where);
            case TypeKind.Typedef:
                Cursor declaration = LibClang.Declaration(type);
                return s_fixedWidth.TryGetValue(LibClang.Text(LibClang.Spelling(declaration)), out string? known)
                    ? known
                    : Translate(LibClang.Underlying(declaration), where);
            case TypeKind.Enum:
            case TypeKind.Record:
                return NameOf(type, where);
            case TypeKind.Pointer:
                return Pointer(LibClang.Pointee(type), where);
            case TypeKind.Long:
            case TypeKind.UnsignedLong:
                throw new BindingException(
                    $"{where}: '{Spelling(type)}' has 32 bits on some platforms and 64 on others; use a type of stdint.h.");
            default:
                throw new BindingException($"{where}: type '{Spelling(type)}' cannot be translated.");
        }
    }

    /// <summary>The name of a struct, union or enum, without its keyword; typedef names stand for anonymous ones.</summary>
    internal static string NameOf(ClangType type, string where)
    {
        string name = Spelling(LibClang.Canonical(type));
        foreach (string prefix in (string[])["const ", "volatile ", "struct ", "union ", "enum "])
        {
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        }

        return name.Contains('(', StringComparison.Ordinal)
            ? throw new BindingException($"{where}: an anonymous struct, union or enum cannot be translated; name it.")
            : name;
    }

    /// <summary>The type as the header spells it.</summary>
    internal static string Spelling(ClangType type) => LibClang.Text(LibClang.Spelling(type));

    private static string Pointer(ClangType pointee, string where)
    {
        ClangType canonical = LibClang.Canonical(pointee);
        return canonical.Kind switch
        {
            TypeKind.FunctionPrototype => FunctionPointer(canonical, where),
            TypeKind.FunctionNoPrototype =>
                throw new BindingException($"{where}: a pointer to a function without a prototype cannot be translated."),
            _ => Translate(pointee, where) + "*",
        };
    }

    private static string FunctionPointer(ClangType function, string where)
    {
        if (LibClang.IsVariadic(function) != 0)
        {
            throw new BindingException($"{where}: a pointer to a variadic function cannot be translated.");
        }

        IEnumerable<string> types = Enumerable.Range(0, LibClang.ArgumentCount(function))
            .Select(i => Translate(LibClang.Argument(function, (uint)i), where))
            .Append(Translate(LibClang.Result(function), where));
        return $"delegate* unmanaged[Cdecl]<{string.Join(", ", types)}>";
    }
}
