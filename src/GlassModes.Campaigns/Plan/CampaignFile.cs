// Reads a campaign from a TOML file, and checks every key.

using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Plan;

/// <summary>
/// Reads campaign files. The tables [liquid], [quench], [modes] and [keep] hold for all states. A state, [[states]], may have tables of the
/// same names with other values.
/// </summary>
public static class CampaignFile
{
    private const double BytesPerGigabyte = 1e9;
    private const double FirstRung = -1.5;
    private const double LastRung = -7;
    private const double RungStep = 0.5;

    // A chain equilibrates as long as 20 samples of the paper take. With 50 samples, equilibration is less than a third of the time.
    private const int DefaultSamplesPerChain = 50;

    private static readonly string[] s_tables = ["liquid", "quench", "modes", "keep"];

    // The keys of each of these tables.
    private static readonly string[][] s_keys =
    [
        [
            "protocol", "timestep", "equilibrate_nvt", "equilibrate_nve", "interval", "samples_per_chain", "hot_temperature", "hot_time",
            "cooling_time", "thermostat_period", "thermostat_length", "thermostat_order", "replicas", "highest_temperature",
            "lowest_temperature", "replica_temperatures", "steps_per_trial", "equilibration_trials", "trials_between_samples",
            "further_temperatures", "keep_crystals",
        ],
        ["method", "until", "ladder", "rungs", "tolerance", "timestep", "max_evaluations", "push_off_saddles"],
        ["solve", "lowest", "interval", "certify", "rungs", "measure_start"],
        ["eigenvectors", "configurations", "pack", "samples_per_pack", "page_samples"],
    ];

    // A campaign has directories of these names beside those of its states.
    private static readonly string[] s_otherDirectories = ["status", "slurm", "tables"];

    private static readonly string[] s_stateKeys =
    [
        "name", "model", "cutoff", "particles", "density", "packing_fraction", "temperature", "samples", "threads", "files", "frames",
        "format", "species", .. s_tables,
    ];

