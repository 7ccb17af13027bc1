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

    /// <summary>The types of the labels that a caller gives; null if there are none, or if they are the letters A, B, ….</summary>
    public static IEnumerable<ParticleType>? OfLabels(IReadOnlyList<string>? labels) =>
        labels is null || labels.Index().All(label => label.Item == $"{(char)('A' + label.Index)}")
            ? null
            : labels.Select(label => new ParticleType(label));

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
