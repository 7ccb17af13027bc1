// Tests the sample record: it comes back from a file to the last bit, and other programs read the same numbers.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Files;
using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Modes.Measures;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Tests.Samples;

public class SampleFileTests
{
    private static readonly Lazy<SampleRecord> s_record = new(MakeRecord);
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_record_comes_back_to_the_last_bit()
    {
        SampleRecord written = Record();
        string path = Path.Combine(_directory, "sample.h5");
        SampleFile.Write(path, written);
        SampleRecord read = SampleFile.Read(path);
        Assert.That((read.Status, read.SaddleEscapes), Is.EqualTo((written.Status, written.SaddleEscapes)));
        Assert.That(
            read.Provenance with { Rungs = null!, Versions = null! },
            Is.EqualTo(written.Provenance with { Rungs = null!, Versions = null! }));
        Assert.That(read.Provenance.Protocol.CanonicalText, Is.EqualTo(written.Provenance.Protocol.CanonicalText));
        Assert.That(read.Provenance.Rungs, Is.EqualTo(written.Provenance.Rungs));
        Assert.That(read.Provenance.Versions, Is.EqualTo(written.Provenance.Versions));
        Assert.That(read.Rungs, Has.Count.EqualTo(written.Rungs.Count));
        for (int k = 0; k < read.Rungs.Count; k++)
        {
            AssertSame(read.Rungs[k], written.Rungs[k]);
        }

        Assert.That(read.Rungs.Count(rung => rung.Force is not null), Is.EqualTo(3));
        Assert.That(read.Rungs.Count(rung => rung.Next is not null), Is.EqualTo(2));
        Assert.That(read.Rungs.Count(rung => rung.Kept is not null), Is.EqualTo(3));

        Assert.That(Directory.GetFiles(_directory), Has.Length.EqualTo(1), "and nothing else is left");
    }

    [Test]
    public void Another_program_reads_the_same_numbers()
    {
        SampleRecord written = Record();
        string path = Path.Combine(_directory, "sample.h5");
        SampleFile.Write(path, written);
        Assert.That(DumpNumbers(path, "-d", "/rungs/potential_energy_per_particle"), Is.EqualTo(new[] { -6.5, -6.5, -6.5, 0 }));
        Assert.That(
            DumpNumbers(path, "-d", "/spectrum/eigenvalue"), Is.EqualTo(written.Rungs.SelectMany(rung => rung.Eigenvalues)), "compressed");
        double[] decay = DumpNumbers(path, "-d", "/lowest_mode/decay");
        Assert.That(decay, Is.EqualTo(written.Rungs.SelectMany(rung => rung.Lowest?.Decay ?? [.. Enumerable.Repeat(double.NaN, 9)])));
        Assert.That(DumpNumbers(path, "-a", "/provenance/seed"), Is.EqualTo(new double[] { ulong.MaxValue }));
    }

