// Tests which campaigns may write into a directory.

using GlassModes.Samples;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Samples;

public sealed class CampaignRootTests : FileTests
{
    private readonly List<string> _warnings = [];

    [SetUp]
    public void ForgetWarnings() => _warnings.Clear();

    [Test]
    public void The_same_campaign_goes_on_with_further_states()
    {
        Require("small", "hot");
        Root("small", "hot").Note();
        Require("small", "cold", "hot");
        Root("small", "cold", "hot").Note();
        Require("small", "cold", "hot");
        Assert.That(_warnings, Is.Empty);
        Assert.That(Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName), Is.EqualTo(new[] { "glassmodes.json" }));

        Require("small", "hot");
        Assert.That(_warnings, Has.Exactly(1).Contains("has results of cold"));
    }

    [Test]
    public void A_campaign_of_another_name_or_of_other_states_is_refused()
    {
        Root("small", "hot", "cold").Note();
        AssertRefused("holds the campaign \"small\", and this one is \"large\"", "large", "hot", "cold");
        AssertRefused("of the states hot, cold, and the file has warm", "small", "warm");
    }

    [Test]
    public void The_directory_of_a_run_is_refused()
    {
        RunClaim claim = new(RunKind.Preparation, new Dictionary<string, string>());
        RunDirectory.Open(Folder, claim, overwrites: false, resumes: false, _warnings.Add).Dispose();
        AssertRefused("holds a preparation; take another directory", "small", "hot");
    }

    private CampaignRoot Root(string name, params string[] states) => new(Folder, name, states);

    private void Require(string name, params string[] states) => Root(name, states).Require(_warnings.Add);

    private void AssertRefused(string reason, string name, params string[] states) =>
        Assert.That(() => Require(name, states), Throws.InstanceOf<InputException>().With.Message.Contains(reason));
}
