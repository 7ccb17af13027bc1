// A sample record as a tree of HDF5 groups; docs/results-format.md is its layout.

using GlassModes.Files;
using GlassModes.Modes.Measures;
using PureHDF;

namespace GlassModes.Samples;

/// <summary>From a record to the content of its file.</summary>
internal static class SampleLayout
{
    public static H5File Of(SampleRecord record)
    {
        IReadOnlyList<RungMeasures> rungs = record.Rungs;
        SampleProvenance from = record.Provenance;
        double[] Each(Func<RungMeasures, double> of) => [.. rungs.Select(of)];
        long[] EachCount(Func<RungMeasures, long> of) => [.. rungs.Select(of)];
        double[] OfLowest(Func<LowestModeMeasures, double> of) => Each(rung => rung.Lowest is { } lowest ? of(lowest) : double.NaN);
        double[] OfNext(Func<ModeTransition, double> of) => Each(rung => rung.Next is { } next ? of(next) : double.NaN);
        int decay = LowestModeMeasures.DecayLength(from.Protocol.BoxLength);
        int energy = LowestModeMeasures.EnergyLength(from.Protocol.BoxLength);
        H5File file = new()
        {
            ["provenance"] = Provenance(record),
            ["rungs"] = new H5Group
            {
                ["rung"] = Each(rung => rung.Rung.MeanSquaredForce),
                ["mean_squared_force"] = Each(rung => rung.MeanSquaredForce),
                ["time"] = Each(rung => rung.Time),
                ["potential_energy_per_particle"] = Each(rung => rung.PotentialEnergyPerParticle),
                ["force_evaluations"] = EachCount(rung => rung.ForceEvaluations),
                ["unstable_modes"] = EachCount(rung => rung.UnstableCount ?? -1),
            },
            ["spectrum"] = new H5Group
            {
                ["first"] = Offsets(rungs, rung => rung.Eigenvalues.Count),
                ["eigenvalue"] = Hdf5.DatasetOf<double>([.. rungs.SelectMany(rung => rung.Eigenvalues)]),
                ["participation_ratio"] = Hdf5.DatasetOf<double>([.. rungs.SelectMany(rung => rung.ParticipationRatios)]),
                ["stable_first"] = Offsets(rungs, rung => rung.StableEigenvalues.Count),
                ["stable_eigenvalue"] = Hdf5.DatasetOf<double>([.. rungs.SelectMany(rung => rung.StableEigenvalues)]),
                ["stable_participation_ratio"] = Hdf5.DatasetOf<double>([.. rungs.SelectMany(rung => rung.StableParticipationRatios)]),
                ["force_share"] = Hdf5.DatasetOf(OfModes(rungs, rung => rung.Force?.UnstableShares)),
                ["successor_overlap"] = Hdf5.DatasetOf(OfModes(rungs, rung => rung.Next?.SuccessorOverlaps)),
                ["remaining_overlap"] = Hdf5.DatasetOf(OfModes(rungs, rung => rung.Next?.RemainingOverlaps)),
                ["next_curvature"] = Hdf5.DatasetOf(OfModes(rungs, rung => rung.Next?.NextCurvatures)),
                ["successor"] = rungs.SelectMany(
                    rung => rung.Next?.Successors.Select(index => (long)index) ?? Enumerable.Repeat(-1L, rung.Eigenvalues.Count)).ToArray(),
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
                ["decay"] = Rows(rungs, decay, rung => rung.Lowest?.Decay),
                ["energy_radius"] = Enumerable.Range(1, energy).Select(k => k * LowestModeMeasures.EnergyStep).ToArray(),
                ["energy_profile"] = Rows(rungs, energy, rung => rung.Lowest?.EnergyProfile),
                ["core_particle_energy"] = Rows(
                    rungs, LowestModeMeasures.MostCoreParticles, rung => Padded(rung.Lowest?.CoreParticles, one => one.Energy)),
                ["core_particle_distance"] = Rows(
                    rungs, LowestModeMeasures.MostCoreParticles, rung => Padded(rung.Lowest?.CoreParticles, one => one.Distance)),
            },
            ["flow"] = new H5Group
            {
                ["force_curvature"] = Each(rung => rung.Force?.Curvature ?? double.NaN),
                ["edge"] = ForceSpectrum.Edges.ToArray(),
                ["at_most_lower"] = Rows(rungs, ForceSpectrum.Edges.Count, rung => rung.Force?.AtMostLower),
                ["at_most_upper"] = Rows(rungs, ForceSpectrum.Edges.Count, rung => rung.Force?.AtMostUpper),
                ["displacement"] = OfNext(next => next.Displacement),
                ["displacement_participation"] = OfNext(next => next.DisplacementParticipation),
                ["lowest_overlap"] = OfNext(next => next.LowestOverlap),
                ["unstable_overlap"] = OfNext(next => next.UnstableOverlap),
                ["hot_spot_distance"] = OfNext(next => next.HotSpotDistance),
            },
        };
        EvidenceColumns.AddTo((H5Group)file["rungs"], [.. rungs.Select(rung => rung.Evidence)]);
        if (rungs.Any(rung => rung.Kept is not null))
        {
            file["eigenvectors"] = Kept(rungs, 3 * from.Protocol.Particles);
        }

        file.Attributes["format"] = SampleFile.Format;
        file.Attributes["format_version"] = SampleFile.FormatVersion;
        return file;
    }

