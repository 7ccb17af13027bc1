// Follows the running minimum of W and records the stretches in which W rises above this minimum.

namespace GlassModes.Quench;

/// <summary>Records the rises of W in a quench. Observing a step allocates memory only where a rise ends.</summary>
internal sealed class RiseMonitor
{
    // A rise begins where W exceeds its running minimum by this factor.
    private const double Threshold = 1.01;

    private readonly List<ForceRise> _rises = [];
    private double _least = double.PositiveInfinity;
    private double _leastTime;
    private double _peak;
    private double _peakTime;
    private bool _rising;

    public double Least => _least;

    public long StepsSinceLeast { get; private set; }

    public double LargestRise { get; private set; } = 1;

    public int Count => _rises.Count + (_rising ? 1 : 0);

    /// <summary>All rises so far, in a new list. The end of a rise that still goes on is NaN.</summary>
    public IReadOnlyList<ForceRise> Rises => _rising ? [.. _rises, CurrentRise(double.NaN)] : [.. _rises];

    public void Observe(double time, double meanSquaredForce)
    {
        if (meanSquaredForce < _least)
        {
            if (_rising)
            {
                _rises.Add(CurrentRise(time));
                _rising = false;
            }

            (_least, _leastTime) = (meanSquaredForce, time);
            StepsSinceLeast = 0;
            return;
        }

        StepsSinceLeast++;
        if (_least > 0)
        {
            LargestRise = Math.Max(LargestRise, meanSquaredForce / _least);
        }

        if (!_rising && meanSquaredForce > Threshold * _least)
        {
            _rising = true;
            (_peak, _peakTime) = (meanSquaredForce, time);
        }
        else if (_rising && meanSquaredForce > _peak)
        {
            (_peak, _peakTime) = (meanSquaredForce, time);
        }
    }

    /// <summary>
    /// Starts again from a state that was changed from outside. A rise that goes on ends here. The change itself is no rise of the flow.
    /// </summary>
    public void Restart(double time, double meanSquaredForce)
    {
        if (_rising)
        {
            _rises.Add(CurrentRise(time));
            _rising = false;
        }

        _least = double.PositiveInfinity;
        Observe(time, meanSquaredForce);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_rises.Count);
        foreach (ForceRise rise in _rises)
        {
            writer.Write(rise.StartTime);
            writer.Write(rise.LeastForce);
            writer.Write(rise.PeakTime);
            writer.Write(rise.PeakForce);
            writer.Write(rise.EndTime);
        }

        writer.Write(_least);
        writer.Write(_leastTime);
        writer.Write(_peak);
        writer.Write(_peakTime);
        writer.Write(_rising);
        writer.Write(StepsSinceLeast);
        writer.Write(LargestRise);
    }

    public void Load(BinaryReader reader)
    {
        _rises.Clear();
        int count = reader.ReadInt32();
        for (int k = 0; k < count; k++)
        {
            _rises.Add(new ForceRise(
                reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
        }

        _least = reader.ReadDouble();
        _leastTime = reader.ReadDouble();
        _peak = reader.ReadDouble();
        _peakTime = reader.ReadDouble();
        _rising = reader.ReadBoolean();
        StepsSinceLeast = reader.ReadInt64();
        LargestRise = reader.ReadDouble();
    }

    private ForceRise CurrentRise(double end) => new(_leastTime, _least, _peakTime, _peak, end);
}
