// The settings that all samples of one ensemble share.

using System.Globalization;
using System.IO.Hashing;
using System.Text;
using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>
/// Says how a sample is made: model, N, L, T, preparation, quench, and which modes are solved for. Two samples belong to one ensemble if
/// the hashes of their protocols agree. The rungs, the start and the number of samples are not part of the protocol, because an ensemble
/// may grow and may be sampled at more rungs later. A protocol is immutable. Two protocols are equal if their hashes agree.
/// </summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Particles">N.</param>
/// <param name="BoxLength">L.</param>
/// <param name="Temperature">T of the liquid; +∞ for random positions, NaN if not known.</param>
public sealed record Protocol(string Model, int Particles, double BoxLength, double Temperature)
{
    // Ten digits are enough to distinguish protocols. They are also few enough that different computations of a number on different
    // machines give the same text.
    private const string Digits = "g10";

    private const string TimeSetting = "time";

    // Parameters of models are numbers that people type, such as 2.5, or that follow from such numbers.
    private const double SameParameter = 1e-6;

    /// <summary>Share of each species in the particles; empty if an old record does not contain the shares.</summary>
    public IReadOnlyList<double> Composition { get; init; } = [];

    /// <summary>Cutoffs of the pairs AA, AB, …, BB, …; empty if an old record does not contain the cutoffs.</summary>
    public IReadOnlyList<double> Cutoffs { get; init; } = [];

    /// <summary>v(r_c/2) of the same pairs. These energies distinguish models that have the same name but different parameters.</summary>
    public IReadOnlyList<double> EnergiesAtHalfCutoff { get; init; } = [];

    /// <summary>How the liquid was equilibrated; null for starts from files and for random positions.</summary>
    public EquilibrationProtocol? Preparation { get; init; }

    /// <summary>The settings of the quench; null if an old record does not contain them.</summary>
    public QuenchSettings? Quench { get; init; }

    /// <summary>Which modes are solved for.</summary>
    public SampledModes Modes { get; init; } = SampledModes.Unstable;

    /// <summary>Settings, by name, that this program does not know. They come from other programs or from old records.</summary>
    public IReadOnlyDictionary<string, string> OtherSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>N/L³.</summary>
    public double Density => Particles / (BoxLength * BoxLength * BoxLength);

    /// <summary>
    /// All settings except model, N, L and T, as "name = value" in the order of the names, joined by "; ". Numbers have ten digits. A
    /// setting that is added to this program in the future must be left out if it has its default value. Otherwise the hashes of old
    /// samples would change.
    /// </summary>
    public string Settings => string.Join(
        "; ",
        NamedSettings().OrderBy(setting => setting.Name, StringComparer.Ordinal).Select(setting => $"{setting.Name} = {setting.Value}"));

    /// <summary>The whole protocol as one line of text: its canonical form.</summary>
    public string CanonicalText =>
        $"{string.Join("; ", Identification().Select(setting => $"{setting.Name} = {setting.Value}"))}; {Settings}";

    /// <summary>128 bits of the canonical form (XXH128) in hexadecimal digits.</summary>
    public string Hash => Convert.ToHexString(XxHash128.Hash(Encoding.UTF8.GetBytes(CanonicalText)));

    /// <summary>Makes the protocol of a sample.</summary>
    /// <param name="start">The start of the sample.</param>
    /// <param name="temperature">T of the liquid; +∞ for random positions, NaN if not known.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">Settings of the quench.</param>
    /// <param name="modes">Which modes are solved for.</param>
    /// <param name="preparation">How the liquid was equilibrated; null if not known.</param>
    public static Protocol Of(
        Configuration start,
        double temperature,
        PairModel model,
        QuenchOptions options,
        SampledModes modes,
        EquilibrationProtocol? preparation = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return OfQuench(model, start.Count, start.Box.Length, temperature, preparation, options, modes);
    }

    /// <summary>Makes the protocol of a sample whose start is not at hand.</summary>
    internal static Protocol OfQuench(
        PairModel model,
        int particles,
        double boxLength,
        double temperature,
        EquilibrationProtocol? preparation,
        QuenchOptions options,
        SampledModes modes) =>
        OfLiquid(model, particles, boxLength, temperature, preparation) with
        {
            Quench = QuenchSettings.Of(options, model),
            Modes = modes,

            // Times that go on from the start are no times since the start. They must not be averaged together.
            OtherSettings = options.TimeFromStart
                ? new Dictionary<string, string> { [TimeSetting] = "goes on from the start" }
                : new Dictionary<string, string>(),
        };

    /// <summary>Makes the protocol of a liquid, without a quench.</summary>
    internal static Protocol OfLiquid(
        PairModel model, int particles, double boxLength, double temperature, EquilibrationProtocol? preparation) =>
        new(model.Name, particles, boxLength, temperature)
        {
            Composition = model.Composition,
            Cutoffs = OfPairs(model, model.Cutoff),
            EnergiesAtHalfCutoff = OfPairs(model, (a, b) => model.Energy(a, b, 0.5 * model.Cutoff(a, b))),
            Preparation = preparation,
        };

