// What a reader of configurations has to know beside the file.

namespace GlassModes.IO;

/// <summary>How configuration files are read.</summary>
public sealed record ReadingOptions
{
    /// <summary>The format. Null: the extension of the name decides, or the content where the extension is unknown.</summary>
    public ConfigurationFormat? Format { get; init; }

    /// <summary>
    /// The labels of the species, such as Ni and P, in the order of the species of the model. Null: species are A, B, … or 1, 2, …. With
    /// labels, a LAMMPS dump is read by its column <c>element</c>, <c>typelabel</c> or <c>type</c>, whichever comes first in this list.
    /// </summary>
    public IReadOnlyList<string>? Species { get; init; }

    /// <summary>
    /// Receives one sentence for each kind of content that the configuration does not have: what it is, and what follows. Every sentence
    /// begins with the name of the file. Null: the sentences are lost.
    /// </summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Options with nothing but a format.</summary>
    internal static ReadingOptions Of(ConfigurationFormat? format) => new() { Format = format };
}
