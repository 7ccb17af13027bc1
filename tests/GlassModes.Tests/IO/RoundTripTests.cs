// Tests that every format, plain and compressed, gives back what was written to the last bit.

using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

public sealed class RoundTripTests : FileTests
{
    private static readonly string[] AllNames =
        ["a.dump", "a.lammpstrj", "a.extxyz", "a.xyz", "a.data", "a.dump.gz", "a.lammpstrj.gz", "a.extxyz.gz", "a.xyz.gz", "a.data.gz"];

    private static readonly string[] TrajectoryNames = ["a.dump", "a.lammpstrj.gz", "a.extxyz", "a.xyz.gz"];

    [TestCaseSource(nameof(AllNames))]
    public void Nasty_values_survive(string name)
    {
        Configuration before = MakeNasty(new PeriodicBox(9.4, -1 / 3.0, 0.1, -0.0));
        ConfigurationFile.Write(PathOf(name), before);
        bool hasColumns = !name.Contains("data", StringComparison.Ordinal);
        AssertSameBits(ConfigurationFile.Read(PathOf(name)), before, hasColumns, HasTime(name));
    }

    [Test]
    public void Only_names_ending_in_gz_are_compressed([ValueSource(nameof(AllNames))] string name)
    {
        ConfigurationFile.Write(PathOf(name), MakeNasty(new PeriodicBox(9.4)));
        byte[] bytes = File.ReadAllBytes(PathOf(name));
        Assert.That(bytes is [0x1f, 0x8b, ..], Is.EqualTo(name.EndsWith(".gz", StringComparison.Ordinal)));
    }

    [Test]
    public void The_box_length_survives_where_no_upper_bound_gives_it(
        [Values("a.dump", "a.data", "a.xyz")] string name, [Values(0, 0.3, -5, 100, -1e6, 1e12)] double origin)
    {
        var random = new Random(11);
        for (int k = 0; k < 20; k++)
        {
            Configuration before = MakeNasty(new PeriodicBox(1 + (10 * random.NextDouble()), origin, origin + random.NextDouble(), origin));
            ConfigurationFile.Write(PathOf(name), before);
            AssertSameBits(ConfigurationFile.Read(PathOf(name)), before, columns: false);
        }
    }

    [Test]
    public void Bounds_that_are_nearly_the_box_are_written_back_as_they_were()
    {
        const string Bounds = "-4.7 4.7\n-1.1 8.3\n0.3 9.7\n";
        string text =
            $"ITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n1\nITEM: BOX BOUNDS pp pp pp\n{Bounds}ITEM: ATOMS id type x y z\n1 1 0 0 0\n";
        ConfigurationFile.Write(PathOf("b.dump"), ReadText("a.dump", text));
        Assert.That(File.ReadAllText(PathOf("b.dump")), Is.EqualTo(text));
    }

    [TestCaseSource(nameof(TrajectoryNames))]
    public void Frames_of_any_size_survive_in_order(string name)
    {
        Configuration[] before =
        [
            MakeNasty(new PeriodicBox(9.4)),
            new(new PeriodicBox(2), [0], [0.5, 0.25, 0.125], time: 3.5),
            ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump")),
        ];
        Assert.That(ConfigurationFile.Write(PathOf(name), before), Is.EqualTo(3));
        Configuration[] after = [.. ConfigurationFile.ReadFrames(PathOf(name))];
        Assert.That(after, Has.Length.EqualTo(3));
        for (int k = 0; k < 3; k++)
        {
            AssertSameBits(after[k], before[k], time: HasTime(name));
            AssertSameBits(ConfigurationFile.Read(PathOf(name), frame: k), before[k], time: HasTime(name));
        }

        AssertSameBits(ConfigurationFile.Read(PathOf(name)), before[2], time: HasTime(name));
    }

    [TestCase("a.dump", "ITEM: ATOMS id type x y z mode_x mode_y mode_z fx fy fz energy\n7 2 0.5 1 1.5 1 2 3 7 8 9 -0.5\n")]
    [TestCase(
        "a.extxyz", "Properties=type:I:1:pos:R:3:id:I:1:mode:R:3:forces:R:3:energy:R:1 Time=0.25\n2 0.5 1 1.5 7 1 2 3 7 8 9 -0.5\n")]
    public void Vectors_are_written_as_vector_columns(string name, string ending)
    {
        var configuration = new Configuration(
            new PeriodicBox(2),
            [1],
            [0.5, 1, 1.5],
            ids: [7],
            properties:
            [
                new("mode", 3, new double[] { 1, 2, 3 }),
                new("forces", 3, new double[] { 7, 8, 9 }),
                new("energy", 1, new double[] { -0.5 }),
            ],
            time: 0.25);
        ConfigurationFile.Write(PathOf(name), configuration);
        Assert.That(File.ReadAllText(PathOf(name)), Does.EndWith(ending));
        AssertSameBits(ConfigurationFile.Read(PathOf(name)), configuration, time: HasTime(name));
    }