    /// <summary>Reads a file.</summary>
    /// <exception cref="CampaignFileException">
    /// The file is not there or no valid TOML, a key is unknown, occurs twice or has a wrong value, or a state is impossible. The message
    /// names file, line and key.
    /// </exception>
    public static Campaign Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CampaignFileException(path, null, $"the file cannot be read: {problem.Message.TrimEnd('.')}", problem);
        }
    }

    /// <summary>Reads a campaign from a text.</summary>
    /// <param name="path">The file of the text, for errors. Configuration files are named relative to its directory.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="CampaignFileException">As for <see cref="Read"/>.</exception>
    public static Campaign Parse(string path, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        PlanTable file = new(path, "", TomlTree.Parse(path, text));
        file.RequireKnown(["name", "seed", "workers", "retries", "memory", "states", .. s_tables]);
        string name = file.Text("name") ?? Path.GetFileNameWithoutExtension(path);
        ulong seed = (ulong)(file.Integer("seed", 0, long.MaxValue) ?? 1);
        int? workers = (int?)file.Integer("workers", 1);
        double? memory = file.Positive("memory");
        int? retries = (int?)file.Integer("retries", 0);
        PlanTable[] defaults = [.. s_tables.Select((table, k) => file.Table(table).RequireKnown(s_keys[k]))];
        IReadOnlyList<PlanTable> tables = file.Tables("states");
        if (tables.Count == 0)
        {
            throw file.Error("states: expected at least one table [[states]]; found none");
        }

        CampaignState[] states = [.. tables.Select(table => ReadState(path, table, defaults, seed))];
        for (int k = 1; k < states.Length; k++)
        {
            if (states.Take(k).Any(other => other.Name == states[k].Name))
            {
                throw tables[k].Error("name", $"there are two states \"{states[k].Name}\"; give each a name of its own");
            }
        }

        return new Campaign(name, seed, states) { Workers = workers, Retries = retries ?? 2, Memory = memory * BytesPerGigabyte };
    }

    private static CampaignState ReadState(string path, PlanTable state, PlanTable[] defaults, ulong seed)
    {
        state.RequireKnown(s_stateKeys);
        string name = ReadName(state);
        PairModel model = ReadModel(state);
        PlanTable[] tables = [.. s_tables.Select((table, k) => state.Table(table, defaults[k]).RequireKnown(s_keys[k]))];
        Ladder ladder = ReadLadder(tables[1]);
        SampledModes modes = ModesTable.Read(tables[2], ladder);
        SamplePlan plan = new(model, ladder)
        {
            Quench = ReadQuench(tables[1], model),
            Modes = modes,
            StartModes = ModesTable.ReadStart(tables[2], modes),
            Solving = ReadSolving(tables[2]),
            Kept = ReadKept(tables[3]),
        };
        if (ladder.Rungs.Count == 0 && plan.StartModes is null)
        {
            throw tables[1].Error("rungs", "without rungs nothing is done with a start; give rungs, or measure_start = true in [modes]");
        }

        (ProtocolRequest protocol, int perChain) = ReadLiquid(tables[0]);
        string[]? files = state.Texts("files");
        int? samples = (int?)state.Integer("samples", 1);
        int? threads = (int?)state.Integer("threads", 1);
        StartSupply source = files is null
            ? ReadPrepared(
                state, protocol, perChain, model, samples ?? throw state.Error("samples: expected the number of samples; found none"), seed)
            : ReadFiles(path, state, files);
        return new CampaignState(name, samples ?? int.MaxValue, source, plan)
        {
            Threads = threads,
            KeepsCrystals = tables[0].Truth("keep_crystals") ?? false,
            Kept = ReadKeptFiles(tables[3], plan),
        };
    }

    private static string ReadName(PlanTable state)
    {
        string name = state.Text("name") ?? throw state.Error("name: expected the name of the state; found none");
        if (s_otherDirectories.Contains(name))
        {
            throw state.Error("name", $"\"{name}\" is another directory of every campaign; take another name");
        }

        return name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name[0] != '.'
            ? name
            : throw state.Error("name", $"expected letters, digits, '-', '_' and '.', for it names a directory; found \"{name}\"");
    }

    private static PairModel ReadModel(PlanTable state)
    {
        string model = state.Word("model", [.. ModelCatalog.Names])
            ?? throw state.Error($"model: expected one of {string.Join(", ", ModelCatalog.Names)}; found none");
        double? cutoff = state.Positive("cutoff");
        return Guard(state, "cutoff", () => ModelCatalog.Create(model, cutoff));
    }

    private static Ladder ReadLadder(PlanTable quench)
    {
        quench = quench.WithTogether("rungs", "ladder", "until");
        double[]? rungs = quench.Numbers("rungs");
        PlanTable ladder = quench.Table("ladder").RequireKnown("from", "to", "step");
        double? until = quench.Positive("until");
        double? from = ladder.Number("from");
        double? to = ladder.Number("to");
        double? step = ladder.Number("step");
        if (rungs is not null)
        {
            return until is not null || from is not null || to is not null || step is not null
                ? throw quench.Error("rungs", "rungs exclude until and ladder; give one of them")
                : rungs.Length == 0
                ? Ladder.Empty
                : Guard(quench, "rungs", () => new Ladder(rungs.Select(rung => Math.Pow(10, rung))));
        }

        if (until is { } last && from is null && to is null && step is null)
        {
            return Guard(quench, "until", () => Ladder.HalfDecadesUntil(last));
        }

        Ladder decades = Guard(quench, "ladder", () => Ladder.Decades(from ?? FirstRung, to ?? LastRung, step ?? RungStep));
        return until is { } end ? Guard(quench, "until", () => decades.Until(end)) : decades;
    }

    private static QuenchOptions ReadQuench(PlanTable quench, PairModel model)
    {
        string method = quench.Word("method", [.. QuenchMethods.Names]) ?? QuenchMethods.NameOf(QuenchMethodKind.Automatic);
        QuenchMethodKind kind = QuenchMethods.Named(method)!.Value;
        kind = kind == QuenchMethodKind.Automatic ? QuenchMethods.DefaultFor(model) : kind;
        double? timestep = quench.Positive("timestep");
        double? tolerance = quench.Positive("tolerance");
        bool hasTimestep = kind is QuenchMethodKind.Euler or QuenchMethodKind.Fire;
        if (timestep is not null && !hasTimestep)
        {
            throw quench.Error("timestep", $"the method {QuenchMethods.NameOf(kind)} chooses its steps by its tolerance; leave it out");
        }

        if (tolerance is not null && (hasTimestep || kind == QuenchMethodKind.ConjugateGradient))
        {
            throw quench.Error("tolerance", $"the method {QuenchMethods.NameOf(kind)} does not estimate its error; leave it out");
        }

        return new QuenchOptions(
            kind,
            timestep,
            tolerance,
            MaximumEvaluations: quench.Integer("max_evaluations", 1, long.MaxValue) ?? long.MaxValue,
            EscapeSaddles: quench.Truth("push_off_saddles") ?? true);
    }

    private static ModeOptions ReadSolving(PlanTable modes) => new(Certification: modes.Word("certify", "auto", "always", "never") switch
    {
        "always" => ModeCertification.Always,
        "never" => ModeCertification.Never,
        _ => ModeCertification.Automatic,
    });

    private static KeptVectors ReadKept(PlanTable keep) => keep.Word("eigenvectors", "none", "lowest", "unstable") switch
    {
        "lowest" => KeptVectors.Lowest,
        "unstable" => KeptVectors.Unstable,
        _ => KeptVectors.None,
    };

    private static KeptFiles ReadKeptFiles(PlanTable keep, SamplePlan plan)
    {
        bool keepsConfigurations = keep.Word("configurations", "all", "none") != "none";
        if (!keepsConfigurations && !plan.HasRecord)
        {
            throw keep.Error("configurations", "without modes (solve = \"none\") nothing else would be kept; take \"all\"");
        }

        return new KeptFiles(
            keepsConfigurations,
            keep.Truth("pack"),
            (int)(keep.Integer("samples_per_pack", 2) ?? KeptFiles.DefaultSamplesPerPack),
            (int)(keep.Integer("page_samples", 0) ?? KeptFiles.DefaultPageSamples));
    }

    private static (ProtocolRequest Request, int SamplesPerChain) ReadLiquid(PlanTable liquid)
    {
        ProtocolRequest request = new()
        {
            Name = liquid.Text("protocol"),
            Timestep = liquid.Positive("timestep"),
            CanonicalTime = liquid.Time("equilibrate_nvt"),
            MicrocanonicalTime = liquid.Time("equilibrate_nve"),
            Interval = liquid.Time("interval"),
            HotTemperature = liquid.Positive("hot_temperature"),
            HotTime = liquid.Time("hot_time"),
            CoolingTime = liquid.Time("cooling_time"),
            ThermostatPeriod = liquid.Positive("thermostat_period"),
            ThermostatLength = (int?)liquid.Integer("thermostat_length", 1),
            ThermostatOrder = (int?)liquid.Integer("thermostat_order", 2),
            Replicas = (int?)liquid.Integer("replicas", 2),
            HighestTemperature = liquid.Positive("highest_temperature"),
            LowestTemperature = liquid.Positive("lowest_temperature"),
            ReplicaTemperatures = liquid.Numbers("replica_temperatures"),
            FurtherTemperatures = liquid.Numbers("further_temperatures"),
            StepsPerTrial = liquid.Integer("steps_per_trial", 1),
            EquilibrationTrials = liquid.Integer("equilibration_trials", 0),
            TrialsBetweenSamples = liquid.Integer("trials_between_samples", 1),
        };
        return (request, (int)(liquid.Integer("samples_per_chain", 1) ?? DefaultSamplesPerChain));
    }

    private static PreparedStarts ReadPrepared(
        PlanTable state, ProtocolRequest protocol, int perChain, PairModel model, int samples, ulong seed)
    {
        long particles = state.Integer("particles", 2) ?? throw state.Error("particles: expected the number of particles; found none");
        double temperature = state.Positive("temperature", infinite: true) ?? protocol.DefaultTemperature ?? model.DefaultTemperature
            ?? throw state.Error($"temperature: expected the temperature, which the model {model.Name} needs; found none");
        foreach (string key in (string[])["frames", "format", "species"])
        {
            if (state.Has(key))
            {
                throw state.Error(key, "belongs to a state with files; leave it out");
            }
        }

        double density = ReadDensity(state, model);
        return Guard(state, "particles", () =>
        {
            // Samples that are added later must not change those that are there, so that all samples of a full chain share its time.
            EquilibrationProtocol resolved = protocol.Resolve(model, (int)particles, density, temperature, perChain, seed);
            LiquidPlan plan = new(model, (int)particles, density, temperature, samples, seed, Protocol: resolved);
            plan.RequireFits();
            return new PreparedStarts(plan, perChain);
        });
    }

    private static double ReadDensity(PlanTable state, PairModel model)
    {
        double? density = state.Positive("density");
        double? fraction = state.Positive("packing_fraction");
        if (fraction is not { } phi)
        {
            return density ?? model.DefaultDensity;
        }

        return density is not null ? throw state.Error("packing_fraction", "density and packing_fraction exclude each other; give one")
            : model.Diameters is null ? throw state.Error("packing_fraction", $"the model {model.Name} has no diameters; give density")
            : model.DensityOf(phi);
    }

    private static StartsInFiles ReadFiles(string path, PlanTable state, string[] patterns)
    {
        foreach (string key in (string[])["particles", "density", "packing_fraction"])
        {
            if (state.Has(key))
            {
                throw state.Error(key, "the files of the state say it; leave it out, or leave out files");
            }
        }

        string? format = state.Text("format");
        ConfigurationFormat? known = format is null ? null : Guard<ConfigurationFormat?>(
            state, "format", () => ConfigurationFormats.FromName(format));
        bool allFrames = state.Word("frames", "all", "last") == "all";
        double? temperature = state.Positive("temperature", infinite: true);
        ReadingOptions reading = new() { Format = known, Species = state.Texts("species") };
        string directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new StartsInFiles(
            [.. patterns.SelectMany(pattern => FindFiles(state, directory, pattern))], allFrames, reading, temperature);
    }

    // A pattern with * or ? in the name of the file stands for all files that match, in the order of their names.
    private static string[] FindFiles(PlanTable state, string directory, string pattern)
    {
        string path = Path.Combine(directory, pattern);
        string name = Path.GetFileName(path);
        string[] found = !name.Contains('*') && !name.Contains('?')
            ? File.Exists(path) ? [path] : []
            : Directory.Exists(Path.GetDirectoryName(path))
                ? [.. Directory.GetFiles(Path.GetDirectoryName(path)!, name).Order(StringComparer.Ordinal)]
                : [];
        return found.Length > 0 ? found : throw state.Error("files", $"there is no file {path}");
    }

    // Turns an error of the library into one of the file.
    private static T Guard<T>(PlanTable table, string key, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception problem) when (problem is InputException or ArgumentException)
        {
            string text = problem is ArgumentException wrong ? ArgumentText.Of(wrong) : problem.Message.ReplaceLineEndings(" ");
            throw table.Error(key, text.TrimEnd('.'), problem);
        }
    }
}
