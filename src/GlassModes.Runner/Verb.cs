// The base class of every verb: common options, help with an example, and exit codes.

using System.CommandLine;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Runner.Options;

namespace GlassModes.Runner;

/// <param name="name">The name of the verb on the command line.</param>
/// <param name="description">What the verb does, for its help.</param>
/// <param name="example">A complete command line as an example, for the help.</param>
/// <param name="threads">What --threads means to the verb, for its help; null for a verb without this option.</param>
internal abstract class Verb(string name, string description, string example, string? threads = null)
    : Command(name, $"{description}\n\nExample:\n  {example}")
{
    // More than any machine has. Every thread takes memory for its stack.
    private const int MostThreads = 4096;

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document instead of a table" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress and no warnings on standard error" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show the stack of an error" };
    private readonly Option<int?>? _threads = threads is null ? null : NumberOption.Integer("--threads", threads, 1, MostThreads);

    /// <summary>Adds the options that verbs share, after the verb's own options.</summary>
    public void Complete()
    {
        if (_threads is not null)
        {
            Add(_threads);
        }

        Add(_json);
        Add(_quiet);
        Add(_verbose);
        SetAction(Execute);
    }

    /// <summary>Does the work and returns the exit code. <see cref="Failure"/> turns exceptions into exit codes.</summary>
    protected abstract int Run(ParseResult parsed, Session session);

    private int Execute(ParseResult parsed)
    {
        using Interruption interruption = new();
        int? threads = _threads is null ? null : parsed.GetValue(_threads);
        Session session = new(Name, parsed.GetValue(_json), parsed.GetValue(_quiet), threads, interruption.Token);
        try
        {
            return Run(parsed, session);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested || session.SharesWork)
        {
            session.Complain($"interrupted; {session.Kept ?? "nothing was written"}");
            if (session.HasAbandonedWork)
            {
                EndAbandonedWork(session);
            }

            return ExitCode.Interrupted;
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine(session.Describe(failure));
            if (parsed.GetValue(_verbose))
            {
                Console.Error.WriteLine(failure);
            }

            return Failure.CodeOf(failure);
        }
        finally
        {
            session.Close();
        }
    }

    private static void EndAbandonedWork(Session session)
    {
        try
        {
            AbandonedWork.RemoveFiles();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            session.Complain(Failure.Describe(failure));
        }

        session.Close();
        AbandonedWork.EndProcess(ExitCode.Interrupted);
    }
}
