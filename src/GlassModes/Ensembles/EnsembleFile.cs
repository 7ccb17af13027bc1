// Reads and writes the sums of an ensemble as an HDF5 file. docs/results-format.md describes the layout.

using GlassModes.Files;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Statistics;
using PureHDF;

namespace GlassModes.Ensembles;

/// <summary>
/// Writes and reads <see cref="EnsembleSums"/> exactly, to the last bit. Sums of several machines can therefore be merged without the
/// records of their samples.
/// </summary>
public static class EnsembleFile
{
    /// <summary>The value of the attribute "format" of a file of sums.</summary>
    public const string Format = "GlassModes sums";

    private const string StartsGroup = "starts";

    /// <summary>The version of the layout that is written, and the latest version that is read.</summary>
    public const long FormatVersion = 4;

    /// <summary>The earliest version of the layout that is read. It lacks the checksum.</summary>
    public const long EarliestVersion = 3;

    // The attribute of sums that belong to a pack of records: the length of the pack's file in bytes.
    private const string PackLengthAttribute = "pack_bytes";

    /// <summary>Writes sums with a checksum over all bytes to a file under a temporary name, and then renames the file.</summary>
    /// <exception cref="IOException">The file cannot be written. No partial file is left.</exception>
    public static void Write(string path, EnsembleSums sums, CancellationToken cancellation = default) =>
        Write(path, sums, null, cancellation);

    /// <summary>Writes the sums of a pack of records, with the length of the pack's file.</summary>
    /// <inheritdoc cref="Write(string, EnsembleSums, CancellationToken)"/>
    internal static void Write(string path, EnsembleSums sums, long? packLength, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sums);
        H5Group rungs = [];
        foreach ((RungSums rung, int index) in sums.Rungs.Select((rung, index) => (rung, index)))
        {
            rungs[$"{index:d4}"] = MakeGroup(rung);
        }

        H5File file = new()
        {
            ["protocol"] = ProtocolLayout.Group(sums.Protocol),
            ["samples"] = new H5Group
            {
                ["seed"] = sums.Samples.Select(sample => sample.Seed).ToArray(),
                ["number"] = sums.Samples.Select(sample => (long)sample.Number).ToArray(),
                ["start_hash"] = sums.Samples.Select(sample => sample.StartHash).ToArray(),
                ["status"] = sums.Ends.Select(end => EnumWord.Of(end.Status)).ToArray(),
                ["saddle_escapes"] = sums.Ends.Select(end => (long)end.SaddleEscapes).ToArray(),
                ["largest_residual"] = sums.Ends.Select(end => end.LargestResidual).ToArray(),
                ["uncertain_rungs"] = sums.Ends.Select(end => (long)end.UncertainRungs).ToArray(),
            },
            ["times"] = MakeGroup(sums.Times.Sums, TimeSums.FieldNames),
            ["rungs"] = rungs,
        };
        if (sums.Starts is { } starts)
        {
            file[StartsGroup] = MakeGroup(starts);
        }

        file.Attributes[Hdf5.FormatAttribute] = Format;
        file.Attributes[Hdf5.VersionAttribute] = FormatVersion;
        if (packLength is { } length)
        {
            file.Attributes[PackLengthAttribute] = length;
        }

