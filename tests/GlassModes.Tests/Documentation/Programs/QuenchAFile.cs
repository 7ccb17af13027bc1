// The second program of docs/library.md: a quench that keeps its rungs as files.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;
// end

namespace Documented.Programs;

internal static class QuenchAFile
{
    public static void Run()
    {
        // quoted
        PairModel model = KobAndersen.ForceShifted();
        Configuration start = ConfigurationFile.Read("liquid.data");
        Ladder ladder = Ladder.Decades(from: 0, to: -3, step: 1);
        foreach (Snapshot snapshot in SteepestDescent.Quench(start, model, ladder, warn: Console.Error.WriteLine))
        {
            string file = ladder.FileNameOf(snapshot.Rung);
            ConfigurationFile.Write(file, snapshot.Configuration);
            Console.WriteLine($"{file}: t = {snapshot.Time:f2}, V/N = {snapshot.PotentialEnergyPerParticle:f4}");
        }
        // end
    }
}
