// The files that we write are read by LAMMPS, ASE, MDAnalysis and h5py as they were meant.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Analysis.Records;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Validation;

[Category("Validation")]
public class OtherProgramsTests
{
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("glassmodes-validation-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<TestCaseData> Files() =>
        from program in (string[])["ase", "mdanalysis"]
        from extension in (string[])["xyz", "dump", "data"]
        from origin in (double[])[0, 100.7]
        select new TestCaseData(program, extension, origin);

    [TestCaseSource(nameof(Files))]
    public void A_python_library_reads_what_we_write(string program, string extension, double origin)
    {
        Configuration configuration = Liquid(origin);
        string file = Path.Combine(_folder, $"a.{extension}");
        ConfigurationFile.Write(file, configuration);
        string script = Path.Combine(AppContext.BaseDirectory, "OtherPrograms", "read_with.py");
        string[] lines = RunProgram("/usr/bin/python3", script, program, file).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        double[] head = Numbers(lines[0]);
        Assert.That(head[0], Is.EqualTo(configuration.Count));

        // MDAnalysis keeps single precision, and reads no box from XYZ.
        double tolerance = program == "ase" ? 1e-12 : 1e-5;
        if (!(program == "mdanalysis" && extension == "xyz"))
        {
            Assert.That(head[1], Is.EqualTo(configuration.Box.Length).Within(tolerance));
        }

        bool hasIds = !(extension == "xyz" && program == "mdanalysis") && !(extension == "dump" && program == "ase");
        double[][] rows = [.. lines.Skip(1).Select(Numbers)];
        rows = hasIds ? [.. rows.OrderBy(row => row[0])] : rows;
        int[] order = extension == "dump" || hasIds ? OrderById(configuration) : [.. Enumerable.Range(0, configuration.Count)];

        // MDAnalysis moves the lower corner of a dump's box to 0.
        double shift = program == "mdanalysis" && extension == "dump" ? origin : 0;
        AssertSame(configuration, order, [.. rows.Select(row => (double[])[row[1], .. row[2..].Select(x => x + shift)])], tolerance);
    }

    [Test]
    public void LAMMPS_reads_our_data_files([Values(0, 100.7)] double origin)
    {
        Configuration configuration = Liquid(origin);
        string file = Path.Combine(_folder, "a.data");
        ConfigurationFile.Write(file, configuration);
        Configuration read = RunLammps("read_data.in", ("file", file));
        AssertRead(configuration, read);
    }

    [Test]
    public void LAMMPS_reads_our_dumps([Values(0, 100.7)] double origin)
    {
        Configuration configuration = Liquid(origin);
        string file = Path.Combine(_folder, "a.dump");
        string data = Path.Combine(_folder, "a.data");
        ConfigurationFile.Write(file, configuration);
        double[] elsewhere = [.. configuration.Positions.ToArray().Select(x => x + 0.3)];
        ConfigurationFile.Write(
            data, new Configuration(configuration.Box, configuration.Species, elsewhere, configuration.Velocities, configuration.Ids));
        Configuration read = RunLammps("read_dump.in", ("file", file), ("data", data), ("step", "1250"));
        AssertRead(configuration, read);
    }

    [Test]
    public void H5py_reads_a_pack_of_records()
    {
        SamplePlan plan = new(HarmonicSpheres.Create(), new Ladder(1e-2)) { Modes = SampledModes.Unstable };
        LiquidPlan liquids = new(plan.Model, 200, 1.2, double.PositiveInfinity, Samples: 3, Seed: 5);
        NumberedRecord[] records =
        [
            .. PreparedSamples.Run(liquids, plan, threads: 1).Select((outcome, k) => new NumberedRecord(k, outcome.Result!.Record!)),
        ];
        SamplePack pack = SamplePack.Of(_folder, 0);
        Directory.CreateDirectory(Path.GetDirectoryName(pack.Records)!);
        PackSums.Write(pack, records);
        string script = Path.Combine(AppContext.BaseDirectory, "OtherPrograms", "read_pack.py");
        string[] lines = RunProgram("/usr/bin/python3", script, pack.Records).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines.Select(line => line.Split(' ')[0]), Is.EqualTo(new[] { "sample_0001", "sample_0002", "sample_0003" }));
        foreach ((string line, NumberedRecord record) in lines.Zip(records))
        {
            double[] expected = [5, record.Number, .. record.Record.Rungs.Select(rung => rung.Time)];
            Assert.That(Numbers(line[(line.IndexOf(' ') + 1)..]), Is.EqualTo(expected));
        }
    }

