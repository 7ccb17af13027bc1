// The measured times of one kind of work by one program.

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>The result of one measurement.</summary>
/// <param name="Seconds">The time of the work that counts.</param>
/// <param name="Evaluations">Number of force evaluations or steps in this time.</param>
/// <param name="StepsPerListBuild">Steps from one list build to the next. Null if the number is unknown or no list was built.</param>
internal readonly record struct Timing(double Seconds, long Evaluations, double? StepsPerListBuild = null);

/// <summary>The times of one program, one number for each round.</summary>
/// <param name="program">The program's name.</param>
/// <param name="skin">The skin of the program's list, as a text.</param>
internal sealed class Series(string program, string skin)
{
    private readonly List<double> _rounds = [];

    public string Program { get; } = program;

    public string Skin { get; } = skin;

    /// <summary>Nanoseconds for one particle and one evaluation or step, by round.</summary>
    public IReadOnlyList<double> Rounds => _rounds;

    /// <summary>Steps from one list build to the next in the last round. Null if the number is unknown or no list was built.</summary>
    public double? StepsPerListBuild { get; private set; }

    public Spread Spread => Spread.Of(_rounds);

    public void Add(Timing timing, int particles)
    {
        _rounds.Add(1e9 * timing.Seconds / timing.Evaluations / particles);
        StepsPerListBuild = timing.StepsPerListBuild;
    }

    /// <summary>The factor by which another program takes longer, by round.</summary>
    public IEnumerable<double> RatiosOf(Series compared) => compared.Rounds.Zip(_rounds, (theirs, ours) => theirs / ours);
}
