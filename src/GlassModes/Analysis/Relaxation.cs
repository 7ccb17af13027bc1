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
/// <param name="InRange">Whether both rungs are in the ranges of both fits: elsewhere Eq. 10 is an extrapolation.</param>
public sealed record Flatness(StepSums Step, Estimate Direct, Estimate FromFraction, Estimate FromBoth, Estimate PerMode, bool InRange)
{
    /// <summary>log10 of the geometric mean of both W.</summary>
    public double Log10W => Math.Round(0.5 * Math.Log10(Step.Rung * Step.NextRung), 12);
}

/// <summary>
/// W = A t^−x and W = C f_u^y from the averages at fixed W, and ∂(V/N)/∂f_u (Shimada et al. 2024, Eqs. 7-10). W is what is controlled, so t and f_u are fitted as functions of it, by lines through logarithms. All errors are by the
/// jackknife over samples, with all rungs at once: those of one sample go together.
/// </summary>
/// <param name="TimeLaw">"ln A" and "x".</param>
/// <param name="FractionLaw">"ln C" and "y".</param>
/// <param name="Flatness">Between neighbouring rungs, in descending W.</param>
public sealed record Relaxation(Fit TimeLaw, Fit FractionLaw, IReadOnlyList<Flatness> Flatness)
{
    private const int Laws = 4;
    private const int PerStep = 3;

    /// <summary>Fits and differences of one ensemble.</summary>
    public static Relaxation Of(EnsembleSums ensemble, AnalysisOptions options)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(options);
        RungSums[] rungs = [.. ensemble.Rungs];
        StepSums[] steps = [.. rungs.SelectMany(rung => rung.Steps)];
        Fit time = Law("W = A t^-x", "ln A", "x", rungs, RungScalar.Time, options.TimeLaw);
        Fit fraction = Law("W = C f_u^y", "ln C", "y", rungs, RungScalar.FractionUnstable, options.FractionLaw);
        Estimate[] all = rungs.Length == 0
            ? []
            : GroupedSums.Jackknife([.. rungs.Select(rung => rung.Scalars), .. steps.Select(step => step.Scalars)], means => Evaluate(rungs, steps, means, options));
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
                        step, direct, Value(1), Value(2), direct with { Mean = perMode * direct.Mean, StandardError = perMode * direct.StandardError }, inRange);
                }),
            ]);
    }

    // y(W) = c W^p is fitted, and turned round to W = c^(−1/p) y^(1/p).
    private static Fit Law(string model, string amplitude, string exponent, RungSums[] rungs, RungScalar scalar, RungRange range)
    {
        Fit fit = LinearFit.PowerLaw(Points(rungs, scalar, range, rung => rung.Mean(scalar).Mean));
        (double lnAmplitude, double power) = Turned(fit, scalar);
        return fit with
        {
            Model = model,
            Parameters = [new FitParameter(amplitude, lnAmplitude, double.NaN), new FitParameter(exponent, power, double.NaN)],
        };
    }

    // The weights are those of all samples, whatever is left out: the relative errors are.
    private static IEnumerable<DataPoint> Points(RungSums[] rungs, RungScalar scalar, RungRange range, Func<RungSums, double> mean) => rungs
        .Where(rung => range.Contains(rung.Log10W))
        .Select(rung => (Rung: rung, All: rung.Mean(scalar), Own: mean(rung)))
        .Select(one => new DataPoint(one.Rung.Rung, one.Own, one.All.StandardError / one.All.Mean * one.Own));

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

    private static double[] Evaluate(RungSums[] rungs, StepSums[] steps, IReadOnlyList<double[]> means, AnalysisOptions options)
    {
        double[] Means(RungScalar scalar) => [.. means.Take(rungs.Length).Select(own => RungSums.Mean(own, scalar))];
        (double lnA, double x) = Refitted(rungs, RungScalar.Time, options.TimeLaw, Means(RungScalar.Time));
        (double lnC, double y) = Refitted(rungs, RungScalar.FractionUnstable, options.FractionLaw, Means(RungScalar.FractionUnstable));
        double[] results = new double[Laws + (PerStep * steps.Length)];
        (results[0], results[1], results[2], results[3]) = (lnA, x, lnC, y);
        for (int k = 0; k < steps.Length; k++)
        {
            double Mean(StepScalar scalar) => StepSums.Mean(means[rungs.Length + k], scalar);
            double lnW = 0.5 * Math.Log(steps[k].Rung * steps[k].NextRung);
            double slope = Math.Exp(lnW) * Math.Log(steps[k].Rung / steps[k].NextRung) / Mean(StepScalar.Time);
            double perFraction = Math.Log(y) + (lnC / y);
            double drop = Mean(StepScalar.FractionDrop);
            results[Laws + (PerStep * k)] = drop == 0 ? double.NaN : Mean(StepScalar.EnergyDrop) / drop;
            results[Laws + (PerStep * k) + 1] = Math.Exp(perFraction + ((2 - (1 / y)) * lnW)) / slope;
            results[Laws + (PerStep * k) + 2] = Math.Exp(perFraction - Math.Log(x) + (lnA / x) + ((1 - (1 / y) - (1 / x)) * lnW));
        }

        return results;
    }

    private static (double LnAmplitude, double Exponent) Refitted(RungSums[] rungs, RungScalar scalar, RungRange range, double[] values) =>
        Turned(LinearFit.PowerLaw(Points(rungs, scalar, range, rung => values[Array.IndexOf(rungs, rung)])), scalar);
}
