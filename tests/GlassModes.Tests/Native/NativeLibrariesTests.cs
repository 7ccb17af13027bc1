// Tests the resolver of native libraries: the candidates, the error without a fitting candidate, and the checks of the binary interface.

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GlassModes.Native;

namespace GlassModes.Tests.Native;

public sealed unsafe class NativeLibrariesTests
{
    private string _folder = "";

    [OneTimeSetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("glassmodes-").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_library_that_is_nowhere_is_named_with_all_that_was_tried_and_the_remedy()
    {
        var nowhere = new LibraryDescription(
            "nowhere", "GLASSMODES_NOWHERE", ["libnowhere.so.9", "libnowhere.so"], [_folder], "Debian's package nowhere9 brings it");
        NativeLibraryException? failure = Assert.Throws<NativeLibraryException>(() => NativeLibraries.Load(nowhere, null));
        Assert.That(failure!.Library, Is.EqualTo("nowhere"));
        Assert.That(failure.Message, Does.Contain("'nowhere' could not be loaded").And.Contain("Debian's package nowhere9 brings it"));
        Assert.That(failure.Message, Does.Contain("GLASSMODES_NOWHERE gives an explicit path"));
        Assert.That(failure.Message, Does.Contain(Path.Combine(_folder, "libnowhere.so.9") + ": no such file"));
        Assert.That(
            failure.Message.Split('\n').Where(line => line.StartsWith("  libnowhere.so", StringComparison.Ordinal)).Count(), Is.EqualTo(2));
    }

    [Test]
    public void A_file_that_is_no_library_is_refused_with_the_reason()
    {
        string file = Path.Combine(_folder, "text.so");
        File.WriteAllText(file, new string('x', 1000));
        Assert.That(
            () => NativeLibraries.Load(LibraryDescription.OpenBlas, file),
            Throws.InstanceOf<NativeLibraryException>().With.Message.Contains("invalid ELF header").And.Message.Contains(file));
    }

    [Test]
    public void Every_class_of_bindings_installs_the_resolver_before_its_first_call()
    {
        Type[] bindings =
        [
            .. typeof(NativeLibraries).Assembly.GetTypes().Where(type =>
                type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    .Any(method => method.GetCustomAttribute<DllImportAttribute>() is { Value: not ("libc" or "kernel32") })),
        ];
        Assert.That(bindings, Has.Length.GreaterThanOrEqualTo(5));
        Assert.That(bindings.Where(type => type.TypeInitializer is null), Is.Empty);
    }

    [Test]
    public void An_override_is_the_only_candidate()
    {
        Assert.That(LibraryDescription.OpenBlas.Candidates("/a/b.so"), Is.EqualTo(new[] { "/a/b.so" }));
        Assert.That(LibraryDescription.OpenBlas.Candidates("")[0], Does.Contain("openblas"));
    }

    [Test]
    public void Libglassmodes_is_looked_for_beside_the_assembly_first()
    {
        IReadOnlyList<string> candidates = LibraryDescription.GlassModes.Candidates(null);
        Assert.That(Path.GetDirectoryName(candidates[0]), Is.EqualTo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)));
        Assert.That(
            candidates[1],
            Does.StartWith(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")));
        Assert.That(candidates[^1], Does.StartWith("libglassmodes."));
    }

    [Test]
    public void Integers_of_32_bits_are_accepted() => Assert.That(() => NativeLibraries.CheckIntegers(&Narrow), Throws.Nothing);

    [Test]
    public void Integers_of_64_bits_are_refused() =>
        Assert.That(
            () => NativeLibraries.CheckIntegers(&Wide),
            Throws.InstanceOf<NativeLibraryException>().With.Message.Contains(
                "64-bit integers (ILP64)").And.Message.Contains("libopenblas0-pthread"));

    [Test]
    public void A_version_that_is_not_written_is_refused() =>
        Assert.That(
            () => NativeLibraries.CheckIntegers(&Silent),
            Throws.InstanceOf<NativeLibraryException>().With.Message.Contains("ffffffffffffffff"));

    [Test]
    public void Another_interface_of_libglassmodes_is_refused_with_both_versions()
    {
        Assert.That(
            () => NativeLibraries.CheckVersion(LibraryDescription.GlassModes, LibGlassModes.GM_ABI_VERSION, LibGlassModes.GM_ABI_VERSION),
            Throws.Nothing);
        Assert.That(
            () => NativeLibraries.CheckVersion(LibraryDescription.GlassModes, 987, LibGlassModes.GM_ABI_VERSION),
            Throws.InstanceOf<NativeLibraryException>().With.Message.Contains("interface 987").And.Message.Contains(
                FormattableString.Invariant($"needs {LibGlassModes.GM_ABI_VERSION}")));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Narrow(long* major, long* minor, long* patch) => (*(int*)major, *(int*)minor, *(int*)patch) = (3, 0, 1);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Wide(long* major, long* minor, long* patch) => (*major, *minor, *patch) = (3, 0, 1);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Silent(long* major, long* minor, long* patch)
    {
    }
}
