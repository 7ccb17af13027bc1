// Makes samples with known properties from random numbers.

using GlassModes.Modes.Measures;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Samples;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Ensembles;

internal static class MadeUpSamples
{
    public const double BoxLength = 20;
    private const double Rung = 1e-2;

    /// <summary>
    /// A sample of independent levels with an exponential tail of decay length 2. P has a mobility edge at −3, and ξ = 4. Sample 13 has no
    /// lowest mode. The ladder begins at W = 0.01.
    /// </summary>
    public static SampleRecord Record(int sample, int particles = 1000, int rungs = 1)
    {
        Philox random = new((ulong)particles, (ulong)sample);
        List<RungMeasures> measures = [];
        for (int rung = 0; rung < rungs; rung++)
        {
            double[] values = [.. Enumerable.Range(0, particles / 50).Select(_ => 2 * Math.Log(random.NextUniform())).Order()];
            double[] ratios = new double[values.Length];
            for (int k = 0; k < values.Length; k++)
            {
                double power = (0.5 * Math.Tanh((0.5 * (values[k] + 3)) - Math.Atanh(1 / 3.0))) + (1 / 6.0);
                ratios[k] = 0.05 * Math.Pow(particles / 1000.0, power - (2 / 3.0)) * Math.Exp(0.2 * random.NextNormalPair().First);
            }

            double amplitude = Math.Exp(0.2 * random.NextNormalPair().First);
            double noise = 0.05 * random.NextNormalPair().First;
            double[] decay = [.. Enumerable.Range(1, LowestModeMeasures.DecayLength(BoxLength)).Select(k =>
            {
                double r = k * LowestModeMeasures.DecayBin;
                return amplitude * ((1 / (r * r)) + (1 / (4 * r))) * Math.Exp(-r / 4) * (1 + (noise * r / 10));
            })];
            double core = values[0] - 10 + random.NextUniform();
            double[] energies = [.. Enumerable.Range(0, LowestModeMeasures.EnergyLength(BoxLength)).Select(k => k < 20 ? core : values[0])];
            CoreParticle[] coreParticles =
            [
                .. Enumerable.Range(0, 10).Select(k => new CoreParticle((core / 3) + k + random.NextUniform(), k)),
            ];
            LowestModeMeasures? lowest = sample == 13
                ? null
                : new(values[0], ratios[0], 1, 1, core, 2, coreParticles[0].Energy, decay, energies, coreParticles);
            double time = 1 + random.NextUniform();
            double energy = -6.5 + (0.01 * random.NextUniform());
            measures.Add(SampleRecordBuilder.Rung(Rung / (1 + rung), time, energy, particles, lowest, values, ratios) with
            {
                MeanSquaredForce = Rung,
                Force = new ForceSpectrum(1, [.. values.Select(_ => 0.02)], ConstantShares(0.3), ConstantShares(0.32)),
                Next = rung + 1 == rungs
                    ? null
                    : new ModeTransition(
                        random.NextUniform(), 0.1, 0.2, 0.3, 1, new int[values.Length], [.. values.Select(_ => random.NextUniform())],
                        [.. values.Select(_ => random.NextUniform())], [.. values.Select(_ => random.NextUniform() - 0.5)]),
            });
        }

        return new SampleRecordBuilder { Particles = particles, BoxLength = BoxLength, Sample = sample, Rungs = measures }.Build();
    }

    private static double[] ConstantShares(double value) => [.. Enumerable.Repeat(value, ForceSpectrum.Edges.Count)];
}
