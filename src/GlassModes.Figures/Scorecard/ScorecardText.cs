// The words and numbers of a scorecard, as its tables and documents show them.

using System.Globalization;

namespace GlassModes.Figures.Scorecard;

/// <summary>The words and numbers of a scorecard.</summary>
public static class ScorecardText
{
    /// <summary>A verdict in words.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Agrees => "agrees",
        Verdict.Differs => "differs",
        _ => "not enough data",
    };

    /// <summary>The note on verdicts with a star.</summary>
    public static string DisputeNote => "* Another suitable ensemble decides otherwise.";

    /// <summary>The verdict of a row in words, with a star if another suitable ensemble decides otherwise.</summary>
    public static string VerdictOf(ScorecardRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.IsDisputed ? $"{Of(row.Verdict)}*" : Of(row.Verdict);
    }

    /// <summary>Our value with its error in the last digits; empty without a value.</summary>
    public static string ValueOf(ScorecardRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return double.IsFinite(row.Value.Value) ? $"{row.Value}" : "";
    }

    /// <summary>The N of the ensembles that were judged, with blanks between them.</summary>
    public static string ParticlesOf(ScorecardRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return string.Join(' ', row.Particles.Select(particles => particles.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The temperature; "random" for random positions, and empty without an ensemble.</summary>
    public static string TemperatureOf(ScorecardRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return double.IsPositiveInfinity(row.Temperature) ? "random"
            : double.IsNaN(row.Temperature) ? ""
            : row.Temperature.ToString("g6", CultureInfo.InvariantCulture);
    }

    /// <summary>The number of rows with each verdict, as a sentence.</summary>
    public static string CountsOf(PaperScorecard scorecard)
    {
        ArgumentNullException.ThrowIfNull(scorecard);
        (int agree, int differ) = (scorecard.CountOf(Verdict.Agrees), scorecard.CountOf(Verdict.Differs));
        string words = $"{agree} {(agree == 1 ? "agrees" : "agree")}, {differ} {(differ == 1 ? "differs" : "differ")}";
        return $"Of {scorecard.Rows.Count} statements, {words}, and {scorecard.CountOf(Verdict.NotEnoughData)} have not enough data.";
    }
}
