// Power laws of the descent, and the flatness of the landscape along it.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>
/// The power laws W = A t^−x and W = C f_u^y, fitted to the averages at fixed W, and the flatness ∂(V/N)/∂f_u (Shimada et al. 2024, Eqs.
/// 7-10).
/// </summary>
/// <remarks>
/// W is the controlled variable. Therefore t and f_u are fitted as functions of W by lines through logarithms, and the laws are then solved
/// for W. Rungs are weighted by their relative errors. Rungs whose mean is 0, or has an error of half its value or more, are left out. All
/// errors are by the jackknife over samples with all rungs at once, because the rungs of one sample fluctuate together. χ² takes rungs as
/// independent.
/// </remarks>
/// <param name="TimeLaw">ln A as the logarithm of the amplitude and x as the exponent.</param>
/// <param name="FractionLaw">ln C as the logarithm of the amplitude and y as the exponent.</param>
/// <param name="Flatness">The flatness between neighbouring rungs, in descending W.</param>
public sealed record RelaxationLaws(PowerLawFit TimeLaw, PowerLawFit FractionLaw, IReadOnlyList<Flatness> Flatness)
{
    // A mean with a larger relative error is left out of the fit of logarithms. Such a mean may be due to one mode in all samples, while
    // the neighbouring rungs have no mode.
    private const double LargestRelativeError = 0.5;

    // Drops of f_u that cancel over samples leave a mean drop of this size by rounding.
    private const double NoDrop = 1e-14;

    /// <summary>Fits the laws of one ensemble, and computes the flatness of each of its steps.</summary>
    public static RelaxationLaws Of(EnsembleSums ensemble, AnalysisOptions options)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(options);
        RungSums[] rungs = [.. ensemble.Rungs];
        StepSums[] steps = [.. rungs.SelectMany(rung => rung.Steps)];
        FittedRungs timeRungs = new(rungs, RungScalar.Time, options.TimeRange);
        FittedRungs fractionRungs = new(rungs, RungScalar.FractionUnstable, options.FractionRange);
        PowerLawFit timeLaw = timeRungs.Fit();
        PowerLawFit fractionLaw = fractionRungs.Fit();
        if (rungs.Length == 0)
        {
            return new RelaxationLaws(timeLaw, fractionLaw, []);
        }

        Estimate[] estimates = GroupedSums.Jackknife(
            [.. rungs.Select(rung => rung.Scalars), .. steps.Select(step => step.Scalars)],
            means =>
            {
                LawParameters<double> time = timeRungs.Refit(means);
                LawParameters<double> fraction = fractionRungs.Refit(means);
                IEnumerable<FlatnessValues<double>> flatness =
                    steps.Select((step, k) => FlatnessOf(step, means[rungs.Length + k], time, fraction));
                return [.. time.ToArray(), .. fraction.ToArray(), .. flatness.SelectMany(values => values.ToArray())];
            });
        ReadOnlySpan<Estimate> remaining = estimates;
        timeLaw = WithErrors(timeLaw, LawParameters<Estimate>.TakeParameters(ref remaining));
        fractionLaw = WithErrors(fractionLaw, LawParameters<Estimate>.TakeParameters(ref remaining));
        List<Flatness> flatness = [];
        foreach (StepSums step in steps)
        {
            flatness.Add(FlatnessOf(step, FlatnessValues<Estimate>.TakeValues(ref remaining), ensemble.Protocol.Particles, options));
        }

