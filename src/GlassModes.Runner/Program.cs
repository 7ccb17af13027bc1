// The entry point: parses the arguments, runs the verb and returns its exit code.

using System.CommandLine;
using System.CommandLine.Invocation;
using GlassModes.Mpi;

namespace GlassModes.Runner;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        // Launchers of MPI give their processes a terminal and pass on what comes out. The runtime would begin with control sequences.
        if (MpiRanks.IsLaunched)
        {
            Environment.SetEnvironmentVariable("TERM", "dumb");
        }

        RootCommand root = CommandTree.Create();
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            string verb = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            IEnumerable<string> messages = parsed.Errors.Select(error => Failure.OneLine(error.Message).TrimEnd('.')).Distinct();
            string problems = string.Join("; ", messages);
            Console.Error.WriteLine($"glassmodes{verb}: {problems}; see 'glassmodes{verb} --help'");
            return ExitCode.WrongInput;
        }

        // The base class Verb handles signals and exceptions.
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
}
