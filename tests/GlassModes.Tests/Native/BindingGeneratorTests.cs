// Tests the generator of bindings: the committed bindings are up to date, and constructs are translated or refused.

using GlassModes.BindingGenerator;
using Generator = GlassModes.BindingGenerator.BindingGenerator;

namespace GlassModes.Tests.Native;

public sealed class BindingGeneratorTests
{
    private string _folder = "";

    private static string Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Interop.sln")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName
                ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Interop.sln.");
        }
    }

    [OneTimeSetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("glassmodes-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Committed_bindings_are_what_the_headers_generate()
    {
        string[] files = Directory.GetFiles(Path.Combine(Root, "native", "bindings"), "*.rsp");
        ResponseFile[] inputs = [.. files.Select(ResponseFile.Read)];
        string[] committed = Directory.GetFiles(Path.Combine(Root, "src", "GlassModes.Native", "Generated"), "*.cs");
        Assert.That(inputs.Select(input => input.Output), Is.EquivalentTo(committed), "one response file for each generated file");
        Assert.That(inputs, Has.Length.GreaterThanOrEqualTo(3));
        foreach (ResponseFile input in inputs)
        {
            Assert.That(File.ReadAllText(input.Output), Is.EqualTo(Generator.Generate(input)), input.Output);
        }
    }

    [Test]
    public void The_command_writes_checks_and_names_what_differs()
    {
        string input = Write("command", "int answer(void);\n");
        string output = Path.Combine(_folder, "command.cs");
        string program = typeof(Generator).Assembly.Location;
        Assert.That(Child.Start("dotnet", [program, "--check", input]), Has.Property("ExitCode").EqualTo(1), "nothing written yet");
        Assert.That(Child.Start("dotnet", [program, input]), Has.Property("ExitCode").EqualTo(0));
        Assert.That(Child.Start("dotnet", [program, "--check", input]), Has.Property("ExitCode").EqualTo(0));
        File.AppendAllText(output, "// drift\n");
        ChildResult drifted = Child.Start("dotnet", [program, "--check", input]);
        Assert.That(drifted.ExitCode, Is.EqualTo(1));
        Assert.That(drifted.Output, Does.Contain($"{output} differs"));
        Assert.That(Child.Start("dotnet", [program, "--check", input + "x"]), Has.Property("ExitCode").EqualTo(2));
    }

    [Test]
    public void Functions_constants_types_and_comments_are_translated()
    {
        string text = Generate(
            "translated",
            """
            #include <stddef.h>
            #include <stdint.h>
            #define SIZE 0x10
            #define NEGATIVE (-3)
            #define EXPORT __attribute__((visibility("default")))
            typedef double real;
            enum colour { RED = 1, BLUE = -2 };
            typedef struct { int32_t first; real values[4]; const char *name; enum colour colour; } record;
            union both { double number; uint64_t bits; };
            struct hidden;
            /* Adds a < b
             * in two lines. */
            EXPORT uint64_t add(const record *in, size_t, struct hidden *object, double (*f)(int, void *));
            """);
        Assert.That(
            text, Does.Contain("public const int SIZE = 16;").And.Contain("public const int NEGATIVE = -3;").And.Not.Contain("EXPORT"));
        Assert.That(text, Does.Contain("public enum colour : int\n{\n    RED = 1,\n    BLUE = -2,\n}"));
        Assert.That(
            text,
            Does.Contain("public fixed double values[4];").And.Contain("    public sbyte* name;").And.Contain("    public colour colour;"));
        Assert.That(text, Does.Contain("[NativeTypeName(\"int32_t\")]\n    public int first;"));
        Assert.That(
            text,
            Does.Contain("[StructLayout(LayoutKind.Explicit)]\npublic unsafe partial struct both").And.Contain(
                "[FieldOffset(0)]\n    [NativeTypeName(\"uint64_t\")]\n    public ulong bits;"));
        Assert.That(text, Does.Contain("public partial struct hidden\n{\n}"));
        Assert.That(text, Does.Contain("/// <summary>Adds a &lt; b in two lines.</summary>"));
        Assert.That(
            text,
            Does.Contain(
                "[LibraryImport(\"lib\", EntryPoint = \"add\")]\n    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]\n"
                + "    [return: NativeTypeName(\"uint64_t\")]\n    public static partial ulong add("));
        Assert.That(
            text,
            Does.Contain(
                "[NativeTypeName(\"const record *\")] record* @in, [NativeTypeName(\"size_t\")] nuint param1, "
                + "[NativeTypeName(\"struct hidden *\")] hidden* @object, "
                + "[NativeTypeName(\"double (*)(int, void *)\")] delegate* unmanaged[Cdecl]<int, void*, double> f);"));
    }

    [Test]
    public void Included_headers_are_read_but_not_translated()
    {
        File.WriteAllText(Path.Combine(_folder, "inner.h"), "#define INNER 5\ntypedef int number;\nvoid inner(void);\n");
        string text = Generate("outer", "#include \"inner.h\"\nnumber outer(void);\n");
        Assert.That(text, Does.Contain("public static partial int outer();").And.Not.Contain("INNER").And.Not.Contain("inner("));
    }

    [TestCase("int print(const char *format, ...);", "'print' cannot be translated: it is variadic")]
    [TestCase("int old();", "without a prototype")]
    [TestCase("static inline int twice(int x) { return 2 * x; }", "'twice' cannot be translated")]
    [TestCase("struct s { int flag : 1; };", "'s' holds a bit field")]
    [TestCase("struct s { struct { int inner; } outer; };", "'s' holds a bit field or a nested declaration")]
    [TestCase("struct __attribute__((packed)) s { char c; int i; };", "'s' is packed")]
    [TestCase("struct p { int x; };\nstruct s { struct p all[3]; };", "array of 'p' cannot be a fixed buffer")]
    [TestCase("long wide(void);", "32 bits on some platforms")]
    [TestCase("long double precise(void);", "'long double' cannot be translated")]
    [TestCase("extern int counter;", "'counter' (Variable) is a construct")]
    [TestCase("#define TWICE(x) (2 * (x))", "the macro 'TWICE' takes arguments")]
    [TestCase("#define NAME \"text\"", "the macro 'NAME' is '\"text\"'")]
    [TestCase("#define OCTAL 010", "the macro 'OCTAL' is '010'")]
    [TestCase("enum { LOOSE };", "anonymous")]
    [TestCase("int broken(unknown_type x);", "does not compile")]
    [TestCase("int broken(size_t);", "does not compile")]
    public void A_construct_that_cannot_be_translated_is_an_error_that_names_it(string header, string message) =>
        Assert.That(
            () => Generate("refused", header + "\n"),
            Throws.InstanceOf<BindingException>().With.Message.Contains(message).And.Message.Contains("refused.h"));

    [Test]
    public void A_response_file_is_read_relative_to_itself()
    {
        string path = Path.Combine(_folder, "options.rsp");
        File.WriteAllText(
            path,
            "# comment\n--file\nsub/a.h\n\n--include-directory\n.\n--include-directory\nsub\n--define-macro\nX=1\n"
            + "--namespace\nN.M\n--methodClassName\nC\n--libraryPath\nl\n--output\n../b.cs\n");
        ResponseFile options = ResponseFile.Read(path);
        Assert.That(options.Header, Is.EqualTo(Path.Combine(_folder, "sub", "a.h")));
        Assert.That(
            options.IncludeDirectories,
            Is.EqualTo(
                new[] { Path.GetFullPath(_folder + "/."), Path.Combine(_folder, "sub") })
                .Using<string>((a, b) => a.TrimEnd('/') == b.TrimEnd('/')));
        Assert.That(options.Macros, Is.EqualTo(new[] { "X=1" }));
        Assert.That((options.Namespace, options.ClassName, options.Library), Is.EqualTo(("N.M", "C", "l")));
        Assert.That(options.Output, Is.EqualTo(Path.Combine(Path.GetDirectoryName(_folder)!, "b.cs")));
    }

    [TestCase("--colour\nred\n", "unknown option '--colour'")]
    [TestCase("--file\n--output\nx\n", "option '--file' has no value")]
    [TestCase("--file\n", "option '--file' has no value")]
    [TestCase("--file\na\n--file\nb\n", "option '--file' is given 2 times")]
    [TestCase("--file\na\n", "option '--namespace' is given 0 times")]
    public void A_wrong_response_file_is_an_error_that_names_the_option(string text, string message)
    {
        string path = Path.Combine(_folder, "wrong.rsp");
        File.WriteAllText(path, text);
        Assert.That(
            () => ResponseFile.Read(path), Throws.InstanceOf<BindingException>().With.Message.Contains(message).And.Message.Contains(path));
    }

    private string Generate(string name, string header) => Generator.Generate(Write(name, header));

    private string Write(string name, string header)
    {
        File.WriteAllText(Path.Combine(_folder, name + ".h"), header);
        string path = Path.Combine(_folder, name + ".rsp");
        File.WriteAllText(path, $"--file\n{name}.h\n--namespace\nN\n--methodClassName\nC\n--libraryPath\nlib\n--output\n{name}.cs\n");
        return path;
    }
}
