// Tests views of modes: they are made from records that keep eigenvectors, and packed so that they can be read back.

using System.Buffers.Binary;
using System.IO.Compression;
using GlassModes.Figures.Page;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Samples;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Figures.Page;

public class ModeViewTests
{
    private const int Particles = 125;
    private const double BoxLength = 5;
    private static readonly PairModel Model = KobAndersen.ForceShifted(1.0);

    [Test]
    public void A_view_has_the_measures_of_the_kept_modes()
    {
        Configuration configuration = Lattice();
        double[] vector = Vector(3);
        ModeView view = ModeView.Of(Record(configuration, vector), configuration, Model)!;
        ViewedMode mode = view.Rungs.Single().Modes.Single();
        double[] product = new double[3 * Particles];
        Hessian.Of(configuration, Model).Multiply(vector, product);
        Assert.That(mode.Eigenvalue, Is.EqualTo(vector.Zip(product, (a, b) => a * b).Sum()).Within(1e-12));
        Assert.That(mode.LocalEnergies.Sum(), Is.EqualTo(mode.Eigenvalue).Within(1e-12));
        Assert.That(mode.CoreByNorm, Is.EqualTo(17));
        Assert.That(mode.Decay, Has.Count.EqualTo(mode.DecayRadii.Count).And.Count.GreaterThan(2));
        Assert.That(view.Particles, Is.EqualTo(Particles));
        Assert.That(view.Species, Is.EqualTo(configuration.Species.ToArray()));
        Assert.That(view.Diameters, Is.EqualTo(new[] { 1, 0.88 }).Within(1e-12));
        Assert.That(view.Rungs[0].Log10W, Is.EqualTo(-2).Within(1e-12));
    }

    [Test]
    public void A_record_without_eigenvectors_has_no_view()
    {
        Configuration configuration = Lattice();
        Assert.That(ModeView.Of(Record(configuration), configuration, Model), Is.Null);
    }

    [Test]
    public void A_configuration_or_a_model_of_something_else_is_refused()
    {
        Configuration configuration = Lattice();
        SampleRecord record = Record(configuration, Vector(3));
        Assert.That(() => ModeView.Of(record.WithBoxLength(6), configuration, Model), Throws.ArgumentException);
        Assert.That(() => ModeView.Of(record, configuration, HarmonicSpheres.Create()), Throws.ArgumentException);
    }

    [Test]
    public void A_packed_rung_is_the_rung_within_the_steps_of_its_numbers()
    {
        Configuration configuration = Lattice();
        double[] vector = Vector(3);
        ModeViewRung first = ModeView.Of(Record(configuration, vector), configuration, Model)!.Rungs[0];
        double[] moved = [.. first.Positions.Select((x, k) => x + (0.01 * Math.Sin(k)) + (k % 7 == 0 ? BoxLength : 0))];
        ModeViewRung second = first with { Positions = moved };
        SnapshotCode code = new(BoxLength);
        short[] before = Unpack(code.Pack(first));
        short[] after = Unpack(code.Pack(second));
        Assert.That(before, Has.Length.EqualTo(7 * Particles));
        double scale = SnapshotCode.ScaleOf(vector);
        for (int k = 0; k < 3 * Particles; k++)
        {
            double difference = (unchecked((short)(before[k] + after[k])) / 65536.0 * BoxLength) - moved[k];
            difference -= BoxLength * Math.Round(difference / BoxLength);
            Assert.That(difference, Is.Zero.Within(BoxLength / 65536));
            double share = before[(3 * Particles) + k] / 32767.0;
            Assert.That(scale * share * Math.Abs(share), Is.EqualTo(vector[k]).Within(scale / 32767));
        }
    }

    private static Configuration Lattice()
    {
        double[] positions = new double[3 * Particles];
        for (int i = 0; i < Particles; i++)
        {
            positions[3 * i] = (i % 5) + (0.1 * Math.Sin(i));
            positions[(3 * i) + 1] = (i / 5 % 5) + (0.1 * Math.Cos(2 * i));
            positions[(3 * i) + 2] = (i / 25) + (0.1 * Math.Sin(3 * i));
        }

        return new Configuration(new PeriodicBox(BoxLength), Model.AssignSpecies(Particles), positions);
    }

    // A normalised vector whose largest part is at particle 17.
    private static double[] Vector(double largest)
    {
        double[] vector = [.. Enumerable.Range(0, 3 * Particles).Select(k => k == 51 ? largest : 0.1 * Math.Sin(5 * k))];
        double norm = Math.Sqrt(vector.Sum(component => component * component));
        return [.. vector.Select(component => component / norm)];
    }

    private static SampleRecord Record(Configuration configuration, params double[][] vectors) => new SampleRecordBuilder
    {
        Particles = Particles,
        BoxLength = BoxLength,
        Rungs =
        [
            SampleRecordBuilder.Rung(0.01, 3, -5, Particles, null, [], []) with
            {
                Kept = vectors.Length == 0 ? null : new KeptModes(configuration.Positions.ToArray(), vectors),
            },
        ],
    }.Build();

    private static short[] Unpack(byte[] packed)
    {
        using GZipStream gzip = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream bytes = new();
        gzip.CopyTo(bytes);
        byte[] shuffled = bytes.ToArray();
        int count = shuffled.Length / 2;
        return [.. Enumerable.Range(0, count).Select(k => BinaryPrimitives.ReadInt16LittleEndian([shuffled[k], shuffled[count + k]]))];
    }
}
