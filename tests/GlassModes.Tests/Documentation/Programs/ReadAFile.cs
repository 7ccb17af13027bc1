// The first program of docs/library.md: energy and forces of a configuration file.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
// end

namespace Documented.Programs;

internal static class ReadAFile
{
    public static void Run()
    {
        // quoted
        Configuration liquid = ConfigurationFile.Read("liquid.data");
        EnergyReport report = EnergyReport.Of(liquid, KobAndersen.ForceShifted());
        Console.WriteLine($"N = {liquid.Count}, L = {liquid.Box.Length:f3}, {liquid.Species.Count((byte)1)} particles of species B");
        Console.WriteLine($"V/N = {report.PotentialEnergyPerParticle:f4}, P = {report.Pressure:f3}, W = {report.MeanSquaredForce:f1}");
        ReadOnlySpan<double> forces = report.Forces.Span; // 3N values, x1 y1 z1 x2 …, in the order of the file
        Console.WriteLine($"force on the first particle: {forces[0]:f3} {forces[1]:f3} {forces[2]:f3}");
        // end
    }
}
