// Saddles that a quench comes to rest on, and the way off them.

using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// Tells a saddle from a minimum by its lowest mode, and pushes off along it (footnote 10 of Shimada et al. 2024), where the force is too
/// small for the flow to leave by itself.
/// </summary>
internal sealed class SaddlePoints(PeriodicBox box, byte[] species, PairModel model, ThreadTeam? team)
{
    /// <summary>Pushes before a quench gives up.</summary>
    public const int MostEscapes = 100;

    // How far a push moves the particle that moves most: at first, and at most, which soft modes need.
    private const double ShortestPush = 1e-3;
    private const double LongestPush = 0.2;

    // How far above the next rung a push lifts W.
    private const double AboveRung = 10;

    private readonly List<SaddleEscape> _escapes = [];

    /// <summary>The pushes so far.</summary>
    public IReadOnlyList<SaddleEscape> Escapes => _escapes;

    /// <summary>Whether the last look found an unstable mode, and it has not been left since.</summary>
    public bool IsHere { get; private set; }

    /// <summary>The lowest eigenvalue found by the last look; NaN if there was none since the last push, or it could not be told.</summary>
    public double LowestEigenvalue { get; private set; } = double.NaN;

    /// <summary>Finds the lowest mode.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LowestMode Look(FlowState here, CancellationToken cancellation)
    {
        LowestMode mode = LowestMode.Find(new Configuration(box, species, here.Positions), model, team, cancellation);
        IsHere = mode.IsUnstable;
        LowestEigenvalue = mode.IsUnstable || mode.Converged ? mode.Eigenvalue : double.NaN;
        return mode;
    }

    /// <summary>
    /// Pushes a state along a mode, to the side that the force leans to, far enough that W lies well above the next rung.
    /// </summary>
    /// <returns>False where enough pushes have been tried, which changes nothing, or where the mode is too soft for any push to
    /// do.</returns>
    public bool Leave(LowestMode mode, IGradientFlow flow, FlowState state, double rung)
    {
        if (_escapes.Count >= MostEscapes)
        {
            return false;
        }

        ReadOnlySpan<double> vector = mode.Vector.Span;
        double unit = (VectorMath.Dot(state.Forces, vector) < 0 ? -1 : 1) / LargestMove(vector);
        int count = state.Length / 3;
        double pushed = 0;
        SaddleEscape escape = new(state.Time, 3 * state.MeanSquare, state.Energy / count, mode.Eigenvalue, 0);
        for (double push = ShortestPush; push <= LongestPush && (pushed == 0 || 3 * state.MeanSquare <= AboveRung * rung); push *= 2)
        {
            VectorMath.AddScaled(state.Positions, (push - pushed) * unit, vector, state.Positions);
            pushed = push;
            state.Evaluate(flow);
        }

        _escapes.Add(escape with { Push = Math.CopySign(pushed, unit) });
        if (3 * state.MeanSquare <= AboveRung * rung)
        {
            return false;
        }

        IsHere = false;
        LowestEigenvalue = double.NaN;
        return true;
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

    // The length of the longest part that belongs to one particle.
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
