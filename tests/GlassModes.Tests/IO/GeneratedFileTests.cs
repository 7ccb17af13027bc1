// Reads generated files of each format: whole, they hold the configuration; damaged, they never crash the reader.

using System.Text;
using CsCheck;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class GeneratedFileTests : FileTests
{
    private const int Files = 500;

    private static readonly Dictionary<string, Func<Configuration, FileStyle, string>> s_formats = new()
    {
        ["a.dump"] = GeneratedFile.Dump,
        ["a.data"] = GeneratedFile.Data,
        ["a.xyz"] = GeneratedFile.ExtendedXyz,
    };

    private static IEnumerable<string> Names => s_formats.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_valid_file_in_any_form_gives_its_configuration(string name) =>
        Gen.Select(GeneratedFile.Any, FileStyle.Any).Sample(
            (configuration, style) =>
            {
                Configuration read = ReadText(name, s_formats[name](configuration, style));
                AssertSameBits(read, configuration, columns: name != "a.data");
                return read.Annotations.GetValueOrDefault("Timestep") == configuration.Annotations.GetValueOrDefault("Timestep")
                    && (name == "a.data" || read.Texts.SelectMany(text => text.Values).SequenceEqual(
                        configuration.Texts.SelectMany(text => text.Values)));
            },
            iter: Files,
            threads: 1);

    [TestCaseSource(nameof(Names))]
    public void What_is_written_is_read_back(string name) =>
        GeneratedFile.Any.Sample(
            configuration =>
            {
                ConfigurationFile.Write(PathOf(name), configuration);
                Configuration read = ConfigurationFile.Read(PathOf(name));
                Configuration expected = name == "a.data" ? configuration.WithProperties([]) : configuration;
                AssertSameBits(read, expected, columns: name != "a.data", time: name == "a.xyz");
                return name == "a.data"
                    || read.Texts.Select(text => text.Name).SequenceEqual(configuration.Texts.Select(text => text.Name));
            },
            iter: Files,
            threads: 1);

    [Test]
    public void Extended_XYZ_gives_back_every_kind_of_content() =>
        GeneratedFile.Rich.Sample(
            configuration =>
            {
                ConfigurationFile.Write(PathOf("a.xyz"), configuration);
                Configuration read = ConfigurationFile.Read(PathOf("a.xyz"));
                string[] names = [.. configuration.Properties.Select(property => property.Name == "vel" ? "vel_1" : property.Name)];
                ParticleProperty[] renamed = [.. configuration.Properties.Zip(names, (property, name) => property with { Name = name })];
                AssertSameBits(read, configuration.WithProperties(renamed));
                Assert.That(read.Properties.Select(property => property.IsWhole), Is.EqualTo(renamed.Select(property => property.IsWhole)));
                Assert.That(read.Texts.Select(Describe), Is.EqualTo(configuration.Texts.Select(Describe)));
                Assert.That(read.Annotations, Is.EquivalentTo(configuration.Annotations));
                bool hasLabels = ConfigurationFile.FindLosses(configuration, ConfigurationFormat.ExtendedXyz)
                    .All(loss => !loss.Contains("labels", StringComparison.Ordinal));
                Assert.That(
                    read.Types.Select(type => type.Label),
                    Is.EqualTo(hasLabels ? configuration.Types.Select(type => type.Label) : read.Types.Select(_ => (string?)null)));
                Assert.That(
                    read.Types.Skip(read.SpeciesCount).Select(type => type.Mass),
                    Is.EqualTo(configuration.Types.Skip(read.SpeciesCount).Select(type => type.Mass)));
            },
            iter: Files,
            threads: 1);

    [TestCaseSource(nameof(Names))]
    public void Content_is_kept_by_another_format_or_named(string name) =>
        GeneratedFile.Rich.Sample(
            configuration =>
            {
                ConfigurationFormat format = ConfigurationFormats.FromPath(name);
                ConfigurationFile.Write(PathOf(name), configuration);
                Configuration read = ConfigurationFile.Read(PathOf(name));
                string[] told =
                [
                    .. ConfigurationFile.FindLosses(configuration, format),
                    .. ConfigurationFile.FindChanges(configuration, format),
                ];
                IEnumerable<string> content = Contents(configuration).Except(Contents(read));
                string[] untold = [.. content.Where(fact => !told.Any(one => one.Contains(fact.Split('=')[0], StringComparison.Ordinal)))];
                Assert.That(untold, Is.Empty, string.Join("; ", told));
                ConfigurationFile.Write(PathOf($"b{name}"), read);
                Assert.That(Contents(ConfigurationFile.Read(PathOf($"b{name}"))), Is.EquivalentTo(Contents(read)));
            },
            iter: Files,
            threads: 1);

    // What a configuration holds, each fact after the word by which a warning names it.
    private static IEnumerable<string> Contents(Configuration c) =>
    [
        .. c.Properties.SelectMany(property =>
            Columns(property.Name, property.Components, [.. property.Values.ToArray().Select(value => $"{value:R}")])),
        .. c.Texts.SelectMany(text => Columns(text.Name, text.Components, [.. text.Values])),
        .. c.Annotations.Select(pair => $"{pair.Key}={pair.Value}"),
        $"ids={string.Join(',', c.Ids.ToArray())}",
        $"time={c.Time}",
        .. c.Types.Index().Select(type => $"{(c.Species.Contains((byte)type.Index) ? "labels" : "types")}={type.Item}"),
    ];

    // A dump has a column for each component.
    private static IEnumerable<string> Columns(string name, int components, string[] values) =>
        Enumerable.Range(0, components).Select(component =>
            $"{name.Split('_')[0]}={string.Join(',', values.Where((_, k) => k % components == component))}");

    private static (string, ParticleTextKind, int, string) Describe(ParticleText text) =>
        (text.Name, text.Kind, text.Components, string.Join(' ', text.Values));

    [TestCaseSource(nameof(Names))]
    public void A_damaged_file_is_read_or_refused_by_name(string name) =>
        Gen.Select(
            GeneratedFile.Any, FileStyle.Any, Gen.Int[0, 1_000_000], Gen.Byte, Gen.Int[0, 3]).Sample(
            (configuration, style, place, value, kind) =>
            {
                byte[] bytes = Damage(Encoding.UTF8.GetBytes(s_formats[name](configuration, style)), place, value, kind);
                File.WriteAllBytes(PathOf(name), bytes);
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    _ = ConfigurationFile.ReadFrames(PathOf(name)).Count();
                }
                catch (ConfigurationFileException error)
                {
                    Assert.That(error.Message, Does.StartWith(PathOf(name)).And.Not.Contains("\n"));
                }

                return GC.GetAllocatedBytesForCurrentThread() - before < 100_000_000;
            },
            iter: 2 * Files,
            threads: 1);

    private static byte[] Damage(byte[] bytes, int place, byte value, int kind)
    {
        int at = place % bytes.Length;
        switch (kind)
        {
            case 0:
                bytes[at] = value;
                return bytes;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes[..at], .. bytes[Math.Min(at + value, bytes.Length)..]];
            default:
                return [.. bytes[..at], value, .. bytes[at..]];
        }
    }
}
