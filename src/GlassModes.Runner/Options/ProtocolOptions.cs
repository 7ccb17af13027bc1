// The options that say how a liquid is equilibrated: the name of a protocol, and what differs from it.

using System.CommandLine;
using System.Globalization;
using GlassModes.Dynamics;

namespace GlassModes.Runner.Options;

internal sealed class ProtocolOptions
{
    private readonly Option<string?> _protocol = new("--protocol")
    {
        Description = "How liquids are equilibrated: paper-high (default), paper-0.45 (from T = 2: NVT 1e5, NVE 1e5, samples spread over "
            + "it) or replica-exchange (18 replicas from 0.78 to 0.3971)",
        HelpName = "NAME",
    };

    private readonly Option<double?> _timestep = NumberOption.Positive("--timestep", "Time step of the dynamics (default 0.005)", "dt");
    private readonly Option<double?> _nvt = NumberOption.Time("--equilibrate-nvt", "Time in NVT before NVE (default 500)");
    private readonly Option<double?> _nve = NumberOption.Time("--equilibrate-nve", "Time in NVE before the first sample (default 500)");
    private readonly Option<double?> _interval = NumberOption.Time("--interval", "Time in NVE between samples (default 50)");
    private readonly Option<double?> _hotTemperature = NumberOption.Positive(
        "--hot-temperature", "Begin at this temperature, so that the liquid forgets its start (default none; 2 for paper-0.45)", "T");

    private readonly Option<double?> _hotTime = NumberOption.Time("--hot-time", "Time in NVT at the hot temperature (default 500)");
    private readonly Option<double?> _cooling = NumberOption.Time(
        "--cooling-time", "Time in which the hot temperature goes linearly to that of the liquid (default 0)");

    private readonly Option<double?> _period = NumberOption.Positive(
        "--thermostat-period", "Response time of the Nosé-Hoover chain (default 0.5)", "t");

    private readonly Option<int?> _length = NumberOption.Integer(
        "--thermostat-length", "Number of thermostats in the chain (default 3)", 1);

    private readonly Option<int?> _order = NumberOption.Integer(
        "--thermostat-order", "Order of the chain's Suzuki-Yoshida splitting: 2, 4 (default) or 6", 2, 6);

    private readonly Option<int?> _replicas = NumberOption.Integer("--replicas", "Number of replicas (default 18)", 2);
    private readonly Option<double?> _highest = NumberOption.Positive(
        "--highest-temperature", "Highest temperature of the replicas (default 0.78)", "T");

    private readonly Option<double?> _lowest = NumberOption.Positive(
        "--lowest-temperature", "Lowest temperature of the replicas (default 0.3971, or T)", "T");

    private readonly Option<double[]?> _temperatures = ListOption(
        "--replica-temperatures", "All temperatures of the replicas, such as 0.6,0.55,0.5, instead of their number and ends");

    private readonly Option<double[]?> _further = ListOption(
        "--further-temperatures",
        "Temperatures of the replica exchange at which samples are taken too, at the same trials, in turn with those of --temperature");

    private readonly Option<bool> _even = new("--even-acceptance")
    {
        Description = "Space the temperatures of the replicas so that exchanges are accepted equally often, by short runs beforehand "
            + "(default: geometrically)",
    };

    private readonly Option<long?> _steps = NumberOption.Long("--steps-per-trial", "Steps between trials of exchanges (default 2800)", 1);
    private readonly Option<long?> _equilibrationTrials = NumberOption.Long(
        "--equilibration-trials", "Trials before the first sample (default 350000)", 0);

    private readonly Option<long?> _trials = NumberOption.Long(
        "--trials-between-samples", "Trials between samples (default 10000)", 1);

    public ProtocolOptions(Command command)
    {
        foreach (Option option in (Option[])
            [
                _protocol, _timestep, _nvt, _nve, _interval, _hotTemperature, _hotTime, _cooling, _period, _length, _order,
                _replicas, _highest, _lowest, _temperatures, _further, _even, _steps, _equilibrationTrials, _trials,
            ])
        {
            command.Add(option);
        }
    }

    private static Option<double[]?> ListOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "T,T,...",
        CustomParser = result =>
        {
            List<double> numbers = [];
            foreach (string word in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                if (!NumberOption.TryParse(word, NumberStyles.Float, out double number) || !(number > 0) || !double.IsFinite(number))
                {
                    result.AddError($"{name}: '{word}' is no temperature above 0");
                    return null;
                }

                numbers.Add(number);
            }

            return [.. numbers];
        },
    };

    public ProtocolRequest Of(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(_protocol),
        Timestep = parsed.GetValue(_timestep),
        CanonicalTime = parsed.GetValue(_nvt),
        MicrocanonicalTime = parsed.GetValue(_nve),
        Interval = parsed.GetValue(_interval),
        HotTemperature = parsed.GetValue(_hotTemperature),
        HotTime = parsed.GetValue(_hotTime),
        CoolingTime = parsed.GetValue(_cooling),
        ThermostatPeriod = parsed.GetValue(_period),
        ThermostatLength = parsed.GetValue(_length),
        ThermostatOrder = parsed.GetValue(_order),
        Replicas = parsed.GetValue(_replicas),
        HighestTemperature = parsed.GetValue(_highest),
        LowestTemperature = parsed.GetValue(_lowest),
        ReplicaTemperatures = parsed.GetValue(_temperatures) is { Length: > 0 } temperatures ? temperatures : null,
        FurtherTemperatures = parsed.GetValue(_further) is { Length: > 0 } further ? further : null,
        EvenAcceptance = parsed.GetValue(_even),
        StepsPerTrial = parsed.GetValue(_steps),
        EquilibrationTrials = parsed.GetValue(_equilibrationTrials),
        TrialsBetweenSamples = parsed.GetValue(_trials),
    };
}
