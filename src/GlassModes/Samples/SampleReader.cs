// Makes a sample record from a tree of HDF5 groups. docs/results-format.md describes the layout.

using System.Globalization;
using GlassModes.Files;
using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Quench;
using PureHDF;

namespace GlassModes.Samples;

/// <summary>Makes a sample record from the content of a file.</summary>
internal static class SampleReader
{
    /// <summary>Reads the record of a file, whose name appears in errors, and which has this attribute "format".</summary>
    /// <exception cref="SampleFileException">The file is no sample record, or has a version of the layout that is not read.</exception>
    public static SampleRecord Record(string path, IH5Group file, bool eigenvectors, string format = SampleFile.Format)
    {
        long version = VersionOf(path, file, format);
        SampleProvenance provenance = ReadProvenance(file, version);
        IH5Group provenanceGroup = file.Group("provenance");
        return new SampleRecord(
            provenance,
            EnumWord.Parse<QuenchStatus>(Hdf5.ReadText(provenanceGroup.Attribute("status"))),
            checked((int)provenanceGroup.Attribute("saddle_escapes").Read<long>()),
            ReadRungs(file, provenance.Protocol.Particles, version, eigenvectors))
        {
            Start = file.LinkExists(SampleLayout.StartGroup)
                ? ReadRungs(file.Group(SampleLayout.StartGroup), provenance.Protocol.Particles, version, eigenvectors).Single()
                : null,
        };
    }

    /// <summary>Reads where the record of a file comes from, and nothing else.</summary>
    /// <exception cref="SampleFileException">The file is no sample record, or has a version of the layout that is not read.</exception>
    public static SampleProvenance Provenance(string path, IH5Group file) =>
        ReadProvenance(file, VersionOf(path, file, SampleFile.Format));

    private static long VersionOf(string path, IH5Group file, string format)
    {
        if (Hdf5.ReadTextOrNull(file, Hdf5.FormatAttribute) != format)
        {
            throw new SampleFileException(
                $"'{path}' is an HDF5 file, but no sample record: its attribute \"format\" is not \"{format}\".");
        }

        long version = file.Attribute(Hdf5.VersionAttribute).Read<long>();
        if (version is < SampleFile.EarliestVersion or > SampleFile.FormatVersion)
        {
            throw new SampleFileException(
                $"'{path}' has version {version} of the layout; this program reads versions {SampleFile.EarliestVersion} to "
                + $"{SampleFile.FormatVersion}. Use the program that wrote it, or a later one.");
        }

        return version;
    }

    private static SampleProvenance ReadProvenance(IH5Group file, long version) =>
        version < 3 ? ReadNamedProvenance(file.Group("provenance")) : ReadProvenance(file.Group("provenance"));

    // Reads the groups of the measures of several rungs.
    private static RungMeasures[] ReadRungs(IH5Group file, int particles, long version, bool eigenvectors)
    {
        double[] Numbers(string name) => file.Dataset(name).Read<double[]>();
        long[] Counts(string name) => file.Dataset(name).Read<long[]>();
        double[] rung = Numbers("rungs/rung");
        double[] force = Numbers("rungs/mean_squared_force");
        double[] time = Numbers("rungs/time");
        double[] potential = Numbers("rungs/potential_energy_per_particle");
        long[] evaluations = Counts("rungs/force_evaluations");
        long[] unstable = Counts("rungs/unstable_modes");
        ModeEvidence[] evidence = EvidenceColumns.Read(file.Group("rungs"), version);
        long[] first = Counts("spectrum/first");
        double[] eigenvalues = Numbers("spectrum/eigenvalue");
        double[] ratios = Numbers("spectrum/participation_ratio");
        long[] stableFirst = version < 3 ? new long[rung.Length + 1] : Counts("spectrum/stable_first");
        double[] stableEigenvalues = version < 3 ? [] : Numbers("spectrum/stable_eigenvalue");
        double[] stableRatios = version < 3 ? [] : Numbers("spectrum/stable_participation_ratio");
        Func<int, LowestModeMeasures?> lowest = ReadLowestModes(file);
        Func<int, Range, (ForceSpectrum? Force, ModeTransition? Next)> flow = version < 2 ? (_, _) => (null, null) : ReadFlow(file);
        Func<int, KeptModes?> kept =
            eigenvectors && file.LinkExists("eigenvectors") ? ReadKeptModes(file.Group("eigenvectors")) : _ => null;
        Range ModesOf(int k) => (int)first[k]..(int)first[k + 1];
        return
        [
            .. Enumerable.Range(0, rung.Length).Select(k => new RungMeasures(
                    new Rung(rung[k]),
                    force[k],
                    time[k],
                    potential[k],
                    evaluations[k],
                    CountOf(unstable[k]),
                    RungMeasures.FractionOf(CountOf(unstable[k]), particles),
                    lowest(k),
                    eigenvalues[ModesOf(k)],
                    ratios[ModesOf(k)],
                    evidence[k])
                {
                    Force = flow(k, ModesOf(k)).Force,
                    Next = flow(k, ModesOf(k)).Next,
                    Kept = kept(k),
                    StableEigenvalues = stableEigenvalues[(int)stableFirst[k]..(int)stableFirst[k + 1]],
                    StableParticipationRatios = stableRatios[(int)stableFirst[k]..(int)stableFirst[k + 1]],
                }),
        ];
    }

