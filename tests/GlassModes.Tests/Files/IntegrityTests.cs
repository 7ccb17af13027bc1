// Tests that no file is read after a change of a single bit or a cut. The validation makes many more trials of the same kinds.

using GlassModes.Tests.IO;

namespace GlassModes.Tests.Files;

public sealed class IntegrityTests : FileTests
{
    private const int Trials = 300;

    [Test]
    public void Every_damage_to_a_record_is_noticed() => AssertNoticed(IntegrityTrials.OfRecord(Folder, Trials));

    [Test]
    public void Every_damage_is_noticed_by_the_search_for_records() => AssertNoticed(IntegrityTrials.OfRecordKind(Folder, Trials));

    [Test]
    public void Every_damage_to_sums_is_noticed() => AssertNoticed(IntegrityTrials.OfSums(Folder, Trials));

    [Test]
    public void Every_damage_to_a_checkpoint_is_noticed() => AssertNoticed(IntegrityTrials.OfCheckpoint(Folder, Trials));

    [Test]
    public void A_damaged_record_of_an_early_layout_never_ends_an_analysis(
        [Values("sample-version-1.h5", "sample-version-2.h5", "sample-version-3.h5")] string name)
    {
        DamageTrials trials = IntegrityTrials.OfEarlierRecord(Folder, name, Trials / 3);
        Assert.That(trials.Faults, Is.Empty);
        Assert.That(trials.Unnoticed, Has.Count.LessThan(trials.Count / 2), "headers have checksums, texts have none");
        Assert.That(trials.Unnoticed, Has.All.Match("^(bit|zeros in sector) "), "a cut is noticed");
    }

    [Test]
    public void Damaged_sums_of_an_early_layout_never_end_an_analysis()
    {
        DamageTrials trials = IntegrityTrials.OfEarlierSums(Folder, Trials);
        Assert.That(trials.Unnoticed, Has.All.Match("^(bit|zeros in sector) "), "a cut is noticed");
        Assert.That(trials.Faults, Is.Empty);
    }

    private static void AssertNoticed(DamageTrials trials)
    {
        Assert.That(trials.Faults, Is.Empty);
        Assert.That(trials.Unnoticed, Is.Empty);
        Assert.That(trials.Count, Is.GreaterThan(Trials));
    }
}
