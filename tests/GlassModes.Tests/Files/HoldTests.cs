// Tests who may hold a place, and how a holder that was killed is noticed.

using GlassModes.Files;
using GlassModes.Numerics.Processes;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Files;

public sealed class HoldTests : FileTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(300);

    private readonly List<string> _warnings = [];

    private string Place => PathOf(".held");

    [SetUp]
    public void ForgetWarnings() => _warnings.Clear();

    [Test]
    public void One_holder_keeps_all_others_out_and_is_named()
    {
        using (Take())
        {
            string reason = $"the place is held by {Environment.MachineName} process {Environment.ProcessId} since";
            Assert.That(() => Take(), Throws.InstanceOf<HeldException>().With.Message.Contains(reason));
            Assert.That(() => Take(HoldMode.Shared), Throws.InstanceOf<HeldException>().With.Message.Contains(reason));
        }

        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
        Take().Dispose();
    }

    [Test]
    public void Several_share_a_place_and_keep_out_who_wants_it_alone()
    {
        Hold first = Take(HoldMode.Shared);
        using (Take(HoldMode.Shared))
        {
            first.Dispose();
            Assert.That(() => Take(), Throws.InstanceOf<HeldException>().With.Message.Contains($"process {Environment.ProcessId}"));
        }

        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty, "the last one removes the file");
        Take().Dispose();
    }

    [Test]
    public void A_held_place_is_found_among_others_and_none_is_taken()
    {
        using (Take())
        {
            Assert.That(Find()?.Path, Is.EqualTo(Place));
            Assert.That(Find()?.Holder, Does.StartWith($"{Environment.MachineName} process {Environment.ProcessId}"));
        }

        Assert.That(Find(), Is.Null);
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    [Test]
    public void Of_a_holder_on_another_host_a_sign_of_life_is_awaited_and_silence_removes_its_name()
    {
        string holder = Save(".held.holder", "elsewhere process 7\nglassmodes-elsewhere-7-deadbeef-00000001\n");
        Assert.That(
            Find(TimeSpan.FromMinutes(1), _ => File.SetLastWriteTimeUtc(holder, DateTime.UtcNow.AddSeconds(5)))?.Holder,
            Is.EqualTo("elsewhere process 7"));
        Assert.That(Find(), Is.Null);
        Assert.That(_warnings.Single(), Does.Contain("elsewhere process 7").And.Contain("sign of life"));
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    [Test]
    public void Never_do_two_hold_a_place_that_changes_hands_all_the_time()
    {
        int inside = 0;
        int most = 0;
        int taken = 0;
        Parallel.For(0, 8, _ =>
        {
            for (int k = 0; k < 300; k++)
            {
                if (FileLock.TryTake(PathOf("busy.lock")) is { } held)
                {
                    int now = Interlocked.Increment(ref inside);
                    Thread.Yield();
                    InterlockedMax(ref most, Math.Max(now, Volatile.Read(ref inside)));
                    Interlocked.Increment(ref taken);
                    Interlocked.Decrement(ref inside);
                    held.Dispose();
                }
            }
        });
        Assert.That(most, Is.EqualTo(1));
        Assert.That(taken, Is.GreaterThan(50));
    }

    [Test]
    public void A_lock_on_a_file_that_was_removed_is_noticed()
    {
        string path = Save("some.lock", "");
        using FileStream opened = File.OpenRead(path);
        Assert.That(FileLock.IsStillAt(path, opened), Is.True);
        File.Delete(path);
        Assert.That(FileLock.IsStillAt(path, opened), Is.False);
        Save("some.lock", "");
        Assert.That(FileLock.IsStillAt(path, opened), Is.False, "another file of the same name");
    }

    [Test]
    public void A_holder_on_this_host_that_was_killed_is_noticed_at_once()
    {
        string host = TemporaryName.Create().Split('-')[1];
        Save(".held.lock", "");
        Save(".held.holder", $"{Environment.MachineName} process 7\nglassmodes-{host}-{int.MaxValue}-deadbeef-00000001\n");
        Save(".held.part.holder", "");
        using Hold hold = Take();
        Assert.That(_warnings, Is.Empty);
        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { ".held.lock", ".held.holder" }));
        Assert.That(File.ReadAllText(PathOf(".held.holder")), Does.Contain($"process {Environment.ProcessId} "));
    }

    [Test]
    public void Of_those_who_shared_a_place_and_were_killed_on_this_host_no_name_is_left()
    {
        string host = TemporaryName.Create().Split('-')[1];
        Save(".held.killed.holder", $"{Environment.MachineName} process 7\nglassmodes-{host}-{int.MaxValue}-deadbeef-00000001\n");
        Save(".held.elsewhere.holder", $"elsewhere process 7\nglassmodes-elsewhere-7-deadbeef-00000001\n");
        Save(".held.beginning.holder", "");
        using Hold living = Take(HoldMode.Shared);
        using Hold hold = Take(HoldMode.Shared);
        string[] names = [.. Directory.GetFiles(Folder, "*.holder").Select(path => Path.GetFileName(path))];
        Assert.That(names, Has.Length.EqualTo(4).And.Member(".held.elsewhere.holder").And.Member(".held.beginning.holder"));
    }

    [Test]
    public void A_holder_on_another_host_is_dead_if_it_gives_no_sign_of_life()
    {
        Save(".held.holder", $"elsewhere process 7\nglassmodes-elsewhere-7-deadbeef-00000001\n");
        using Hold hold = Take();
        Assert.That(_warnings, Has.Exactly(1).Contains("elsewhere process 7"));
    }

    [Test]
    public void A_holder_on_another_host_that_gives_a_sign_keeps_the_place()
    {
        string holder = Save(".held.holder", $"elsewhere process 7\nglassmodes-elsewhere-7-deadbeef-00000001\n");
        Assert.That(
            () => Take(warn: _ => File.SetLastWriteTimeUtc(holder, DateTime.UtcNow.AddSeconds(5))),
            Throws.InstanceOf<HeldException>().With.Message.Contains("elsewhere process 7"));
        Assert.That(Directory.GetFiles(Folder), Is.EqualTo(new[] { holder }), "its files are left alone");
        Take(takesOver: true).Dispose();
    }

    [Test]
    public void Holders_on_other_hosts_are_watched_all_at_once()
    {
        for (int k = 0; k < 5; k++)
        {
            Save($".held.part{k}.holder", $"elsewhere process {k}\nglassmodes-elsewhere-{k}-deadbeef-00000001\n");
        }

        Take().Dispose();
        Assert.That(_warnings, Has.Exactly(1).Items, "one wait for all");
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    [Test]
    public void A_hold_that_fails_gives_the_lock_back()
    {
        // No file of this name can be written.
        Directory.CreateDirectory(PathOf(".held.holder"));
        Assert.That(() => Take(), Throws.InstanceOf<UnauthorizedAccessException>());
        Directory.Delete(PathOf(".held.holder"));
        Take().Dispose();
    }

    private (string Path, string Holder)? Find(TimeSpan? longestSilence = null, Action<string>? warn = null) => Hold.FindHeld(
        [PathOf(".free"), Place], warn: warn ?? _warnings.Add, longestSilence: longestSilence ?? s_soon);

    private Hold Take(HoldMode mode = HoldMode.Alone, bool takesOver = false, Action<string>? warn = null) =>
        Hold.Take(Place, "the place", mode, takesOver, warn ?? _warnings.Add, s_soon);

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