        Hdf5.Write(path, file, cancellation);
    }

    /// <summary>Reads sums from a file. The whole file is compared with its checksum first.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SampleFileException">
    /// The file does not hold sums, is damaged or was changed, or has a version of the layout that is not read.
    /// </exception>
    public static EnsembleSums Read(string path) => ReadWithLength(path).Sums;

    /// <summary>Reads sums, and the length of the pack that they are of; null if they are not of a pack.</summary>
    /// <inheritdoc cref="Read"/>
    internal static (EnsembleSums Sums, long? PackLength) ReadWithLength(string path)
    {
        return Hdf5.Read(
            path,
            file => (
                ReadSums(path, file),
                file.AttributeExists(PackLengthAttribute) ? file.Attribute(PackLengthAttribute).Read<long>() : (long?)null),
            cause => new SampleFileException(
                $"'{path}' is damaged, or does not hold sums: {cause.Message} Make it again from its samples, or leave it out.", cause));
    }

    private static H5Group MakeGroup(RungSums rung)
    {
        SampleModes[] modes = [.. rung.Modes];
        long[] first = new long[modes.Length + 1];
        for (int k = 0; k < modes.Length; k++)
        {
            first[k + 1] = first[k] + modes[k].Eigenvalues.Count;
        }

        H5Group group = new()
        {
            ["modes"] = new H5Group
            {
                ["seed"] = modes.Select(sample => sample.Sample.Seed).ToArray(),
                ["number"] = modes.Select(sample => (long)sample.Sample.Number).ToArray(),
                ["start_hash"] = modes.Select(sample => sample.Sample.StartHash).ToArray(),
                ["time"] = modes.Select(sample => sample.Time).ToArray(),
                ["potential_energy_per_particle"] = modes.Select(sample => sample.PotentialEnergyPerParticle).ToArray(),
                ["fraction_unstable"] = modes.Select(sample => sample.FractionUnstable).ToArray(),
                ["lowest_eigenvalue"] = modes.Select(sample => sample.LowestEigenvalue).ToArray(),
                ["core_energy"] = modes.Select(sample => sample.CoreEnergy).ToArray(),
                ["first"] = first,
                ["eigenvalue"] = Hdf5.DatasetOf<double>([.. modes.SelectMany(sample => sample.Eigenvalues)]),
                ["participation_ratio"] = Hdf5.DatasetOf<double>([.. modes.SelectMany(sample => sample.ParticipationRatios)]),
            },
        };
        AddParts(group, rung.Parts);
        group.Attributes["rung"] = rung.Rung;
        H5Group steps = [];
        foreach ((StepSums step, int index) in rung.Steps.Select((step, index) => (step, index)))
        {
            H5Group stepGroup = [];
            AddParts(stepGroup, step.Parts);
            stepGroup.Attributes["next_rung"] = step.NextRung;
            steps[$"{index:d4}"] = stepGroup;
        }

        group["steps"] = steps;
        return group;
    }

    private static void AddParts(H5Group group, IReadOnlyList<SumsPart> parts)
    {
        foreach ((string name, string fields, GroupedSums sums) in parts)
        {
            group[name] = MakeGroup(sums, fields);
        }
    }

    // Stores the doubles that add up to each exact sum, sum after sum, and group of samples after group of samples.
    private static H5Group MakeGroup(GroupedSums sums, string fields)
    {
        List<double> parts = [];
        List<byte> counts = [];
        for (int group = 0; group < GroupedSums.Groups; group++)
        {
            for (int k = 0; k < sums.Length; k++)
            {
                ReadOnlySpan<double> stored = sums.SumsOf(group).PartsOf(k);
                counts.Add(checked((byte)stored.Length));
                parts.AddRange(stored);
            }
        }

        H5Group result = new()
        {
            ["samples"] = Enumerable.Range(0, GroupedSums.Groups).Select(sums.CountOf).ToArray(),
            ["parts"] = Hdf5.DatasetOf<byte>([.. counts]),
            ["part"] = Hdf5.DatasetOf<double>([.. parts]),
        };
        result.Attributes["fields"] = fields;
        return result;
    }

    private static EnsembleSums ReadSums(string path, IH5Group file)
    {
        if (Hdf5.ReadTextOrNull(file, Hdf5.FormatAttribute) != Format)
        {
            throw new SampleFileException($"'{path}' is an HDF5 file, but holds no sums: its attribute \"format\" is not \"{Format}\".");
        }

        long version = file.Attribute(Hdf5.VersionAttribute).Read<long>();
        if (version is < EarliestVersion or > FormatVersion)
        {
            throw new SampleFileException(
                $"'{path}' has version {version} of the layout; this program reads versions {EarliestVersion} to {FormatVersion}. "
                + "Make the sums again from their records, or use the program that wrote them.");
        }

        EnsembleSums sums = new(ProtocolLayout.Read(file.Group("protocol")));
        ulong[] seeds = file.Dataset("samples/seed").Read<ulong[]>();
        long[] numbers = file.Dataset("samples/number").Read<long[]>();
        string[] starts = Hdf5.ReadTexts(file.Dataset("samples/start_hash"));
        string[] status = Hdf5.ReadTexts(file.Dataset("samples/status"));
        long[] escapes = file.Dataset("samples/saddle_escapes").Read<long[]>();
        double[] residuals = file.Dataset("samples/largest_residual").Read<double[]>();
        long[] uncertain = file.Dataset("samples/uncertain_rungs").Read<long[]>();
        for (int k = 0; k < seeds.Length; k++)
        {
            sums.AddStored(
                new SampleId(seeds[k], checked((int)numbers[k]), starts[k]),
                new SampleEnd(EnumWord.Parse<QuenchStatus>(status[k]), checked((int)escapes[k]), residuals[k], checked((int)uncertain[k])));
        }

        ReadGroupedSums(file.Group("times"), TimeSums.FieldNames, sums.Times.Sums);
        foreach (IH5Group group in file.Group("rungs").Children().OfType<IH5Group>())
        {
            ReadRung(group, sums.At(group.Attribute("rung").Read<double>()), sums);
        }

        if (file.LinkExists(StartsGroup))
        {
            ReadRung(file.Group(StartsGroup), sums.MakeStarts(), sums);
        }

        return sums;
    }

    private static void ReadRung(IH5Group group, RungSums rung, EnsembleSums sums)
    {
        ReadParts(group, rung.Parts);
        foreach (IH5Group step in group.Group("steps").Children().OfType<IH5Group>())
        {
            ReadParts(step, rung.Step(step.Attribute("next_rung").Read<double>()).Parts);
        }

        ReadModes(group.Group("modes"), rung);
        if (rung.Modes.Count != rung.Count || !rung.Modes.All(modes => sums.Contains(modes.Sample)))
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"At W = {rung.Rung:g4} there are sums of {rung.Count} samples ")
                + FormattableString.Invariant($"and modes of {rung.Modes.Count}."));
        }
    }

    private static void ReadModes(IH5Group group, RungSums rung)
    {
        ulong[] seeds = group.Dataset("seed").Read<ulong[]>();
        long[] numbers = group.Dataset("number").Read<long[]>();
        string[] starts = Hdf5.ReadTexts(group.Dataset("start_hash"));
        double[] times = group.Dataset("time").Read<double[]>();
        double[] energies = group.Dataset("potential_energy_per_particle").Read<double[]>();
        double[] fractions = group.Dataset("fraction_unstable").Read<double[]>();
        double[] lowest = group.Dataset("lowest_eigenvalue").Read<double[]>();
        double[] cores = group.Dataset("core_energy").Read<double[]>();
        long[] first = group.Dataset("first").Read<long[]>();
        double[] values = group.Dataset("eigenvalue").Read<double[]>();
        double[] ratios = group.Dataset("participation_ratio").Read<double[]>();
        for (int k = 0; k < seeds.Length; k++)
        {
            Range modesOfSample = (int)first[k]..(int)first[k + 1];
            rung.Add(
                new SampleModes(
                    new SampleId(seeds[k], checked((int)numbers[k]), starts[k]), times[k], energies[k], fractions[k], lowest[k], cores[k],
                    values[modesOfSample], ratios[modesOfSample]));
        }
    }

    private static void ReadParts(IH5Group group, IReadOnlyList<SumsPart> parts)
    {
        foreach ((string name, string fields, GroupedSums sums) in parts)
        {
            ReadGroupedSums(group.Group(name), fields, sums);
        }
    }

    private static void ReadGroupedSums(IH5Group group, string fields, GroupedSums sums)
    {
        string found = Hdf5.ReadText(group.Attribute("fields"));
        if (found != fields)
        {
            throw new InvalidDataException($"Sums of \"{found}\" stand where those of \"{fields}\" were expected.");
        }

        long[] samples = group.Dataset("samples").Read<long[]>();
        byte[] counts = group.Dataset("parts").Read<byte[]>();
        double[] parts = group.Dataset("part").Read<double[]>();
        if (samples.Length != GroupedSums.Groups || counts.Length != GroupedSums.Groups * sums.Length)
        {
            throw new InvalidDataException(
                $"A group holds {counts.Length} sums in {samples.Length} groups of samples "
                + $"where {sums.Length} in each of {GroupedSums.Groups} were expected.");
        }

        int next = 0;
        for (int g = 0; g < GroupedSums.Groups; g++)
        {
            ExactSums stored = new(sums.Length);
            for (int k = 0; k < sums.Length; k++)
            {
                for (int remaining = counts[(g * sums.Length) + k]; remaining > 0; remaining--)
                {
                    stored.Add(k, parts[next++]);
                }
            }

            sums.Add(g, samples[g], stored);
        }
    }
}
