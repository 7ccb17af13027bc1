// The autocorrelation of a long series at lags of all lengths, in fixed memory.

using GlassModes.Files;

namespace GlassModes.Statistics;

/// <summary>
/// The autocorrelation C(t) = ⟨(x(0) − x̄)(x(t) − x̄)⟩ of a series, at lags that grow with their length (multiple-tau correlator, Ramírez,
/// Sukumaran, Vorselaars and Likhtman, J. Chem. Phys. 133, 154103, 2010): each level keeps the last 16 values, and hands the mean of every
/// two on to the next level, so that lags are known to an eighth. Adding allocates nothing. Memory is about 16 KB.
/// </summary>
public sealed class TimeCorrelation
{
    private const int Points = 16;
    private const int Levels = 40;

    // Per level: the last values as a ring, products by lag, and the value that waits for its second half.
    private readonly double[] _values = new double[Levels * Points];
    private readonly double[] _products = new double[Levels * Points];
    private readonly long[] _pairs = new long[Levels * Points];
    private readonly long[] _added = new long[Levels];
    private readonly double[] _waiting = new double[Levels];
    private double _origin;
    private double _sum;

    /// <summary>Number of values that were added.</summary>
    public long Count => _added[0];

    /// <summary>Mean of the values; NaN without values.</summary>
    public double Mean => _origin + (_sum / Count);

    /// <summary>Adds the next value.</summary>
    public void Add(double value)
    {
        // Products are those of differences from the first value, which keeps the digits of a small variance.
        if (Count == 0)
        {
            _origin = value;
        }

        value -= _origin;
        _sum += value;
        for (int level = 0; level < Levels; level++)
        {
            int slot = level * Points;
            int place = (int)(_added[level] % Points);
            _values[slot + place] = value;
            int lags = (int)Math.Min(Points - 1, _added[level]);
            for (int lag = level == 0 ? 0 : Points / 2; lag <= lags; lag++)
            {
                _products[slot + lag] += value * _values[slot + ((place - lag + Points) % Points)];
                _pairs[slot + lag]++;
            }

            _added[level]++;
            if (_added[level] % 2 == 1)
            {
                _waiting[level] = value;
                return;
            }

            value = 0.5 * (_waiting[level] + value);
        }
    }

    /// <summary>Removes all values.</summary>
    public void Clear()
    {
        foreach (Array array in (Array[])[_values, _products, _pairs, _added, _waiting])
        {
            Array.Clear(array);
        }

        (_origin, _sum) = (0, 0);
    }

    /// <summary>
    /// The correlation at growing lags, divided by that at lag 0. Empty without values, or where all values are the same.
    /// </summary>
    public IReadOnlyList<(long Lag, double Correlation)> Normalized()
    {
        double mean = _sum / Count;
        double variance = (_products[0] / Count) - (mean * mean);
        if (!(variance > 0))
        {
            return [];
        }

        List<(long, double)> correlation = [];
        for (int k = 0; k < Levels * Points; k++)
        {
            if (_pairs[k] > 0)
            {
                long lag = (long)(k % Points) << (k / Points);
                correlation.Add((lag, ((_products[k] / _pairs[k]) - (mean * mean)) / variance));
            }
        }

        return correlation;
    }

    /// <summary>
    /// The integrated correlation time ½ + Σ C(t)/C(0), in values, summed up to the first lag beyond five times the sum so far (Sokal's
    /// window). NaN if the series is too short for its window, or constant.
    /// </summary>
    public double IntegratedTime()
    {
        IReadOnlyList<(long Lag, double Correlation)> correlation = Normalized();
        double sum = 0.5;
        for (int k = 1; k < correlation.Count; k++)
        {
            // Lags that are left out are interpolated: the trapezoidal sum of a stretch without its first end.
            (long lag, double value) = correlation[k];
            long step = lag - correlation[k - 1].Lag;
            sum += (0.5 * (step + 1) * value) + (0.5 * (step - 1) * correlation[k - 1].Correlation);
            if (lag >= 5 * sum)
            {
                return Math.Max(sum, 0.5);
            }
        }

        return double.NaN;
    }

    /// <summary>Writes the sums, bit for bit.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_origin);
        writer.Write(_sum);
        BinaryVectors.Write(writer, _values);
        BinaryVectors.Write(writer, _products);
        BinaryVectors.Write(writer, _waiting);
        foreach (long number in _pairs.Concat(_added))
        {
            writer.Write(number);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data are not those of a correlation.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    internal void Load(BinaryReader reader)
    {
        _origin = reader.ReadDouble();
        _sum = reader.ReadDouble();
        BinaryVectors.Read(reader, _values);
        BinaryVectors.Read(reader, _products);
        BinaryVectors.Read(reader, _waiting);
        foreach (long[] numbers in (long[][])[_pairs, _added])
        {
            for (int k = 0; k < numbers.Length; k++)
            {
                numbers[k] = reader.ReadInt64();
            }
        }
    }
}
