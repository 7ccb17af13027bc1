// Power laws of the descent, and how flat the landscape is along it.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>Flatness between a rung and the next, from the samples that crossed both.</summary>
/// <param name="Step">Which rungs.</param>
/// <param name="Direct">⟨ΔV/N⟩/⟨Δf_u⟩; NaN where f_u is the same at both.</param>
/// <param name="FromFraction">Eq. 10 with W = C f_u^y from the fit and |dW/dt| = W Δ ln W/⟨Δt⟩ from the data: y C^{1/y} W^{2−1/y}/|dW/dt|, W the geometric mean of both.</param>
/// <param name="FromBoth">Eq. 10 with W = A t^−x too: (y/x) C^{1/y} A^{1/x} W^{1−1/y−1/x}. It holds where both laws do.</param>
/// <param name="PerMode">V_{n+1} − V_n = N/(3N − 3) of the direct one (Eq. 7): the energy that one unstable mode less releases.</param>
/// <param name="Dissipation">⟨ΔV/N⟩/(W⟨Δt⟩), W the geometric mean of both: 1 where W changes little on the way (Eq. 8).</param>
/// <param name="InRange">Whether both rungs are in the ranges of both fits: elsewhere Eq. 10 is an extrapolation.</param>
public sealed record Flatness(StepSums Step, Estimate Direct, Estimate FromFraction, Estimate FromBoth, Estimate PerMode, Estimate Dissipation, bool InRange)
{
    /// <summary>log10 of the geometric mean of both W.</summary>
    public double Log10W => Math.Round(0.5 * Math.Log10(Step.Rung * Step.NextRung), 12);
}

/// <summary>
/// W = A t^−x and W = C f_u^y from the averages at fixed W, and ∂(V/N)/∂f_u (Shimada et al. 2024, Eqs. 7-10). W is what is controlled, so t and f_u are fitted as functions of it, by lines through logarithms. All errors are by the
/// jackknife over samples, with all rungs at once: those of one sample go together. Rungs are weighted by their relative errors, in a replicate by those of its samples; rungs whose mean is not known to half its value are left out.
/// </summary>
/// <param name="TimeLaw">"ln A" and "x".</param>
/// <param name="FractionLaw">"ln C" and "y".</param>
/// <param name="Flatness">Between neighbouring rungs, in descending W.</param>
public sealed record Relaxation(Fit TimeLaw, Fit FractionLaw, IReadOnlyList<Flatness> Flatness)
{
    private const int Laws = 4;
    private const int PerStep = 4;

    // What is not known to half its value has no place in a fit of logarithms: a mean of one mode in all samples, with rungs of none beside it that have no logarithm.
    private const double LargestRelativeError = 0.5;

    // Drops of f_u that cancel over samples leave rounding.
    private const double NoDrop = 1e-14;

    /// <summary>Fits and differences of one ensemble.</summary>
    public static Relaxation Of(EnsembleSums ensemble, AnalysisOptions options)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(options);
        RungSums[] rungs = [.. ensemble.Rungs];
        StepSums[] steps = [.. rungs.SelectMany(rung => rung.Steps)];
        int[] ofTime = Used(rungs, RungScalar.Time, options.TimeLaw);
        int[] ofFraction = Used(rungs, RungScalar.FractionUnstable, options.FractionLaw);
        Fit time = Law("W = A t^-x", "ln A", "x", [.. ofTime.Select(k => rungs[k])], RungScalar.Time);
        Fit fraction = Law("W = C f_u^y", "ln C", "y", [.. ofFraction.Select(k => rungs[k])], RungScalar.FractionUnstable);
        Estimate[] all = rungs.Length == 0
            ? []
            : GroupedSums.Jackknife([.. rungs.Select(rung => rung.Scalars), .. steps.Select(step => step.Scalars)], means => Evaluate(rungs, steps, means, ofTime, ofFraction));
        if (all.Length > 0)
        {
            time = WithErrors(time, all[0], all[1]);
            fraction = WithErrors(fraction, all[2], all[3]);
        }

