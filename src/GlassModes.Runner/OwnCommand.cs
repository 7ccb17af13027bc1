// How to start this command again.

using GlassModes.Campaigns.Work;

namespace GlassModes.Runner;

internal static class OwnCommand
{
    /// <summary>The command itself, by its own program or by dotnet.</summary>
    public static WorkerCommand With(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] host = isHost ? [typeof(OwnCommand).Assembly.Location] : [];
        return new WorkerCommand(program, [.. host, .. arguments]);
    }
}
