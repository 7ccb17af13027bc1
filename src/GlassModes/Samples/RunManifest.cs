// The description of a run that stands in its directory, glassmodes.json.

using System.IO.Hashing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GlassModes.Files;

namespace GlassModes.Samples;

/// <summary>What the runs into a directory have in common. Later runs are compared with it.</summary>
internal sealed record RunManifest
{
    /// <summary>Name of the file in the directory.</summary>
    public const string FileName = "glassmodes.json";

    // A campaign goes on for weeks, and without the description of a state all of its samples would have to be done again.
    private const string CopyName = "glassmodes.copy.json";
    private const string FormatName = "GlassModes run";
    private const int Version = 2;

    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string Format { get; init; } = FormatName;

    public int FormatVersion { get; init; } = Version;

    public required RunKind Kind { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Lists { get; init; }

    public required IReadOnlyList<SampleBlock> Samples { get; init; }

    /// <summary>XXH128 of the text in which this value is empty; null in files of earlier programs.</summary>
    public string? Checksum { get; init; }

    // JSON may have null where a value is required.
    private bool IsComplete => Settings is not null && Lists is not null && Samples is not null
        && Settings.Values.All(value => value is not null) && Samples.All(block => block is not null)
        && Lists.Values.All(list => list is not null && list.All(value => value is not null));

    /// <summary>Makes the description of a first run.</summary>
    public static RunManifest Of(RunClaim claim) => new()
    {
        Kind = claim.Kind,
        Settings = claim.Settings,
        Lists = claim.Lists.ToDictionary(list => list.Name, list => list.Values),
        Samples = claim.Block is { } block ? [block] : [],
    };

    /// <summary>
    /// Reads the description in a directory; null if there is none. Of a campaign and its states there is a copy, which is read where the
    /// description is damaged.
    /// </summary>
    /// <exception cref="InputException">The file is damaged, or of a later version.</exception>
    public static RunManifest? ReadOrNull(string directory)
    {
        string path = Path.Combine(directory, FileName);
        string copy = Path.Combine(directory, CopyName);
        try
        {
            return ReadFileOrNull(path);
        }
        catch (InputException) when (File.Exists(path) && File.Exists(copy))
        {
            return ReadFileOrNull(copy);
        }
    }

    private static RunManifest? ReadFileOrNull(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path} is a directory, where the description of the run belongs; take another directory");
        }

        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            RunManifest? read = JsonSerializer.Deserialize<RunManifest>(File.ReadAllText(path), s_options);
            return read switch
            {
                { Format: FormatName, FormatVersion: Version } when read.IsComplete && read.HasChecksum => read,
                { Format: FormatName, FormatVersion: Version } when read.IsComplete => throw new InputException(
                    $"{path} is damaged: its checksum is wrong; put the file back, or clear the directory (--overwrite)"),
                { Format: FormatName, FormatVersion: Version } => throw new InputException(
                    $"{path} is damaged: a value is missing; put the file back, or clear the directory (--overwrite)"),
                _ => throw new InputException(
                    $"{path} is no description of a run of this version of the program; take another directory, or clear this one "
                    + "(--overwrite)"),
            };
        }
        catch (JsonException problem)
        {
            throw new InputException(
                $"{path} is damaged: {problem.Message} Put the file back, or clear the directory (--overwrite).", problem);
        }
    }

    /// <summary>Writes the description into a directory, unless it stands there already.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public void WriteIfChanged(string directory)
    {
        string text = TextOf(this with { Checksum = HashOf(this) });
        Write(FileName);
        if (Kind is RunKind.State or RunKind.Campaign)
        {
            Write(CopyName);
        }
        else
        {
            File.Delete(Path.Combine(directory, CopyName));
        }

        void Write(string name)
        {
            string path = Path.Combine(directory, name);
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                AtomicFile.WriteAllText(path, text);
            }
        }
    }

    /// <summary>Says in which settings or lists a run differs; empty if it may share the directory.</summary>
    public string DifferencesFrom(RunClaim claim)
    {
        if (claim.Kind != Kind)
        {
            return $"this one is a {NameOf(claim.Kind)}";
        }

        IEnumerable<string> settings = Settings.Keys.Union(claim.Settings.Keys).Order(StringComparer.Ordinal)
            .Where(name => Settings.GetValueOrDefault(name) != claim.Settings.GetValueOrDefault(name))
            .Select(name =>
                $"{name}: {Shown(Settings.GetValueOrDefault(name))} there, {Shown(claim.Settings.GetValueOrDefault(name))} here");
        return string.Join("; ", settings.Concat(claim.Lists.Select(DifferenceIn).OfType<string>()));
    }

    /// <summary>The samples of another part that overlap with those of a run; null if there are none.</summary>
    public SampleBlock? OverlapWith(SampleBlock? block) =>
        block is null ? null : Samples.FirstOrDefault(other => other.First != block.First && other.Overlaps(block));

    /// <summary>Adds what a run that may share the directory has beyond this description.</summary>
    public RunManifest With(RunClaim claim) => this with
    {
        Lists = claim.Lists.ToDictionary(
            list => list.Name, list => StoredOf(list).Count > list.Values.Count ? StoredOf(list) : list.Values),
        Samples = claim.Block is { } block
            ?
            [
                .. Samples.Where(other => other.First != block.First)
                    .Append(block with { Count = Math.Max(block.Count, CountAt(block.First)) })
                    .OrderBy(other => other.First),
            ]
            : Samples,
    };

    /// <summary>What a run is called in a sentence.</summary>
    public static string NameOf(RunKind kind) => kind switch
    {
        RunKind.Quench => "quench",
        RunKind.Preparation => "preparation",
        RunKind.State => "state of a campaign",
        _ => "campaign",
    };

    private bool HasChecksum => Checksum is null || Checksum == HashOf(this);

    private static string TextOf(RunManifest manifest) => JsonSerializer.Serialize(manifest, s_options) + "\n";

    private static string HashOf(RunManifest manifest) =>
        Convert.ToHexString(XxHash128.Hash(Encoding.UTF8.GetBytes(TextOf(manifest with { Checksum = "" }))));

    // A setting that a run does not have is no text at all.
    private static string Shown(string? value) => value ?? "nothing";

    private int CountAt(int first) => Samples.FirstOrDefault(block => block.First == first)?.Count ?? 0;

    private IReadOnlyList<string> StoredOf(RunList list) => Lists.GetValueOrDefault(list.Name) ?? [];

    private string? DifferenceIn(RunList list)
    {
        IReadOnlyList<string> stored = StoredOf(list);
        int common = Math.Min(stored.Count, list.Values.Count);
        for (int k = 0; k < common; k++)
        {
            if (stored[k] != list.Values[k])
            {
                return list.AreHashes
                    ? $"{list.Name}: number {k} is another one there"
                    : $"{list.Name}: number {k} is {stored[k]} there, {list.Values[k]} here";
            }
        }

        return stored.Count > common && !list.MayBeShorter
            ? $"{list.Name}: {stored.Count} there, the first {common} of them here"
            : null;
    }
}