    private static double[] DumpNumbers(string path, params string[] selection)
    {
        ProcessStartInfo start = new("h5dump", [.. selection, "-y", "-w", "0", "-m", "%.17g", path]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, output);
        string data = output[(output.IndexOf("DATA {", StringComparison.Ordinal) + 6)..];
        data = data[..data.IndexOf('}', StringComparison.Ordinal)];
        return
        [
            .. data.Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(
                text => text.EndsWith("nan", StringComparison.Ordinal) ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture)),
        ];
    }

    [Test]
    public void A_sample_without_a_rung_is_a_record_too()
    {
        string path = Path.Combine(_directory, "sample.h5");
        SampleFile.Write(path, Record() with { Rungs = [], Status = QuenchStatus.Unjammed });
        SampleRecord read = SampleFile.Read(path);
        Assert.That((read.Rungs.Count, read.Status), Is.EqualTo((0, QuenchStatus.Unjammed)));
    }

    [Test]
    public void What_is_no_record_is_told_with_its_name()
    {
        string path = Path.Combine(_directory, "sample.h5");
        Assert.That(() => SampleFile.Read(path), Throws.InstanceOf<FileNotFoundException>().With.Message.Contains(path));
        File.WriteAllText(path, "not HDF5 at all");
        Assert.That(() => SampleFile.Read(path), Throws.InstanceOf<SampleFileException>().With.Message.Contains(path));
        new PureHDF.H5File { ["x"] = new[] { 1.0 } }.Write(path);
        Assert.That(() => SampleFile.Read(path), Throws.InstanceOf<SampleFileException>().With.Message.Contains("\"format\""));
        PureHDF.H5File later = [];
        later.Attributes["format"] = SampleFile.Format;
        later.Attributes["format_version"] = 7L;
        Hdf5.Write(path, later, CancellationToken.None);
        Assert.That(() => SampleFile.Read(path), Throws.InstanceOf<SampleFileException>().With.Message.Contains("version 7"));
        SampleFile.Write(path, Record());
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        Assert.That(() => SampleFile.Read(path), Throws.InstanceOf<SampleFileException>());
        Assert.That(
            () => SampleFile.Write(path, Record().WithBoxLength(30)),
            Throws.ArgumentException.With.Message.Contains("in this box"));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(whole[..(whole.Length / 2)]), "and nothing is lost");
    }

    [Test]
    public void Measures_on_a_grid_are_those_of_the_profiles()
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_W-3");
        using ModeSet modes = Hessian.Of(configuration, KobAndersen.ForceShifted()).UnstableModes();
        LowestModeMeasures measures = LowestModeMeasures.Of(modes);
        ModeAnalysis analysis = ModeAnalysis.Of(modes);
        Assert.That(measures.EnergyProfile[^1], Is.EqualTo(modes.Eigenvalues[0]).Within(1e-10), "the whole mode");
        for (int k = 0; k < measures.EnergyProfile.Count; k++)
        {
            double radius = (k + 1) * LowestModeMeasures.EnergyStep;
            double expected = analysis.Energy.Energies[analysis.Energy.Radii.Count(distance => distance <= radius) - 1];
            Assert.That(measures.EnergyProfile[k], Is.EqualTo(expected));
        }

        Assert.That(measures.Decay, Has.Count.EqualTo(9), "to half a box of 9.4");
        for (int k = 0; k < analysis.Decay.Radii.Count; k++)
        {
            Assert.That(measures.Decay[(int)Math.Round(analysis.Decay.Radii[k] / 0.5) - 1], Is.EqualTo(analysis.Decay.Amplitudes[k]));
        }

        Assert.That(measures.Decay.Count(double.IsNaN), Is.EqualTo(9 - analysis.Decay.Radii.Count));
        Assert.That(measures.CoreParticles, Has.Count.EqualTo(10));
        Assert.That(measures.CoreParticles[0], Is.EqualTo(new CoreParticle(measures.LowestLocalEnergy, 0)));
        Assert.That(measures.CoreParticles.Select(particle => particle.Energy), Is.Ordered.Ascending);
        Assert.That(measures.CoreParticles.Skip(1).Select(particle => particle.Distance), Is.All.Positive);
        double[] energies = LocalEnergies.Of(modes.Hessian, modes[0].Vector);
        Assert.That(measures.CoreParticles.Select(particle => particle.Energy), Is.EqualTo(energies.Order().Take(10)));
    }

    internal static void AssertSame(RungMeasures found, RungMeasures expected)
    {
        Assert.That(
            (
                found.Rung, found.MeanSquaredForce, found.Time, found.PotentialEnergyPerParticle, found.ForceEvaluations,
                found.UnstableCount, found.FractionUnstable),
            Is.EqualTo(
                (
                    expected.Rung, expected.MeanSquaredForce, expected.Time, expected.PotentialEnergyPerParticle, expected.ForceEvaluations,
                    expected.UnstableCount, expected.FractionUnstable)));
        Assert.That(found.Eigenvalues, Is.EqualTo(expected.Eigenvalues));
        Assert.That(found.ParticipationRatios, Is.EqualTo(expected.ParticipationRatios));
        Assert.That(found.Evidence with { Choice = "" }, Is.EqualTo(expected.Evidence with { Choice = "" }));
        Assert.That(found.Lowest is null, Is.EqualTo(expected.Lowest is null));
        if (found.Lowest is { } foundLowest && expected.Lowest is { } expectedLowest)
        {
            Assert.That(
                foundLowest with { Decay = [], EnergyProfile = [], CoreParticles = [] },
                Is.EqualTo(expectedLowest with { Decay = [], EnergyProfile = [], CoreParticles = [] }));
            Assert.That(foundLowest.Decay, Is.EqualTo(expectedLowest.Decay));
            Assert.That(foundLowest.EnergyProfile, Is.EqualTo(expectedLowest.EnergyProfile));
            Assert.That(foundLowest.CoreParticles, Is.EqualTo(expectedLowest.CoreParticles));
        }

        Assert.That(found.Force is null, Is.EqualTo(expected.Force is null));
        if (found.Force is { } foundForce && expected.Force is { } expectedForce)
        {
            Assert.That(foundForce.Curvature, Is.EqualTo(expectedForce.Curvature));
            Assert.That(foundForce.UnstableShares, Is.EqualTo(expectedForce.UnstableShares));
            Assert.That(foundForce.AtMostLower, Is.EqualTo(expectedForce.AtMostLower));
            Assert.That(foundForce.AtMostUpper, Is.EqualTo(expectedForce.AtMostUpper));
        }

        Assert.That(found.Next is null, Is.EqualTo(expected.Next is null));
        if (found.Next is { } foundNext && expected.Next is { } expectedNext)
        {
            Assert.That(
                foundNext with { Successors = [], SuccessorOverlaps = [], RemainingOverlaps = [], NextCurvatures = [] },
                Is.EqualTo(expectedNext with { Successors = [], SuccessorOverlaps = [], RemainingOverlaps = [], NextCurvatures = [] }));
            Assert.That(foundNext.RemainingOverlaps, Is.EqualTo(expectedNext.RemainingOverlaps));
            Assert.That(foundNext.Successors, Is.EqualTo(expectedNext.Successors));
            Assert.That(foundNext.SuccessorOverlaps, Is.EqualTo(expectedNext.SuccessorOverlaps));
            Assert.That(foundNext.NextCurvatures, Is.EqualTo(expectedNext.NextCurvatures));
        }

        Assert.That(found.Kept is null, Is.EqualTo(expected.Kept is null));
        if (found.Kept is { } foundKept && expected.Kept is { } expectedKept)
        {
            Assert.That(foundKept.Positions, Is.EqualTo(expectedKept.Positions));
            Assert.That(foundKept.Vectors, Is.EqualTo(expectedKept.Vectors));
        }
    }

    [Test]
    public void Kept_eigenvectors_come_back_and_another_program_sees_them()
    {
        PairModel model = KobAndersen.ForceShifted();
        using RungMeasurer measurer = new(Plan(KeptVectors.Unstable));
        foreach ((string name, double rung) in new[] { ("W-3", 1e-3), ("W-8", 1e-8) })
        {
            measurer.Add(new Snapshot(Facts.Read($"kalj_N1000_{name}").Configuration, new Rung(rung), rung, 1, -6.5, 7));
        }

        string path = Path.Combine(_directory, "sample.h5");
        SampleFile.Write(path, Record() with { Rungs = measurer.Rungs });
        SampleRecord read = SampleFile.Read(path);
        Assert.That(measurer.Rungs[0].UnstableCount, Is.GreaterThan(1));
        for (int k = 0; k < 2; k++)
        {
            AssertSame(read.Rungs[k], measurer.Rungs[k]);
            Configuration configuration = Facts.Read(k == 0 ? "kalj_N1000_W-3" : "kalj_N1000_W-8").Configuration;
            Assert.That(read.Rungs[k].Kept!.Positions, Is.EqualTo(configuration.Positions.ToArray()));
            using ModeSet modes = Hessian.Of(configuration, model).UnstableModes(atLeast: 1);
            Assert.That(read.Rungs[k].Kept!.Vectors, Has.Count.EqualTo(modes.Count));
            Assert.That(read.Rungs[k].Kept!.Vectors[^1], Is.EqualTo(modes[modes.Count - 1].Vector.ToArray()));
        }

        Assert.That(SampleFile.Read(path, eigenvectors: false).Rungs.Select(rung => rung.Kept), Is.All.Null);
        Assert.That(
            DumpNumbers(path, "-d", "/eigenvectors/vector"),
            Is.EqualTo(measurer.Rungs.SelectMany(rung => rung.Kept!.Vectors).SelectMany(vector => vector)));
        Assert.That(
            DumpNumbers(path, "-d", "/eigenvectors/first"),
            Is.EqualTo(new double[] { 0, measurer.Rungs[0].Eigenvalues.Count, measurer.Rungs[0].Eigenvalues.Count + 1 }));
    }

    [Test]
    public void A_rung_keeps_what_was_asked_for([Values] KeptVectors keep)
    {
        using RungMeasurer measurer = new(Plan(keep));
        RungMeasures rung = measurer.Add(new Snapshot(Facts.Read("kalj_N1000_W-3").Configuration, new Rung(1e-3), 1e-3, 1, -6.5, 7));
        Assert.That(
            rung.Kept?.Vectors.Count,
            Is.EqualTo(keep switch { KeptVectors.None => null, KeptVectors.Lowest => 1, _ => rung.UnstableCount }));
    }

    [Test]
    public void A_record_of_the_first_layout_is_read_and_lacks_the_flow()
    {
        SampleRecord read = SampleFile.Read(TestData.PathOf("records", "sample-version-1.h5"));
        Assert.That(
            read.Rungs.Select(rung => rung.PotentialEnergyPerParticle),
            Is.EqualTo(new[] { -6.67094, -6.68331, -6.68921, -6.68959 }).Within(5e-6));
        Assert.That(read.Rungs.Select(rung => rung.UnstableCount), Is.EqualTo(new[] { 1, 1, 0, 1 }));
        Assert.That(
            read.Rungs.Select(rung => rung.Lowest!.Eigenvalue), Is.EqualTo(new[] { -0.811195, -2.95944, 0.741584, -1.64058 }).Within(5e-6));
        Assert.That(read.Rungs.Select(rung => rung.Force), Is.All.Null);
        Assert.That(read.Rungs.Select(rung => rung.Next), Is.All.Null);
    }

    [Test]
    public void A_record_of_the_second_layout_is_read_with_the_facts_of_its_sentences()
    {
        SampleRecord read = SampleFile.Read(TestData.PathOf("records", "sample-version-2.h5"));
        Assert.That(read.Rungs.Select(rung => rung.UnstableCount), Is.EqualTo(new[] { 3, 1, 1, 1 }));
        Assert.That(read.Rungs.Select(rung => rung.Evidence.Certificate.Method), Is.All.EqualTo(CertificateMethod.SturmCounts));
        Assert.That(read.Rungs.Select(rung => rung.Evidence.Certificate.Found), Is.EqualTo(read.Rungs.Select(rung => rung.UnstableCount)));
        Assert.That(read.Rungs.Select(rung => rung.Evidence.ZeroModes), Is.All.EqualTo(new ZeroModes(3, 0, 0)));
        Assert.That(read.Rungs.Take(3).Select(rung => rung.Next), Is.All.Not.Null);
    }

    [Test]
    public void A_record_of_the_third_layout_is_read_without_a_checksum()
    {
        SampleRecord read = SampleFile.Read(TestData.PathOf("records", "sample-version-3.h5"));
        Assert.That(
            read.Rungs.Select(rung => rung.PotentialEnergyPerParticle),
            Is.EqualTo(new[] { -6.60111, -6.61129, -6.61179, -6.62367 }).Within(5e-6));
        string path = Path.Combine(_directory, "sample.h5");
        SampleFile.Write(path, read);
        SampleRecord again = SampleFile.Read(path);
        for (int k = 0; k < read.Rungs.Count; k++)
        {
            AssertSame(again.Rungs[k], read.Rungs[k]);
        }
    }

    [Test]
    public void Facts_of_every_certificate_come_back()
    {
        InertiaShift lower = new(LdltPrecision.Binary32, -0.5, 0.25, 7);
        InertiaShift upper = new(LdltPrecision.Binary64, 1e-7, double.NaN, 9);
        Certificate[] certificates =
        [
            Certificate.OfInertia(lower, upper, 2, new ComputedEigenvalues(4, -1e-3, 2e-3, 1e-6)),
            Certificate.OfInertia(null, upper) with { Detail = "σ, in doubt" },
            Certificate.OfSturmCounts(3, to: -1e-9),
            Certificate.OfFullSpectrum(2997),
            Certificate.OfBounds(-3, -2),
            Certificate.OfNoContacts(),
            Certificate.Missing(UncertifiedReason.InsufficientMemory, "3 GB"),
        ];
        RungMeasures rung = Record().Rungs[^1];
        RungMeasures[] rungs =
        [
            .. certificates.Select((certificate, k) => rung with
            {
                Evidence = rung.Evidence with { Certificate = certificate, ZeroModes = k == 0 ? null : new ZeroModes(3, 6 * k, k) },
            }),
        ];
        string path = Path.Combine(_directory, "sample.h5");
        SampleFile.Write(path, Record() with { Rungs = rungs });
        SampleRecord read = SampleFile.Read(path);
        Assert.That(read.Rungs.Select(measures => measures.Evidence.Certificate), Is.EqualTo(certificates));
        Assert.That(
            read.Rungs.Select(measures => measures.Evidence.ZeroModes), Is.EqualTo(rungs.Select(measures => measures.Evidence.ZeroModes)));
        Assert.That(DumpNumbers(path, "-d", "/rungs/certificate/is_certified"), Is.EqualTo(new double[] { 1, 1, 1, 1, 1, 1, 0 }));
    }

    // A record with three rungs of real configurations, with many and with few unstable modes, and one rung without modes.
    private static SampleRecord Record() => s_record.Value;

    private static SamplePlan Plan(KeptVectors kept) =>
        new(KobAndersen.ForceShifted(), new Ladder(1)) { Modes = SampledModes.Unstable, Kept = kept };

    private static SampleRecord MakeRecord()
    {
        using RungMeasurer measurer = new(Plan(KeptVectors.Lowest));
        foreach ((string name, double rung) in new[] { ("T2", 1e3), ("W-1.5", Math.Pow(10, -1.5)), ("W-8", 1e-8) })
        {
            Configuration configuration = Facts.Read($"kalj_N1000_{name}").Configuration;
            measurer.Add(new Snapshot(configuration, new Rung(rung), 0.9999 * rung, measurer.Rungs.Count + 0.1, -6.5, 1234567890123));
        }

        List<RungMeasures> rungs = [.. measurer.Rungs];
        rungs.Add(
            SampleRecordBuilder.Rung(
                1e-9, double.NaN, 0, 1000, null, [], []) with
            { ForceEvaluations = 5, Evidence = SampleRecordBuilder.NoModes() });
        Configuration box = Facts.Read("kalj_N1000_T2").Configuration;
        return new SampleRecordBuilder
        {
            BoxLength = box.Box.Length,
            Temperature = double.PositiveInfinity,
            Seed = ulong.MaxValue,
            Sample = 12,
            Settings = new Dictionary<string, string> { ["method"] = "rkc2", ["π"] = "3.14" },
            SaddleEscapes = 1,
            Rungs = rungs,
        }.Build();
    }
}
