// What a verb needs to know of its run: where results, warnings and progress go.

using GlassModes.Runner.Output;

namespace GlassModes.Runner;

internal sealed class Session(string verb, bool json, bool quiet, int? threads, CancellationToken cancellation)
{
    /// <summary>Threads asked for; null where the user left it open.</summary>
    public int? RequestedThreads { get; } = threads;

    /// <summary>Threads to use.</summary>
    public int Threads => RequestedThreads ?? Environment.ProcessorCount;

    /// <summary>Whether the result is printed as a document.</summary>
    public bool PrintsJson { get; } = json;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>What an interruption or a failure leaves behind, as part of a sentence; null for nothing.</summary>
    public string? Kept { get; set; }

    /// <summary>Whether native code is still running in a thread that nobody waits for.</summary>
    public bool HasAbandonedWork { get; private set; }

    /// <summary>Does work that an interruption leaves behind in its thread, for LAPACK and MUMPS cannot be interrupted. The process has to end then.</summary>
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

    /// <summary>A warning, unless it is to be quiet.</summary>
    public void Warn(string text)
    {
        if (!quiet)
        {
            Complain($"warning: {text}");
        }
    }

    /// <summary>An error's line, quiet or not.</summary>
    public void Complain(string text) => Console.Error.WriteLine($"glassmodes {verb}: {text}");

    /// <summary>Does work that tells its progress.</summary>
    public T Follow<T>(Func<ProgressDisplay, T> work) =>
        quiet ? work(new SilentProgress())
        : Console.IsErrorRedirected ? work(new LineProgress(verb))
        : BarProgress.Run(verb, work);
}
