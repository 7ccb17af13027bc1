// How far particles move, and how they forget their places: mean squared displacement and self intermediate scattering function.

using System.Runtime.InteropServices;
using GlassModes.Files;

namespace GlassModes.Equilibrium;

/// <summary>The relaxation of a liquid after a lag.</summary>
/// <param name="Lag">Lag, in frames.</param>
/// <param name="MeanSquaredDisplacement">⟨|r_i(t) − r_i(0)|²⟩.</param>
/// <param name="SelfScattering">F_s(k, t) = ⟨sin(k d)/(k d)⟩ with d = |r_i(t) − r_i(0)|, the mean over all directions of k.</param>
/// <param name="Origins">Number of starting times in the means.</param>
public readonly record struct RelaxationPoint(long Lag, double MeanSquaredDisplacement, double SelfScattering, long Origins);

/// <summary>
/// Measures the mean squared displacement and F_s(k, t) at lags of 1, 2, 3, 4, 6, 8, 12, 16, … frames, while frames come in. Each level
/// keeps the positions of its last three frames, and every second frame of a level goes to the next one, so that a run of 2^n frames needs
/// the memory of 3n frames, and a frame costs five passes over the particles. Positions are kept in single precision, which is far finer
/// than any displacement of interest. Allocates when a level is first used.
/// </summary>
public sealed class SelfRelaxation
{
    private const int KeptFrames = 3;
    private const int MostLevels = 48;

    private readonly float[] _frame;
    private readonly List<Level> _levels = [];

    /// <summary>Prepares the measurement.</summary>
    /// <param name="length">Number of coordinates of a frame, three a particle.</param>
    /// <param name="waveNumber">Wave number k &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public SelfRelaxation(int length, double waveNumber)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(waveNumber);
        _frame = new float[length];
        WaveNumber = waveNumber;
    }

    /// <summary>Wave number k.</summary>
    public double WaveNumber { get; }

    /// <summary>Number of frames that were added.</summary>
    public long Frames => _levels.Count > 0 ? _levels[0].Added : 0;

    /// <summary>The relaxation after all lags that were reached, by growing lag.</summary>
    public IReadOnlyList<RelaxationPoint> Curve =>
    [
        .. from level in Enumerable.Range(0, _levels.Count)
           from lag in Enumerable.Range(1, KeptFrames)
           let origins = _levels[level].Origins[lag - 1]
           where origins > 0
           select new RelaxationPoint(
               (long)lag << level, _levels[level].Squares[lag - 1] / origins, _levels[level].Scattering[lag - 1] / origins, origins),
    ];

    /// <summary>Adds the next frame.</summary>
    /// <param name="positions">Positions of the particles, never wrapped.</param>
    /// <exception cref="ArgumentException">The frame has another number of coordinates.</exception>
    public void Add(ReadOnlySpan<double> positions)
    {
        if (positions.Length != _frame.Length)
        {
            throw new ArgumentException(
                $"A frame of {positions.Length} coordinates where others have {_frame.Length}.", nameof(positions));
        }

        for (int c = 0; c < positions.Length; c++)
        {
            _frame[c] = (float)positions[c];
        }

        for (int k = 0; k < MostLevels; k++)
        {
            if (k == _levels.Count)
            {
                _levels.Add(new Level(_frame.Length));
            }

            Level level = _levels[k];

            // Shorter lags are those of the levels before.
            int shortest = k == 0 ? 1 : 2;
            for (int lag = shortest; lag <= Math.Min(KeptFrames, level.Added); lag++)
            {
                Measure(level, lag);
            }

            _frame.CopyTo(level.FrameOf(level.Added));
            level.Added++;
            if (level.Added % 2 != 0)
            {
                return;
            }
        }
    }

    /// <summary>
    /// The time at which F_s falls to 1/e, by interpolation in the logarithm of the lag, in frames: the relaxation time τ_α. Null as long
    /// as it has not fallen so far. Where it has fallen farther after a single frame, that frame is the answer.
    /// </summary>
    public double? FindRelaxationTime()
    {
        const double level = 1 / Math.E;
        IReadOnlyList<RelaxationPoint> curve = Curve;
        for (int k = 0; k < curve.Count; k++)
        {
            if (curve[k].SelfScattering <= level)
            {
                if (k == 0)
                {
                    return curve[0].Lag;
                }

                double share = (curve[k - 1].SelfScattering - level) / (curve[k - 1].SelfScattering - curve[k].SelfScattering);
                return curve[k - 1].Lag * Math.Pow((double)curve[k].Lag / curve[k - 1].Lag, share);
            }
        }

        return null;
    }

    /// <summary>Writes the sums and the kept frames, bit for bit.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_levels.Count);
        foreach (Level level in _levels)
        {
            level.Save(writer);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The data are of frames of another length.</exception>
    /// <exception cref="EndOfStreamException">The data are not complete.</exception>
    internal void Load(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        if (count is < 0 or > MostLevels)
        {
            throw new InvalidDataException($"A relaxation of {count} levels.");
        }

        _levels.Clear();
        for (int k = 0; k < count; k++)
        {
            _levels.Add(new Level(_frame.Length));
            _levels[k].Load(reader);
        }
    }

    private void Measure(Level level, int lag)
    {
        ReadOnlySpan<float> positions = _frame;
        ReadOnlySpan<float> before = level.FrameOf(level.Added - lag);
        double squares = 0;
        double scattering = 0;
        for (int i = 0; i + 2 < positions.Length; i += 3)
        {
            double x = (double)positions[i] - before[i];
            double y = (double)positions[i + 1] - before[i + 1];
            double z = (double)positions[i + 2] - before[i + 2];
            double square = (x * x) + (y * y) + (z * z);
            double phase = WaveNumber * Math.Sqrt(square);
            squares += square;
            scattering += phase > 1e-4 ? Math.Sin(phase) / phase : 1;
        }

        int particles = positions.Length / 3;
        level.Squares[lag - 1] += squares / particles;
        level.Scattering[lag - 1] += scattering / particles;
        level.Origins[lag - 1]++;
    }

    // Frames at one spacing, a power of 2, and the sums over them by lag.
    private sealed class Level(int length)
    {
        private readonly float[] _frames = new float[KeptFrames * length];

        public long Added { get; set; }

        public double[] Squares { get; } = new double[KeptFrames];

        public double[] Scattering { get; } = new double[KeptFrames];

        public long[] Origins { get; } = new long[KeptFrames];

        public Span<float> FrameOf(long number) => _frames.AsSpan((int)(number % KeptFrames) * length, length);

        public void Save(BinaryWriter writer)
        {
            writer.Write(Added);
            BinaryVectors.Write(writer, Squares);
            BinaryVectors.Write(writer, Scattering);
            foreach (long origins in Origins)
            {
                writer.Write(origins);
            }

            writer.Write(_frames.Length);
            writer.Write(MemoryMarshal.AsBytes(_frames.AsSpan()));
        }

        public void Load(BinaryReader reader)
        {
            Added = reader.ReadInt64();
            BinaryVectors.Read(reader, Squares);
            BinaryVectors.Read(reader, Scattering);
            for (int k = 0; k < KeptFrames; k++)
            {
                Origins[k] = reader.ReadInt64();
            }

            int count = reader.ReadInt32();
            if (count != _frames.Length)
            {
                throw new InvalidDataException($"Frames of {count} coordinates stand where {_frames.Length} were expected.");
            }

            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_frames.AsSpan()));
        }
    }
}