    private static H5Group Provenance(SampleRecord record)
    {
        SampleProvenance from = record.Provenance;
        H5Group group = new()
        {
            ["protocol"] = ProtocolLayout.Group(from.Protocol),
            ["versions"] = Hdf5.GroupOfTexts(from.Versions),
            ["ladder"] = from.Rungs.Select(rung => rung.MeanSquaredForce).ToArray(),
        };
        group.Attributes["seed"] = from.Id.Seed;
        group.Attributes["sample"] = (long)from.Id.Number;
        group.Attributes["start_hash"] = from.Id.StartHash;
        group.Attributes["status"] = $"{record.Status}";
        group.Attributes["saddle_escapes"] = (long)record.SaddleEscapes;
        if (from.Source.File is { } file)
        {
            group.Attributes["source_file"] = file;
        }

        AddCount("source_frame", from.Source.Frame);
        AddCount("prepared_samples", from.Source.PreparedSamples);
        AddCount("prepared_chains", from.Source.PreparedChains);
        return group;

        void AddCount(string name, int? count)
        {
            if (count is { } number)
            {
                group.Attributes[name] = (long)number;
            }
        }
    }

    // Where the part of each rung begins, and where the last ends.
    private static long[] Offsets(IReadOnlyList<RungMeasures> rungs, Func<RungMeasures, int> count)
    {
        long[] offsets = new long[rungs.Count + 1];
        for (int k = 0; k < rungs.Count; k++)
        {
            offsets[k + 1] = offsets[k] + count(rungs[k]);
        }

        return offsets;
    }

    // A number for each unstable mode of each rung; NaN where a rung has none.
    private static double[] OfModes(IReadOnlyList<RungMeasures> rungs, Func<RungMeasures, IReadOnlyList<double>?> of) =>
        [.. rungs.SelectMany(rung => of(rung) ?? [.. Enumerable.Repeat(double.NaN, rung.Eigenvalues.Count)])];

    // Not compressed: these digits do not repeat.
    private static H5Group Kept(IReadOnlyList<RungMeasures> rungs, int order)
    {
        long[] first = Offsets(rungs, rung => rung.Kept?.Vectors.Count ?? 0);
        double[,] positions = new double[rungs.Count, order];
        double[,] vectors = new double[first[^1], order];
        for (int k = 0; k < rungs.Count; k++)
        {
            CopyRow(rungs[k].Kept?.Positions.ToArray(), positions, k);
            for (int one = 0; one < rungs[k].Kept?.Vectors.Count; one++)
            {
                CopyRow(rungs[k].Kept!.Vectors[one], vectors, first[k] + one);
            }
        }

        H5Group group = new() { ["first"] = first, ["positions"] = new H5Dataset(positions) };
        if (vectors.Length > 0)
        {
            group["vector"] = new H5Dataset(vectors);
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

    private static double[]? Padded(IReadOnlyList<CoreParticle>? particles, Func<CoreParticle, double> of) =>
        particles is null
            ? null
            : [.. particles.Select(of), .. Enumerable.Repeat(double.NaN, LowestModeMeasures.MostCoreParticles - particles.Count)];

    // One row a rung; NaN where there is nothing.
    private static H5Dataset Rows(IReadOnlyList<RungMeasures> rungs, int length, Func<RungMeasures, IReadOnlyList<double>?> of)
    {
        double[,] rows = new double[rungs.Count, length];
        for (int k = 0; k < rungs.Count; k++)
        {
            double[]? values = of(rungs[k])?.ToArray();
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
