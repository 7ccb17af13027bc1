// Makes samples that follow known laws.

using GlassModes.Ensembles;
using GlassModes.Modes.Measures;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Samples;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Analysis;

/// <summary>
/// Samples with W = A t^−x, W = C f_u^y, V/N = −6.7 + g f_u and ln ξ = c W^−a. Levels below λ_e are independent and have an exponential
/// tail of decay length s. Levels above λ_e are equally spaced. P has a mobility edge at λ_e. Core energies have an exponential tail. Every
/// quantity has noise of its own.
/// </summary>
internal static class PlantedEnsemble
{
    public const double X = 1.7;
    public const double LnA = -2.5;
    public const double Y = 2;
    public const double LnC = 8;
    public const double Flatness = 5;
    public const double Edge = -3;
    public const double Decay = 2;
    public const double CoreDecay = 3;
    public const double CoreLimit = -4;
    public const double LengthExponent = 0.11;
    public const double LengthFactor = 0.8;

    public static double Time(double w) => Math.Exp((LnA - Math.Log(w)) / X);

    public static double Fraction(double w) => Math.Exp((Math.Log(w) - LnC) / Y);

    public static double Length(double w) => Math.Exp(LengthFactor * Math.Pow(w, -LengthExponent));

    public static EnsembleSums Of(int particles, int samples, params double[] log10W) => Of("kalj", 2, particles, samples, log10W);

    /// <summary>The same laws under the name of a model and a temperature.</summary>
    public static EnsembleSums Of(string model, double temperature, int particles, int samples, params double[] log10W) =>
        OfProtocol("planted", model, temperature, particles, samples, log10W);

    /// <summary>The same laws under a protocol of their own.</summary>
    public static EnsembleSums OfProtocol(
        string method, string model, double temperature, int particles, int samples, params double[] log10W)
    {
        SampleRecord[] records =
            [.. Enumerable.Range(0, samples).Select(sample => Builder(method, model, temperature, particles, sample, log10W).Build())];
        EnsembleSums sums = new(records[0].Provenance.Protocol);
        foreach (SampleRecord record in records)
        {
            sums.Add(record);
        }

        return sums;
    }

    /// <summary>The same laws with other cutoffs and another density.</summary>
    public static EnsembleSums OfLiquid(double[] cutoffs, double density, int particles, int samples, params double[] log10W) =>
        EnsembleSums.Of(
        [
            .. Enumerable.Range(0, samples)
                .Select(sample => Builder("planted", "kalj", 2, particles, sample, log10W, density).Build())
                .Select(record => record with
                {
                    Provenance = record.Provenance with { Protocol = record.Provenance.Protocol with { Cutoffs = cutoffs } },
                }),
        ]);

    public static SampleRecord Record(int particles, int sample, params double[] log10W) =>
        Builder("planted", "kalj", 2, particles, sample, log10W).Build();

    private static SampleRecordBuilder Builder(
        string method, string model, double temperature, int particles, int sample, double[] log10W, double density = 1.2)
    {
        double box = Math.Cbrt(particles / density);
        Philox random = new((ulong)particles, (ulong)sample);
        List<RungMeasures> rungs = [];
        double slow = Math.Exp(0.1 * random.NextNormalPair().First);
        foreach (double log in log10W)
        {
            double w = Math.Pow(10, log);
            (double[] values, double[] ratios) = Levels(random, particles, Fraction(w) * ((3 * particles) - 3));
            double fraction = values.Length / ((3.0 * particles) - 3);
            rungs.Add(SampleRecordBuilder.Rung(
                w,
                Time(w) * slow * (1 + (0.02 * random.NextNormalPair().First)),
                -6.7 + (Flatness * fraction) + (1e-5 * random.NextNormalPair().First),
                particles,
                Lowest(random, box, values.Length > 0 ? values[0] : 0.7 * Math.Pow(-Math.Log(random.NextUniform()), 1 / 2.5), Length(w)),
                values,
                ratios) with
            {
                Force = new ForceSpectrum(1, [.. values.Select(_ => 0.2 / values.Length)], SharesAtMost(0.01), SharesAtMost(0.012)),
                Next = log == log10W[^1]
                    ? null
                    : new ModeTransition(
                        0.03, 0.15, 0.25, 0.35, 1.5, new int[values.Length], [.. values.Select(_ => 0.65)], [.. values.Select(_ => 0.75)],
                        [.. values.Select(_ => 8.5)]),
            });
        }

        Dictionary<string, string> settings = new() { ["method"] = method };
        return new SampleRecordBuilder
        {
            Model = model,
            Temperature = temperature,
            Particles = particles,
            BoxLength = box,
            Sample = sample,
            Settings = settings,
            Rungs = rungs,
        };
    }

    private static double[] SharesAtMost(double step) => [.. ForceSpectrum.Edges.Select((_, k) => step * (k + 1))];

    // Levels below the edge are independent. Levels above the edge are equally spaced and begin at a random place.
    private static (double[] Values, double[] Ratios) Levels(Philox random, int particles, double mean)
    {
        double below = mean * Math.Exp(Edge / Decay);
        List<double> values = [];
        for (double arrival = -Math.Log(random.NextUniform()); arrival < below; arrival -= Math.Log(random.NextUniform()))
        {
            values.Add(Edge + (Decay * Math.Log(random.NextUniform())));
        }

        double spacing = -Edge / (mean - below);
        for (double level = Edge + (spacing * random.NextUniform()); level < 0; level += spacing)
        {
            values.Add(level);
        }

        values.Sort();
        return ([.. values], [.. values.Select(value =>
        {
            double power = (0.5 * Math.Tanh((0.5 * (value - Edge)) - Math.Atanh(1 / 3.0))) + (1 / 6.0);
            return 0.05 * Math.Pow(particles / 1000.0, power - (2 / 3.0)) * Math.Exp(0.1 * random.NextNormalPair().First);
        })]);
    }

    private static LowestModeMeasures Lowest(Philox random, double box, double eigenvalue, double xi)
    {
        double amplitude = Math.Exp(0.2 * random.NextNormalPair().First);
        double[] decay = [.. Enumerable.Range(1, LowestModeMeasures.DecayLength(box)).Select(k =>
        {
            double r = k * LowestModeMeasures.DecayBin;
            return amplitude * ((1 / (r * r)) + (1 / (xi * r))) * Math.Exp(-r / xi) * (1 + (0.01 * random.NextNormalPair().First));
        })];
        double core = CoreLimit + (CoreDecay * Math.Log(random.NextUniform()));
        double[] energies = [.. Enumerable.Range(0, LowestModeMeasures.EnergyLength(box)).Select(k => k < 20 ? core : eigenvalue)];
        CoreParticle[] coreParticles = [.. Enumerable.Range(0, 10).Select(k => new CoreParticle((core / 3) + k, 0.5 * k))];
        return new LowestModeMeasures(eigenvalue, 0.1, 1, 1, core, 2, coreParticles[0].Energy, decay, energies, coreParticles);
    }
}
