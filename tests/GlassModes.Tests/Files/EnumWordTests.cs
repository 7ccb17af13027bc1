// Tests the words of enums in files.

using GlassModes.Files;
using GlassModes.Quench;

namespace GlassModes.Tests.Files;

public sealed class EnumWordTests
{
    [Test]
    public void Words_are_those_of_JSON_and_capital_letters_are_read_too()
    {
        foreach (QuenchStatus status in Enum.GetValues<QuenchStatus>())
        {
            string json = System.Text.Json.JsonSerializer.Serialize(status, JsonFormat.Options).Trim('"');
            Assert.That(EnumWord.Of(status), Is.EqualTo(json));
            Assert.That(EnumWord.Parse<QuenchStatus>(json), Is.EqualTo(status));
            Assert.That(EnumWord.Parse<QuenchStatus>($"{status}"), Is.EqualTo(status));
        }
    }

    [TestCase("1")]
    [TestCase("LADDERDONE")]
    [TestCase("")]
    public void Other_words_are_refused(string word) =>
        Assert.That(() => EnumWord.Parse<QuenchStatus>(word), Throws.InstanceOf<InvalidDataException>());
}
