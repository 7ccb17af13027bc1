// The sample record as an HDF5 file; docs/results-format.md is its layout.

using GlassModes.IO;
using GlassModes.Modes;
using PureHDF;
using PureHDF.Filters;

namespace GlassModes.Samples;

/// <summary>Writes and reads <see cref="SampleRecord"/>s, one a file.</summary>
public static class SampleFile
{
    /// <summary>What the attribute "format" of a file says.</summary>
    public const string Format = "GlassModes sample";

    /// <summary>The version of the layout.</summary>
    public const long FormatVersion = 1;

    // Filters only where there is something to gain, in bytes.
    private const int LeastCompressed = 4096;

    /// <summary>Writes a record under a temporary name, and renames it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="record">What.</param>
    /// <param name="cancellation">Looked at before the file takes its name.</param>
    /// <exception cref="ArgumentException">Rungs whose profiles have different lengths.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string path, SampleRecord record, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        H5File file = Layout(record);

        // The library writes to and fro, and an unfinished file of it is unreadable: whole in memory first.
        using MemoryStream content = new();
        file.Write(content);
        AtomicFile.Write(path, stream => content.WriteTo(stream), cancellation);
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SampleFileException">It is not a sample record, or of a later version.</exception>
    public static SampleRecord Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no sample record '{path}'.", path);
        }

        // Whole first: what fails after that is not the disk, but the content.
        using MemoryStream content = new(File.ReadAllBytes(path));
        try
        {
            using IDisposable open = H5File.Open(content);
            return Record(path, (IH5Group)open);
        }
        catch (Exception problem) when (problem is not (SampleFileException or OutOfMemoryException))
        {
            // The library says what it finds by exceptions of many types, null references among them.
            throw new SampleFileException($"'{path}' is not a sample record, or damaged: {problem.Message} Write it again, or leave it out.", problem);
        }
    }

    private static H5File Layout(SampleRecord record)
    {
        IReadOnlyList<RungMeasures> rungs = record.Rungs;
        SampleProvenance from = record.Provenance;
        double[] Each(Func<RungMeasures, double> of) => [.. rungs.Select(of)];
        long[] EachCount(Func<RungMeasures, long> of) => [.. rungs.Select(of)];
        double[] OfLowest(Func<LowestModeMeasures, double> of) => Each(rung => rung.Lowest is { } lowest ? of(lowest) : double.NaN);
        long[] offsets = new long[rungs.Count + 1];
        for (int k = 0; k < rungs.Count; k++)
        {
            offsets[k + 1] = offsets[k] + rungs[k].Eigenvalues.Count;
        }

        int decay = LowestModeMeasures.DecayLength(from.BoxLength);
        int energy = LowestModeMeasures.EnergyLength(from.BoxLength);
        H5Group provenance = new()
        {
            ["settings"] = Attributes(from.Settings),
            ["versions"] = Attributes(from.Versions),
        };
        provenance.Attributes["model"] = from.Model;
        provenance.Attributes["particles"] = (long)from.Particles;
        provenance.Attributes["box_length"] = from.BoxLength;
        provenance.Attributes["temperature"] = from.Temperature;
        provenance.Attributes["seed"] = from.Seed;
        provenance.Attributes["sample"] = (long)from.Sample;
        provenance.Attributes["status"] = record.Status;
        provenance.Attributes["saddle_escapes"] = (long)record.SaddleEscapes;
        H5File file = new()
        {
            ["provenance"] = provenance,
            ["rungs"] = new H5Group
            {
                ["rung"] = Each(rung => rung.Rung),
                ["mean_squared_force"] = Each(rung => rung.MeanSquaredForce),
                ["time"] = Each(rung => rung.Time),
                ["potential_energy_per_particle"] = Each(rung => rung.PotentialEnergyPerParticle),
                ["force_evaluations"] = EachCount(rung => rung.ForceEvaluations),
                ["unstable_modes"] = EachCount(rung => rung.UnstableCount),
                ["zero_modes"] = EachCount(rung => rung.Evidence.ZeroModes ?? -1),
                ["max_residual"] = Each(rung => rung.Evidence.MaxResidual),
                ["orthogonality_loss"] = Each(rung => rung.Evidence.OrthogonalityLoss),
                ["solver"] = (string[])[.. rungs.Select(rung => rung.Evidence.Solver)],
                ["certificate"] = (string[])[.. rungs.Select(rung => rung.Evidence.Certificate)],
            },
            ["spectrum"] = new H5Group
            {
                ["first"] = offsets,
                ["eigenvalue"] = Compressed([.. rungs.SelectMany(rung => rung.Eigenvalues)]),
                ["participation_ratio"] = Compressed([.. rungs.SelectMany(rung => rung.ParticipationRatios)]),
            },
            ["lowest_mode"] = new H5Group
            {
                ["eigenvalue"] = OfLowest(mode => mode.Eigenvalue),
                ["participation_ratio"] = OfLowest(mode => mode.ParticipationRatio),
                ["core_by_norm"] = EachCount(rung => rung.Lowest?.CoreByNorm ?? -1),
                ["core_by_energy"] = EachCount(rung => rung.Lowest?.CoreByEnergy ?? -1),
                ["core_energy"] = OfLowest(mode => mode.CoreEnergy),
                ["localisation_length"] = OfLowest(mode => mode.LocalisationLength),
                ["lowest_local_energy"] = OfLowest(mode => mode.LowestLocalEnergy),
                ["decay_radius"] = Enumerable.Range(1, decay).Select(k => k * LowestModeMeasures.DecayBin).ToArray(),
                ["decay"] = Rows(rungs, decay, mode => mode.Decay),
                ["energy_radius"] = Enumerable.Range(1, energy).Select(k => k * LowestModeMeasures.EnergyStep).ToArray(),
                ["energy_profile"] = Rows(rungs, energy, mode => mode.EnergyProfile),
                ["core_particle_energy"] = Rows(rungs, LowestModeMeasures.MostCoreParticles, mode => Padded(mode.CoreParticles, one => one.Energy)),
                ["core_particle_distance"] = Rows(rungs, LowestModeMeasures.MostCoreParticles, mode => Padded(mode.CoreParticles, one => one.Distance)),
            },
        };
        file.Attributes["format"] = Format;
        file.Attributes["format_version"] = FormatVersion;
        return file;
    }

    private static SampleRecord Record(string path, IH5Group file)
    {
        if (!file.AttributeExists("format") || file.Attribute("format").Read<string>() != Format)
        {
            throw new SampleFileException($"'{path}' is an HDF5 file, but no sample record: its attribute \"format\" is not \"{Format}\".");
        }

        long version = file.Attribute("format_version").Read<long>();
        if (version != FormatVersion)
        {
            throw new SampleFileException($"'{path}' has version {version} of the layout; this program reads version {FormatVersion}. Use the program that wrote it, or a later one.");
        }

        IH5Group provenance = file.Group("provenance");
        SampleProvenance from = new(
            provenance.Attribute("model").Read<string>(),
            checked((int)provenance.Attribute("particles").Read<long>()),
            provenance.Attribute("box_length").Read<double>(),
            provenance.Attribute("temperature").Read<double>(),
            provenance.Attribute("seed").Read<ulong>(),
            checked((int)provenance.Attribute("sample").Read<long>()),
            Texts(provenance.Group("settings")),
            Texts(provenance.Group("versions")));
        double[] Numbers(string name) => file.Dataset(name).Read<double[]>();
        long[] Counts(string name) => file.Dataset(name).Read<long[]>();
        string[] Strings(string name) => file.Dataset(name).Read<string[]>();
        double[] rung = Numbers("rungs/rung");
        double[] force = Numbers("rungs/mean_squared_force");
        double[] time = Numbers("rungs/time");
        double[] potential = Numbers("rungs/potential_energy_per_particle");
        long[] evaluations = Counts("rungs/force_evaluations");
        long[] unstable = Counts("rungs/unstable_modes");
        long[] zero = Counts("rungs/zero_modes");
        double[] residual = Numbers("rungs/max_residual");
        double[] loss = Numbers("rungs/orthogonality_loss");
        string[] solver = Strings("rungs/solver");
        string[] certificate = Strings("rungs/certificate");
        long[] first = Counts("spectrum/first");
        double[] eigenvalues = Numbers("spectrum/eigenvalue");
        double[] ratios = Numbers("spectrum/participation_ratio");
        Func<int, LowestModeMeasures?> lowest = LowestModes(file);
        return new SampleRecord(
            from,
            provenance.Attribute("status").Read<string>(),
            checked((int)provenance.Attribute("saddle_escapes").Read<long>()),
            [
                .. Enumerable.Range(0, rung.Length).Select(k => new RungMeasures(
                    rung[k],
                    force[k],
                    time[k],
                    potential[k],
                    evaluations[k],
                    checked((int)unstable[k]),
                    (double)unstable[k] / ((3 * from.Particles) - 3),
                    lowest(k),
                    eigenvalues[(int)first[k]..(int)first[k + 1]],
                    ratios[(int)first[k]..(int)first[k + 1]],
                    new ModeEvidence(
                        solver[k], certificate[k], checked((int)unstable[k]), zero[k] < 0 ? null : checked((int)zero[k]), residual[k], loss[k], "recorded"))),
            ]);
    }

    private static Func<int, LowestModeMeasures?> LowestModes(IH5Group file)
    {
        IH5Group group = file.Group("lowest_mode");
        double[] Numbers(string name) => group.Dataset(name).Read<double[]>();
        double[][] Table(string name)
        {
            double[,] values = group.Dataset(name).Read<double[,]>();
            return [.. Enumerable.Range(0, values.GetLength(0)).Select(row => Enumerable.Range(0, values.GetLength(1)).Select(k => values[row, k]).ToArray())];
        }

        double[] eigenvalue = Numbers("eigenvalue");
        double[] ratio = Numbers("participation_ratio");
        long[] byNorm = group.Dataset("core_by_norm").Read<long[]>();
        long[] byEnergy = group.Dataset("core_by_energy").Read<long[]>();
        double[] core = Numbers("core_energy");
        double[] length = Numbers("localisation_length");
        double[] local = Numbers("lowest_local_energy");
        double[][] decay = Table("decay");
        double[][] energies = Table("energy_profile");
        double[][] coreEnergies = Table("core_particle_energy");
        double[][] coreDistances = Table("core_particle_distance");
        return k => double.IsNaN(eigenvalue[k])
            ? null
            : new LowestModeMeasures(
                eigenvalue[k],
                ratio[k],
                checked((int)byNorm[k]),
                checked((int)byEnergy[k]),
                core[k],
                length[k],
                local[k],
                decay[k],
                energies[k],
                [.. coreEnergies[k].Zip(coreDistances[k], (energy, distance) => new CoreParticle(energy, distance)).Where(one => !double.IsNaN(one.Energy))]);
    }

    private static H5Group Attributes(IReadOnlyDictionary<string, string> texts)
    {
        H5Group group = [];
        foreach ((string name, string text) in texts)
        {
            group.Attributes[name] = text;
        }

        return group;
    }

    private static Dictionary<string, string> Texts(IH5Group group) => group.Attributes().ToDictionary(own => own.Name, own => own.Read<string>());

    private static double[] Padded(IReadOnlyList<CoreParticle> particles, Func<CoreParticle, double> of) =>
        [.. particles.Select(of), .. Enumerable.Repeat(double.NaN, LowestModeMeasures.MostCoreParticles - particles.Count)];

    // One row a rung; NaN where there is no mode.
    private static H5Dataset Rows(IReadOnlyList<RungMeasures> rungs, int length, Func<LowestModeMeasures, IReadOnlyList<double>> of)
    {
        double[,] rows = new double[rungs.Count, length];
        for (int k = 0; k < rungs.Count; k++)
        {
            IReadOnlyList<double>? values = rungs[k].Lowest is { } lowest ? of(lowest) : null;
            if (values is not null && values.Count != length)
            {
                throw new ArgumentException($"At W = {rungs[k].Rung:g4} a profile has {values.Count} values; in this box it has {length}.", nameof(rungs));
            }

            for (int j = 0; j < length; j++)
            {
                rows[k, j] = values?[j] ?? double.NaN;
            }
        }

        return rows.Length * sizeof(double) < LeastCompressed ? new H5Dataset(rows) : Filtered(rows, (uint)rungs.Count, (uint)length);
    }

    private static H5Dataset Compressed(double[] values) => values.Length * sizeof(double) < LeastCompressed
        ? new H5Dataset(values) : Filtered(values, (uint)values.Length);

    private static H5Dataset Filtered(object values, params uint[] chunk) =>
        new(values, chunk, datasetCreation: new(Filters: [ShuffleFilter.Id, DeflateFilter.Id]));
}
