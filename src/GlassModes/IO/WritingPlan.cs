// Says what of a configuration a format keeps, under which names, and what it does not. The one place that knows both.

using System.Globalization;
using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>What is written of a configuration in a format, and what is left out or changed.</summary>
internal sealed class WritingPlan
{
    private const string Image = "image";

    private bool _hasNewIds;
    private ParticleText? _elements;
    private readonly Configuration _frame;
    private readonly List<string> _leftOut = [];
    private readonly List<string> _changed = [];

    private WritingPlan(Configuration frame) => _frame = frame;

    /// <summary>The columns of numbers, each with its name in the file.</summary>
    public List<(string Name, ParticleProperty Property)> Properties { get; } = [];

    /// <summary>The columns of words, each with its name in the file.</summary>
    public List<(string Name, ParticleText Text)> Texts { get; } = [];

    /// <summary>The keys and values of the comment line, as they are written.</summary>
    public List<(string Key, string Value)> Keys { get; } = [];

    /// <summary>The time step; null if it is not known.</summary>
    public long? Step { get; private set; }

    /// <summary>The masses of all types of a data file.</summary>
    public double[] Masses { get; private set; } = [];

    /// <summary>The labels of all types; empty if the format does not take them.</summary>
    public string[] Labels { get; private set; } = [];

    /// <summary>The image flags of a data file; null if there are none.</summary>
    public ParticleProperty? Images { get; private set; }

    /// <summary>The names of what the format cannot hold.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Sentences on what has another name or number in the file.</summary>
    public IReadOnlyList<string> Changed => _changed;

    /// <summary>The id of a particle in the file.</summary>
    public int IdOf(int particle) => _hasNewIds ? particle + 1 : _frame.Ids[particle];

    /// <summary>Whether there are types without particles of which something is known.</summary>
    public bool HasOtherTypes => TypeTable.HasOthers(_frame.Types, _frame.Species);

    // Letters A, B, … that are labels of other types than 1, 2, … contradict the types where they stand beside them.
    private bool HasMisleadingLetters => _frame.Types.Index().Any(type =>
        type.Item.Label is [>= 'A' and <= 'Z' and char letter] && letter - 'A' != type.Index && letter - 'A' < _frame.Types.Count);

    /// <summary>Whether the particles have names of elements, which extended XYZ writes first.</summary>
    public bool HasElements { get; private set; }

    /// <summary>The name of the element of a particle.</summary>
    public string ElementOf(int particle) => _elements?.Values[particle] ?? _frame.Types[_frame.Species[particle]].Label!;

    /// <summary>Writes the columns of numbers and words of a particle, each after a space.</summary>
    public void WriteFurther(TextOutput output, int particle)
    {
        foreach ((_, ParticleProperty property) in Properties)
        {
            ReadOnlySpan<double> values = property.Values.Span.Slice(property.Components * particle, property.Components);
            if (!property.IsWhole)
            {
                output.Row(values);
                continue;
            }

            // A double of 16 digits would have an exponent.
            foreach (double value in values)
            {
                output.Byte((byte)' ').Number((long)value);
            }
        }

        foreach ((_, ParticleText text) in Texts)
        {
            for (int component = 0; component < text.Components; component++)
            {
                output.Byte((byte)' ').Text(text.Values[(text.Components * particle) + component]);
            }
        }
    }

    /// <summary>Plans the writing of a frame.</summary>
    /// <exception cref="InputException">A column has no name.</exception>
    public static WritingPlan For(Configuration frame, ConfigurationFormat format)
    {
        WritingPlan plan = new(frame);
        IEnumerable<string> names = frame.Properties.Select(property => property.Name).Concat(frame.Texts.Select(text => text.Name));
        if (names.Any(name => name.Length == 0))
        {
            throw new InputException("A column has an empty name, which no format can hold; rename the column.");
        }

        switch (format)
        {
            case ConfigurationFormat.LammpsData:
                plan.PlanData();
                break;
            case ConfigurationFormat.LammpsDump:
                plan.PlanDump();
                break;
            case ConfigurationFormat.ExtendedXyz:
                plan.PlanExtendedXyz();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Not a configuration format.");
        }

        return plan;
    }

    private void PlanData()
    {
        PlanIds();
        PlanLabels(ofAllTypes: true);
        Images = _frame.Properties.FirstOrDefault(IsImage);
        ParticleProperty? masses = PlanMasses();
        _leftOut.AddRange(_frame.Properties
            .Where(property => property != Images && property != masses)
            .Select(property => property.Name));
        _leftOut.AddRange(_frame.Texts.Select(text => text.Name));
        PlanTimeAndKeys();
    }

    // Finds the masses of all types. Returns the column that they stand for; null if the particles of one type differ.
    private ParticleProperty? PlanMasses()
    {
        ParticleProperty? column = _frame.Properties.FirstOrDefault(UnusedContent.IsMass);
        double[]? masses = column is null ? null : MassesOfTypes(column);
        Masses =
        [
            .. Enumerable.Range(0, Math.Max(_frame.Types.Count, _frame.SpeciesCount)).Select(type =>
                masses is not null && type < masses.Length && masses[type] > 0 ? masses[type]
                : type < _frame.Types.Count ? _frame.Types[type].Mass
                : 1),
        ];
        return masses is null ? null : column;
    }

    private void PlanDump()
    {
        PlanIds();
        PlanLabels(ofAllTypes: false);
        if (HasOtherTypes)
        {
            _leftOut.Add("the types without particles");
        }

        List<string> reserved = ["id", "type", "x", "y", "z", "vx", "vy", "vz", .. Labels.Length > 0 ? (string[])["typelabel"] : []];
        if (OtherCoordinates.FindDisagreement(_frame.Box, _frame.Positions, _frame.Properties) is not null)
        {
            reserved.AddRange(OtherCoordinates.Families.SelectMany(family => family));
        }

        PlanColumns(new ColumnNames(reserved, ColumnNames.IsLegalInDump, NamedColumns.ColumnsOf));
        PlanTimeAndKeys();
    }

