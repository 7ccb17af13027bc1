// The sixth program of docs/library.md: a sample from its start to its record.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;
// end

namespace Documented.Programs;

internal static class RecordASample
{
    public static void Run()
    {
        // quoted
        Configuration liquid = ConfigurationFile.Read("liquid.data");
        SampleStart start = SampleStart.FromFile(liquid, "liquid.data", frame: 0, number: 0, temperature: 2.0);
        SamplePlan plan = new(KobAndersen.ForceShifted(), Ladder.Decades(from: -1, to: -2)) { Modes = SampledModes.Unstable };
        SampleResult sample = SampleRun.Run(start, plan, new SampleStorage("campaign/start_0000") { Resume = true });
        Console.WriteLine($"{sample.Status}, record in {sample.RecordFile}");

        SampleRecord record = SampleFile.Read("campaign/start_0000/sample.h5");
        Console.WriteLine($"{record.Provenance.Protocol}");
        foreach (RungMeasures rung in record.Rungs)
        {
            Console.WriteLine($"{rung.Rung}: {rung.UnstableCount} unstable modes, λ_1 = {rung.Lowest?.Eigenvalue:f2}");
        }
        // end
    }
}
