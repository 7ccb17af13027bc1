// Converts a sample record to a tree of HDF5 groups. docs/results-format.md describes the layout.

using GlassModes.Files;
using GlassModes.Modes.Measures;
using PureHDF;

namespace GlassModes.Samples;

/// <summary>Makes the content of a file from a sample record.</summary>
internal static class SampleLayout
{
    /// <summary>The group of the measures of the start, which has the groups of one rung.</summary>
    public const string StartGroup = "start";

    /// <summary>Makes the content of the file of a record.</summary>
    /// <exception cref="ArgumentException">A profile of a rung does not have the length that belongs to the box.</exception>
    public static H5File Of(SampleRecord record)
    {
        H5File file = new() { ["provenance"] = ProvenanceGroup(record) };
        AddRungs(file, record.Rungs, record.Provenance.Protocol);
        if (record.Start is { } start)
        {
            H5Group group = [];
            AddRungs(group, [start], record.Provenance.Protocol);
            file[StartGroup] = group;
        }

        file.Attributes[Hdf5.FormatAttribute] = SampleFile.Format;
        file.Attributes[Hdf5.VersionAttribute] = SampleFile.FormatVersion;
        return file;
    }

    // Adds the groups of the measures of several rungs.
    private static void AddRungs(H5Group file, IReadOnlyList<RungMeasures> rungs, Protocol protocol)
    {
        double[] Numbers(Func<RungMeasures, double> value) => [.. rungs.Select(value)];
        long[] Counts(Func<RungMeasures, long> value) => [.. rungs.Select(value)];
        double[] LowestModeNumbers(Func<LowestModeMeasures, double> value) =>
            Numbers(rung => rung.Lowest is { } lowest ? value(lowest) : double.NaN);
        double[] TransitionNumbers(Func<ModeTransition, double> value) => Numbers(rung => rung.Next is { } next ? value(next) : double.NaN);
        int decay = LowestModeMeasures.DecayLength(protocol.BoxLength);
        int energy = LowestModeMeasures.EnergyLength(protocol.BoxLength);
        H5Group measures = new()
        {
            ["rungs"] = new H5Group
            {
                ["rung"] = Numbers(rung => rung.Rung.MeanSquaredForce),
                ["mean_squared_force"] = Numbers(rung => rung.MeanSquaredForce),
                ["time"] = Numbers(rung => rung.Time),
                ["potential_energy_per_particle"] = Numbers(rung => rung.PotentialEnergyPerParticle),
                ["force_evaluations"] = Counts(rung => rung.ForceEvaluations),
                ["unstable_modes"] = Counts(rung => rung.UnstableCount ?? -1),
            },
            ["spectrum"] = new H5Group
            {
                ["first"] = Offsets(rungs, rung => rung.Eigenvalues.Count),
                ["eigenvalue"] = Hdf5.DatasetOf<double>([.. rungs.SelectMany(rung => rung.Eigenvalues)]),
                ["participation_ratio"] = Hdf5.DatasetOf<double>([.. rungs.SelectMany(rung => rung.ParticipationRatios)]),
                ["stable_first"] = Offsets(rungs, rung => rung.StableEigenvalues.Count),
                ["stable_eigenvalue"] = Hdf5.DatasetOf<double>([.. rungs.SelectMany(rung => rung.StableEigenvalues)]),
                ["stable_participation_ratio"] = Hdf5.DatasetOf<double>([.. rungs.SelectMany(rung => rung.StableParticipationRatios)]),
                ["force_share"] = Hdf5.DatasetOf(UnstableModeNumbers(rungs, rung => rung.Force?.UnstableShares)),
                ["successor_overlap"] = Hdf5.DatasetOf(UnstableModeNumbers(rungs, rung => rung.Next?.SuccessorOverlaps)),
                ["remaining_overlap"] = Hdf5.DatasetOf(UnstableModeNumbers(rungs, rung => rung.Next?.RemainingOverlaps)),
                ["next_curvature"] = Hdf5.DatasetOf(UnstableModeNumbers(rungs, rung => rung.Next?.NextCurvatures)),
                ["successor"] = rungs.SelectMany(
                    rung => rung.Next?.Successors.Select(index => (long)index) ?? Enumerable.Repeat(-1L, rung.Eigenvalues.Count)).ToArray(),
            },
            ["lowest_mode"] = new H5Group
            {
                ["eigenvalue"] = LowestModeNumbers(mode => mode.Eigenvalue),
                ["participation_ratio"] = LowestModeNumbers(mode => mode.ParticipationRatio),
                ["core_by_norm"] = Counts(rung => rung.Lowest?.CoreByNorm ?? -1),
                ["core_by_energy"] = Counts(rung => rung.Lowest?.CoreByEnergy ?? -1),
                ["core_energy"] = LowestModeNumbers(mode => mode.CoreEnergy),
                ["localisation_length"] = LowestModeNumbers(mode => mode.LocalisationLength),
                ["lowest_local_energy"] = LowestModeNumbers(mode => mode.LowestLocalEnergy),
                ["decay_radius"] = Enumerable.Range(1, decay).Select(k => k * LowestModeMeasures.DecayBin).ToArray(),
                ["decay"] = Rows(rungs, decay, rung => rung.Lowest?.Decay),
                ["energy_radius"] = Enumerable.Range(1, energy).Select(k => k * LowestModeMeasures.EnergyStep).ToArray(),
                ["energy_profile"] = Rows(rungs, energy, rung => rung.Lowest?.EnergyProfile),
                ["core_particle_energy"] = Rows(
                    rungs,
                    LowestModeMeasures.MostCoreParticles,
                    rung => PadWithNaN(rung.Lowest?.CoreParticles, particle => particle.Energy)),
                ["core_particle_distance"] = Rows(
                    rungs,
                    LowestModeMeasures.MostCoreParticles,
                    rung => PadWithNaN(rung.Lowest?.CoreParticles, particle => particle.Distance)),
            },
            ["flow"] = new H5Group
            {
                ["force_curvature"] = Numbers(rung => rung.Force?.Curvature ?? double.NaN),
                ["edge"] = ForceSpectrum.Edges.ToArray(),
                ["at_most_lower"] = Rows(rungs, ForceSpectrum.Edges.Count, rung => rung.Force?.AtMostLower),
                ["at_most_upper"] = Rows(rungs, ForceSpectrum.Edges.Count, rung => rung.Force?.AtMostUpper),
                ["displacement"] = TransitionNumbers(next => next.Displacement),
                ["displacement_participation"] = TransitionNumbers(next => next.DisplacementParticipation),
                ["lowest_overlap"] = TransitionNumbers(next => next.LowestOverlap),
                ["unstable_overlap"] = TransitionNumbers(next => next.UnstableOverlap),
                ["hot_spot_distance"] = TransitionNumbers(next => next.HotSpotDistance),
            },
        };
        EvidenceColumns.AddTo((H5Group)measures["rungs"], [.. rungs.Select(rung => rung.Evidence)]);
        if (rungs.Any(rung => rung.Kept is not null))
        {
            measures["eigenvectors"] = EigenvectorGroup(rungs, 3 * protocol.Particles);
        }

        foreach ((string name, object group) in measures)
        {
            file[name] = group;
        }
    }