    /// <summary>
    /// Lists the settings in which another protocol differs, such as "method = fire where this one has rkc3". The text is empty if the
    /// protocols agree.
    /// </summary>
    public string DifferencesFrom(Protocol other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Dictionary<string, string> values = NamedParts().ToDictionary(part => part.Name, part => part.Value);
        Dictionary<string, string> otherValues = other.NamedParts().ToDictionary(part => part.Name, part => part.Value);
        return string.Join("; ", values.Keys.Union(otherValues.Keys)
            .Where(name => values.GetValueOrDefault(name) != otherValues.GetValueOrDefault(name))
            .Select(name =>
                $"{name} = {otherValues.GetValueOrDefault(name, "nothing")} "
                + $"where this one has {values.GetValueOrDefault(name, "nothing")}"));
    }

    /// <summary>
    /// Whether the composition, the cutoffs and the energies at half the cutoff agree. What one of the protocols does not contain counts as
    /// agreeing.
    /// </summary>
    public bool HasSameParametersAs(Protocol other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Agree(Composition, other.Composition)
            && Agree(Cutoffs, other.Cutoffs)
            && Agree(EnergiesAtHalfCutoff, other.EnergiesAtHalfCutoff);
    }

    /// <summary>Whether the protocols have the same <see cref="Hash"/>.</summary>
    public bool Equals(Protocol? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    /// <summary>Model, N, L and T as a short text for people.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Model}, N = {Particles}, L = {BoxLength:g6}, T = {Temperature:g4}");

    /// <summary>All settings of the canonical form, with their names.</summary>
    /// <param name="exact">Whether numbers have all digits, so that different protocols always differ.</param>
    internal IEnumerable<(string Name, string Value)> NamedParts(bool exact = false)
    {
        string digits = exact ? "r" : Digits;
        return [.. Identification(digits), .. NamedSettings(digits)];
    }

    private static bool Agree(IReadOnlyList<double> left, IReadOnlyList<double> right) =>
        left.Count == 0
        || right.Count == 0
        || (left.Count == right.Count
            && left.Zip(right).All(pair => Math.Abs(pair.First - pair.Second) <= SameParameter * Math.Abs(pair.Second)));

    // Pairs are symmetric, so each pair has one value: AA, AB, BB.
    private static double[] OfPairs(PairModel model, Func<int, int, double> value) =>
    [
        .. Enumerable.Range(0, model.SpeciesCount)
            .SelectMany(a => Enumerable.Range(a, model.SpeciesCount - a).Select(b => value(a, b))),
    ];

    private (string Name, string Value)[] Identification(string digits = Digits) =>
    [
        ("model", Model),
        ("particles", Particles.ToString(CultureInfo.InvariantCulture)),
        ("box length", Text(BoxLength, digits)),
        ("temperature", Text(Temperature, digits)),
    ];

    private IEnumerable<(string Name, string Value)> NamedSettings(string digits = Digits)
    {
        foreach ((string name, IReadOnlyList<double> values) in
            new[] { ("composition", Composition), ("cutoffs", Cutoffs), ("energies at half the cutoff", EnergiesAtHalfCutoff) })
        {
            if (values.Count > 0)
            {
                yield return (name, string.Join(' ', values.Select(value => Text(value, digits))));
            }
        }

        if (Preparation is { } preparation)
        {
            yield return ("dynamics timestep", Text(preparation.Timestep, digits));
            yield return ("canonical time", Text(preparation.CanonicalTime, digits));
            yield return ("microcanonical time", Text(preparation.MicrocanonicalTime, digits));
            yield return ("time between samples", Text(preparation.Interval, digits));
            foreach ((string name, double value) in OptionalSettingsOf(preparation))
            {
                yield return (name, Text(value, digits));
            }

            if (preparation.ReplicaExchange is { } exchange)
            {
                yield return ("replica temperatures", string.Join(' ', exchange.Temperatures.Select(value => Text(value, digits))));
                yield return ("steps per trial", exchange.StepsPerTrial.ToString(CultureInfo.InvariantCulture));
            }
        }

        if (Quench is { } quench)
        {
            yield return ("method", QuenchMethods.NameOf(quench.Method));
            yield return ("timestep", Text(quench.Timestep, digits));
            yield return ("tolerance", Text(quench.Tolerance, digits));
            yield return ("crossing tolerance", Text(quench.CrossingTolerance, digits));
            yield return ("saddle force", Text(quench.SaddleForce, digits));
            yield return ("escapes saddles", quench.EscapesSaddles ? "yes" : "no");
        }

        if (Modes != SampledModes.Unstable)
        {
            yield return ("modes", $"{Modes}");
        }

        foreach ((string name, string value) in OtherSettings)
        {
            yield return (name, value);
        }
    }

    // Settings that older programs did not have. A default is left out, so that hashes of old samples stay.
    private static IEnumerable<(string Name, double Value)> OptionalSettingsOf(EquilibrationProtocol preparation)
    {
        if (preparation.HotStage is { } hot)
        {
            yield return ("hot temperature", hot.Temperature);
            yield return ("hot time", hot.Time);
            yield return ("cooling time", hot.CoolingTime);
        }

        if (preparation.Thermostat != new ThermostatSettings())
        {
            yield return ("thermostat period", preparation.Thermostat.Period);
            yield return ("thermostat length", preparation.Thermostat.Length);
            yield return ("thermostat order", preparation.Thermostat.Order);
        }
    }

    private static string Text(double? value, string digits) => value?.ToString(digits, CultureInfo.InvariantCulture) ?? "none";
}
