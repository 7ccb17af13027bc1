// Pair potentials.

using GlassModes.Models;

namespace GlassModes.Figures.Plots;

/// <summary>The potential of one pair of species of a model, beside another form of the potential (Shimada et al. 2024, Sec. II).</summary>
public static class PotentialPlot
{
    private const int Points = 400;

    // Energies are shown up to this multiple of the depth of the well.
    private const double Shown = 1.1;

    /// <summary>Makes the figure.</summary>
    /// <param name="model">The model; its first pair of species is shown.</param>
    /// <param name="reference">The other form v0(r) of the same pair's potential, such as before a change of its cutoff.</param>
    /// <param name="from">The smallest r.</param>
    /// <param name="to">The largest r.</param>
    public static Figure Of(PairModel model, Func<double, double> reference, double from, double to)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(reference);
        double[] radii = [.. Enumerable.Range(0, Points).Select(k => from + ((to - from) * k / (Points - 1)))];
        double cutoff = model.Cutoff(0, 0);
        double deepest = Math.Abs(radii.Min(reference));
        FigurePanel panel = new(
            new FigureAxis("r", "σ", AxisScale.Linear),
            new FigureAxis("v(r)", "ε", AxisScale.Linear) { Range = new AxisRange(-Shown * deepest, Shown * deepest) },
            [
                Series("v₀(r)", r => r < cutoff ? reference(r) : 0, radii, 0),
                Series("v(r)", r => r < cutoff ? model.Energy(0, 0, r) : 0, radii, 1),
            ],
            [new FigureLine("", LineRole.Mark, [(0, 0), (1, 0)]) { IsHorizontal = true }]);
        string caption =
            "The pair potential of species A and A, before (v₀) and after (v) the change that makes the force continuous at the cutoff "
            + FormattableString.Invariant($"r = {cutoff:g4}.");
        return new Figure("potential", "The pair potential", caption, [panel]);
    }

    private static FigureSeries Series(string label, Func<double, double> energy, double[] radii, int place) => new(
        label,
        [.. radii.Select(r => new FigurePoint(r, energy(r)))],
        new SeriesLook(place, 2) { IsConnected = true, HasSymbols = false });
}