    private static H5Group ProvenanceGroup(SampleRecord record)
    {
        SampleProvenance provenance = record.Provenance;
        H5Group group = new()
        {
            ["protocol"] = ProtocolLayout.Group(provenance.Protocol),
            ["versions"] = Hdf5.GroupOfTexts(provenance.Versions),
            ["ladder"] = provenance.Rungs.Select(rung => rung.MeanSquaredForce).ToArray(),
        };
        group.Attributes["seed"] = provenance.Id.Seed;
        group.Attributes["sample"] = (long)provenance.Id.Number;
        group.Attributes["start_hash"] = provenance.Id.StartHash;
        group.Attributes["status"] = EnumWord.Of(record.Status);
        group.Attributes["saddle_escapes"] = (long)record.SaddleEscapes;
        if (provenance.Source.File is { } file)
        {
            group.Attributes["source_file"] = file;
        }

        AddCount("source_frame", provenance.Source.Frame);
        AddCount("prepared_samples", provenance.Source.PreparedSamples);
        AddCount("prepared_chains", provenance.Source.PreparedChains);
        return group;

        void AddCount(string name, int? count)
        {
            if (count is { } number)
            {
                group.Attributes[name] = (long)number;
            }
        }
    }

    // The index at which each rung begins in a column, and the length of the column.
    private static long[] Offsets(IReadOnlyList<RungMeasures> rungs, Func<RungMeasures, int> count)
    {
        long[] offsets = new long[rungs.Count + 1];
        for (int k = 0; k < rungs.Count; k++)
        {
            offsets[k + 1] = offsets[k] + count(rungs[k]);
        }

        return offsets;
    }

    // One number for each unstable mode of each rung. The numbers are NaN for a rung without this measure.
    private static double[] UnstableModeNumbers(IReadOnlyList<RungMeasures> rungs, Func<RungMeasures, IReadOnlyList<double>?> value) =>
        [.. rungs.SelectMany(rung => value(rung) ?? [.. Enumerable.Repeat(double.NaN, rung.Eigenvalues.Count)])];

    private static H5Group EigenvectorGroup(IReadOnlyList<RungMeasures> rungs, int order)
    {
        long[] first = Offsets(rungs, rung => rung.Kept?.Vectors.Count ?? 0);
        double[,] positions = new double[rungs.Count, order];
        double[,] vectors = new double[first[^1], order];
        for (int k = 0; k < rungs.Count; k++)
        {
            CopyRow(rungs[k].Kept?.Positions.ToArray(), positions, k);
            for (int mode = 0; mode < rungs[k].Kept?.Vectors.Count; mode++)
            {
                CopyRow(rungs[k].Kept!.Vectors[mode], vectors, first[k] + mode);
            }
        }

        H5Group group = new() { ["first"] = first, ["positions"] = Hdf5.DatasetOfRows(positions) };
        if (vectors.Length > 0)
        {
            group["vector"] = Hdf5.DatasetOfRows(vectors);
        }

        return group;
    }

    private static void CopyRow(double[]? values, double[,] rows, long row)
    {
        for (int k = 0; k < rows.GetLength(1); k++)
        {
            rows[row, k] = values is null ? double.NaN : values[k];
        }
    }

    private static double[]? PadWithNaN(IReadOnlyList<CoreParticle>? particles, Func<CoreParticle, double> value) =>
        particles is null
            ? null
            : [.. particles.Select(value), .. Enumerable.Repeat(double.NaN, LowestModeMeasures.MostCoreParticles - particles.Count)];

    // One row for each rung. The row is NaN for a rung without values.
    private static H5Dataset Rows(IReadOnlyList<RungMeasures> rungs, int length, Func<RungMeasures, IReadOnlyList<double>?> value)
    {
        double[,] rows = new double[rungs.Count, length];
        for (int k = 0; k < rungs.Count; k++)
        {
            double[]? values = value(rungs[k])?.ToArray();
            if (values is not null && values.Length != length)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"At {rungs[k].Rung} a profile has {values.Length} values; in this box it has {length}."),
                    nameof(rungs));
            }

            CopyRow(values, rows, k);
        }

        return Hdf5.DatasetOf(rows);
    }
}
