// The program and the style sheet of the page, which the build bundles from web/ into the assembly.

using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace GlassModes.Figures.Page;

/// <summary>The program and the style sheet of the page.</summary>
internal static class PageAssets
{
    private const string Folder = "GlassModes.Figures.Page.";

    /// <summary>The program. Allocates its 2 MB.</summary>
    public static string Script => Read("page.js");

    /// <summary>The style sheet.</summary>
    public static string Style => Read("page.css");

    /// <summary>The source of a script as a Content-Security-Policy names it: the SHA-256 of its text.</summary>
    public static string PolicySourceOf(string script) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    // A script element ends at the first "</script". A comment sign in it may hide that end.
    private static string Read(string name)
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name)
            ?? throw new InvalidOperationException($"The assembly was built without {name}.");
        using StreamReader reader = new(resource, Encoding.UTF8);
        string text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return text.Contains("</script", StringComparison.OrdinalIgnoreCase) || text.Contains("<!--", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{name} holds \"</script\" or \"<!--\", which ends or hides a script of a page.")
            : text;
    }
}
