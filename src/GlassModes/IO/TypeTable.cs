// What a file says about its particle types: labels and masses; and which species of the caller each type is.

using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>The types 1 … K of a file.</summary>
/// <param name="Labels">The label of each type, null if it has none.</param>
/// <param name="Masses">The mass of each type; null if the file has no masses.</param>
internal sealed record TypeTable(IReadOnlyList<string?> Labels, IReadOnlyList<double>? Masses)
{
    /// <summary>
    /// The species of each type by its number and its label; null if type k is species k − 1 and there are no labels. With labels from the
    /// caller, their order gives the species: of the labels of the file, or else of its numbers.
    /// </summary>
    public Dictionary<string, byte>? FindSpecies(LineReader reader, ReadingOptions options)
    {
        if (options.Species is null && Labels.All(label => label is null))
        {
            return null;
        }

        Dictionary<string, byte> species = [];
        for (int type = 1; type <= Labels.Count; type++)
        {
            string number = $"{type}";
            string? label = Labels[type - 1];
            int index = options.Species is { } labels ? labels.ToList().IndexOf(label ?? number) : type - 1;
            if (index < 0)
            {
                throw reader.Error($"types among the species {string.Join(", ", options.Species!)}", LineReader.Quote(label ?? number));
            }

            species[number] = (byte)index;
            if (label is not null)
            {
                species[label] = (byte)index;
            }
        }

        if (species.Any(pair => int.TryParse(pair.Key, out int type) && type != pair.Value + 1))
        {
            reader.Warn("has types in another order than the species that were given; the types are numbered anew");
        }

        return species;
    }

    /// <summary>The types in the order of the species; empty if they say no more than the particles do.</summary>
    /// <param name="speciesOfTypes">The species of each type by its number; null if type k is species k − 1.</param>
    /// <param name="options">The labels of the caller.</param>
    /// <param name="species">The species of the particles.</param>
    public IReadOnlyList<ParticleType> ToTypes(
        IReadOnlyDictionary<string, byte>? speciesOfTypes, ReadingOptions options, ReadOnlySpan<byte> species)
    {
        int occurring = 0;
        foreach (byte index in species)
        {
            occurring = Math.Max(occurring, index + 1);
        }

        ParticleType[] types = [.. OfLabels(options.Species) ?? []];
        int known = types.Length;
        Array.Resize(ref types, Math.Max(Math.Max(known, Labels.Count), occurring));
        for (int k = known; k < types.Length; k++)
        {
            types[k] = new ParticleType(null);
        }

        for (int type = 1; type <= Labels.Count; type++)
        {
            int place = speciesOfTypes is null ? type - 1 : speciesOfTypes[$"{type}"];
            types[place] = new ParticleType(
                options.Species is null ? Labels[type - 1] : types[place].Label, Masses is null ? 1 : Masses[type - 1]);
        }

        return HasOthers(types, species) || types.Any(type => type.Label is not null) ? types : [];
    }

    /// <summary>
    /// The masses of the particles as a column; null if the file has no masses. Masses of 1 are those of every computation, and are not
    /// worth a column.
    /// </summary>
    /// <param name="species">The species of the particles.</param>
    /// <param name="speciesOfTypes">The species of each type by its number; null if type k is species k − 1.</param>
    public ParticleProperty? MassesOf(ReadOnlySpan<byte> species, IReadOnlyDictionary<string, byte>? speciesOfTypes)
    {
        if (Masses is null)
        {
            return null;
        }

        double[] massOfSpecies = new double[SpeciesColumn.MaximumTypes];
        for (int type = 1; type <= Masses.Count; type++)
        {
            massOfSpecies[speciesOfTypes?.GetValueOrDefault($"{type}") ?? (byte)(type - 1)] = Masses[type - 1];
        }

        double[] values = new double[species.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = massOfSpecies[species[i]];
        }

        return values.AsSpan().ContainsAnyExcept(1.0) ? new ParticleProperty(UnusedContent.Mass, 1, values) : null;
    }

    /// <summary>Whether there are types without particles of which something is known: their number, labels or masses.</summary>
    public static bool HasOthers(IReadOnlyList<ParticleType> types, ReadOnlySpan<byte> species)
    {
        bool[] occurs = new bool[SpeciesColumn.MaximumTypes];
        foreach (byte index in species)
        {
            occurs[index] = true;
        }

        int count = Array.LastIndexOf(occurs, true) + 1;
        return types.Index().Any(type => !occurs[type.Index] && (type.Index >= count || type.Item != new ParticleType(null)));
    }

    /// <summary>
    /// The types of the labels that a caller gives; null if no label says more than a number or a letter A, B, … does.
    /// </summary>
    public static IEnumerable<ParticleType>? OfLabels(IReadOnlyList<string>? labels) =>
        labels?.Any(label => IsLabel(label, labels.Count)) == true
            ? labels.Select(label => new ParticleType(IsLabel(label, labels.Count) ? label : null))
            : null;

    /// <summary>
    /// What becomes of the names of a caller that are no labels, but the number or the letter of another type: "28 is type 1".
    /// </summary>
    public static IEnumerable<string> RenumberedBy(IReadOnlyList<string>? labels) =>
        (labels ?? []).Index()
            .Where(label => !IsLabel(label.Item, labels!.Count) && label.Item != $"{label.Index + 1}"
                && label.Item != $"{(char)('A' + label.Index)}")
            .Select(label => $"{label.Item} is type {label.Index + 1}");

    /// <summary>Whether a word can be the label of a type. LAMMPS takes none that looks like a number, a comment or a pattern.</summary>
    public static bool CanBeLabel(string word) => word.Length > 0 && !char.IsAsciiDigit(word[0]) && word[0] is not ('#' or '*');

    /// <summary>
    /// Whether a word is a letter of another of so many types: type 1 and the letter A both mean the first species.
    /// </summary>
    public static bool IsLetterOfOther(string word, int type, int count) =>
        word is [>= 'A' and <= 'Z' and char letter] && letter - 'A' < count && letter - 'A' != type - 1;

    // The letters of the first types mean species in every file, whatever their order here.
    private static bool IsLabel(string word, int count) =>
        CanBeLabel(word) && !(word is [>= 'A' and <= 'Z' and char letter] && letter - 'A' < count);

    /// <summary>
    /// The types that a column of names gives to the species beside it; null if a species has two names, or a name two species.
    /// </summary>
    public static IReadOnlyList<ParticleType>? OfNames(IReadOnlyList<string> names, ReadOnlySpan<byte> species)
    {
        string?[] labels = new string?[SpeciesColumn.MaximumTypes];
        int count = 0;
        for (int i = 0; i < names.Count; i++)
        {
            ref string? label = ref labels[species[i]];
            label ??= names[i];
            count = Math.Max(count, species[i] + 1);
            if (label != names[i])
            {
                return null;
            }
        }

        string[] known = [.. labels.OfType<string>()];
        return known.Distinct().Count() == known.Length ? [.. labels[..count].Select(label => new ParticleType(label))] : null;
    }
}
