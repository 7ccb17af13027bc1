// The options that say how a run meets what stands in its directory: --overwrite, --resume and --checkpoint-interval.

using System.CommandLine;
using GlassModes.Samples;

namespace GlassModes.Runner.Options;

internal sealed class RunOptions
{
    private const double DefaultInterval = 60;

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Clear the files of an earlier run in --out first, and no other files",
    };

    private readonly Option<bool> _resume;
    private readonly Option<double?> _interval;

    public RunOptions(Command command)
    {
        command.Add(_overwrite);
        _resume = new("--resume") { Description = "Go on from the checkpoints in --out, if there are any" };
        _interval = NumberOption.Positive(
            "--checkpoint-interval", string.Create(null, $"Seconds between checkpoints (default {DefaultInterval})"), "S");
        command.Add(_resume);
        command.Add(_interval);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_resume) is { Implicit: false } && result.GetResult(_overwrite) is { Implicit: false })
            {
                result.AddError("--resume and --overwrite exclude each other; give one");
            }
        });
    }

    /// <summary>Whether to go on from checkpoints.</summary>
    public bool Resumes(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>Seconds between checkpoints.</summary>
    public double IntervalOf(ParseResult parsed) => parsed.GetValue(_interval) ?? DefaultInterval;

    /// <summary>Throws if an option needs --out, which was not given.</summary>
    /// <exception cref="UsageException">--resume or --overwrite was given.</exception>
    public void RequireNone(ParseResult parsed)
    {
        if (Resumes(parsed) || parsed.GetValue(_overwrite))
        {
            throw new UsageException(Resumes(parsed)
                ? "--resume needs --out, the directory with the checkpoint"
                : "--overwrite needs --out, the directory to clear");
        }
    }

    /// <summary>Creates the directory of --out if it does not exist, and holds it for the run until the session ends.</summary>
    /// <exception cref="InputException">The directory cannot be used, or it holds another run.</exception>
    public string Open(ParseResult parsed, Session session, string directory, RunClaim claim)
    {
        session.MakeDirectory("--out", directory);
        session.KeepUntilEnd(RunDirectory.Open(
            directory, claim, parsed.GetValue(_overwrite), Resumes(parsed), session.Warn, session.Cancellation));
        return directory;
    }
}