    private static void AssertRead(Configuration configuration, Configuration read)
    {
        int[] order = OrderById(configuration);
        Assert.That(read.Box.Length, Is.EqualTo(configuration.Box.Length).Within(1e-12));
        AssertSame(
            configuration,
            order,
            [.. Enumerable.Range(0, read.Count).Select(i => (double[])[read.Species[i] + 1, .. read.Positions.Slice(3 * i, 3)])],
            1e-12);
        for (int k = 0; k < order.Length; k++)
        {
            Assert.That(
                read.Velocities.Slice(3 * k, 3).ToArray(), Is.EqualTo(configuration.Velocities.Slice(3 * order[k], 3).ToArray()));
        }
    }

    // Rows hold type, x, y, z. Programs may wrap a position into the box.
    private static void AssertSame(Configuration configuration, int[] order, double[][] rows, double tolerance)
    {
        for (int k = 0; k < order.Length; k++)
        {
            Assert.That(rows[k][0], Is.EqualTo(configuration.Species[order[k]] + 1), "type");
            for (int axis = 0; axis < 3; axis++)
            {
                double difference = rows[k][axis + 1] - configuration.Positions[(3 * order[k]) + axis];
                double image = configuration.Box.MinimumImage(difference);
                Assert.That(Math.Abs(image), Is.LessThan(tolerance * 10), $"row {k}, axis {axis}: {difference}");
            }
        }
    }

    // Particles of two types in another order than their ids, with velocities, a vector, a scalar, words and a time step.
    private static Configuration Liquid(double origin)
    {
        const int count = 40;
        Philox random = new(18, 3);
        int[] ids = [.. Enumerable.Range(1, count).OrderBy(id => id * 17 % 41)];
        double length = 5.921628934505905;
        double[] Numbers(int n, double from, double width)
        {
            double[] values = new double[n];
            for (int k = 0; k < n; k++)
            {
                values[k] = from + (width * random.NextUniform());
            }

            return values;
        }

        double[] positions = Numbers(3 * count, origin, length);
        return new Configuration(
            new PeriodicBox(length, origin, origin, origin),
            [.. Enumerable.Range(0, count).Select(i => (byte)(i % 5 == 0 ? 1 : 0))],
            positions,
            Numbers(3 * count, -1, 2),
            ids,
            [new("forces", 3, Numbers(3 * count, -1, 2)), new("local", 1, Numbers(count, -8, 2))],
            annotations: new Dictionary<string, string> { ["Timestep"] = "1250", ["model"] = "kalj" })
            .WithTexts(new ParticleText("tag", ParticleTextKind.Word, [.. Enumerable.Repeat("a", count)]));
    }

    private static int[] OrderById(Configuration configuration)
    {
        int[] ids = configuration.Ids.ToArray();
        return [.. Enumerable.Range(0, ids.Length).OrderBy(i => ids[i])];
    }

    private Configuration RunLammps(string deck, params (string Name, string Value)[] variables)
    {
        string output = Path.Combine(_folder, "out.dump");
        string script = Path.Combine(AppContext.BaseDirectory, "OtherPrograms", deck);
        RunProgram(
            "lmp",
            [
                "-in", script, "-log", "none", "-screen", "none", "-var", "out", output,
                .. variables.SelectMany(variable => (string[])["-var", variable.Name, variable.Value]),
            ]);
        return ConfigurationFile.Read(output);
    }

    private static string RunProgram(string program, params string[] arguments)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["OMP_NUM_THREADS"] = "1";
        using Process process = Process.Start(info)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}: {output}{error.Result}");
        return output;
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
