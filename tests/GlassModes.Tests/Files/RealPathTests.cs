// Tests that links are followed wherever they stand in a path.

using System.Runtime.Versioning;
using GlassModes.Files;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Files;

[Platform("Linux,MacOsX")]
[UnsupportedOSPlatform("windows")]
public sealed class RealPathTests : FileTests
{
    private string _root = "";

    [SetUp]
    public void FindRoot() => _root = RealPath.Of(Folder);

    [Test]
    public void A_link_to_a_file_and_a_link_to_its_directory_lead_to_one_path()
    {
        Directory.CreateDirectory(PathOf("a"));
        Save("a/file", "");
        File.CreateSymbolicLink(PathOf("link"), PathOf("a/file"));
        Directory.CreateSymbolicLink(PathOf("b"), PathOf("a"));
        string expected = Path.Combine(_root, "a", "file");
        Assert.That(RealPath.Of(PathOf("a/file")), Is.EqualTo(expected));
        Assert.That(RealPath.Of(PathOf("link")), Is.EqualTo(expected));
        Assert.That(RealPath.Of(PathOf("b/file")), Is.EqualTo(expected));
        Assert.That(RealPath.AreSame(PathOf("link"), PathOf("b/file")), Is.True);
    }

    [Test]
    public void A_file_that_does_not_exist_is_compared_by_its_directory()
    {
        Directory.CreateDirectory(PathOf("a"));
        Directory.CreateSymbolicLink(PathOf("b"), PathOf("a"));
        Assert.That(() => RealPath.Of(PathOf("a/none")), Throws.InstanceOf<IOException>());
        Assert.That(RealPath.AreSame(PathOf("a/none"), PathOf("b/none")), Is.True);
        Assert.That(RealPath.AreSame(PathOf("a/none"), PathOf("a/other")), Is.False);
    }

    [Test]
    public void A_circle_of_links_is_an_error()
    {
        File.CreateSymbolicLink(PathOf("a"), PathOf("b"));
        File.CreateSymbolicLink(PathOf("b"), PathOf("a"));
        Assert.That(() => RealPath.Of(PathOf("a")), Throws.TypeOf<IOException>().With.Message.Contains("circle"));
    }
}
