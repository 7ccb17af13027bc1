// Stores a protocol as the attributes of an HDF5 group. docs/results-format.md describes the layout.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Files;
using GlassModes.Quench;
using PureHDF;

namespace GlassModes.Samples;

/// <summary>
/// Converts protocols to groups of HDF5 files and back. Numbers keep full double precision. A setting that a protocol does not have gets no
/// attribute.
/// </summary>
internal static class ProtocolLayout
{
    private const string OtherSettings = "other_settings";

    /// <summary>Makes the group of a protocol.</summary>
    public static H5Group Group(Protocol protocol)
    {
        H5Group group = [];
        group.Attributes["hash"] = protocol.Hash;
        group.Attributes["model"] = protocol.Model;
        group.Attributes["particles"] = (long)protocol.Particles;
        group.Attributes["box_length"] = protocol.BoxLength;
        group.Attributes["temperature"] = protocol.Temperature;
        group.Attributes["modes"] = $"{protocol.Modes}";
        AddNumbers("composition", protocol.Composition);
        AddNumbers("cutoffs", protocol.Cutoffs);
        AddNumbers("energies_at_half_cutoff", protocol.EnergiesAtHalfCutoff);
        if (protocol.Preparation is { } preparation)
        {
            group.Attributes["dynamics_timestep"] = preparation.Timestep;
            group.Attributes["canonical_time"] = preparation.CanonicalTime;
            group.Attributes["microcanonical_time"] = preparation.MicrocanonicalTime;
            group.Attributes["time_between_samples"] = preparation.Interval;
            AddNumber("hot_temperature", preparation.HotStage?.Temperature);
            AddNumber("hot_time", preparation.HotStage?.Time);
            AddNumber("cooling_time", preparation.HotStage?.CoolingTime);
            if (preparation.Thermostat != new ThermostatSettings())
            {
                group.Attributes["thermostat_period"] = preparation.Thermostat.Period;
                group.Attributes["thermostat_length"] = (long)preparation.Thermostat.Length;
                group.Attributes["thermostat_order"] = (long)preparation.Thermostat.Order;
            }

            if (preparation.ReplicaExchange is { } exchange)
            {
                AddNumbers("replica_temperatures", exchange.Temperatures);
                group.Attributes["steps_per_trial"] = exchange.StepsPerTrial;
            }
        }

        if (protocol.Quench is { } quench)
        {
            group.Attributes["method"] = QuenchMethods.NameOf(quench.Method);
            AddNumber("timestep", quench.Timestep);
            AddNumber("tolerance", quench.Tolerance);
            group.Attributes["crossing_tolerance"] = quench.CrossingTolerance;
            group.Attributes["saddle_force"] = quench.SaddleForce;
            group.Attributes["escapes_saddles"] = quench.EscapesSaddles ? 1L : 0L;
        }

        if (protocol.OtherSettings.Count > 0)
        {
            H5Group otherSettings = [];
            foreach ((string name, string value) in protocol.OtherSettings)
            {
                otherSettings.Attributes[name] = value;
            }

            group[OtherSettings] = otherSettings;
        }

        return group;

        void AddNumbers(string name, IReadOnlyList<double> values)
        {
            if (values.Count > 0)
            {
                group.Attributes[name] = values.ToArray();
            }
        }

        void AddNumber(string name, double? value)
        {
            if (value is { } number)
            {
                group.Attributes[name] = number;
            }
        }
    }

