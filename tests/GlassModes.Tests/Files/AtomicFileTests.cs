// Tests that a file appears whole or not at all.

using GlassModes.Files;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Files;

public sealed class AtomicFileTests : FileTests
{
    [Test]
    public void A_file_is_written_and_replaced()
    {
        AtomicFile.WriteAllText(PathOf("a.json"), "{}");
        AtomicFile.WriteAllText(PathOf("a.json"), "[\"ω\"]");
        Assert.That(File.ReadAllBytes(PathOf("a.json")), Is.EqualTo("[\"ω\"]"u8.ToArray()), "no byte order mark");
        Assert.That(Directory.GetFileSystemEntries(Folder), Has.Length.EqualTo(1));
    }

    [Test]
    public void The_target_is_the_old_file_until_the_commit()
    {
        string path = Save("a.txt", "old");
        using AtomicFile file = AtomicFile.Create(path);
        file.Stream.Write("new"u8);
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        file.Commit();
        Assert.That(File.ReadAllText(path), Is.EqualTo("new"));
        Assert.That(file.Commit, Throws.InvalidOperationException);
    }

    [Test]
    public void A_failure_leaves_nothing_behind()
    {
        string path = Save("a.txt", "old");
        Assert.That(
            () => AtomicFile.Write(path, stream =>
            {
                stream.Write("half"u8);
                throw new InvalidOperationException("Disk on fire.");
            }),
            Throws.InvalidOperationException.With.Message.EqualTo("Disk on fire."));
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.EqualTo([path]));
    }

    [Test]
    public void Cancelling_leaves_nothing_behind()
    {
        using var source = new CancellationTokenSource();
        Assert.That(
            () => AtomicFile.Write(PathOf("a.txt"), _ => source.Cancel(), source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    [Test]
    public void A_failed_rename_leaves_nothing_behind()
    {
        string path = PathOf("a.txt");
        Assert.That(() => AtomicFile.Write(path, _ => Directory.CreateDirectory(path)), Throws.InstanceOf<SystemException>());
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.EqualTo([path]));
    }

    [Test]
    public void Impossible_targets_are_named()
    {
        Assert.That(
            () => AtomicFile.WriteAllText(Folder, ""),
            Throws.TypeOf<IOException>().With.Message.Contains($"'{Folder}'").And.Message.Contains("is a directory"));
        Assert.That(
            () => AtomicFile.WriteAllText(Path.Combine(Folder, "no", "a.txt"), ""),
            Throws.TypeOf<DirectoryNotFoundException>()
                .With.Message.Contains($"'{Path.Combine(Folder, "no")}'").And.Message.Contains("does not exist"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void A_link_is_written_through()
    {
        Directory.CreateDirectory(PathOf("elsewhere"));
        File.CreateSymbolicLink(PathOf("link.txt"), Path.Combine("elsewhere", "file.txt"));
        File.CreateSymbolicLink(PathOf("second.txt"), "link.txt");
        foreach (string text in new[] { "made", "replaced" })
        {
            AtomicFile.WriteAllText(PathOf("second.txt"), text);
            Assert.That(File.ReadAllText(PathOf("elsewhere/file.txt")), Is.EqualTo(text));
            Assert.That(new FileInfo(PathOf("second.txt")).LinkTarget, Is.EqualTo("link.txt"));
        }

        Assert.That(Directory.GetFileSystemEntries(PathOf("elsewhere")), Has.Length.EqualTo(1));
        File.CreateSymbolicLink(PathOf("circle.txt"), "circle.txt");
        Assert.That(() => AtomicFile.WriteAllText(PathOf("circle.txt"), ""), Throws.InstanceOf<IOException>());
        File.CreateSymbolicLink(PathOf("nowhere.txt"), Path.Combine("no", "file.txt"));
        Assert.That(() => AtomicFile.WriteAllText(PathOf("nowhere.txt"), ""), Throws.InstanceOf<DirectoryNotFoundException>());
    }

    [Test]
    public void The_longest_name_allowed_can_be_written()
    {
        string path = PathOf(new string('n', 251) + ".txt");
        AtomicFile.WriteAllText(path, "text");
        Assert.That(File.ReadAllText(path), Is.EqualTo("text"));
    }
}
