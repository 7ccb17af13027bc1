// The columns of fitted parameters and of the quality of a fit.

using GlassModes.Statistics;

namespace GlassModes.Tables;

/// <summary>Adds the columns of fits.</summary>
internal static class FitColumns
{
    /// <summary>Adds the columns of a fitted parameter and its error.</summary>
    public static TableBuilder<TRow> Fitted<TRow>(
        this TableBuilder<TRow> table, string name, string unit, string description, Func<TRow, FittedValue?> valueOf) =>
        table.Column(name, unit, description, row => valueOf(row)?.Value, row => valueOf(row)?.Error);

    /// <summary>Adds the columns of the range, the quality and the trouble of a fit.</summary>
    public static TableBuilder<TRow> Quality<TRow>(
        this TableBuilder<TRow> table, Func<TRow, FitQuality> qualityOf, string abscissa, string unit, string description) =>
        table.Quality(qualityOf, abscissa, unit, description, value => value);

    /// <summary>Adds the columns of the range, the quality and the trouble of a fit over rungs, with the range in log10 W.</summary>
    public static TableBuilder<TRow> QualityOverRungs<TRow>(this TableBuilder<TRow> table, Func<TRow, FitQuality> qualityOf) =>
        table.Quality(qualityOf, "log10_W", "1", "log10 of W", w => Math.Round(Math.Log10(w), 12));

    private static TableBuilder<TRow> Quality<TRow>(
        this TableBuilder<TRow> table,
        Func<TRow, FitQuality> qualityOf,
        string abscissa,
        string unit,
        string description,
        Func<double, double> scaleOf) => table
        .Column($"{abscissa}_from", unit, $"smallest {description} that was used", row => scaleOf(qualityOf(row).From))
        .Column($"{abscissa}_to", unit, $"largest {description} that was used", row => scaleOf(qualityOf(row).To))
        .Column("points", "1", "number of data that were used", row => qualityOf(row).Points)
        .Column("chi2", "1", "chi^2; of a fit by maximum likelihood -2 ln of the likelihood", row => qualityOf(row).ChiSquared)
        .Column("degrees_of_freedom", "1", "number of data less number of parameters", row => qualityOf(row).DegreesOfFreedom)
        .Column("probability", "1", "probability of a worse agreement by chance", row => qualityOf(row).Probability)
        .Column("trouble", "1", "why the parameters are not to be trusted; empty if they are", row => qualityOf(row).Trouble?.ToString());
}
