// Content for the tests of the page: made-up figures, and made-up modes that look like those of a quench.

using GlassModes.Figures;
using GlassModes.Figures.Page;
using GlassModes.Figures.Scorecard;
using GlassModes.Modes.Measures;
using GlassModes.Particles;

namespace GlassModes.PageTests;

/// <summary>Makes content of a page without any simulation. The same arguments give the same content.</summary>
internal static class Example
{
    public const int Rungs = 12;

    private const string TwoErrors = "The two differ by less than two errors.";

    private static readonly int[] s_sizes = [1000, 2000, 4000, 8000];

    /// <summary>The content of a page about a demonstration: four figures, three samples.</summary>
    public static ReportContent Demonstration(int particles = 1000, int samples = 3) => new(
        "Instantaneous normal modes of a quench",
        "This page shows how the unstable modes of a liquid vanish while the liquid is quenched. Its numbers come from the campaign.")
    {
        Figures = [Decay(), Distributions(), Scatter(), Potential()],
        MissingFigures = [new MissingFigure(9, "the correlation length", "There are no samples of N = 128000.", "table1")],
        Scorecard =
        [
            new("W falls as a power of t.", "−1.7", "−1.68 ± 0.03", 1000, Verdict.Agrees, TwoErrors)
            {
                Particles = "1000 2000 4000 8000", Temperature = "2", Detail = "x = 1.68 ± 0.03 from nine rungs", Source = "Sec. III A",
            },
            new("f_u falls as a power of W.", "2", "2.31 ± 0.05", 998, Verdict.Differs, TwoErrors),
            new("The mobility edge vanishes.", "log₁₀ W = −3.5", "–", 12, Verdict.NotEnoughData, "Two sizes have a crossing."),
        ],
        Campaign = "name = \"demo\"\nseed = 1\n\n[[states]]\nname = \"a<b>\"\nparticles = 1000\nsamples = 3\n",
        Provenance = ["GlassModes 0.1.0", "2026-11-30", "kalj, N = 1000, T = 2: 3 samples"],
        Modes = [.. Enumerable.Range(0, samples).Select(sample => Sample(particles, sample))],
    };

    /// <summary>A sample: particles that hardly move from rung to rung, and a mode whose far field grows.</summary>
    public static ModeView Sample(int particles, int sample, int modes = 2)
    {
        Random random = new(1000 + sample);
        double length = Math.Cbrt(particles / 1.2);
        PeriodicBox box = new(length);
        double[] positions = [.. Enumerable.Range(0, 3 * particles).Select(_ => length * random.NextDouble())];
        byte[] species = [.. Enumerable.Range(0, particles).Select(i => (byte)(i % 5 == 0 ? 1 : 0))];
        ModeViewRung[] rungs = new ModeViewRung[Rungs];
        for (int k = 0; k < Rungs; k++)
        {
            double step = 0.02 * Math.Exp(-0.4 * k);
            positions = [.. positions.Select(x => x + (step * ((2 * random.NextDouble()) - 1)))];
            Configuration configuration = new(box, species, positions);
            rungs[k] = new ModeViewRung(
                -1.5 - (0.5 * k),
                2.5 * Math.Pow(10, 0.35 * k),
                Rungs - k,
                positions,
                [.. Enumerable.Range(0, modes).Select(mode => Mode(configuration, k, mode, random))]);
        }

        return new ModeView("kalj", 2, sample, length, species, [1, 0.88], rungs);
    }

    private static ViewedMode Mode(Configuration configuration, int rung, int number, Random random)
    {
        int core = (7 + (311 * number)) % configuration.Count;
        double reach = 0.5 + (0.35 * rung);
        double[] vector = new double[3 * configuration.Count];
        double[] energies = new double[configuration.Count];
        double sum = 0;
        for (int i = 0; i < configuration.Count; i++)
        {
            double r = 0;
            for (int c = 0; c < 3; c++)
            {
                double d = configuration.Positions[(3 * i) + c] - configuration.Positions[(3 * core) + c];
                d -= configuration.Box.Length * Math.Round(d / configuration.Box.Length);
                r += d * d;
            }

            r = Math.Sqrt(r) + 0.8;
            double amplitude = ((1 / (r * r)) + (1 / (reach * r))) * Math.Exp(-r / reach) + 1e-5;
            for (int c = 0; c < 3; c++)
            {
                vector[(3 * i) + c] = amplitude * ((2 * random.NextDouble()) - 1);
                sum += vector[(3 * i) + c] * vector[(3 * i) + c];
            }

            energies[i] = (i == core ? -4 : random.NextDouble() - 0.4) * amplitude * amplitude;
        }

        vector = [.. vector.Select(component => component / Math.Sqrt(sum))];
        DecayProfile decay = DecayProfile.Of(configuration, vector);
        EnergyProfile profile = EnergyProfile.Of(configuration, energies);
        return new ViewedMode(
            -5 * Math.Exp(-0.3 * rung) + number,
            ParticipationRatio.Of(vector),
            vector,
            energies,
            decay.Core,
            profile.Core,
            profile.CoreEnergy,
            profile.CoreRadius,
            decay.Radii,
            decay.Amplitudes);
    }

