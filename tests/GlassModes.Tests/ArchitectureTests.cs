// Imports go one way: each room of src/GlassModes uses only rooms below it, and only LinearAlgebra and Comparison reach native code.

using System.Text.RegularExpressions;

namespace GlassModes.Tests;

public partial class ArchitectureTests
{
    // From below. IO stands beside: it needs Particles only.
    private static readonly string[] Rooms =
    [
        "Files", "Particles", "IO", "Potentials", "Forces", "Models", "Statistics", "Hessians", "Dynamics", "Quench", "Modes", "Samples", "Ensembles", "Analysis", "Tables",
    ];

    private static readonly string Source = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(TestData.Root))!, "src");

    [Test]
    public void Every_room_uses_only_rooms_below_it()
    {
        string physics = Path.Combine(Source, "GlassModes");
        foreach (string file in Directory.EnumerateFiles(physics, "*.cs", SearchOption.AllDirectories))
        {
            string room = Path.GetRelativePath(physics, file).Split(Path.DirectorySeparatorChar)[0];
            Assert.That(Rooms, Does.Contain(room), $"{file} is in a room that this test does not know");
            foreach (Match use in Uses().Matches(File.ReadAllText(file)))
            {
                string used = use.Groups[1].Value;
                if (Rooms.Contains(used) && used != room)
                {
                    Assert.That(Array.IndexOf(Rooms, used), Is.LessThan(Array.IndexOf(Rooms, room)), $"{file} uses {used}");
                }
            }
        }
    }

    [Test]
    public void Only_linear_algebra_the_native_twins_and_the_version_report_reach_the_bindings()
    {
        string[] users =
        [
            .. Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
                .Where(file => File.ReadAllText(file).Contains("using GlassModes.Native;", StringComparison.Ordinal))
                .Select(file => Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[0])
                .Distinct(),
        ];
        Assert.That(users, Is.SubsetOf(new[] { "GlassModes.LinearAlgebra", "GlassModes.Comparison", "GlassModes.Runner" }).And.Contains("GlassModes.LinearAlgebra"));
    }

    [GeneratedRegex(@"using GlassModes\.(\w+)")]
    private static partial Regex Uses();
}
