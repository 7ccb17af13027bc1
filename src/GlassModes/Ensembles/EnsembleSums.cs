// Sums over the samples of one ensemble, which merge.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>
/// Sums over the samples of one ensemble (model, N, L, T, protocol), rung by rung at fixed W (Shimada et al. 2024, Sec. III A 1). Samples
/// are added one by one, and sums of other machines merge. A sample counts once. The result is the same to the last bit, whatever the
/// order.
/// </summary>
/// <remarks>
/// Memory: half a megabyte to two for each rung, whatever the number of samples; in addition some 100 bytes for each sample and rung, and
/// 16 for each unstable mode.
/// </remarks>
public sealed class EnsembleSums
{
    private readonly SortedDictionary<double, RungSums> _rungs = new(Comparer<double>.Create((first, second) => second.CompareTo(first)));
    private readonly SortedDictionary<SampleId, SampleEnd> _samples = [];
    private readonly HashSet<string> _identities = [];

    /// <summary>Sums of nothing.</summary>
    /// <param name="key">What the samples have in common.</param>
    public EnsembleSums(Protocol key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Key = key;
    }

    /// <summary>What the samples have in common.</summary>
    public Protocol Key { get; }

    /// <summary>The samples, in the order of seeds and numbers.</summary>
    public IReadOnlyCollection<SampleId> Samples => _samples.Keys;

    /// <summary>How each sample ended, in the same order.</summary>
    public IReadOnlyCollection<SampleEnd> Ends => _samples.Values;

    /// <summary>The rungs that at least one sample crossed, in descending W.</summary>
    public IReadOnlyCollection<RungSums> Rungs => _rungs.Values;

    /// <summary>Sums over the same samples at fixed t.</summary>
    public TimeSums Times { get; } = new();

    /// <summary>Sums over samples of one ensemble.</summary>
    /// <exception cref="ArgumentException">No sample, or one that cannot be added.</exception>
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
    /// It is of another ensemble, has been added already, or is not a whole sample (<see cref="TroubleOf"/>); nothing is changed.
    /// </exception>
    public void Add(SampleRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Protocol key = record.Provenance.Protocol;
        if (key != Key)
        {
            throw new ArgumentException($"A sample of {key} does not belong to {Key}: {Key.DifferencesFrom(key)}.", nameof(record));
        }

        SampleId id = record.Provenance.Id;
        if (TroubleOf(record) is { } trouble)
        {
            throw new ArgumentException($"Sample {id} of {key} {trouble}.", nameof(record));
        }

        if (!TryAdd(id, SampleEnd.Of(record)))
        {
            throw new ArgumentException($"Sample {id} of {key} has been added already.", nameof(record));
        }

        for (int k = 0; k < record.Rungs.Count; k++)
        {
            RungMeasures? next = k + 1 < record.Rungs.Count ? record.Rungs[k + 1] : null;
            At(record.Rungs[k].Rung.Canonical.MeanSquaredForce).Add(id, record.Rungs[k], next);
        }

        Times.Add(id, record);
    }

    /// <summary>Adds the sums of other samples.</summary>
    /// <exception cref="ArgumentException">They are of another ensemble, or share a sample; nothing is changed.</exception>
    public void Add(EnsembleSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Key != Key)
        {
            throw new ArgumentException(
                $"Sums of {other.Key} cannot be added to those of {Key}: {Key.DifferencesFrom(other.Key)}.", nameof(other));
        }

        SampleId[] both = [.. other._samples.Keys.Where(Contains)];
        if (both.Length > 0)
        {
            throw new ArgumentException($"{both.Length} samples are in both, sample {both[0]} of {Key} first.", nameof(other));
        }

        foreach ((SampleId sample, SampleEnd end) in other._samples)
        {
            AddStored(sample, end);
        }

        foreach (RungSums rung in other._rungs.Values)
        {
            At(rung.Rung).Add(rung);
        }

        Times.Sums.Add(other.Times.Sums);
    }

    /// <summary>Whether a sample is among these.</summary>
    public bool Contains(SampleId sample) => _identities.Contains(sample.Identity);

    /// <summary>
    /// W of the rungs of a record at which these sums do not have its sample: the rungs that the sample has crossed since it was added.
    /// </summary>
    public IReadOnlyList<double> RungsWithout(SampleRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        SampleId id = record.Provenance.Id;
        return
        [
            .. record.Rungs.Select(rung => rung.Rung.Canonical.MeanSquaredForce).Where(
                rung => !(_rungs.TryGetValue(rung, out RungSums? sums) && sums.Contains(id))),
        ];
    }

    /// <summary>
    /// Why a record that was read to its end is not that of a whole sample and cannot be added to any sums, as the end of a sentence; null
    /// if it can.
    /// </summary>
    internal static string? TroubleOf(SampleRecord record)
    {
        if (record.Provenance.Id.Number < 0)
        {
            return "has a negative number";
        }

        double boxLength = record.Provenance.Protocol.BoxLength;
        double before = double.PositiveInfinity;
        foreach (RungMeasures rung in record.Rungs)
        {
            string at = FormattableString.Invariant($"at {rung.Rung}");
            double force = rung.Rung.Canonical.MeanSquaredForce;
            if (!(force < before))
            {
                return $"has rungs that do not descend {at}";
            }

            before = force;
            int modes = rung.Eigenvalues.Count;
            if (rung.ParticipationRatios.Count != modes
                || (rung.Force?.UnstableShares.Count ?? modes) != modes
                || (rung.Next?.SuccessorOverlaps.Count ?? modes) != modes)
            {
                return $"has lists of modes that differ in length {at}";
            }

            if (rung.Lowest is not { } lowest)
            {
                continue;
            }

            if (lowest.Decay.Count != LowestModeMeasures.DecayLength(boxLength)
                || lowest.EnergyProfile.Count != LowestModeMeasures.EnergyLength(boxLength))
            {
                return $"has profiles of another box {at}";
            }

            if (!double.IsFinite(lowest.CoreEnergy) || !lowest.EnergyProfile.All(double.IsFinite))
            {
                return $"has energies that are no numbers {at}";
            }
        }

        return null;
    }

    internal void AddStored(SampleId sample, SampleEnd end)
    {
        if (!TryAdd(sample, end))
        {
            throw new InvalidDataException($"Sample {sample} of {Key} stands twice.");
        }
    }

    internal RungSums At(double rung)
    {
        if (!_rungs.TryGetValue(rung, out RungSums? sums))
        {
            sums = new RungSums(rung, Key);
            _rungs.Add(rung, sums);
        }

        return sums;
    }

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
