// Power laws of the descent, and how flat the landscape is along it.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>Flatness between two neighbouring rungs.</summary>
/// <param name="Log10W">Of the middle, the geometric mean of both W.</param>
/// <param name="Direct">Δ⟨V/N⟩/Δ⟨f_u⟩; NaN where f_u is the same at both.</param>
/// <param name="FromFraction">Eq. 10 with W = C f_u^y from the fit and |dW/dt| = W Δ ln W/Δ⟨t⟩ from the data: y C^{1/y} W^{2−1/y}/|dW/dt|.</param>
/// <param name="FromBoth">Eq. 10 with W = A t^−x too: (y/x) C^{1/y} A^{1/x} W^{1−1/y−1/x}. It holds where both laws do.</param>
/// <param name="PerMode">V_{n+1} − V_n = N/(3N − 3) of the direct one (Eq. 7): the energy that one unstable mode less releases.</param>
public sealed record Flatness(double Log10W, Estimate Direct, Estimate FromFraction, Estimate FromBoth, Estimate PerMode);

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
    private const int PerPair = 3;

    /// <summary>Fits and differences of one ensemble.</summary>
    public static Relaxation Of(EnsembleSums ensemble, AnalysisOptions options)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(options);
        RungSums[] rungs = [.. ensemble.Rungs];
        Fit time = Law("W = A t^-x", "ln A", "x", rungs, RungScalar.Time, options.TimeLaw);
        Fit fraction = Law("W = C f_u^y", "ln C", "y", rungs, RungScalar.FractionUnstable, options.FractionLaw);
        Estimate[] all = rungs.Length == 0
            ? []
            : GroupedSums.Jackknife([.. rungs.Select(rung => rung.Scalars)], means => Evaluate(rungs, means, options));
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
                .. Enumerable.Range(0, Math.Max(0, rungs.Length - 1)).Select(k =>
                {
                    Estimate direct = all[Laws + (PerPair * k)];
                    return new Flatness(
                        0.5 * (rungs[k].Log10W + rungs[k + 1].Log10W),
                        direct,
                        all[Laws + (PerPair * k) + 1],
                        all[Laws + (PerPair * k) + 2],
                        new Estimate(perMode * direct.Mean, perMode * direct.StandardError, direct.Samples));
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

    private static IEnumerable<DataPoint> Points(RungSums[] rungs, RungScalar scalar, RungRange range, Func<RungSums, double> mean) => rungs
        .Where(rung => range.Contains(rung.Log10W))
        .Select(rung => new DataPoint(rung.Rung, mean(rung), rung.Mean(scalar).StandardError));

    // W ∝ t^−x, but W ∝ f_u^y.
    private static (double LnAmplitude, double Exponent) Turned(Fit fit, RungScalar scalar)
    {
        double power = fit["p"].Value;
        return (-fit["ln c"].Value / power, (scalar == RungScalar.Time ? -1 : 1) / power);
    }

    private static Fit WithErrors(Fit fit, Estimate amplitude, Estimate exponent) => fit with
    {
        Parameters = [fit.Parameters[0] with { Error = amplitude.StandardError }, fit.Parameters[1] with { Error = exponent.StandardError }],
        Trouble = fit.Trouble ?? (double.IsFinite(exponent.StandardError) ? null : "errors over samples need two samples"),
    };

    private static double[] Evaluate(RungSums[] rungs, IReadOnlyList<double[]> means, AnalysisOptions options)
    {
        double[] Means(RungScalar scalar) => [.. means.Select(own => RungSums.Mean(own, scalar))];
        double[] t = Means(RungScalar.Time);
        double[] f = Means(RungScalar.FractionUnstable);
        double[] v = Means(RungScalar.PotentialEnergyPerParticle);
        (double lnA, double x) = Refitted(rungs, RungScalar.Time, options.TimeLaw, t);
        (double lnC, double y) = Refitted(rungs, RungScalar.FractionUnstable, options.FractionLaw, f);
        double[] results = new double[Laws + (PerPair * (rungs.Length - 1))];
        (results[0], results[1], results[2], results[3]) = (lnA, x, lnC, y);
        for (int k = 0; k + 1 < rungs.Length; k++)
        {
            double lnW = 0.5 * (Math.Log(rungs[k].Rung) + Math.Log(rungs[k + 1].Rung));
            double slope = Math.Exp(lnW) * Math.Log(rungs[k].Rung / rungs[k + 1].Rung) / (t[k + 1] - t[k]);
            double perFraction = Math.Log(y) + (lnC / y);
            results[Laws + (PerPair * k)] = f[k] == f[k + 1] ? double.NaN : (v[k] - v[k + 1]) / (f[k] - f[k + 1]);
            results[Laws + (PerPair * k) + 1] = Math.Exp(perFraction + ((2 - (1 / y)) * lnW)) / slope;
            results[Laws + (PerPair * k) + 2] = Math.Exp(perFraction - Math.Log(x) + (lnA / x) + ((1 - (1 / y) - (1 / x)) * lnW));
        }

        return results;
    }

    private static (double LnAmplitude, double Exponent) Refitted(RungSums[] rungs, RungScalar scalar, RungRange range, double[] values) =>
        Turned(LinearFit.PowerLaw(Points(rungs, scalar, range, rung => values[Array.IndexOf(rungs, rung)])), scalar);
}
