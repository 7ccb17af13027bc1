// The base of the command's tests: a temporary directory for each test, and values from JSON.

using System.Text.Json;

namespace GlassModes.Tests.Runner;

public abstract class RunnerTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    protected static string Kalj(string state) => TestData.Reference($"kalj_N1000_{state}.dump");

    protected string PathOf(string name) => Path.Combine(_directory, name);

    protected string FileWith(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>All files below the directory, hidden ones too.</summary>
    protected string[] Files() =>
        [
            .. Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories).Select(
                file => Path.GetRelativePath(_directory, file)).Order(StringComparer.Ordinal),
        ];

    internal static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    internal static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];
}
