// One run of a verb: its threads, its cancellation, and its output of results, warnings and progress.

using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Runner.Output;

namespace GlassModes.Runner;

internal sealed class Session(string verb, bool json, bool quiet, int? threads, CancellationToken cancellation)
{
    private readonly List<MadeDirectory> _made = [];
    private readonly List<IDisposable> _kept = [];

    /// <summary>Number of threads that the user asked for; null if the user did not ask.</summary>
    public int? RequestedThreads { get; } = threads;

    /// <summary>Number of threads to use.</summary>
    public int Threads => RequestedThreads ?? DefaultThreads.Count;

    /// <summary>Whether the result is printed as a JSON document.</summary>
    public bool PrintsJson { get; } = json;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The results that remain after an interruption or a failure, as part of a sentence; null if there are none.</summary>
    public string? Kept { get; set; }

    /// <summary>Whether an interruption left native code running in another thread.</summary>
    public bool HasAbandonedWork { get; private set; }

    /// <summary>Whether other processes share the work. What interrupts one of them interrupts all.</summary>
    public bool SharesWork { get; set; }

    /// <summary>Creates a directory that is removed at the end of the run if it is empty then, and did not exist before.</summary>
    /// <exception cref="UsageException">The directory cannot be made, or no file can be written in it.</exception>
    public string MakeDirectory(string option, string path)
    {
        MadeDirectory made = new(path);
        OutputPath.RequireDirectory(option, path, this);
        _made.Add(made);
        return path;
    }

    /// <summary>Removes the directories with factors that killed processes have left, and says so.</summary>
    public void RemoveFactorsLeftBehind(string? directory)
    {
        int removed = AbandonedWork.RemoveLeftBehind(directory);
        if (removed > 0)
        {
            string place = directory ?? Path.GetTempPath();
            Warn($"removed {removed} director{(removed == 1 ? "y" : "ies")} with factors that killed runs had left in {place}");
        }
    }

    /// <summary>Keeps something until <see cref="Close"/>, such as the hold of a directory.</summary>
    public void KeepUntilEnd(IDisposable kept) => _kept.Add(kept);

    /// <summary>
    /// Disposes of what was kept, and removes the directories that <see cref="MakeDirectory"/> has made and that are empty. A failure is
    /// shown.
    /// </summary>
    public void Close()
    {
        try
        {
            _kept.ForEach(kept => kept.Dispose());
            _kept.Clear();
            _made.ForEach(directory => directory.RemoveIfEmpty());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Complain(Failure.Describe(failure));
        }
    }

    /// <summary>
    /// Does work in another thread. An interruption does not wait for this thread, because LAPACK and MUMPS cannot be interrupted. The
    /// process has to end after an interruption.
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

    /// <summary>Prints the result on standard output, as a document or as a table.</summary>
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

    /// <summary>Says in one line what happened, what to do, and what remains.</summary>
    public string Describe(Exception failure) =>
        $"glassmodes {verb}: {Failure.Describe(failure)}{(Kept is null ? "" : $" ({Kept})")}";

    /// <summary>Does work and shows its progress on standard error.</summary>
    public T Follow<T>(Func<ProgressDisplay, T> work) =>
        quiet ? work(new SilentProgress())
        : Console.IsErrorRedirected ? work(new LineProgress(verb))
        : BarProgress.Run(verb, work);

    /// <summary>Does work and shows on standard error how far its campaign is.</summary>
    public T FollowCampaign<T>(Func<CampaignDisplay, T> work) =>
        quiet ? work(new SilentCampaign())
        : Console.IsErrorRedirected || CampaignScreen.ConsoleOrNull() is not { } console ? work(new LineCampaign(verb))
        : CampaignScreen.Run(console, work);
}