    [TestCase("a.dump")]
    [TestCase("a.xyz")]
    [TestCase("a.data")]
    public void All_256_species_survive(string name)
    {
        byte[] species = [.. Enumerable.Range(0, 256).Select(s => (byte)s)];
        var before = new Configuration(new PeriodicBox(2), species, new double[768]);
        ConfigurationFile.Write(PathOf(name), before);
        AssertSameBits(ConfigurationFile.Read(PathOf(name)), before);
    }

    [TestCase("with space", "with_space", "with_space")]
    [TestCase("a:b", "a:b", "a_b")]
    [TestCase("id", "id_1", "id_1")]
    [TestCase("x", "x_1", "x")]
    [TestCase("velocities", "velocities", "velocities_1")]
    public void A_property_name_that_a_file_cannot_hold_is_changed_and_told(string property, string inDump, string inXyz)
    {
        var configuration = new Configuration(new PeriodicBox(2), [0], [0, 0, 0], properties: [new(property, 1, new double[1])]);
        foreach ((string name, string expected) in (ReadOnlySpan<(string, string)>)[("a.dump", inDump), ("a.xyz", inXyz)])
        {
            ConfigurationFile.Write(PathOf(name), configuration);
            Assert.That(ConfigurationFile.Read(PathOf(name)).Properties.Single().Name, Is.EqualTo(expected));
            string[] changes = [.. ConfigurationFile.FindChanges(configuration, ConfigurationFormats.FromPath(name))];
            Assert.That(changes, expected == property ? Is.Empty : Is.EqualTo([$"the column '{property}' is called '{expected}'"]));
        }
    }

    [Test]
    public void A_property_without_a_name_is_refused()
    {
        var configuration = new Configuration(new PeriodicBox(2), [0], [0, 0, 0], properties: [new("", 1, new double[1])]);
        foreach (string name in (string[])["a.dump", "a.xyz"])
        {
            Assert.That(() => ConfigurationFile.Write(PathOf(name), configuration), Throws.TypeOf<InputException>());
        }

        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    [Test]
    public void A_data_file_takes_one_configuration_and_a_trajectory_at_least_one()
    {
        Configuration configuration = MakeNasty(new PeriodicBox(2));
        Assert.That(() => ConfigurationFile.Write(PathOf("a.data"), [configuration, configuration]), Throws.TypeOf<InputException>());
        Assert.That(() => ConfigurationFile.Write(PathOf("a.dump"), Array.Empty<Configuration>()), Throws.ArgumentException);
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    [Test]
    public void Cancelling_in_the_middle_leaves_the_old_file_and_nothing_else()
    {
        using var source = new CancellationTokenSource();
        Configuration configuration = MakeNasty(new PeriodicBox(2));
        string path = Save("a.dump", "old");
        Assert.That(
            () => ConfigurationFile.Write(path, Frames(), cancellation: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.EqualTo([path]));
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));

        IEnumerable<Configuration> Frames()
        {
            yield return configuration;
            source.Cancel();
            yield return configuration;
        }
    }

    private static bool HasTime(string name) => name.Contains("xyz", StringComparison.Ordinal);

    // A configuration with denormal numbers, signed zeros, the largest double, thirds, positions outside the box, and unordered ids.
    private static Configuration MakeNasty(PeriodicBox box)
    {
        double[] values =
        [
            -0.0, 0.0, double.Epsilon, -2.2250738585072009e-308, 1 / 3.0, -2 / 3.0, 1e6, -7e5, 0.1, 9.4, -17.3, Math.PI,
        ];
        double[] velocities = [.. values.Reverse().Select(value => Math.Abs(value) > 1e5 ? value * 1e300 : value)];
        double[] scalars = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0];
        return new Configuration(
            box, [1, 0, 0, 2], values, velocities, [40, 3, 2147483647, 1], [new("mode", 3, velocities), new("local", 1, scalars)], 1 / 7.0);
    }
}
