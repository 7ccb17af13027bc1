// Sums over the samples of one ensemble. Sums of different samples can be merged.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>
/// Sums over the samples of one ensemble (model, N, L, T, protocol), rung by rung at fixed W (Shimada et al. 2024, Sec. III A 1). Samples
/// are added one by one, and sums of several machines can be merged. A sample counts once. The result is the same to the last bit in any
/// order.
/// </summary>
/// <remarks>
/// Memory: 0.5 to 2 MB for each rung, whatever the number of samples. In addition, some 100 bytes for each sample at each rung, and 16
/// bytes for each unstable mode.
/// </remarks>
public sealed class EnsembleSums
{
    private readonly SortedDictionary<double, RungSums> _rungs = new(Comparer<double>.Create((first, second) => second.CompareTo(first)));
    private readonly SortedDictionary<SampleId, SampleEnd> _samples = [];
    private readonly HashSet<string> _identities = [];

    /// <summary>Makes sums without samples.</summary>
    /// <param name="protocol">The protocol of all samples.</param>
    public EnsembleSums(Protocol protocol)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        Protocol = protocol;
    }

    /// <summary>The protocol of all samples.</summary>
    public Protocol Protocol { get; }

    /// <summary>The samples, in the order of seeds and numbers.</summary>
    public IReadOnlyCollection<SampleId> Samples => _samples.Keys;

    /// <summary>How each sample ended, in the order of <see cref="Samples"/>.</summary>
    public IReadOnlyCollection<SampleEnd> Ends => _samples.Values;

    /// <summary>The rungs that at least one sample crossed, in descending W.</summary>
    public IReadOnlyCollection<RungSums> Rungs => _rungs.Values;

    /// <summary>The sums over the starts of the samples whose starts were measured; null if there are none.</summary>
    public RungSums? Starts { get; private set; }

    /// <summary>Sums over the same samples at fixed t.</summary>
    public TimeSums Times { get; } = new();

    /// <summary>Makes the sums of the samples of one ensemble.</summary>
    /// <exception cref="ArgumentException">There is no sample, or a sample cannot be added.</exception>
    public static EnsembleSums Of(IEnumerable<SampleRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        EnsembleSums? sums = null;
        foreach (SampleRecord record in records)
        {
            sums ??= new EnsembleSums(record.Provenance.Protocol);
            sums.Add(record);
        }

        return sums ?? throw new ArgumentException("Sums of no sample do not say of what ensemble they are.", nameof(records));
    }

    /// <summary>Adds a sample.</summary>
    /// <exception cref="ArgumentException">
    /// The sample is of another ensemble, has been added already, or is not whole (<see cref="TroubleOf"/>). The sums are not changed.
    /// </exception>
    public void Add(SampleRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Protocol protocol = record.Provenance.Protocol;
        if (protocol != Protocol)
        {
            throw new ArgumentException(
                $"A sample of {protocol} does not belong to {Protocol}: {Protocol.DifferencesFrom(protocol)}.", nameof(record));
        }

        SampleId id = record.Provenance.Id;
        if (TroubleOf(record) is { } trouble)
        {
            throw new ArgumentException($"Sample {id} of {protocol} {trouble}.", nameof(record));
        }

        if (!TryAdd(id, SampleEnd.Of(record)))
        {
            throw new ArgumentException($"Sample {id} of {protocol} has been added already.", nameof(record));
        }

        for (int k = 0; k < record.Rungs.Count; k++)
        {
            RungMeasures? next = k + 1 < record.Rungs.Count ? record.Rungs[k + 1] : null;
            At(record.Rungs[k].Rung.Canonical.MeanSquaredForce).Add(id, record.Rungs[k], next);
        }

        if (record.Start is { } start)
        {
            MakeStarts().Add(id, start, null);
        }

        Times.Add(id, record);
    }

    /// <summary>Adds the sums of other samples.</summary>
    /// <exception cref="ArgumentException">
    /// The other sums are of another ensemble, or have a sample in common with these sums. No sums are changed.
    /// </exception>
    public void Add(EnsembleSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Protocol != Protocol)
        {
            throw new ArgumentException(
                $"Sums of {other.Protocol} cannot be added to those of {Protocol}: {Protocol.DifferencesFrom(other.Protocol)}.",
                nameof(other));
        }

        SampleId[] shared = [.. other._samples.Keys.Where(Contains)];
        if (shared.Length > 0)
        {
            throw new ArgumentException($"{shared.Length} samples are in both, sample {shared[0]} of {Protocol} first.", nameof(other));
        }

        foreach ((SampleId sample, SampleEnd end) in other._samples)
        {
            AddStored(sample, end);
        }

        foreach (RungSums rung in other._rungs.Values)
        {
            At(rung.Rung).Add(rung);
        }

        if (other.Starts is { } starts)
        {
            MakeStarts().Add(starts);
        }

        Times.Sums.Add(other.Times.Sums);
    }

    /// <summary>Whether the sums contain a sample.</summary>
    public bool Contains(SampleId sample) => _identities.Contains(sample.Identity);

    /// <summary>
    /// Finds the rungs (W) of a record at which these sums do not contain the sample of the record. The sample has crossed these rungs
    /// since it was added. The W of its start is among them if the start has been measured since.
    /// </summary>
    public IReadOnlyList<double> RungsWithout(SampleRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        SampleId id = record.Provenance.Id;
        return
        [
            .. record.Rungs.Select(rung => rung.Rung.Canonical.MeanSquaredForce).Where(
                rung => !(_rungs.TryGetValue(rung, out RungSums? sums) && sums.Contains(id))),
            .. record.Start is { } start && Starts?.Contains(id) != true ? (double[])[start.MeanSquaredForce] : [],
        ];
    }

    /// <summary>
    /// Tells why a record that could be read is not that of a whole sample, and cannot be added to any sums. The text is the end of a
    /// sentence that begins with the sample. The text is null if the record can be added.
    /// </summary>
    internal static string? TroubleOf(SampleRecord record)
    {
        if (record.Provenance.Id.Number < 0)
        {
            return "has a negative number";
        }

        double boxLength = record.Provenance.Protocol.BoxLength;
        double forceBefore = double.PositiveInfinity;
        foreach (RungMeasures rung in record.Rungs)
        {
            double force = rung.Rung.Canonical.MeanSquaredForce;
            if (!(force < forceBefore))
            {
                return FormattableString.Invariant($"has rungs that do not descend at {rung.Rung}");
            }

            forceBefore = force;
        }

        foreach (RungMeasures rung in record.Start is { } start ? [start, .. record.Rungs] : record.Rungs)
        {
            string atRung = FormattableString.Invariant($"at {rung.Rung}");
            int modes = rung.Eigenvalues.Count;
            if (rung.ParticipationRatios.Count != modes
                || (rung.Force?.UnstableShares.Count ?? modes) != modes
                || (rung.Next?.SuccessorOverlaps.Count ?? modes) != modes)
            {
                return $"has lists of modes that differ in length {atRung}";
            }

            if (rung.Lowest is not { } lowest)
            {
                continue;
            }

            if (lowest.Decay.Count != LowestModeMeasures.DecayLength(boxLength)
                || lowest.EnergyProfile.Count != LowestModeMeasures.EnergyLength(boxLength))
            {
                return $"has profiles of another box {atRung}";
            }

            if (!double.IsFinite(lowest.CoreEnergy) || !lowest.EnergyProfile.All(double.IsFinite))
            {
                return $"has energies that are no numbers {atRung}";
            }
        }

        return null;
    }

    internal void AddStored(SampleId sample, SampleEnd end)
    {
        if (!TryAdd(sample, end))
        {
            throw new InvalidDataException($"Sample {sample} of {Protocol} stands twice.");
        }
    }

    internal RungSums At(double rung)
    {
        if (!_rungs.TryGetValue(rung, out RungSums? sums))
        {
            sums = new RungSums(rung, Protocol);
            _rungs.Add(rung, sums);
        }

        return sums;
    }

    // Every start has a W of its own.
    internal RungSums MakeStarts() => Starts ??= new RungSums(double.NaN, Protocol);

    private bool TryAdd(SampleId sample, SampleEnd end)
    {
        if (!_identities.Add(sample.Identity))
        {
            return false;
        }

        _samples.Add(sample, end);
        return true;
    }
}