    private static SampleProvenance ReadProvenance(IH5Group group) => new(
        ProtocolLayout.Read(group.Group("protocol")),
        new SampleId(
            group.Attribute("seed").Read<ulong>(),
            checked((int)group.Attribute("sample").Read<long>()),
            Hdf5.ReadText(group.Attribute("start_hash"))),
        new StartSource(
            group.AttributeExists("source_file") ? Hdf5.ReadText(group.Attribute("source_file")) : null,
            CountOrNull(group, "source_frame"),
            CountOrNull(group, "prepared_samples"),
            CountOrNull(group, "prepared_chains")),
        [.. group.Dataset("ladder").Read<double[]>().Select(w => new Rung(w))],
        Hdf5.ReadTexts(group.Group("versions")));

    // Layout versions 1 and 2 have the settings of the protocol by name.
    private static SampleProvenance ReadNamedProvenance(IH5Group group)
    {
        Dictionary<string, string> settings = Hdf5.ReadTexts(group.Group("settings"));
        Protocol protocol = ProtocolLayout.FromNamedSettings(
            Hdf5.ReadText(group.Attribute("model")),
            checked((int)group.Attribute("particles").Read<long>()),
            group.Attribute("box_length").Read<double>(),
            group.Attribute("temperature").Read<double>(),
            settings);
        SampleId id = new(group.Attribute("seed").Read<ulong>(), checked((int)group.Attribute("sample").Read<long>()));
        StartSource source = new(PreparedSamples: Number("samples"), PreparedChains: Number("chains"));
        return new SampleProvenance(
            protocol, id, source, ProtocolLayout.LadderFromNamedSettings(settings), Hdf5.ReadTexts(group.Group("versions")));

        int? Number(string name) => settings.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    private static int? CountOrNull(IH5Group group, string name) =>
        group.AttributeExists(name) ? checked((int)group.Attribute(name).Read<long>()) : null;

    private static int? CountOf(long stored) => stored < 0 ? null : checked((int)stored);

    // Reads the columns once. The result gives the measures of rung k, whose unstable modes are a range of the columns.
    private static Func<int, Range, (ForceSpectrum? Force, ModeTransition? Next)> ReadFlow(IH5Group file)
    {
        double[] Numbers(string name) => file.Dataset(name).Read<double[]>();
        if (!Numbers("flow/edge").SequenceEqual(ForceSpectrum.Edges))
        {
            throw new InvalidDataException("The limits of flow/edge are not those of this program.");
        }

        double[] curvature = Numbers("flow/force_curvature");
        double[][] lower = Hdf5.ReadRows(file.Dataset("flow/at_most_lower"));
        double[][] upper = Hdf5.ReadRows(file.Dataset("flow/at_most_upper"));
        double[] displacement = Numbers("flow/displacement");
        double[] participation = Numbers("flow/displacement_participation");
        double[] lowest = Numbers("flow/lowest_overlap");
        double[] unstable = Numbers("flow/unstable_overlap");
        double[] distance = Numbers("flow/hot_spot_distance");
        double[] shares = Numbers("spectrum/force_share");
        int[] successors = [.. file.Dataset("spectrum/successor").Read<long[]>().Select(index => checked((int)index))];
        double[] overlaps = Numbers("spectrum/successor_overlap");
        double[] remaining = Numbers("spectrum/remaining_overlap");
        double[] curvatures = Numbers("spectrum/next_curvature");
        return (k, modes) => (
            double.IsNaN(curvature[k]) ? null : new ForceSpectrum(curvature[k], shares[modes], lower[k], upper[k]),
            double.IsNaN(displacement[k])
                ? null
                : new ModeTransition(
                    displacement[k], participation[k], lowest[k], unstable[k], distance[k], successors[modes], overlaps[modes],
                    remaining[modes], curvatures[modes]));
    }

    private static Func<int, KeptModes?> ReadKeptModes(IH5Group group)
    {
        long[] first = group.Dataset("first").Read<long[]>();
        double[][] positions = Hdf5.ReadRows(group.Dataset("positions"));
        double[][] vectors = group.LinkExists("vector") ? Hdf5.ReadRows(group.Dataset("vector")) : [];
        return k => double.IsNaN(positions[k][0]) ? null : new KeptModes(positions[k], vectors[(int)first[k]..(int)first[k + 1]]);
    }

    private static Func<int, LowestModeMeasures?> ReadLowestModes(IH5Group file)
    {
        IH5Group group = file.Group("lowest_mode");
        double[] Numbers(string name) => group.Dataset(name).Read<double[]>();
        double[] eigenvalue = Numbers("eigenvalue");
        double[] ratio = Numbers("participation_ratio");
        long[] byNorm = group.Dataset("core_by_norm").Read<long[]>();
        long[] byEnergy = group.Dataset("core_by_energy").Read<long[]>();
        double[] core = Numbers("core_energy");
        double[] length = Numbers("localisation_length");
        double[] local = Numbers("lowest_local_energy");
        double[][] decay = Hdf5.ReadRows(group.Dataset("decay"));
        double[][] energies = Hdf5.ReadRows(group.Dataset("energy_profile"));
        double[][] coreEnergies = Hdf5.ReadRows(group.Dataset("core_particle_energy"));
        double[][] coreDistances = Hdf5.ReadRows(group.Dataset("core_particle_distance"));
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
                [
                    .. coreEnergies[k].Zip(coreDistances[k], (energy, distance) => new CoreParticle(energy, distance))
                        .Where(particle => !double.IsNaN(particle.Energy)),
                ]);
    }
}
