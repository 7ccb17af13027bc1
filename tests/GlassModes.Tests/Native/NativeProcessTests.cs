// Runs whole processes with good, missing and wrong native libraries, which environment variables choose.

namespace GlassModes.Tests.Native;

public sealed class NativeProcessTests
{
    private string _folder = "";

    [OneTimeSetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("glassmodes-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Managed_use_loads_no_native_library()
    {
        ChildResult result = Child.Run("managed");
        Assert.That(result.ExitCode, Is.Zero, result.Output);
        Assert.That(result.Output, Does.StartWith("0 ").And.Contain("quenched to W 10.000").And.Contain("native libraries: []"));
    }

    [Test]
    public void A_solver_loads_OpenBLAS_and_nothing_else_of_ours()
    {
        ChildResult result = Child.Run("solve");
        Assert.That(result.Output, Does.Contain("eigenvalue 42"), result.Output);
        Assert.That(result.Output, Does.Contain("native libraries: [libopenblas").And.Not.Contain("libglassmodes"));
    }

    [Test]
    public void A_missing_OpenBLAS_is_the_same_clear_exception_at_every_call()
    {
        string missing = Path.Combine(_folder, "missing.so");
        ChildResult result = Child.Run("solve", ("GLASSMODES_OPENBLAS", missing));
        string[] failures =
        [
            .. result.Output.Split('\n').Where(line => line.StartsWith("NativeLibraryException openblas: ", StringComparison.Ordinal)),
        ];
        Assert.That(failures, Has.Length.EqualTo(2), result.Output);
        Assert.That(failures, Has.All.Contain("libopenblas0-pthread").And.All.Contain("GLASSMODES_OPENBLAS"));
        Assert.That(result.Output, Does.Contain(missing + ": no such file").And.Contain("native libraries: []"));
        Assert.That(result.ExitCode, Is.Zero, result.Output);
    }

    [Test]
    public void A_LAPACK_with_64_bit_integers_is_refused_before_it_is_used()
    {
        string wide = Child.CompileLibrary(
            _folder, "wide", "void ilaver_(long long *a, long long *b, long long *c) { *a = 3; *b = 9; *c = 0; }");
        ChildResult result = Child.Run("solve", ("GLASSMODES_OPENBLAS", wide));
        Assert.That(result.Output, Does.Contain("NativeLibraryException openblas: ").And.Contain("ILP64"), result.Output);
        Assert.That(result.ExitCode, Is.Zero, result.Output);
    }

    [Test]
    public void A_library_without_LAPACK_is_refused()
    {
        string empty = Child.CompileLibrary(_folder, "empty", "int answer(void) { return 1; }");
        ChildResult result = Child.Run("solve", ("GLASSMODES_OPENBLAS", empty));
        Assert.That(result.Output, Does.Contain("has no function 'ilaver_'"), result.Output);
    }

    [Test]
    public void OpenBLAS_describes_itself()
    {
        ChildResult result = Child.Run("describe");
        Assert.That(
            result.Output, Does.Match(@"^OpenBLAS \d.*kernels, .*threads \d+, LAPACK 3\.\d+\.\d+, /.*libopenblas.*"), result.Output);
    }

    [Test]
    public void A_missing_libglassmodes_is_a_sentence_and_not_a_failure()
    {
        string missing = Path.Combine(_folder, "missing.so");
        ChildResult result = Child.Run("describe", ("GLASSMODES_NATIVE", missing));
        Assert.That(result.Output, Does.Contain("'glassmodes' could not be loaded").And.Contain(missing), result.Output);
        Assert.That(result.ExitCode, Is.Zero, result.Output);
    }

    [TestCase(GlassModes.Native.LibGlassModes.GM_ABI_VERSION, "a stand-in, ")]
    [TestCase(987, "libglassmodes has binary interface 987")]
    public void The_version_of_libglassmodes_decides(int version, string expected)
    {
        string text = FormattableString.Invariant(
            $"int gm_abi_version(void) {{ return {version}; }} const char *gm_build_info(void) {{ return \"a stand-in\"; }}");
        string library = Child.CompileLibrary(_folder, FormattableString.Invariant($"version{version}"), text);
        ChildResult result = Child.Run("describe", ("GLASSMODES_NATIVE", library));
        Assert.That(result.Output, Does.Contain(expected), result.Output);
        Assert.That(result.ExitCode, Is.Zero, result.Output);
    }
}
