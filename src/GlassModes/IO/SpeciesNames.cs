// Settles what a column of names beside the types says: the labels of the types, or a contradiction.

using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>The names of species that stand beside the types of a frame.</summary>
internal static class SpeciesNames
{
    /// <summary>The column of extended XYZ that names the species.</summary>
    public const string Species = "species";

    // Columns whose words are labels of the types if every type has one word of its own. The elements of a dump may be the same for two
    // types.
    private static readonly string[] s_labels = [Species, "typelabel"];
    private static readonly string[] s_names = [.. s_labels, "element"];

    /// <summary>
    /// Makes labels of the types from a column of names. With labels from the caller, they are the labels.
    /// </summary>
    /// <exception cref="ConfigurationFileException">Names A and B, or numbers, contradict the types.</exception>
    public static Configuration Settle(LineReader reader, AtomTable table, Configuration configuration, ReadingOptions options)
    {
        if (options.Species is not null)
        {
            return configuration.Types.Count == 0 && TypeTable.OfLabels(options.Species) is { } labels
                ? configuration.WithTypes([.. labels])
                : configuration;
        }

        foreach (ParticleText text in configuration.Texts.Where(text => text.Components == 1 && s_names.Contains(text.Name)))
        {
            RequireAgreement(reader, table, text);
        }

        ParticleText? names = configuration.Texts.FirstOrDefault(text => text.Components == 1 && s_labels.Contains(text.Name));
        if (names is null)
        {
            return configuration;
        }

        ParticleText[] others = [.. configuration.Texts.Where(text => text != names)];
        bool areLetters = names.Name == Species
            && names.Values.Index().All(name => IsLetterOf(name.Item, table.Species[name.Index]));
        if (areLetters || names.Values.All(IsNumber))
        {
            return configuration.WithTexts(others);
        }

        if (TypeTable.OfNames(names.Values, configuration.Species) is not { } types)
        {
            return configuration;
        }

        bool isKnown = configuration.Types.Count > 0;
        RequireAgreement(reader, table, configuration.Types, types, names.Name);
        return !isKnown ? configuration.WithTexts(others).WithTypes(types)
            : types.Index().All(type => type.Item.Label is null || configuration.Types[type.Index].Label == type.Item.Label)
                ? configuration.WithTexts(others)
                : configuration;
    }

    // Names A and B beside types 1 and 2 say the same twice, and so do numbers of types. Other names, and numbers of elements that are
    // larger than every type, may stand for any type.
    private static void RequireAgreement(LineReader reader, AtomTable table, ParticleText names)
    {
        bool areTypes = names.Values.All(IsNumber)
            && (s_labels.Contains(names.Name) || names.Values.Max(int.Parse) <= table.Species.ToArray().Max() + 1);
        if (!names.Values.All(name => name is "A" or "B") && !areTypes)
        {
            return;
        }

        for (int row = 0; row < names.Values.Count; row++)
        {
            string name = names.Values[row];
            int type = table.Species[row] + 1;
            if (!IsLetterOf(name, table.Species[row]) && name != $"{type}")
            {
                throw new ConfigurationFileException(
                    reader.FilePath,
                    table.FirstLine + row,
                    $"columns {LineReader.Quote(names.Name)} and 'type' that agree, or --species A,B, by which the names decide",
                    $"{name} and type {type} in row {row + 1} of the frame");
            }
        }
    }

    // A name that is the label of another type contradicts it.
    private static void RequireAgreement(
        LineReader reader, AtomTable table, IReadOnlyList<ParticleType> known, IReadOnlyList<ParticleType> found, string column)
    {
        foreach ((int index, ParticleType type) in found.Index())
        {
            if (type.Label is { } label && known.Index().Any(other => other.Index != index && other.Item.Label == label))
            {
                throw new ConfigurationFileException(
                    reader.FilePath,
                    table.FirstLine,
                    $"names in column {LineReader.Quote(column)} that agree with the labels of the types",
                    $"{LineReader.Quote(label)} beside type {index + 1}, whose label is {LineReader.Quote(known[index].Label ?? "")}");
            }
        }
    }

    private static bool IsLetterOf(string name, byte species) => name == $"{(char)('A' + species)}";

    private static bool IsNumber(string name) => int.TryParse(name, out int type) && type > 0;
}
