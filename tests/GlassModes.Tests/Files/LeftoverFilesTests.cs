// Tests that temporary files of killed processes are removed, and those of living ones are not.

using System.Diagnostics;
using GlassModes.Files;
using GlassModes.Numerics.Processes;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Files;

public sealed class LeftoverFilesTests : FileTests
{
    // No system gives a process this id.
    private const int DeadProcess = int.MaxValue;

    private static string Host => TemporaryName.Create().Split('-')[1];

    [Test]
    public void A_file_of_a_killed_process_is_removed()
    {
        string left = Save(NameOf(Host, DeadProcess), "half");
        Assert.That(LeftoverFiles.Remove(Folder), Is.EqualTo(new[] { left }));
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
        Assert.That(LeftoverFiles.Remove(Folder), Is.Empty);
    }

    [Test]
    public void A_file_that_is_being_written_stays()
    {
        using AtomicFile own = AtomicFile.Create(PathOf("a.txt"));
        string locked = PathOf(NameOf(Host, DeadProcess));
        using FileStream writer = new(locked, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        // The process of the test itself lives. Only the token tells its files from those of an earlier process with its id.
        Save(NameOf(Host, Environment.ProcessId), "half");
        Assert.That(LeftoverFiles.Remove(Folder), Is.Empty);
        own.Commit();
    }

    [Test]
    [Platform("Linux")]
    public void A_file_of_a_killed_process_whose_parent_never_asked_is_removed()
    {
        // The first process ends when the shell has become the second one, which waits for no child.
        using Process parent = Process.Start(
            new ProcessStartInfo("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 60"]) { RedirectStandardOutput = true })!;
        try
        {
            string process = parent.StandardOutput.ReadLine()!;
            Assert.That(
                SpinWait.SpinUntil(
                    () => File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal)
                        && File.ReadAllText($"/proc/{parent.Id}/stat").Contains("(sleep)", StringComparison.Ordinal),
                    TimeSpan.FromSeconds(10)));
            string left = Save(NameOf(Host, int.Parse(process)), "half");
            Assert.That(LeftoverFiles.Remove(Folder), Is.EqualTo(new[] { left }));
        }
        finally
        {
            parent.Kill();
            parent.WaitForExit();
        }
    }

    [Test]
    public void A_file_of_an_earlier_process_with_the_id_of_a_living_one_is_removed()
    {
        string left = Save(NameOf(Host, Environment.ProcessId), "half");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow - TimeSpan.FromDays(3));
        Assert.That(LeftoverFiles.Remove(Folder), Is.EqualTo(new[] { left }));
    }

    [Test]
    public void A_file_of_another_host_is_removed_only_if_it_is_old()
    {
        string young = Save(NameOf("elsewhere", 1), "half");
        string old = Save(NameOf("elsewhere", 2), "half");
        File.SetLastWriteTimeUtc(young, DateTime.UtcNow - TimeSpan.FromHours(20));
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow - TimeSpan.FromHours(30));
        Assert.That(LeftoverFiles.Remove(Folder), Is.EqualTo(new[] { old }));
        Assert.That(File.Exists(young), Is.True);
    }

    [TestCase(".0123456789abcdef0123456789abcdef.tmp")]
    [TestCase(".glassmodes-notes.tmp")]
    [TestCase("glassmodes.json")]
    [TestCase(".glassmodes-host-12-deadbeef-00000001.tmp.backup")]
    public void Files_of_others_stay(string name)
    {
        string other = Save(name, "kept");
        File.SetLastWriteTimeUtc(other, DateTime.UtcNow - TimeSpan.FromDays(300));
        Assert.That(LeftoverFiles.Remove(Folder), Is.Empty);
        Assert.That(LeftoverFiles.Remove(PathOf("none")), Is.Empty, "no such directory");
    }

    private static string NameOf(string host, int process) => $".glassmodes-{host}-{process}-deadbeef-00000001.tmp";
}
