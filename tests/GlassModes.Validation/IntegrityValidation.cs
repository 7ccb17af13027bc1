// Damages ten thousand copies of each kind of file, and reads them.

using GlassModes.Tests.Files;

namespace GlassModes.Validation;

[Category("Validation")]
public class IntegrityValidation
{
    private const int Trials = 10_000;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("glassmodes-validation-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Every_damage_to_a_record_is_noticed() => AssertNoticed(IntegrityTrials.OfRecord(_folder, Trials));

    [Test]
    public void Every_damage_is_noticed_by_the_search_for_records() => AssertNoticed(IntegrityTrials.OfRecordKind(_folder, Trials));

    [Test]
    public void Every_damage_to_sums_is_noticed() => AssertNoticed(IntegrityTrials.OfSums(_folder, Trials));

    [Test]
    public void Every_damage_to_a_checkpoint_is_noticed() => AssertNoticed(IntegrityTrials.OfCheckpoint(_folder, Trials));

    [TestCase("sample-version-1.h5")]
    [TestCase("sample-version-2.h5")]
    [TestCase("sample-version-3.h5")]
    public void A_damaged_record_of_an_early_layout_never_ends_an_analysis(string name)
    {
        DamageTrials trials = IntegrityTrials.OfEarlierRecord(_folder, name, Trials);
        TestContext.Out.WriteLine($"{name}: {trials.Unnoticed.Count} of {trials.Count} damages are not noticed");
        Assert.That(trials.Faults, Is.Empty);
    }

    private static void AssertNoticed(DamageTrials trials)
    {
        TestContext.Out.WriteLine($"{trials.Count} damaged copies");
        Assert.That(trials.Faults, Is.Empty);
        Assert.That(trials.Unnoticed, Is.Empty);
    }
}