        return new RelaxationLaws(timeLaw, fractionLaw, flatness);
    }

    private static PowerLawFit WithErrors(PowerLawFit fit, LawParameters<Estimate> estimates) => fit.WithParameters(
        fit.LogAmplitude with { Error = estimates.LogAmplitude.StandardError },
        fit.Exponent with { Error = estimates.Exponent.StandardError });

    private static FlatnessValues<double> FlatnessOf(
        StepSums step, IReadOnlyList<double> means, LawParameters<double> time, LawParameters<double> fraction)
    {
        (double lnA, double x) = time;
        (double lnC, double y) = fraction;
        double duration = StepSums.Mean(means, StepScalar.Time);
        double energyDrop = StepSums.Mean(means, StepScalar.EnergyDrop);
        double fractionDrop = StepSums.Mean(means, StepScalar.FractionDrop);
        double lnW = 0.5 * Math.Log(step.Rung * step.NextRung);
        double slope = Math.Exp(lnW) * Math.Log(step.Rung / step.NextRung) / duration;
        double logFactor = Math.Log(y) + (lnC / y);
        return new FlatnessValues<double>(
            Direct: Math.Abs(fractionDrop) < NoDrop ? double.NaN : energyDrop / fractionDrop,
            FromFraction: Math.Exp(logFactor + ((2 - (1 / y)) * lnW)) / slope,
            FromBoth: Math.Exp(logFactor - Math.Log(x) + (lnA / x) + ((1 - (1 / y) - (1 / x)) * lnW)),
            Dissipation: energyDrop / duration / Math.Exp(lnW));
    }

    private static Flatness FlatnessOf(StepSums step, FlatnessValues<Estimate> values, int particles, AnalysisOptions options)
    {
        int samples = checked((int)step.Count);
        double perMode = particles / ((3.0 * particles) - 3);
        bool isInRange = new[] { step.Rung, step.NextRung }.All(w =>
            options.TimeRange.Contains(Math.Log10(w)) && options.FractionRange.Contains(Math.Log10(w)));
        Estimate direct = values.Direct with { Samples = samples };
        return new Flatness(
            StepAverages.Of(step),
            direct,
            values.FromFraction with { Samples = samples },
            values.FromBoth with { Samples = samples },
            direct with { Mean = perMode * direct.Mean, StandardError = perMode * direct.StandardError },
            values.Dissipation with { Samples = samples },
            isInRange);
    }

    // The parameters of a law, as numbers or with errors.
    private readonly record struct LawParameters<T>(T LogAmplitude, T Exponent)
    {
        public T[] ToArray() => [LogAmplitude, Exponent];

        public static LawParameters<T> TakeParameters(ref ReadOnlySpan<T> values)
        {
            LawParameters<T> taken = new(values[0], values[1]);
            values = values[2..];
            return taken;
        }
    }

    // The values of the flatness of one step, as numbers or with errors.
    private readonly record struct FlatnessValues<T>(T Direct, T FromFraction, T FromBoth, T Dissipation)
    {
        public T[] ToArray() => [Direct, FromFraction, FromBoth, Dissipation];

        public static FlatnessValues<T> TakeValues(ref ReadOnlySpan<T> values)
        {
            FlatnessValues<T> taken = new(values[0], values[1], values[2], values[3]);
            values = values[4..];
            return taken;
        }
    }

    // The rungs to which one law is fitted. t or f_u is fitted as y(W) = c W^p. The law is then solved for W = c^(−1/p) y^(1/p).
    private sealed class FittedRungs
    {
        private readonly RungSums[] _rungs;
        private readonly RungScalar _scalar;
        private readonly int[] _used;

        public FittedRungs(RungSums[] rungs, RungScalar scalar, RungRange range)
        {
            (_rungs, _scalar) = (rungs, scalar);
            (int Index, Estimate Mean)[] inRange =
            [
                .. Enumerable.Range(0, rungs.Length).Where(k => range.Contains(rungs[k].Log10W))
                    .Select(k => (Index: k, Mean: rungs[k].Mean(scalar)))
                    .Where(rung => rung.Mean.Mean > 0),
            ];

            // With one sample there are no errors, and all rungs are used. With several samples, a rung that a single sample crossed has no
            // error and is left out.
            _used = inRange.Any(rung => rung.Mean.StandardError > 0)
                ? [.. inRange.Where(rung => IsKnown(rung.Mean)).Select(rung => rung.Index)]
                : [.. inRange.Select(rung => rung.Index)];
        }

        public PowerLawFit Fit()
        {
            PowerLawFit fit = PowerLawFit.Of(_used.Select(k =>
            {
                Estimate mean = _rungs[k].Mean(_scalar);
                return new DataPoint(_rungs[k].Rung, mean.Mean, mean.StandardError);
            }));
            LawParameters<double> law = SolvedForW(fit);
            return fit with
            {
                LogAmplitude = new FittedValue(law.LogAmplitude, double.NaN),
                Exponent = new FittedValue(law.Exponent, double.NaN),
            };
        }

        // Fits the law to the same rungs with the means of a part of the samples. The result is NaN if a rung has no mean, because a law
        // over fewer rungs would be another law.
        public LawParameters<double> Refit(IReadOnlyList<double[]> means)
        {
            DataPoint[] points =
            [
                .. _used.Select(k =>
                {
                    // If the remaining samples happen to agree, the relative error is that of all samples instead of 0.
                    double mean = RungSums.Mean(means[k], _scalar);
                    double relative = RungSums.RelativeError(means[k], _scalar);
                    relative = relative > 0 ? relative : RungSums.RelativeError(_rungs[k].Scalars.Means(), _scalar);
                    return new DataPoint(_rungs[k].Rung, mean, relative / Math.Sqrt(_rungs[k].Count) * Math.Abs(mean));
                }),
            ];
            return points.All(point => point.Y > 0 && double.IsFinite(point.Y))
                ? SolvedForW(PowerLawFit.Of(points))
                : new LawParameters<double>(double.NaN, double.NaN);
        }

        private static bool IsKnown(Estimate mean) => mean.StandardError > 0 && mean.StandardError < LargestRelativeError * mean.Mean;

        // The exponents have opposite signs by definition: W ∝ t^−x, but W ∝ f_u^y.
        private LawParameters<double> SolvedForW(PowerLawFit fit)
        {
            double power = fit.Exponent.Value;
            return new LawParameters<double>(-fit.LogAmplitude.Value / power, (_scalar == RungScalar.Time ? -1 : 1) / power);
        }
    }
}
