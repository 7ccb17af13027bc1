// Reads the certificates of sample records of layout versions 1 and 2, which store each certificate as a sentence.

using System.Globalization;
using System.Text.RegularExpressions;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes.Certificates;

namespace GlassModes.Samples;

/// <summary>
/// Turns the certificate sentences of earlier versions into certificates. The method is recognised in every sentence that those versions
/// wrote. A number is read if the sentence has the number in a known place. An unknown sentence gives a missing certificate with the
/// sentence as its detail.
/// </summary>
internal static partial class CertificateSentences
{
    /// <summary>Parses one sentence.</summary>
    public static Certificate Parse(string sentence)
    {
        if (sentence.StartsWith("not certified", StringComparison.Ordinal))
        {
            return ParseReason(sentence);
        }

        if (sentence.StartsWith("dense: all", StringComparison.Ordinal))
        {
            return new Certificate(CertificateMethod.FullSpectrum) { Found = FirstCount(sentence), To = double.PositiveInfinity };
        }

        if (sentence.StartsWith("dense: Sturm", StringComparison.Ordinal))
        {
            double to = UpperLimit().Match(sentence) is { Success: true } limit ? Number(limit.Groups[1]) : double.NaN;
            return new Certificate(CertificateMethod.SturmCounts) { Found = FirstCount(sentence), To = to };
        }

        if (sentence.StartsWith("inertia", StringComparison.Ordinal))
        {
            return ParseInertia(sentence);
        }

        return sentence.StartsWith("no two particles", StringComparison.Ordinal)
            ? Certificate.OfNoContacts()
            : Certificate.Missing(UncertifiedReason.Unknown, sentence);
    }

    private static Certificate ParseReason(string sentence)
    {
        string reason = sentence.Split(": ", 2) is [_, string text] ? text : sentence;
        return reason switch
        {
            "not asked for" => Certificate.Missing(UncertifiedReason.NotWanted),
            "an estimate with errors" => Certificate.Missing(UncertifiedReason.Estimate),
            "the eigenvalues leave no gap for a shift" => Certificate.Missing(UncertifiedReason.NoGap),
            _ when reason.StartsWith("more than", StringComparison.Ordinal) =>
                Certificate.Missing(UncertifiedReason.TooManyParticles, reason),
            _ when reason.EndsWith("unstable or not", StringComparison.Ordinal) =>
                Certificate.Missing(UncertifiedReason.UncertainSign, reason),
            _ => Certificate.Missing(UncertifiedReason.Unknown, reason),
        };
    }

    // A record holds unstable modes, and one shift certifies a set of unstable modes. A sentence of any other form is kept as text.
    private static Certificate ParseInertia(string sentence)
    {
        InertiaShift[] shifts =
        [
            .. Counts().Matches(sentence).Select(count => new InertiaShift(
                count.Groups["precision"].Value == "single" ? LdltPrecision.Binary32 : LdltPrecision.Binary64,
                Number(count.Groups["shift"]),
                count.Groups["distance"].Success ? Number(count.Groups["distance"]) : double.NaN,
                int.Parse(count.Groups["counted"].ValueSpan, CultureInfo.InvariantCulture))),
        ];
        return shifts is [InertiaShift shift] && sentence.Contains("as many as were found", StringComparison.Ordinal)
            ? Certificate.OfInertia(null, shift, shift.Counted)
            : new Certificate(CertificateMethod.Inertia) { Detail = sentence.Split(": ", 2)[^1] };
    }

    private static int? FirstCount(string sentence) =>
        WholeNumber().Match(sentence) is { Success: true } count ? int.Parse(count.ValueSpan, CultureInfo.InvariantCulture) : null;

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"(?<precision>single|double) precision counts (?<counted>\d+) eigenvalues below (?<shift>[-+.\deE]+)"
        + @"(, (?<distance>[-+.\deE]+) from the nearest)?")]
    private static partial Regex Counts();

    [GeneratedRegex(@"eigenvalues below ([-+.\deE]+)")]
    private static partial Regex UpperLimit();

    [GeneratedRegex(@"\b\d+\b")]
    private static partial Regex WholeNumber();
}
