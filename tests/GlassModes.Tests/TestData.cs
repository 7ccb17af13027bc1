// Finds the files of tests/data from wherever the tests run.

namespace GlassModes.Tests;

/// <summary>Paths of test data; each set of files has a README.md that says where they come from.</summary>
public static class TestData
{
    /// <summary>The directory tests/data of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file of the set "reference".</summary>
    public static string Reference(string file) => PathOf("reference", file);

    /// <summary>The path of a file of a set.</summary>
    /// <exception cref="FileNotFoundException">The set has no such file.</exception>
    public static string PathOf(string set, string file)
    {
        string path = Path.Combine(Root, set, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"There is no test data file '{path}'.", path);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Interop.sln")))
            {
                return Path.Combine(directory.FullName, "tests", "data");
            }
        }

        throw new DirectoryNotFoundException($"No directory above '{AppContext.BaseDirectory}' holds Interop.sln.");
    }
}
