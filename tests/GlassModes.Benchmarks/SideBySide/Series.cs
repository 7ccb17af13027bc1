// The measured times of one kind of work by one program.

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>The result of one measurement.</summary>
/// <param name="Seconds">The time of the work that counts.</param>
/// <param name="Evaluations">Force evaluations, or steps, in that time.</param>
/// <param name="StepsPerListBuild">Steps from one list build to the next; null where it is not known or none was.</param>
internal readonly record struct Timing(double Seconds, long Evaluations, double? StepsPerListBuild = null);

/// <summary>The times of one program, a number for each round.</summary>
/// <param name="program">The program's name.</param>
/// <param name="skin">The skin of its list, in words.</param>
internal sealed class Series(string program, string skin)
{
    private readonly List<double> _rounds = [];

    public string Program { get; } = program;

    public string Skin { get; } = skin;

    /// <summary>Nanoseconds a particle and evaluation or step, by round.</summary>
    public IReadOnlyList<double> Rounds => _rounds;

    /// <summary>Steps from one list build to the next in the last round; null where none was or it is not known.</summary>
    public double? StepsPerListBuild { get; private set; }

    public Spread Spread => Spread.Of(_rounds);

    public void Add(Timing timing, int particles)
    {
        _rounds.Add(1e9 * timing.Seconds / timing.Evaluations / particles);
        StepsPerListBuild = timing.StepsPerListBuild;
    }

    /// <summary>How many times longer another program takes, by round.</summary>
    public IEnumerable<double> RatiosOf(Series compared) => compared.Rounds.Zip(_rounds, (theirs, ours) => theirs / ours);
}
