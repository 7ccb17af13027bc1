// The third program of docs/library.md: the most unstable mode, its measures, and a file with its vectors.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Particles;
// end

namespace Documented.Programs;

internal static class LowestModeOfAFile
{
    public static void Run()
    {
        // quoted
        Configuration quenched = ConfigurationFile.Read("quenched.dump");
        using ModeSet unstable = Hessian.Of(quenched, KobAndersen.ForceShifted()).UnstableModes();
        Console.WriteLine($"{unstable.UnstableCount} unstable modes; certificate: {unstable.Evidence.Certificate}");
        ModeAnalysis lowest = ModeAnalysis.Of(unstable);
        Console.WriteLine($"λ = {lowest.Eigenvalue:f3}, N P = {quenched.Count * lowest.ParticipationRatio:f1} particles take part");
        Console.WriteLine($"Λ_min = {lowest.Energy.CoreEnergy:f2} within r = {lowest.Energy.CoreRadius:f2} of the core");
        ParticleProperty arrows = new("mode", 3, unstable[0].Vector.ToArray());
        ConfigurationFile.Write("mode.extxyz", quenched.WithProperties(arrows));
        // end
    }
}
