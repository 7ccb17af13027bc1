// The base of every verb: common options, help with an example, exit codes.

using System.CommandLine;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Runner.Options;

namespace GlassModes.Runner;

internal abstract class Verb(string name, string description, string example)
    : Command(name, $"{description}\n\nExample:\n  {example}")
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document instead of a table" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress and no warnings on standard error" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show the stack of an error" };
    private readonly Option<int?> _threads = NumberOption.Integer(
        "--threads", "Use at most N threads (default: all cores); one sequence of steps is shared among them from N = 4000 particles on", 1);

    /// <summary>The worked example of the help text.</summary>
    public string Example { get; } = example;

    /// <summary>Adds what all verbs share, after the verb's own options.</summary>
    public void Complete()
    {
        Add(_threads);
        Add(_json);
        Add(_quiet);
        Add(_verbose);
        SetAction(Execute);
    }

    /// <summary>Does the work; throws what <see cref="Failure"/> knows.</summary>
    protected abstract int Run(ParseResult parsed, Session session);

    private int Execute(ParseResult parsed)
    {
        using Interruption interruption = new();
        Session session = new(Name, parsed.GetValue(_json), parsed.GetValue(_quiet), parsed.GetValue(_threads), interruption.Token);
        try
        {
            return Run(parsed, session);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            session.Complain($"interrupted; {session.Kept ?? "nothing was written"}");
            if (session.HasAbandonedWork)
            {
                Abandon(session);
            }

            return ExitCode.Interrupted;
        }
        catch (Exception failure)
        {
            session.Complain(Failure.Describe(failure) + (session.Kept is null ? "" : $" ({session.Kept})"));
            if (parsed.GetValue(_verbose))
            {
                Console.Error.WriteLine(failure);
            }

            return Failure.CodeOf(failure);
        }
    }

    private static void Abandon(Session session)
    {
        try
        {
            AbandonedWork.RemoveFiles();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            session.Complain(Failure.Describe(failure));
        }

        AbandonedWork.EndProcess(ExitCode.Interrupted);
    }
}
