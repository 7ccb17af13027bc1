// Makes samples of a liquid whose laws a test chooses, for scorecards.

using GlassModes.Ensembles;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Samples;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Figures.Scorecard;

/// <summary>The laws of a made-up liquid. Functions of a number take log10 W.</summary>
internal sealed record PlantedLiquid
{
    public string Model { get; init; } = KobAndersen.ForceShifted().Name;

    public double Density { get; init; } = KobAndersen.ForceShifted().DefaultDensity;

    public double Temperature { get; init; } = 2;

    /// <summary>The name of the method, as in old records.</summary>
    public string Method { get; init; } = "euler";

    public int[] Particles { get; init; } = [1000];

    public int Samples { get; init; } = 32;

    public double[] Rungs { get; init; } = [-1.5];

    /// <summary>The number of samples that cross a rung; the others ended before.</summary>
    public Func<double, int> SamplesAt { get; init; } = _ => int.MaxValue;

    /// <summary>The relative scatter of every number over samples.</summary>
    public double Noise { get; init; } = 0.02;

    public Func<double, double> Time { get; init; } = _ => 1;

    public Func<double, double> Fraction { get; init; } = _ => 0;

    /// <summary>λ_e; NaN for none, with all modes localised.</summary>
    public Func<double, double> Edge { get; init; } = _ => double.NaN;

    /// <summary>The decay scale of D(λ) for each N.</summary>
    public Func<int, double> Scale { get; init; } = _ => 2.5;

    /// <summary>Whether levels are uniform instead of exponential.</summary>
    public bool HasUniformLevels { get; init; }

    /// <summary>Whether levels below the edge are equally spaced.</summary>
    public bool RepelBelowEdge { get; init; }

    /// <summary>
    /// The exponent b of spacings (−ln u)^{1/b} above the edge. The mean ratio of spacings is 1 − ∫₀¹ 2x^b/(1 + x^b) dx: 0.386 for 1, and
    /// that of the GOE for 1.7185.
    /// </summary>
    public double SpacingExponent { get; init; } = 1.7185;

    /// <summary>p of P ∝ N^−p far below the edge.</summary>
    public double LocalisedExponent { get; init; } = 1;

    public Func<double, double> Length { get; init; } = _ => 3;

    public Func<double, double> Radius { get; init; } = _ => 1.6;

    /// <summary>a of Λ(r) ∝ (r/R)^a within the core.</summary>
    public Func<double, double> CoreShape { get; init; } = _ => 2;

    /// <summary>1 + Λ(∞)/|Λ_min|.</summary>
    public Func<double, double> FarField { get; init; } = _ => 0.3;

    /// <summary>Makes Λ_min from a uniform number in (0, 1].</summary>
    public Func<double, double> CoreEnergy { get; init; } = uniform => -4 + (3 * Math.Log(uniform));

    /// <summary>k of the Weibull distribution of λ_1 without unstable modes.</summary>
    public double WeibullShape { get; init; } = 2.5;

    /// <summary>The largest distance of a particle of negative energy from the core.</summary>
    public double CoreDistance { get; init; } = 1.5;

    /// <summary>The sums of all sizes.</summary>
    public EnsembleSums[] Sums() => [.. Particles.Select(particles =>
        EnsembleSums.Of(Enumerable.Range(0, Samples).Select(sample => Record(particles, sample))))];

    private SampleRecord Record(int particles, int sample)
    {
        double box = Math.Cbrt(particles / Density);
        Philox random = new((ulong)particles, (ulong)sample);
        double Scattered(double value) => value * Math.Exp(Noise * random.NextNormalPair().First);
        List<RungMeasures> rungs = [];
        foreach (double log in Rungs.Where(log => sample < SamplesAt(log)))
        {
            (double[] values, double[] ratios) = Levels(random, particles, Fraction(log) * ((3 * particles) - 3), Edge(log));
            double lowest = values.Length > 0 ? values[0] : Math.Pow(-Math.Log(random.NextUniform()), 1 / WeibullShape);
            rungs.Add(SampleRecordBuilder.Rung(
                Math.Pow(10, log), Scattered(Time(log)), -6 + (0.1 * log), particles, Lowest(random, box, lowest, log), values, ratios));
        }

        return new SampleRecordBuilder
        {
            Model = Model,
            Particles = particles,
            BoxLength = box,
            Temperature = Temperature,
            Sample = sample,
            Settings = new Dictionary<string, string> { ["method"] = Method },
            Rungs = rungs,
        }.Build();
    }

    private (double[] Values, double[] Ratios) Levels(Philox random, int particles, double mean, double edge)
    {
        List<double> values = [];
        double scale = Scale(particles);
        double top = double.IsNaN(edge) ? 0 : edge;
        double below = mean * Math.Exp(top / scale);
        int count = 0;
        for (double arrival = -Math.Log(random.NextUniform()); arrival < below; arrival -= Math.Log(random.NextUniform()))
        {
            count++;
        }

        double offset = random.NextUniform();
        for (int k = 0; k < count; k++)
        {
            double uniform = random.NextUniform();
            values.Add(RepelBelowEdge ? top - (scale * (k + offset) / below) : HasUniformLevels ? top - (3 * scale * uniform)
                : top + (scale * Math.Log(uniform)));
        }

        if (top < 0)
        {
            double meanSpacing = -top / (mean - below);
            double Spacing() => meanSpacing * Math.Pow(-Math.Log(random.NextUniform()), 1 / SpacingExponent) / 0.8916;
            for (double level = top + (random.NextUniform() * Spacing()); level < 0; level += Spacing())
            {
                values.Add(level);
            }
        }

        values.Sort();
        return ([.. values], [.. values.Select(value =>
        {
            // p goes from the localised exponent through 2/3 at the edge to 1/3.
            double step = double.IsNaN(edge) ? 0 : 1 / (1 + Math.Exp(-4 * (value - edge)));
            double p = step < 0.5
                ? LocalisedExponent + ((2 / 3.0) - LocalisedExponent) * 2 * step
                : (2 / 3.0) - ((step - 0.5) * 2 / 3);
            return 0.05 * Math.Pow(particles / 1000.0, -p) * Math.Exp(10 * Noise * random.NextNormalPair().First);
        })]);
    }

    private LowestModeMeasures Lowest(Philox random, double box, double eigenvalue, double log)
    {
        double Scattered(double value) => value * (1 + (Noise * random.NextNormalPair().First));
        double xi = Length(log);
        double[] decay = [.. Enumerable.Range(1, LowestModeMeasures.DecayLength(box)).Select(k =>
        {
            double r = k * LowestModeMeasures.DecayBin;
            return Math.Abs(Scattered(((1 / (r * r)) + (1 / (xi * r))) * Math.Exp(-r / xi)));
        })];
        double core = CoreEnergy(random.NextUniform());
        double radius = Radius(log);
        double[] energies = [.. Enumerable.Range(1, LowestModeMeasures.EnergyLength(box)).Select(k =>
        {
            double r = k * LowestModeMeasures.EnergyStep;
            return core * (r < radius
                ? Scattered(Math.Pow(r / radius, CoreShape(log)))
                : 1 - Scattered(FarField(log) * (1 - Math.Exp(radius - r))));
        })];
        CoreParticle[] particles =
            [.. Enumerable.Range(0, 10).Select(k => new CoreParticle(core / (k + 2), Math.Abs(Scattered(CoreDistance * k / 9))))];
        return new LowestModeMeasures(
            eigenvalue, 0.1, 1, 1, core, Math.Abs(Scattered(radius)), particles[0].Energy, decay, energies, particles);
    }
}
