// Prints one JSON document on standard output, in the common form of all JSON documents (JsonFormat).

using GlassModes.Files;

namespace GlassModes.Runner.Output;

internal static class JsonOutput
{
    public static void Write(object document)
    {
        using Stream output = Console.OpenStandardOutput();
        JsonFormat.Write(output, document);
    }
}
