// Recognises the saddles on which a quench comes to rest, and pushes the quench off them.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// Tells a saddle from a minimum by the lowest mode of the Hessian. On a saddle the force is too small for the flow to leave by itself, so
/// the state is pushed along this mode (footnote 10 of Shimada et al. 2024).
/// </summary>
internal sealed class SaddlePoints(PeriodicBox box, byte[] species, PairModel model, ThreadTeam? team)
{
    /// <summary>Number of pushes after which a quench gives up.</summary>
    public const int MostEscapes = 100;

    // Lengths by which a push moves the particle that moves most. A push starts with the shortest length, which is doubled as long as W is
    // too low. Soft modes need long pushes.
    private const double ShortestPush = 1e-3;
    private const double LongestPush = 0.2;

    // A push lifts W to more than this multiple of the W of the next rung.
    private const double AboveRung = 10;

    private readonly List<SaddleEscape> _escapes = [];

    /// <summary>The pushes so far.</summary>
    public IReadOnlyList<SaddleEscape> Escapes => _escapes;

    /// <summary>Whether the last call of <see cref="Look"/> found an unstable mode, and no push has left the saddle since.</summary>
    public bool IsHere { get; private set; }

    /// <summary>
    /// The lowest eigenvalue that the last call of <see cref="Look"/> found. NaN before the first call, after a push that left a saddle,
    /// and where the sign of the eigenvalue is uncertain.
    /// </summary>
    public double LowestEigenvalue { get; private set; } = double.NaN;

    /// <summary>Finds the lowest mode at a state of the quench.</summary>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public LowestMode Look(FlowState state, CancellationToken cancellation)
    {
        LowestMode mode = LowestMode.Find(new Configuration(box, species, state.Positions), model, team, cancellation);
        IsHere = mode.IsUnstable;
        LowestEigenvalue = mode.IsUnstable || mode.Converged ? mode.Eigenvalue : double.NaN;
        return mode;
    }

    /// <summary>
    /// Pushes a state along a mode, in the direction in which the force points along the mode, until W is more than ten times the W of the
    /// next rung. The push is recorded.
    /// </summary>
    /// <returns>
    /// Whether W is high enough. False without a push after 100 pushes. False after a push where the mode is too soft for the longest push.
    /// </returns>
    public bool Leave(LowestMode mode, IGradientFlow flow, FlowState state, double rung)
    {
        if (_escapes.Count >= MostEscapes)
        {
            return false;
        }

        ReadOnlySpan<double> vector = mode.Vector.Span;
        double unitPush = (VectorMath.Dot(state.Forces, vector) < 0 ? -1 : 1) / LargestMove(vector);
        int particles = state.Length / 3;
        double pushed = 0;
        SaddleEscape escape = new(state.Time, 3 * state.MeanSquare, state.Energy / particles, mode.Eigenvalue, 0);
        for (double push = ShortestPush; push <= LongestPush && (pushed == 0 || 3 * state.MeanSquare <= AboveRung * rung); push *= 2)
        {
            VectorMath.AddScaled(state.Positions, (push - pushed) * unitPush, vector, state.Positions);
            pushed = push;
            state.Evaluate(flow);
        }

        _escapes.Add(escape with { Push = Math.CopySign(pushed, unitPush) });
        if (3 * state.MeanSquare <= AboveRung * rung)
        {
            return false;
        }

        IsHere = false;
        LowestEigenvalue = double.NaN;
        return true;
    }

    /// <summary>Goes back to what was known before a call of <see cref="Look"/>.</summary>
    public void Restore(bool isHere, double lowestEigenvalue)
    {
        IsHere = isHere;
        LowestEigenvalue = lowestEigenvalue;
    }

    /// <summary>Writes what <see cref="Load"/> reads.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(IsHere);
        writer.Write(LowestEigenvalue);
        QuenchState.Write(writer, _escapes);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        IsHere = reader.ReadBoolean();
        LowestEigenvalue = reader.ReadDouble();
        QuenchState.Read(reader, _escapes);
    }

    // The largest |e_i| of the particles i, where e_i is the part of the vector that belongs to particle i.
    private static double LargestMove(ReadOnlySpan<double> vector)
    {
        double largest = 0;
        for (int k = 0; k < vector.Length; k += 3)
        {
            largest = Math.Max(largest, VectorMath.Dot(vector.Slice(k, 3), vector.Slice(k, 3)));
        }

        return Math.Sqrt(largest);
    }
}
