// Makes properties and columns of words from the columns of a table that are kept.

using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>What a table holds beside ids, species, positions and velocities.</summary>
internal sealed record FurtherContent(IReadOnlyList<ParticleProperty> Properties, IReadOnlyList<ParticleText> Texts)
{
    private const string Image = "image";

    /// <summary>
    /// Makes the content. Columns of a vector that turn out to be words, where the file does not say so, are kept one by one.
    /// </summary>
    public static FurtherContent Of(IReadOnlyList<FurtherColumns> groups, ColumnValues[][] values)
    {
        List<ParticleProperty> properties = [];
        List<ParticleText> texts = [];
        for (int k = 0; k < values.Length; k++)
        {
            FurtherColumns group = groups[k];
            if (values[k].Any(column => column.HasWords) && group.Kind == ColumnKind.Open)
            {
                for (int component = 0; component < values[k].Length; component++)
                {
                    Add(group with { Name = group.Columns[component] }, [values[k][component]]);
                }
            }
            else
            {
                Add(group, values[k]);
            }
        }

        return new FurtherContent(properties, texts);

        void Add(FurtherColumns group, ColumnValues[] columns)
        {
            if (columns.FirstOrDefault(column => column.HasWords) is { } words)
            {
                texts.Add(new ParticleText(group.Name, words.TextKind, Interleave([.. columns.Select(column => column.Words)]))
                {
                    Components = columns.Length,
                });
                return;
            }

            double[] numbers = Interleave(columns);
            bool isWhole = group.Kind == ColumnKind.WholeNumber
                || (group.Name == Image && Array.TrueForAll(numbers, number => number == Math.Round(number) && Math.Abs(number) < 1e9));
            properties.Add(new ParticleProperty(group.Name, columns.Length, numbers) { IsWhole = isWhole });
        }
    }

    private static double[] Interleave(ColumnValues[] columns)
    {
        int count = columns[0].Numbers.Length;
        double[] values = new double[columns.Length * count];
        for (int component = 0; component < columns.Length; component++)
        {
            ReadOnlySpan<double> numbers = columns[component].Numbers;
            for (int i = 0; i < count; i++)
            {
                values[(columns.Length * i) + component] = numbers[i];
            }
        }

        return values;
    }

    private static string[] Interleave(IReadOnlyList<string>[] columns)
    {
        int count = columns[0].Count;
        string[] words = new string[columns.Length * count];
        for (int k = 0; k < words.Length; k++)
        {
            words[k] = columns[k % columns.Length][k / columns.Length];
        }

        return words;
    }
}