    /// <summary>Reads the protocol of a group.</summary>
    /// <exception cref="InvalidDataException">
    /// The hash of the protocol is not the hash that is stored with it, or the quench method or the selection of modes is unknown.
    /// </exception>
    public static Protocol Read(IH5Group group)
    {
        Protocol protocol = new(
            Hdf5.ReadText(group.Attribute("model")),
            checked((int)group.Attribute("particles").Read<long>()),
            group.Attribute("box_length").Read<double>(),
            group.Attribute("temperature").Read<double>())
        {
            Composition = Numbers("composition"),
            Cutoffs = Numbers("cutoffs"),
            EnergiesAtHalfCutoff = Numbers("energies_at_half_cutoff"),
            Modes = ModesOf(Hdf5.ReadText(group.Attribute("modes"))),
            Preparation = group.AttributeExists("dynamics_timestep")
                ? new EquilibrationProtocol(
                    Required("dynamics_timestep"),
                    Required("canonical_time"),
                    Required("microcanonical_time"),
                    Required("time_between_samples"))
                {
                    HotStage = Number("hot_temperature") is { } hot
                        ? new HotStage(hot, Required("hot_time"), Required("cooling_time"))
                        : null,
                    Thermostat = Number("thermostat_period") is { } period
                        ? new ThermostatSettings(period, Integer("thermostat_length"), Integer("thermostat_order"))
                        : new ThermostatSettings(),
                    ReplicaExchange = Numbers("replica_temperatures") is { Length: > 0 } temperatures
                        ? new ReplicaExchangeProtocol(temperatures, group.Attribute("steps_per_trial").Read<long>())
                        : null,
                }
                : null,
            Quench = group.AttributeExists("method")
                ? new QuenchSettings(
                    MethodOf(Hdf5.ReadText(group.Attribute("method"))),
                    Number("timestep"),
                    Number("tolerance"),
                    Required("crossing_tolerance"),
                    Required("saddle_force"),
                    group.Attribute("escapes_saddles").Read<long>() != 0)
                : null,
            OtherSettings = group.LinkExists(OtherSettings)
                ? group.Group(OtherSettings).Attributes().ToDictionary(setting => setting.Name, setting => Hdf5.ReadText(setting))
                : new Dictionary<string, string>(),
        };
        string stored = Hdf5.ReadText(group.Attribute("hash"));
        return protocol.Hash == stored
            ? protocol
            : throw new InvalidDataException($"The protocol has the hash {protocol.Hash}, but {stored} is stored with it.");

        double[] Numbers(string name) => group.AttributeExists(name) ? group.Attribute(name).Read<double[]>() : [];

        double Required(string name) => group.Attribute(name).Read<double>();

        int Integer(string name) => checked((int)group.Attribute(name).Read<long>());

        double? Number(string name) => group.AttributeExists(name) ? Required(name) : null;
    }

    /// <summary>Makes a protocol from the named settings of a record of layout version 1 or 2.</summary>
    public static Protocol FromNamedSettings(
        string model, int particles, double boxLength, double temperature, IReadOnlyDictionary<string, string> settings)
    {
        // These settings are not part of a protocol: the first three describe the run, and the density follows from N and L.
        HashSet<string> knownNames = ["samples", "chains", "rungs", "density"];
        Protocol protocol = new(model, particles, boxLength, temperature)
        {
            Composition = Numbers("composition"),
            Cutoffs = Numbers("cutoffs"),
            EnergiesAtHalfCutoff = Numbers("energies at half the cutoff"),
            Preparation = HasAll("dynamics timestep", "canonical time", "microcanonical time", "time between samples")
                ? new EquilibrationProtocol(
                    Number("dynamics timestep")!.Value,
                    Number("canonical time")!.Value,
                    Number("microcanonical time")!.Value,
                    Number("time between samples")!.Value)
                : null,
            Quench = HasAll("method", "crossing tolerance", "saddle force", "escapes saddles")
                ? new QuenchSettings(
                    MethodOf(Text("method")!),
                    Number("timestep"),
                    Number("tolerance"),
                    Number("crossing tolerance")!.Value,
                    Number("saddle force")!.Value,
                    Text("escapes saddles") == "yes")
                : null,
        };
        return protocol with
        {
            OtherSettings = settings.Where(setting => !knownNames.Contains(setting.Key)).ToDictionary(
                setting => setting.Key, setting => setting.Value),
        };

        bool HasAll(params string[] names) => names.All(settings.ContainsKey);

        string? Text(string name)
        {
            knownNames.Add(name);
            return settings.GetValueOrDefault(name);
        }

        double? Number(string name) =>
            Text(name) is { } text && text != "none" ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

        double[] Numbers(string name) =>
            [.. Text(name)?.Split(' ').Select(word => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture)) ?? []];
    }

    /// <summary>
    /// Reads the ladder from the named settings of a record of layout version 1 or 2. The ladder is empty if the settings do not contain
    /// the rungs.
    /// </summary>
    public static Rung[] LadderFromNamedSettings(IReadOnlyDictionary<string, string> settings) =>
    [
        .. settings.GetValueOrDefault("rungs")?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => new Rung(double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture))) ?? [],
    ];

    private static QuenchMethodKind MethodOf(string name) =>
        QuenchMethods.Named(name) ?? throw new InvalidDataException($"There is no quench method '{name}'.");

    private static SampledModes ModesOf(string text)
    {
        try
        {
            return SampledModes.Parse(text);
        }
        catch (FormatException problem)
        {
            throw new InvalidDataException(problem.Message, problem);
        }
    }
}
