// The run of a verb: its threads and cancellation, and the ways for results, warnings and progress.

using GlassModes.Runner.Output;

namespace GlassModes.Runner;

internal sealed class Session(string verb, bool json, bool quiet, int? threads, CancellationToken cancellation)
{
    /// <summary>Threads asked for; null where the user did not ask.</summary>
    public int? RequestedThreads { get; } = threads;

    /// <summary>Threads to use.</summary>
    public int Threads => RequestedThreads ?? Environment.ProcessorCount;

    /// <summary>Whether the result is printed as a document.</summary>
    public bool PrintsJson { get; } = json;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The results that an interruption or a failure leaves behind, as part of a sentence; null for none.</summary>
    public string? Kept { get; set; }

    /// <summary>Whether an interruption left native code running in its thread.</summary>
    public bool HasAbandonedWork { get; private set; }

    /// <summary>
    /// Does work in a thread that an interruption does not wait for, since LAPACK and MUMPS cannot be interrupted. The process has to
    /// end after an interruption.
    /// </summary>
    public T RunAside<T>(Func<T> work)
    {
        Task<T> task = Task.Run(work, Cancellation);
        try
        {
            return task.WaitAsync(Cancellation).GetAwaiter().GetResult();
        }
        finally
        {
            HasAbandonedWork = !task.IsCompleted;
        }
    }

    /// <summary>Prints the result on standard output: the document, or the table.</summary>
    public void Print(object document, Action<TextWriter> table)
    {
        if (PrintsJson)
        {
            JsonOutput.Write(document);
        }
        else
        {
            using StreamWriter output = new(Console.OpenStandardOutput());
            table(output);
        }
    }

    /// <summary>Prints a warning, unless --quiet is given.</summary>
    public void Warn(string text)
    {
        if (!quiet)
        {
            Complain($"warning: {text}");
        }
    }

    /// <summary>Prints a line on standard error, also with --quiet.</summary>
    public void Complain(string text) => Console.Error.WriteLine($"glassmodes {verb}: {text}");

    /// <summary>Does work whose progress is shown on standard error.</summary>
    public T Follow<T>(Func<ProgressDisplay, T> work) =>
        quiet ? work(new SilentProgress())
        : Console.IsErrorRedirected ? work(new LineProgress(verb))
        : BarProgress.Run(verb, work);
}