    private void PlanExtendedXyz()
    {
        string[] labels = LabelsOf(_frame.Types);
        if (HasMisleadingLetters || labels.Index().Any(label => label.Item != $"{label.Index + 1}" && !TypeTable.CanBeLabel(label.Item)))
        {
            _leftOut.Add($"the labels {string.Join(", ", labels)} of the types");
        }
        else
        {
            Labels = labels;
        }

        PlanMasses();
        List<string> reserved =
            [ExtendedXyzColumns.Type, "pos", "position", "positions", "id", "velo", "vel", "velocity", "velocities", SpeciesNames.Species];
        if (!_frame.HasVelocities)
        {
            reserved.AddRange(["momenta", "vx", "vy", "vz"]);
        }

        // The names of the elements, by which other programs know the particles.
        _elements = _frame.Texts.FirstOrDefault(text => text is { Name: SpeciesNames.Species, Components: 1 }
            && text.Values.All(ChemicalElements.IsSymbol));
        HasElements = _elements is not null || (Labels.Length > 0 && Array.TrueForAll(
            _frame.Species.ToArray(), species => _frame.Types[species].Label is { } label && ChemicalElements.IsSymbol(label)));
        PlanColumns(new ColumnNames(reserved, ColumnNames.IsLegalInExtendedXyz, (name, _) => [name]));
        AnnotationKeys keys = new(_frame);
        Keys.AddRange(keys.Pairs);
        _changed.AddRange(keys.Changed);
    }

    private void PlanColumns(ColumnNames names)
    {
        foreach (ParticleProperty property in _frame.Properties)
        {
            Properties.Add((NameOf(property.Name, property.Components), property));
        }

        foreach (ParticleText text in _frame.Texts.Where(text => text != _elements))
        {
            Texts.Add((NameOf(text.Name, text.Components), text));
        }

        string NameOf(string name, int components)
        {
            string free = names.Take(name, components);
            if (free != name)
            {
                _changed.Add($"the column '{name}' is called '{free}'");
            }

            return free;
        }
    }

    // LAMMPS takes no ids below 1.
    private void PlanIds()
    {
        _hasNewIds = _frame.Ids.ContainsAnyInRange(int.MinValue, 0);
        if (_hasNewIds)
        {
            _changed.Add("the particles have ids from 1 on, because LAMMPS takes no ids below 1");
        }
    }

    // LAMMPS takes no labels that look like numbers or comments. A data file needs labels for all types or none; types without particles
    // that have none get one.
    private void PlanLabels(bool ofAllTypes)
    {
        string[] known = [.. _frame.Types.Select(type => type.Label).OfType<string>()];
        if (known.Length == 0)
        {
            return;
        }

        string[] labels = [.. _frame.Types.Select((type, k) => type.Label ?? $"Type{k + 1}")];
        bool areAllKnown = _frame.Species.ToArray().Distinct().All(species => _frame.Types[species].Label is not null);
        if (areAllKnown && !HasMisleadingLetters && labels.Distinct().Count() == labels.Length && Array.TrueForAll(labels, IsLegalLabel))
        {
            Labels = labels;
            if (ofAllTypes)
            {
                _changed.AddRange(labels.Except(known).Select(label => $"a type without particles has the label '{label}'"));
            }
        }
        else
        {
            _leftOut.Add($"the labels {string.Join(", ", known)} of the types");
        }
    }

    private static bool IsLegalLabel(string label) =>
        TypeTable.CanBeLabel(label) && label[0] is not ('-' or '+' or '.') && label.IndexOfAny(['#', '"', '\'', '$', '&']) < 0;

    private void PlanTimeAndKeys()
    {
        string? stepKey = new[] { LammpsDumpReader.Timestep, "step" }
            .Select(name => _frame.Annotations.Keys.FirstOrDefault(key => key == name)
                ?? _frame.Annotations.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(key => key is not null && StepOf(_frame.Annotations[key]) is not null);
        Step = stepKey is null ? null : StepOf(_frame.Annotations[stepKey]);
        if (_frame.Time is not null)
        {
            _leftOut.Add("time");
        }

        _leftOut.AddRange(_frame.Annotations.Keys.Where(key => key != stepKey));
    }

    private static long? StepOf(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long step) ? step : null;

    // The labels of types in extended XYZ. The label of a type that has none is its number.
    private static string[] LabelsOf(IReadOnlyList<ParticleType> types) =>
        types.Any(type => type.Label is not null) ? [.. types.Select((type, k) => type.Label ?? $"{k + 1}")] : [];

    private static bool IsImage(ParticleProperty property)
    {
        if (property is not { Name: Image, Components: 3 })
        {
            return false;
        }

        foreach (double value in property.Values.Span)
        {
            if (value != Math.Round(value) || Math.Abs(value) > int.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    // The mass of each type that occurs, 0 for others; null if the particles of one type differ.
    private double[]? MassesOfTypes(ParticleProperty property)
    {
        double[] masses = new double[_frame.SpeciesCount];
        for (int i = 0; i < _frame.Count; i++)
        {
            double mass = property.Values.Span[i];
            ref double ofType = ref masses[_frame.Species[i]];
            if (!(mass > 0) || !double.IsFinite(mass) || (ofType != 0 && ofType != mass))
            {
                return null;
            }

            ofType = mass;
        }

        return masses;
    }
}
