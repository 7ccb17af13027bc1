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
                AssertSameBits(read, name == "a.data" ? configuration.WithProperties([]) : configuration, columns: name != "a.data", time: name == "a.xyz");
                return name == "a.data"
                    || read.Texts.Select(text => text.Name).SequenceEqual(configuration.Texts.Select(text => text.Name));
            },
            iter: Files,
            threads: 1);

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
