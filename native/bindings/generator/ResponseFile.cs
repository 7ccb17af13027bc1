// Reads a response file: the subset of ClangSharpPInvokeGenerator's options that the generator obeys.

namespace GlassModes.BindingGenerator;

/// <summary>The options of one response file. Paths are absolute: relative ones are taken from the response file's folder.</summary>
public sealed class ResponseFile
{
    private ResponseFile(string path) => Path = path;

    /// <summary>The response file itself.</summary>
    public string Path { get; }

    /// <summary>The header to translate (<c>--file</c>).</summary>
    public string Header { get; private set; } = "";

    /// <summary>Folders searched for included headers (<c>--include-directory</c>, any number).</summary>
    public IReadOnlyList<string> IncludeDirectories { get; private set; } = [];

    /// <summary>Macros defined before parsing, as <c>NAME=value</c> (<c>--define-macro</c>, any number).</summary>
    public IReadOnlyList<string> Macros { get; private set; } = [];

    /// <summary>Namespace of the generated code (<c>--namespace</c>).</summary>
    public string Namespace { get; private set; } = "";

    /// <summary>Class that holds the functions and constants (<c>--methodClassName</c>).</summary>
    public string ClassName { get; private set; } = "";

    /// <summary>Library name given to <c>LibraryImport</c> (<c>--libraryPath</c>).</summary>
    public string Library { get; private set; } = "";

    /// <summary>The generated file (<c>--output</c>).</summary>
    public string Output { get; private set; } = "";

    /// <summary>Reads a response file: one token a line, <c>#</c> opens a comment line.</summary>
    /// <exception cref="BindingException">An unknown, repeated, valueless or missing option; the message names file and option.</exception>
    public static ResponseFile Read(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new BindingException($"{full}: no such response file.");
        }

        string[] tokens = [.. File.ReadLines(full).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        Dictionary<string, List<string>> options = Collect(full, tokens);
        string folder = System.IO.Path.GetDirectoryName(full)!;
        return new ResponseFile(full)
        {
            Header = Resolve(folder, Single(full, options, "--file")),
            IncludeDirectories = [.. Many(options, "--include-directory").Select(value => Resolve(folder, value))],
            Macros = Many(options, "--define-macro"),
            Namespace = Single(full, options, "--namespace"),
            ClassName = Single(full, options, "--methodClassName"),
            Library = Single(full, options, "--libraryPath"),
            Output = Resolve(folder, Single(full, options, "--output")),
        };
    }

    private static Dictionary<string, List<string>> Collect(string file, string[] tokens)
    {
        string[] known =
        [
            "--file", "--include-directory", "--define-macro", "--namespace", "--methodClassName", "--libraryPath", "--output",
        ];
        Dictionary<string, List<string>> options = [];
        for (int i = 0; i < tokens.Length; i += 2)
        {
            if (!known.Contains(tokens[i]))
            {
                throw new BindingException($"{file}: unknown option '{tokens[i]}'; known are {string.Join(", ", known)}.");
            }

            if (i + 1 == tokens.Length || tokens[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                throw new BindingException($"{file}: option '{tokens[i]}' has no value.");
            }

            if (!options.TryGetValue(tokens[i], out List<string>? values))
            {
                options[tokens[i]] = values = [];
            }

            values.Add(tokens[i + 1]);
        }

        return options;
    }

    private static string Single(string file, Dictionary<string, List<string>> options, string name)
    {
        int count = Many(options, name).Count;
        return count == 1
            ? options[name][0]
            : throw new BindingException($"{file}: option '{name}' is given {count} times; exactly one is needed.");
    }

    private static List<string> Many(Dictionary<string, List<string>> options, string name) => options.GetValueOrDefault(name, []);

    private static string Resolve(string folder, string path) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, path));
}
