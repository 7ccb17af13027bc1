// Tests that the public surface of each package is the one in tests/data/api.
// A change of the surface has to be accepted on purpose, so that a review shows the change.

using System.Reflection;
using PublicApiGenerator;

namespace GlassModes.Tests;

public class PublicApiTests
{
    private const string Accept = "GLASSMODES_ACCEPT_API";

    private static readonly Assembly[] s_packages =
    [
        typeof(GlassModes.Numerics.Memory.AlignedBuffer<>).Assembly,
        typeof(GlassModes.Native.NativeInformation).Assembly,
        typeof(GlassModes.LinearAlgebra.Lapack.SymmetricEigensolver).Assembly,
        typeof(GlassModes.Particles.Configuration).Assembly,
        typeof(GlassModes.Campaigns.Plan.Campaign).Assembly,
        typeof(GlassModes.Figures.Figure).Assembly,
        typeof(GlassModes.Mpi.MpiRanks).Assembly,
        typeof(GlassModes.Comparison.KernelComparison).Assembly,
    ];

    private static string Folder => Path.Combine(TestData.Root, "api");

    [TestCaseSource(nameof(s_packages))]
    public void The_public_surface_is_the_accepted_one(Assembly package)
    {
        string surface = SurfaceOf(package);
        string path = Path.Combine(Folder, $"{package.GetName().Name}.txt");
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(path, surface);
        }

        string accepted = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.That(
            surface,
            Is.EqualTo(accepted),
            () => $"""
                The public surface of {package.GetName().Name} is not the one in {path}:
                {string.Join('\n', Differences(accepted, surface))}
                If the change is wanted, accept it and commit the file:
                {Accept}=1 dotnet test tests/GlassModes.Tests -c Release --filter PublicApi
                """);
    }

    [Test]
    public void A_difference_names_the_lines_that_went_and_the_lines_that_came() =>
        Assert.That(Differences("a\nb\nc\nc\n", "a\nc\nd\n"), Is.EqualTo(new[] { "- b", "- c", "+ d" }));

    // The generated bindings are left out, because their C headers describe them.
    private static string SurfaceOf(Assembly package)
    {
        string bindings = Path.Combine(
            Path.GetDirectoryName(Path.GetDirectoryName(TestData.Root))!, "src", "GlassModes.Native", "Generated");
        HashSet<string?> generated = [.. Directory.EnumerateFiles(bindings, "*.cs").Select(Path.GetFileNameWithoutExtension)];
        return package.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            IncludeTypes =
            [
                .. package.GetExportedTypes()
                    .Where(type => !generated.Contains(type.Name) && !type.Name.StartsWith("gm_", StringComparison.Ordinal)),
            ],
        }).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    private static IEnumerable<string> Differences(string accepted, string surface)
    {
        List<string> removed = [.. accepted.Split('\n')], added = [.. surface.Split('\n')];
        foreach (string line in removed.ToArray())
        {
            if (added.Remove(line))
            {
                removed.Remove(line);
            }
        }

        return [.. removed.Select(line => $"- {line}"), .. added.Select(line => $"+ {line}")];
    }
}
