// Tests where the modes of a report are read from: records with eigenvectors, and the configurations at the rungs beside a record.

using System.Globalization;
using GlassModes.Analysis.Records;
using GlassModes.Figures.Page;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Samples;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Figures.Page;

public class ModeViewFilesTests
{
    private const int Particles = 64;
    private const double BoxLength = 4;
    private static readonly double[] s_rungs = [1e-2, 1e-3];
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("glassmodes-views-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_record_without_eigenvectors_is_shown_with_the_modes_of_the_configurations_beside_it()
    {
        WriteRecord();
        WriteRung("rung_02_W_-3.00.extxyz", 1e-3, particle: 7, hasMode: true);
        ModeView view = Read().Single();
        Assert.That(view.Rungs.Select(rung => rung.Log10W), Is.EqualTo(new[] { -3.0 }), "the other rung has no file");
        ViewedMode mode = view.Rungs[0].Modes.Single();
        Assert.That(mode.CoreByNorm, Is.EqualTo(7));
        Assert.That(mode.Vector, Is.EqualTo(VectorAt(7)).Within(1e-12));
        Assert.That(mode.LocalEnergies.Sum(), Is.EqualTo(mode.Eigenvalue).Within(1e-12));
        Assert.That(view.Species, Is.EqualTo(Liquid(0, hasMode: false, 1e-3).Species.ToArray()));
    }

    [TestCase(1e-3, false, TestName = "A configuration without a mode is no view")]
    [TestCase(2e-3, true, TestName = "A configuration of another W is no view")]
    public void A_sample_without_a_mode_at_a_rung_is_passed_over(double w, bool hasMode)
    {
        WriteRecord();
        WriteRung("rung_02_W_-3.00.extxyz", w, particle: 7, hasMode);
        Assert.That(Read(), Is.Empty);
    }

    private IReadOnlyList<ModeView> Read() =>
        ModeViewFiles.Read(RecordFinder.Find([_directory], warning => Assert.Fail(warning)), 3, warning => Assert.Fail(warning));

    private void WriteRecord()
    {
        PairModel model = KobAndersen.ForceShifted(1.0);
        SampleRecord record = new SampleRecordBuilder
        {
            Particles = Particles,
            BoxLength = BoxLength,
            Rungs = [.. s_rungs.Select(w => SampleRecordBuilder.Rung(w, 3, -5, Particles, null, [], []))],
        }.Build();
        SampleRecord ofModel = record with
        {
            Provenance = record.Provenance with { Protocol = record.Provenance.Protocol with { Cutoffs = [model.Cutoff(0, 0)] } },
        };
        SampleFile.Write(Path.Combine(_directory, "sample.h5"), ofModel);
    }

    private void WriteRung(string name, double w, int particle, bool hasMode) =>
        ConfigurationFile.Write(Path.Combine(_directory, name), Liquid(particle, hasMode, w));

    private static Configuration Liquid(int particle, bool hasMode, double w)
    {
        double[] positions = new double[3 * Particles];
        for (int i = 0; i < Particles; i++)
        {
            (positions[3 * i], positions[(3 * i) + 1], positions[(3 * i) + 2]) =
                ((i % 4) + (0.1 * Math.Sin(i)), (i / 4 % 4) + (0.1 * Math.Cos(2 * i)), (i / 16) + (0.1 * Math.Sin(3 * i)));
        }

        Configuration liquid = new(new PeriodicBox(BoxLength), KobAndersen.ForceShifted().AssignSpecies(Particles), positions);
        liquid = liquid.WithAnnotations(new Dictionary<string, string> { ["W"] = w.ToString("r", CultureInfo.InvariantCulture) });
        return hasMode ? liquid.WithProperties(new ParticleProperty("mode", 3, VectorAt(particle))) : liquid;
    }

    private static double[] VectorAt(int particle)
    {
        double[] vector = [.. Enumerable.Range(0, 3 * Particles).Select(k => k / 3 == particle ? 1 : 0.01 * Math.Sin(k))];
        double norm = Math.Sqrt(vector.Sum(component => component * component));
        return [.. vector.Select(component => component / norm)];
    }
}
