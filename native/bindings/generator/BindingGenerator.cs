// Parses a header with libclang and turns its own declarations into C# text.

namespace GlassModes.BindingGenerator;

/// <summary>Translates the header named by a response file. The same inputs always give the same text.</summary>
public static class BindingGenerator
{
    private const int DetailedPreprocessing = 1; // CXTranslationUnit_DetailedPreprocessingRecord: keeps the macros
    private const int Error = 3; // CXDiagnostic_Error

    /// <summary>The C# source for one response file, with <c>\n</c> line ends. Included headers contribute types, not code.</summary>
    /// <exception cref="BindingException">Options or a header that cannot be understood; a construct that cannot be translated.</exception>
    public static string Generate(string responseFilePath) => Generate(ResponseFile.Read(responseFilePath));

    /// <inheritdoc cref="Generate(string)"/>
    public static string Generate(ResponseFile options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!File.Exists(options.Header))
        {
            throw new BindingException($"{options.Path}: the header {options.Header} does not exist.");
        }

        string[] arguments =
        [
            "-xc", "-std=c11", "-fparse-all-comments", "-Werror=implicit-int",
            .. options.IncludeDirectories.Select(folder => "-I" + folder),
            .. options.Macros.Select(macro => "-D" + macro),
        ];
        nint index = LibClang.CreateIndex(0, 0);
        nint unit = 0;
        try
        {
            int status = LibClang.Parse(index, options.Header, arguments, arguments.Length, 0, 0, DetailedPreprocessing, out unit);
            if (status != 0)
            {
                throw new BindingException($"{options.Header}: libclang could not parse the file (CXErrorCode {status}).");
            }

            ThrowOnErrors(options.Header, unit);
            return Translate(options, unit);
        }
        finally
        {
            if (unit != 0)
            {
                LibClang.DisposeUnit(unit);
            }

            LibClang.DisposeIndex(index);
        }
    }

    private static string Translate(ResponseFile options, nint unit)
    {
        var emitter = new Emitter(options);
        foreach (Cursor cursor in LibClang.Children(LibClang.Root(unit)))
        {
            if (LibClang.IsFromMainFile(LibClang.LocationOf(cursor)) != 0)
            {
                Dispatch(emitter, cursor, unit, options.Header);
            }
        }

        return emitter.Finish();
    }

    private static void Dispatch(Emitter emitter, Cursor cursor, nint unit, string header)
    {
        string where = Where(cursor, header);
        switch (cursor.Kind)
        {
            case CursorKind.Function:
                emitter.Function(cursor, where);
                break;
            case CursorKind.Struct:
            case CursorKind.Union:
                emitter.Record(cursor, where);
                break;
            case CursorKind.Enum:
                emitter.Enumeration(cursor, where);
                break;
            case CursorKind.Macro:
                if (MacroConstant.Read(cursor, unit, where) is { } constant)
                {
                    emitter.Constant(constant);
                }

                break;
            case CursorKind.Typedef: // resolved where it is used
            case CursorKind.MacroExpansion:
            case CursorKind.Inclusion:
                break;
            default:
                string name = LibClang.Text(LibClang.Spelling(cursor));
                throw new BindingException($"{where}: '{name}' ({cursor.Kind}) is a construct that cannot be translated.");
        }
    }

    private static unsafe string Where(Cursor cursor, string header)
    {
        uint line;
        LibClang.Position(LibClang.LocationOf(cursor), null, &line, null, null);
        return FormattableString.Invariant($"{header}:{line}");
    }

    private static void ThrowOnErrors(string header, nint unit)
    {
        List<string> errors = [];
        for (uint i = 0; i < LibClang.DiagnosticCount(unit); i++)
        {
            nint diagnostic = LibClang.Diagnostic(unit, i);
            if (LibClang.Severity(diagnostic) >= Error)
            {
                errors.Add(LibClang.Text(LibClang.Format(diagnostic, 1)));
            }

            LibClang.DisposeDiagnostic(diagnostic);
        }

        if (errors.Count > 0)
        {
            throw new BindingException($"{header} does not compile:\n{string.Join('\n', errors)}");
        }
    }
}