    private static Figure Decay()
    {
        FigureSeries[] series =
        [
            .. s_sizes.Select((n, k) => new FigureSeries(
                $"N = {n}",
                [.. Enumerable.Range(0, 14).Select(j => Math.Pow(10, 0.25 * j)).Select(
                    (t, j) => FigurePoint.WithError(t, (1 + (0.2 * k)) * Math.Pow(t, -1.7), 0.3 * Math.Pow(t, -1.7) / (1 + j)))],
                new SeriesLook(k, s_sizes.Length)) { Samples = 1000 - k }),
        ];
        FigureLine guide = new("t⁻¹·⁷", LineRole.Guide, [(1, 3), (1000, 3 * Math.Pow(1000, -1.7))]);
        FigureLine second = new("t⁻²", LineRole.SecondGuide, [(1, 5), (1000, 5e-6)]);
        FigurePanel panel = new(
            new FigureAxis("t", "τ", AxisScale.Logarithmic), new FigureAxis("W", "ε²/σ²", AxisScale.Logarithmic), series, [guide, second]);
        return new Figure("figure_03", "the mean squared force falls with time", "W against t, with the error of the mean.", [panel])
        {
            Number = 3,
        };
    }

    private static Figure Distributions()
    {
        FigurePanel[] panels =
        [
            .. Enumerable.Range(0, 8).Select(p => new FigurePanel(
                new FigureAxis("λ", "ε/σ²", AxisScale.Linear),
                new FigureAxis("D(λ)", "σ²/ε", AxisScale.Logarithmic),
                [
                    .. s_sizes.Select((n, k) => new FigureSeries(
                        $"N = {n}",
                        [
                            .. Enumerable.Range(0, 12).Select(
                                j => FigurePoint.WithError(-12 + j, Math.Exp((0.5 + (0.1 * p)) * (j - 12 - (0.2 * k))), 1e-3)),
                        ],
                        new SeriesLook(k, s_sizes.Length))),
                ],
                [new FigureLine("λ_e", LineRole.Mark, [(-4, 1e-3), (-4, 1)]) { IsVertical = true }])
            {
                Title = $"log₁₀ W = −{1.5 + (0.5 * p)}",
            }),
        ];
        return new Figure("figure_06", "distributions of eigenvalues", "D(λ) for λ < 0 at eight rungs.", panels) { Number = 6 };
    }

    private static Figure Scatter()
    {
        Random random = new(5);
        FigurePoint[] points =
        [
            .. Enumerable.Range(0, 200).Select(
                _ => new FigurePoint(random.NextDouble(), random.NextDouble()) { Colour = random.NextDouble() }),
        ];
        FigurePanel panel = new(
            new FigureAxis("x", "", AxisScale.Linear), new FigureAxis("y", "", AxisScale.Linear),
            [new FigureSeries("modes", points, SeriesLook.Only)], [])
        {
            ColourBar = new FigureAxis("P", "", AxisScale.Linear),
        };
        return new Figure("extra", "points with a colour", "Each point is a mode.", [panel]);
    }

    private static Figure Potential()
    {
        FigurePoint[] points = [.. Enumerable.Range(0, 100).Select(k => 0.95 + (0.016 * k)).Select(
            r => new FigurePoint(r, 4 * (Math.Pow(r, -12) - Math.Pow(r, -6))))];
        FigurePanel panel = new(
            new FigureAxis("r", "σ", AxisScale.Linear), new FigureAxis("v(r)", "ε", AxisScale.Linear),
            [new FigureSeries("AA", points, new SeriesLook(0, 1) { HasSymbols = false, IsConnected = true })], []);
        return new Figure("figure_01", "a potential", "The potential of a pair.", [panel]) { Number = 1 };
    }
}
