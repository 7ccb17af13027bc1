// A configuration: immutable, in managed memory, with the particles in the order of their file.

namespace GlassModes.Particles;

/// <summary>
/// Positions (and, if known, velocities) of N particles in a cubic periodic box. Immutable. Per-particle vectors are flat spans of 3N
/// values in the order x1 y1 z1 x2 …, which is the order of the components of the Hessian. Particles have the order of their file.
/// Positions are kept as given and never wrapped, so that they survive a write and a read to the last bit.
/// </summary>
public sealed class Configuration
{
    private readonly int[] _ids;
    private readonly byte[] _species;
    private readonly double[] _positions;
    private readonly double[] _velocities;

    /// <summary>Makes a configuration from copies of the arguments.</summary>
    /// <param name="box">The periodic box.</param>
    /// <param name="species">N species indices from 0 (A = 0, B = 1).</param>
    /// <param name="positions">3N coordinates.</param>
    /// <param name="velocities">3N velocities; empty if not known.</param>
    /// <param name="ids">N distinct ids, as in the file; empty for the ids 1 … N.</param>
    /// <param name="properties">Further columns, each of N rows.</param>
    /// <param name="time">Time along the trajectory; null if not known.</param>
    /// <param name="annotations">Further facts by name, such as the model, or the file that the configuration comes from.</param>
    /// <exception cref="ArgumentException">
    /// A length does not fit N, an id occurs twice, a coordinate or velocity is not finite, or a coordinate is larger than
    /// <see cref="PeriodicBox.LargestCoordinate"/>.
    /// </exception>
    public Configuration(
        PeriodicBox box,
        ReadOnlySpan<byte> species,
        ReadOnlySpan<double> positions,
        ReadOnlySpan<double> velocities = default,
        ReadOnlySpan<int> ids = default,
        IReadOnlyList<ParticleProperty>? properties = null,
        double? time = null,
        IReadOnlyDictionary<string, string>? annotations = null)
    {
        int n = species.Length;
        if (n == 0)
        {
            throw new ArgumentException("A configuration needs at least one particle.", nameof(species));
        }

        RequireLength(positions.Length, 3 * n, nameof(positions));
        if (!velocities.IsEmpty)
        {
            RequireLength(velocities.Length, 3 * n, nameof(velocities));
        }

        if (!ids.IsEmpty)
        {
            RequireLength(ids.Length, n, nameof(ids));
        }

        RequireFinite(positions, nameof(positions));
        RequireFinite(velocities, nameof(velocities));
        RequireWithin(box.LargestCoordinate, positions, nameof(positions));
        Box = box;
        _species = species.ToArray();
        _positions = positions.ToArray();
        _velocities = velocities.ToArray();
        _ids = ids.IsEmpty ? [.. Enumerable.Range(1, n)] : ids.ToArray();
        if (_ids.Distinct().Count() != n)
        {
            int repeated = _ids.GroupBy(id => id).First(group => group.Count() > 1).Key;
            throw new ArgumentException($"The particle id {repeated} occurs more than once.", nameof(ids));
        }

        Properties = properties is null ? [] : [.. properties];
        foreach (ParticleProperty property in Properties)
        {
            RequireLength(property.Values.Length, n * property.Components, property.Name);
            RequireWhole(property);
        }

        Time = time;
        Annotations = annotations is null ? new Dictionary<string, string>() : new Dictionary<string, string>(annotations);
    }

    /// <summary>The periodic box.</summary>
    public PeriodicBox Box { get; }

    /// <summary>Number of particles N.</summary>
    public int Count => _species.Length;

    /// <summary>Number density ρ = N/L³.</summary>
    public double NumberDensity => Count / Box.Volume;

    /// <summary>Particle ids (1-based in LAMMPS files), N values in file order.</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>Species index of each particle, from 0, N values.</summary>
    public ReadOnlySpan<byte> Species => _species;

    /// <summary>Positions, 3N values.</summary>
    public ReadOnlySpan<double> Positions => _positions;

    /// <summary>Velocities, 3N values; empty if not known.</summary>
    public ReadOnlySpan<double> Velocities => _velocities;

    /// <summary>Whether velocities are known.</summary>
    public bool HasVelocities => _velocities.Length > 0;

    /// <summary>Further per-particle columns.</summary>
    public IReadOnlyList<ParticleProperty> Properties { get; }

    /// <summary>Time along the trajectory; null if not known.</summary>
    public double? Time { get; }

    /// <summary>Further facts about the configuration by name. Extended XYZ files keep them as key=value.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; }

    /// <summary>Columns of words, such as the names of the elements.</summary>
    public IReadOnlyList<ParticleText> Texts { get; private init; } = [];

