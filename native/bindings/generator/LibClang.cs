// The part of libclang's C interface the generator needs, and where the library is looked for.

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GlassModes.BindingGenerator;

internal enum CursorKind
{
    Struct = 2,
    Union = 3,
    Enum = 5,
    Field = 6,
    EnumConstant = 7,
    Function = 8,
    Variable = 9,
    Parameter = 10,
    Typedef = 20,
    LinkageSpec = 23,
    PackedAttribute = 408,
    Macro = 501,
    MacroExpansion = 502,
    Inclusion = 503,
}

internal enum TypeKind
{
    Void = 2,
    Bool = 3,
    CharUnsigned = 4,
    UnsignedChar = 5,
    UnsignedShort = 8,
    UnsignedInt = 9,
    UnsignedLong = 10,
    UnsignedLongLong = 11,
    CharSigned = 13,
    SignedChar = 14,
    Short = 16,
    Int = 17,
    Long = 18,
    LongLong = 19,
    Float = 21,
    Double = 22,
    Pointer = 101,
    Record = 105,
    Enum = 106,
    Typedef = 107,
    FunctionNoPrototype = 110,
    FunctionPrototype = 111,
    ConstantArray = 112,
    Elaborated = 119,
}

[StructLayout(LayoutKind.Sequential)]
internal struct ClangString
{
    public nint Data;
    public uint Flags;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Cursor
{
    public CursorKind Kind;
    public int Extra;
    public nint Data0;
    public nint Data1;
    public nint Data2;
}

[StructLayout(LayoutKind.Sequential)]
internal struct ClangType
{
    public TypeKind Kind;
    public nint Data0;
    public nint Data1;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Location
{
    public nint Data0;
    public nint Data1;
    public uint Offset;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Extent
{
    public nint Data0;
    public nint Data1;
    public uint Begin;
    public uint End;
}

[StructLayout(LayoutKind.Sequential)]
internal struct Token
{
    public uint Kind;
    public uint Extra1;
    public uint Extra2;
    public uint Extra3;
    public nint Data;
}

internal static unsafe partial class LibClang
{
    private const string Library = "libclang";

    static LibClang() => NativeLibrary.SetDllImportResolver(typeof(LibClang).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "clang_createIndex")]
    internal static partial nint CreateIndex(int excludePrecompiled, int display);

    [LibraryImport(Library, EntryPoint = "clang_disposeIndex")]
    internal static partial void DisposeIndex(nint index);

    [LibraryImport(Library, EntryPoint = "clang_parseTranslationUnit2", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Parse(
        nint index, string file, string[] arguments, int count, nint unsaved, uint unsavedCount, uint options, out nint unit);

    [LibraryImport(Library, EntryPoint = "clang_disposeTranslationUnit")]
    internal static partial void DisposeUnit(nint unit);

    [LibraryImport(Library, EntryPoint = "clang_getNumDiagnostics")]
    internal static partial uint DiagnosticCount(nint unit);

    [LibraryImport(Library, EntryPoint = "clang_getDiagnostic")]
    internal static partial nint Diagnostic(nint unit, uint index);

    [LibraryImport(Library, EntryPoint = "clang_getDiagnosticSeverity")]
    internal static partial int Severity(nint diagnostic);

    [LibraryImport(Library, EntryPoint = "clang_formatDiagnostic")]
    internal static partial ClangString Format(nint diagnostic, uint options);

    [LibraryImport(Library, EntryPoint = "clang_disposeDiagnostic")]
    internal static partial void DisposeDiagnostic(nint diagnostic);

    [LibraryImport(Library, EntryPoint = "clang_getCString")]
    internal static partial nint Characters(ClangString text);

    [LibraryImport(Library, EntryPoint = "clang_disposeString")]
    internal static partial void DisposeString(ClangString text);

    [LibraryImport(Library, EntryPoint = "clang_getTranslationUnitCursor")]
    internal static partial Cursor Root(nint unit);

    [LibraryImport(Library, EntryPoint = "clang_visitChildren")]
    internal static partial uint Visit(Cursor parent, delegate* unmanaged[Cdecl]<Cursor, Cursor, nint, int> visitor, nint data);

    [LibraryImport(Library, EntryPoint = "clang_getCursorLocation")]
    internal static partial Location LocationOf(Cursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_Location_isFromMainFile")]
    internal static partial int IsFromMainFile(Location location);

    [LibraryImport(Library, EntryPoint = "clang_getExpansionLocation")]
    internal static partial void Position(Location location, nint* file, uint* line, uint* column, uint* offset);

    [LibraryImport(Library, EntryPoint = "clang_getCursorSpelling")]
    internal static partial ClangString Spelling(Cursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getTypeSpelling")]
    internal static partial ClangString Spelling(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getTokenSpelling")]
    internal static partial ClangString Spelling(nint unit, Token token);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_getRawCommentText")]
    internal static partial ClangString Comment(Cursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getCursorType")]
    internal static partial ClangType TypeOf(Cursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_getCanonicalType")]
    internal static partial ClangType Canonical(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_Type_getNamedType")]
    internal static partial ClangType Named(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getPointeeType")]
    internal static partial ClangType Pointee(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getResultType")]
    internal static partial ClangType Result(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getNumArgTypes")]
    internal static partial int ArgumentCount(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getArgType")]
    internal static partial ClangType Argument(ClangType type, uint index);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_getArgument")]
    internal static partial Cursor Argument(Cursor function, uint index);

    [LibraryImport(Library, EntryPoint = "clang_isFunctionTypeVariadic")]
    internal static partial uint IsVariadic(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getArrayElementType")]
    internal static partial ClangType ArrayElement(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getArraySize")]
    internal static partial long ArraySize(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getTypeDeclaration")]
    internal static partial Cursor Declaration(ClangType type);

    [LibraryImport(Library, EntryPoint = "clang_getTypedefDeclUnderlyingType")]
    internal static partial ClangType Underlying(Cursor typedef);

    [LibraryImport(Library, EntryPoint = "clang_getEnumDeclIntegerType")]
    internal static partial ClangType EnumInteger(Cursor enumeration);

    [LibraryImport(Library, EntryPoint = "clang_getEnumConstantDeclValue")]
    internal static partial long EnumValue(Cursor constant);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_isBitField")]
    internal static partial uint IsBitField(Cursor field);

    [LibraryImport(Library, EntryPoint = "clang_isCursorDefinition")]
    internal static partial uint IsDefinition(Cursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_Cursor_isMacroFunctionLike")]
    internal static partial uint IsFunctionLike(Cursor macro);

    [LibraryImport(Library, EntryPoint = "clang_getCursorExtent")]
    internal static partial Extent ExtentOf(Cursor cursor);

    [LibraryImport(Library, EntryPoint = "clang_tokenize")]
    internal static partial void Tokenize(nint unit, Extent extent, Token** tokens, uint* count);

    [LibraryImport(Library, EntryPoint = "clang_disposeTokens")]
    internal static partial void DisposeTokens(nint unit, Token* tokens, uint count);

    /// <summary>Copies a libclang string and frees it.</summary>
    internal static string Text(ClangString text)
    {
        string? copy = Marshal.PtrToStringUTF8(Characters(text));
        DisposeString(text);
        return copy ?? "";
    }

    /// <summary>The direct children of a cursor, in the order of the file.</summary>
    internal static List<Cursor> Children(Cursor parent)
    {
        List<Cursor> children = [];
        GCHandle handle = GCHandle.Alloc(children);
        try
        {
            _ = Visit(parent, &Collect, GCHandle.ToIntPtr(handle));
        }
        finally
        {
            handle.Free();
        }

        return children;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Collect(Cursor cursor, Cursor parent, nint data)
    {
        ((List<Cursor>)GCHandle.FromIntPtr(data).Target!).Add(cursor);
        return 1; // CXChildVisit_Continue
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Library)
        {
            return 0;
        }

        List<string> candidates = [];
        if (Environment.GetEnvironmentVariable("GLASSMODES_LIBCLANG") is { Length: > 0 } path)
        {
            candidates.Add(path);
        }
        else
        {
            candidates.AddRange(["libclang-14.so.13", "libclang.so.1", "libclang.so", "libclang.dylib", "libclang.dll"]);
            candidates.AddRange(Enumerable.Range(15, 8).Select(version => $"libclang-{version}.so.{version}"));
            candidates.AddRange(Enumerable.Range(14, 9).Select(version => $"libclang-{version}.so.1"));
        }

        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
            {
                return handle;
            }
        }

        throw new BindingException(
            $"libclang was not found (tried {string.Join(", ", candidates)}). "
            + "Debian's package libclang1-14 brings it; GLASSMODES_LIBCLANG gives an explicit path.");
    }
}
