// What was said of the equilibration of all chains of a directory of liquids.

using System.Text.Json;
using GlassModes.Files;

namespace GlassModes.Samples;

/// <summary>
/// Reads what was said of the equilibration of the chains of a directory of liquids. The file equilibration_0001.json of a chain has all
/// that was seen. A directory of thousands of chains would have thousands of these files. Therefore a campaign gathers those of chains that
/// nothing more is asked of in one file, equilibration.json, which has the verdicts, relaxation times and mean energies.
/// </summary>
public static class JudgedChains
{
    /// <summary>Name of the file with the verdicts on many chains.</summary>
    public const string GatheredName = "equilibration.json";

    private const string Prefix = "equilibration_";
    private const string Extension = ".json";

    /// <summary>Whether a path has the name of a file with the verdict on a chain, or with those on many.</summary>
    public static bool IsFile(string path) =>
        Path.GetFileName(path) is { } name
        && (name == GatheredName
            || (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)));

    /// <summary>
    /// Reads the files of a directory. Files that are damaged are passed over, for nothing but the verdicts is lost with them. A directory
    /// that is not there has none.
    /// </summary>
    /// <param name="directory">The directory of the liquids.</param>
    /// <returns>A verdict for each chain, in the order of the chains.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<JudgedChain> In(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        if (!Directory.Exists(directory))
        {
            return [];
        }

        // Single files first: another process may put them into the file of many now.
        JudgedChain[] single = [.. Directory.GetFiles(directory).Where(IsFile).Select(ReadOrNull).OfType<JudgedChain>()];
        return InOrder([.. Gathered(directory), .. single]);
    }

    /// <summary>Reads what was said of one chain; null if nothing was, or its file is damaged.</summary>
    /// <param name="storage">Where the liquids are.</param>
    /// <param name="chain">Number of the chain, from 0.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static JudgedChain? Find(LiquidStorage storage, int chain)
    {
        ArgumentNullException.ThrowIfNull(storage);
        return ReadOrNull(storage.JudgementOf(chain))
            ?? Gathered(storage.Directory).FirstOrDefault(judged => judged.Chain == chain + 1);
    }

    /// <summary>
    /// Makes a sentence for each directory with chains that were not equilibrated, with the reasons of the first of these.
    /// </summary>
    /// <param name="files">Files of the directories, at least one of each.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<string> DescribeDoubts(IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (string directory in files.Select(file => Path.GetDirectoryName(file) ?? "").Distinct())
        {
            IReadOnlyList<JudgedChain> chains = In(directory);
            JudgedChain[] doubtful = [.. chains.Where(chain => !chain.IsEquilibrated)];
            if (doubtful.Length > 0)
            {
                yield return $"{directory}: {doubtful.Length} of {chains.Count} chains {(doubtful.Length == 1 ? "was" : "were")} "
                    + $"not equilibrated: {string.Join("; ", doubtful[0].Reasons)} (chain {doubtful[0].Chain})";
            }
        }
    }

    /// <summary>
    /// Puts the verdicts on some chains into the file of many, and removes the files of these chains. Several processes may do so at once.
    /// A process that is killed leaves each verdict in one of the files at least.
    /// </summary>
    /// <param name="storage">Where the liquids are.</param>
    /// <param name="chains">Numbers of the chains, from 0. Chains without a file are passed over.</param>
    /// <param name="cancellation">Ends the waiting for other processes.</param>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Gather(LiquidStorage storage, IEnumerable<int> chains, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(chains);
        string[] files = [.. chains.Select(storage.JudgementOf).Where(File.Exists)];
        if (files.Length == 0)
        {
            return;
        }

        string path = Path.Join(storage.Directory, GatheredName);
        using Hold hold = Hold.Await(Path.Join(storage.Directory, $".{GatheredName}"), path, cancellation: cancellation);
        IReadOnlyList<JudgedChain> all = InOrder([.. Gathered(storage.Directory), .. files.Select(ReadOrNull).OfType<JudgedChain>()]);
        AtomicFile.Write(path, stream => JsonFormat.Write(stream, new { Chains = all.Select(Document) }), CancellationToken.None);
        Array.ForEach(files, File.Delete);
    }

    // The file of a chain is newer than what was gathered: a chain whose files are lost is run again.
    private static JudgedChain[] InOrder(IEnumerable<JudgedChain> chains) =>
        [.. chains.GroupBy(chain => chain.Chain).Select(same => same.Last()).OrderBy(chain => chain.Chain)];

    private static JudgedChain? ReadOrNull(string file)
    {
        using JsonDocument? document = ParseOrNull(file);
        return document is null ? null : JudgedChain.OfDocument(document.RootElement);
    }

    private static IReadOnlyList<JudgedChain> Gathered(string directory)
    {
        using JsonDocument? document = ParseOrNull(Path.Join(directory, GatheredName));
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("chains", out JsonElement chains) && chains.ValueKind == JsonValueKind.Array
                ? [.. chains.EnumerateArray().Select(JudgedChain.OfDocument).OfType<JudgedChain>()]
                : [];
    }

    private static JsonDocument? ParseOrNull(string file)
    {
        try
        {
            return File.Exists(file) ? JsonDocument.Parse(File.ReadAllBytes(file)) : null;
        }
        catch (Exception problem) when (problem is JsonException or FileNotFoundException)
        {
            return null;
        }
    }

    // As the document of a chain, without curves.
    private static object Document(JudgedChain chain) => new
    {
        chain.Chain,
        Verdict = JudgementFile.VerdictOf(chain.IsEquilibrated),
        chain.Reasons,
        chain.HasCorrelatedSamples,
        Equilibration = double.IsNaN(chain.Energy)
            ? null
            : new
            {
                Canonical = new { Mean = chain.Energy, StandardError = chain.EnergyError },
                Relaxation = double.IsNaN(chain.RelaxationTime) ? null : new { chain.RelaxationTime },
            },
    };
}