        double perMode = ensemble.Key.Particles / ((3.0 * ensemble.Key.Particles) - 3);
        return new Relaxation(
            time,
            fraction,
            [
                .. steps.Select((step, k) =>
                {
                    Estimate Value(int which) => all[Laws + (PerStep * k) + which] with { Samples = checked((int)step.Count) };
                    bool inRange = new[] { step.Rung, step.NextRung }.All(w => options.TimeLaw.Contains(Math.Log10(w)) && options.FractionLaw.Contains(Math.Log10(w)));
                    Estimate direct = Value(0);
                    return new Flatness(
                        step, direct, Value(1), Value(2), direct with { Mean = perMode * direct.Mean, StandardError = perMode * direct.StandardError }, Value(3), inRange);
                }),
            ]);
    }

    // y(W) = c W^p is fitted, and turned round to W = c^(−1/p) y^(1/p).
    private static Fit Law(string model, string amplitude, string exponent, RungSums[] used, RungScalar scalar)
    {
        Fit fit = LinearFit.PowerLaw(used.Select(rung => new DataPoint(rung.Rung, rung.Mean(scalar).Mean, rung.Mean(scalar).StandardError)));
        (double lnAmplitude, double power) = Turned(fit, scalar);
        return fit with
        {
            Model = model,
            Parameters = [new FitParameter(amplitude, lnAmplitude, double.NaN), new FitParameter(exponent, power, double.NaN)],
        };
    }

    // One sample has no errors, and all of its rungs are used; of many, those at which there is an error: a rung that a single sample crossed has none.
    private static int[] Used(RungSums[] rungs, RungScalar scalar, RungRange range)
    {
        (int Index, Estimate Mean)[] inRange =
            [.. Enumerable.Range(0, rungs.Length).Where(k => range.Contains(rungs[k].Log10W)).Select(k => (k, rungs[k].Mean(scalar))).Where(one => one.Item2.Mean > 0)];
        return inRange.Any(one => one.Mean.StandardError > 0)
            ? [.. inRange.Where(one => one.Mean.StandardError > 0 && one.Mean.StandardError < LargestRelativeError * one.Mean.Mean).Select(one => one.Index)]
            : [.. inRange.Select(one => one.Index)];
    }

    // W ∝ t^−x, but W ∝ f_u^y.
    private static (double LnAmplitude, double Exponent) Turned(Fit fit, RungScalar scalar)
    {
        double power = fit["p"].Value;
        return (-fit["ln c"].Value / power, (scalar == RungScalar.Time ? -1 : 1) / power);
    }

    private static Fit WithErrors(Fit fit, Estimate amplitude, Estimate exponent) => fit with
    {
        Parameters = [fit.Parameters[0] with { Error = amplitude.StandardError }, fit.Parameters[1] with { Error = exponent.StandardError }],
        Trouble = LinearFit.TroubleOfPower(fit, fit.Parameters[1].Value, exponent.StandardError),
    };

    private static double[] Evaluate(RungSums[] rungs, StepSums[] steps, IReadOnlyList<double[]> means, int[] ofTime, int[] ofFraction)
    {
        (double lnA, double x) = Refitted(rungs, ofTime, RungScalar.Time, means);
        (double lnC, double y) = Refitted(rungs, ofFraction, RungScalar.FractionUnstable, means);
        double[] results = new double[Laws + (PerStep * steps.Length)];
        (results[0], results[1], results[2], results[3]) = (lnA, x, lnC, y);
        for (int k = 0; k < steps.Length; k++)
        {
            double Mean(StepScalar scalar) => StepSums.Mean(means[rungs.Length + k], scalar);
            double lnW = 0.5 * Math.Log(steps[k].Rung * steps[k].NextRung);
            double slope = Math.Exp(lnW) * Math.Log(steps[k].Rung / steps[k].NextRung) / Mean(StepScalar.Time);
            double perFraction = Math.Log(y) + (lnC / y);
            double drop = Mean(StepScalar.FractionDrop);
            results[Laws + (PerStep * k)] = Math.Abs(drop) < NoDrop ? double.NaN : Mean(StepScalar.EnergyDrop) / drop;
            results[Laws + (PerStep * k) + 1] = Math.Exp(perFraction + ((2 - (1 / y)) * lnW)) / slope;
            results[Laws + (PerStep * k) + 2] = Math.Exp(perFraction - Math.Log(x) + (lnA / x) + ((1 - (1 / y) - (1 / x)) * lnW));
            results[Laws + (PerStep * k) + 3] = Mean(StepScalar.EnergyDrop) / Mean(StepScalar.Time) / Math.Exp(lnW);
        }

        return results;
    }

    // The rungs are those of all samples; a law over fewer of them would be another one, so that without one there is no result.
    private static (double LnAmplitude, double Exponent) Refitted(RungSums[] rungs, int[] used, RungScalar scalar, IReadOnlyList<double[]> means)
    {
        DataPoint[] points =
        [
            .. used.Select(k =>
            {
                // Samples that happen to agree without the ones left out are not known better than all of them.
                double mean = RungSums.Mean(means[k], scalar);
                double relative = RungSums.RelativeError(means[k], scalar);
                return new DataPoint(rungs[k].Rung, mean, (relative > 0 ? relative : RungSums.RelativeError(rungs[k].Scalars.Means(), scalar)) / Math.Sqrt(rungs[k].Count) * Math.Abs(mean));
            }),
        ];
        return points.All(point => point.Y > 0 && double.IsFinite(point.Y)) ? Turned(LinearFit.PowerLaw(points), scalar) : (double.NaN, double.NaN);
    }
}
