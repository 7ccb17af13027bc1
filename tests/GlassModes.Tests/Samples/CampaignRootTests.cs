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
        string[] files = [.. Directory.GetFileSystemEntries(Folder).Select(path => Path.GetFileName(path))];
        Assert.That(files, Is.EquivalentTo(new[] { "glassmodes.json", "glassmodes.copy.json" }));

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

    [Test]
    public void A_changed_letter_in_the_description_is_noticed_and_the_copy_is_used()
    {
        Root("small", "hot").Note();
        string path = PathOf("glassmodes.json");
        string text = File.ReadAllText(path);
        for (int k = 0; k < text.Length; k++)
        {
            File.WriteAllText(path, text[..k] + (char)(text[k] ^ 1) + text[(k + 1)..]);
            Require("small", "hot");
            Root("small", "hot").Note();
            Assert.That(File.ReadAllText(path), Is.EqualTo(text));
        }

        File.WriteAllText(path, text.Replace("small", "smalk"));
        File.Delete(PathOf("glassmodes.copy.json"));
        AssertRefused("its checksum is wrong", "smalk", "hot");
    }

    private CampaignRoot Root(string name, params string[] states) => new(Folder, name, states);

    private void Require(string name, params string[] states) => Root(name, states).Require(_warnings.Add);

    private void AssertRefused(string reason, string name, params string[] states) =>
        Assert.That(() => Require(name, states), Throws.InstanceOf<InputException>().With.Message.Contains(reason));
}