    /// <summary>
    /// The particle types in the order of the species, with what a file says about each; empty if no file says anything. There may be more
    /// types than <see cref="SpeciesCount"/>: types without particles.
    /// </summary>
    public IReadOnlyList<ParticleType> Types { get; private init; } = [];

    /// <summary>Number of species: the largest species index that occurs, plus one.</summary>
    public int SpeciesCount => _species.Max() + 1;

    /// <summary>How the annotations stood in their file, by their names. Annotations of other sources are missing.</summary>
    internal IReadOnlyDictionary<string, AnnotationForm> AnnotationForms { get; private init; } =
        new Dictionary<string, AnnotationForm>();

    /// <summary>Copies the configuration with the given columns instead of its <see cref="Properties"/>.</summary>
    /// <exception cref="ArgumentException">A column has another number of values, or holds other than whole numbers.</exception>
    public Configuration WithProperties(params IReadOnlyList<ParticleProperty> properties) => Copy(properties, Annotations);

    /// <summary>Copies the configuration with the given annotations instead of its <see cref="Annotations"/>.</summary>
    public Configuration WithAnnotations(IReadOnlyDictionary<string, string> annotations) => Copy(Properties, annotations);

    /// <summary>Copies the configuration with the given columns of words instead of its <see cref="Texts"/>.</summary>
    /// <exception cref="ArgumentException">A column has another number of words, or a word is empty or has white space.</exception>
    public Configuration WithTexts(params IReadOnlyList<ParticleText> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        foreach (ParticleText text in texts)
        {
            RequireLength(text.Values.Count, Count * text.Components, text.Name);
            if (text.Values.FirstOrDefault(word => word.Length == 0 || word.AsSpan().ContainsAny(" \t\r\n")) is { } word)
            {
                throw new ArgumentException($"{text.Name} holds '{word}', which is not a word without white space.", nameof(texts));
            }
        }

        return Copy(Properties, Annotations, texts: texts);
    }

    /// <summary>Copies the configuration with the given types instead of its <see cref="Types"/>.</summary>
    /// <exception cref="ArgumentException">There are fewer types than species, or one label stands for two types.</exception>
    public Configuration WithTypes(params IReadOnlyList<ParticleType> types)
    {
        ArgumentNullException.ThrowIfNull(types);
        if (types.Count > 0 && types.Count < SpeciesCount)
        {
            throw new ArgumentException($"{types.Count} types were given for {SpeciesCount} species.", nameof(types));
        }

        string?[] labels = [.. types.Select(type => type.Label).Where(label => label is not null)];
        if (labels.Distinct().Count() != labels.Length)
        {
            throw new ArgumentException("One label stands for two types.", nameof(types));
        }

        return Copy(Properties, Annotations, types: types);
    }

    /// <summary>Copies the configuration with what is known about the form of its annotations.</summary>
    internal Configuration WithAnnotationForms(IReadOnlyDictionary<string, AnnotationForm> forms) =>
        Copy(Properties, Annotations, forms: forms);

    private Configuration Copy(
        IReadOnlyList<ParticleProperty> properties,
        IReadOnlyDictionary<string, string> annotations,
        IReadOnlyList<ParticleText>? texts = null,
        IReadOnlyList<ParticleType>? types = null,
        IReadOnlyDictionary<string, AnnotationForm>? forms = null) =>
        new(Box, _species, _positions, _velocities, _ids, properties, Time, annotations)
        {
            Texts = texts is null ? Texts : [.. texts],
            Types = types is null ? Types : [.. types],
            AnnotationForms = forms ?? AnnotationForms,
        };

    private static void RequireLength(int found, int expected, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{name} holds {found} values where {expected} were expected.", name);
        }
    }

    private static void RequireWhole(ParticleProperty property)
    {
        foreach (double value in property.IsWhole ? property.Values.Span : default)
        {
            if (value != Math.Round(value) || Math.Abs(value) > ParticleProperty.LargestWhole)
            {
                throw new ArgumentException($"{property.Name} holds {value}, which is not a whole number up to 2^53.", property.Name);
            }
        }
    }

    private static void RequireFinite(ReadOnlySpan<double> values, string name)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
            {
                throw new ArgumentException(
                    $"{name}: component {k % 3} of particle {(k / 3) + 1} is {values[k]}, not a finite number.", name);
            }
        }
    }

    private static void RequireWithin(double limit, ReadOnlySpan<double> values, string name)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (!(Math.Abs(values[k]) <= limit))
            {
                throw new ArgumentException(
                    $"{name}: component {k % 3} of particle {(k / 3) + 1} is {values[k]}, too far out for a double to place the particle "
                    + $"in a box of length {limit / PeriodicBox.LargestDistance:g6}. Wrap the positions into the box.",
                    name);
            }
        }
    }
}
