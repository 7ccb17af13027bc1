// The reference facts of tests/data/reference: energies, spectra and measures computed elsewhere.

using System.Text.Json;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Tests;

/// <summary>The reference facts of one configuration; see tests/data/reference/README.md.</summary>
public sealed class Facts
{
    private readonly JsonElement _root;

    private Facts(JsonElement root) => _root = root;

    public double EnergyPerParticle => Number("energy_per_particle");

    public double W => Number("W");

    public int ZeroModes => (int)Number("n_zero");

    public int Unstable => (int)Number("n_unstable");

    public double FractionUnstable => Number("f_u");

    public double LargestEigenvalue => Number("lambda_max");

    /// <summary>The least |λ| of the modes that are no zero modes.</summary>
    public double NearestToZero => Number("nearest_to_zero");

    public double Trace => Number("trace");

    public double TraceOfSquare => Number("trace2");

    public double[] Lowest => Numbers("lowest");

    public double[] ParticipationLowest => Numbers("participation_lowest");

    public int CoreByNorm => (int)Number("core_by_norm");

    public int CoreByEnergy => (int)Number("core_by_energy");

    public double LocalEnergyMin => Number("local_energy_min");

    public double CoreEnergy => Number("Lambda_min");

    public double CoreRadius => Number("Lambda_min_radius");

    public (double R, double D)[] DecayProfile =>
        [.. _root.GetProperty("decay_profile").EnumerateArray().Select(row => (row[0].GetDouble(), row[1].GetDouble()))];

    /// <summary>Reads the configuration "name.dump" and the facts "name.facts.json" of the reference set.</summary>
    public static (Configuration Configuration, Facts Facts) Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Reference($"{name}.facts.json")));
        return (ConfigurationFile.Read(TestData.Reference($"{name}.dump")), new Facts(document.RootElement.Clone()));
    }

    public static PairModel ModelOf(string name) =>
        name.StartsWith("kalj", StringComparison.Ordinal) ? KobAndersen.ForceShifted() : HarmonicSpheres.Create();

    private double Number(string key) => _root.GetProperty(key).GetDouble();

    private double[] Numbers(string key) => [.. _root.GetProperty(key).EnumerateArray().Select(value => value.GetDouble())];
}
