// Says in one line that a certificate is missing which the defaults promise, why it is missing, and what to do.

using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Samples;

namespace GlassModes.Runner.Output;

internal static class CertificateWarning
{
    /// <summary>The warning for one set of modes; null if everything that the defaults promise was shown.</summary>
    public static string? Of(ModeEvidence evidence) => evidence.IsLessThanPromised
        ? $"{evidence.Certificate}; {Consequence(evidence.Certificate)}; "
            + Advice(evidence.Certificate, "raise --memory, or run where there is more memory")
        : null;

    /// <summary>The warning for the rungs of one sample; null if everything that the defaults promise was shown.</summary>
    public static string? Of(SampleRecord? record)
    {
        RungMeasures[] uncertain = [.. (record?.Rungs ?? []).Where(rung => rung.Evidence.IsLessThanPromised)];
        if (uncertain.Length == 0)
        {
            return null;
        }

        Certificate first = uncertain[0].Evidence.Certificate;
        string rungs = string.Join(", ", uncertain.Select(rung => $"{rung.Rung.Log10W:g6}"));
        return $"the modes of {uncertain.Length} of {record!.Rungs.Count} rungs, log10 W = {rungs}, are {first}; "
            + $"{Consequence(first)}; {Advice(first, "run where there is more memory, or with fewer --threads")}";
    }

    private static string Consequence(Certificate certificate) =>
        certificate.IsCertified ? "the modes themselves are complete" : "a mode may be missing";

    private static string Advice(Certificate certificate, string moreMemory) => certificate.Reason switch
    {
        UncertifiedReason.NoGap => "ask for a few modes more or fewer",
        UncertifiedReason.UncertainSign => "count the unstable modes by 'glassmodes modes --count'",
        _ => moreMemory,
    };
}
