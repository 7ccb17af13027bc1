// The entry point: parses the arguments, runs the verb, returns its exit code.

using System.CommandLine;
using System.CommandLine.Invocation;

namespace GlassModes.Runner;

internal static class Program
{
    public static int Main(string[] arguments)
    {
        RootCommand root = CommandTree.Create();
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            string verb = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            string problems = string.Join("; ", parsed.Errors.Select(error => error.Message.ReplaceLineEndings(" ").TrimEnd('.')).Distinct());
            Console.Error.WriteLine($"glassmodes{verb}: {problems}; see 'glassmodes{verb} --help'");
            return ExitCode.WrongInput;
        }

        // Signals and exceptions are the verbs' own business, see Verb.
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
}
