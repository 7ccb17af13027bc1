// The certificate of a set of modes or of a count: its facts, and the sentence that states them.

using System.Globalization;
using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes.Certificates;

/// <summary>The inertia of H − σ at one shift σ: a count of the eigenvalues below σ.</summary>
/// <param name="Precision">Precision of the factorisation.</param>
/// <param name="Shift">σ.</param>
/// <param name="Distance">Distance of σ from the nearest eigenvalue; NaN where the distance is unknown.</param>
/// <param name="Counted">Number of eigenvalues below σ, without the translations of the whole system and of loose parts.</param>
public sealed record InertiaShift(LdltPrecision Precision, double Shift, double Distance, int Counted);

/// <summary>Eigenvalues around 0 that were computed one by one to know their signs.</summary>
/// <param name="Count">Number of these eigenvalues.</param>
/// <param name="From">The lowest of these eigenvalues.</param>
/// <param name="To">The highest of these eigenvalues.</param>
/// <param name="Displacement">
/// Upper limit of the displacement of an eigenvalue by rounding in the factors; NaN for factors in double precision, which need no such
/// limit.
/// </param>
public sealed record ComputedEigenvalues(int Count, double From, double To, double Displacement);

/// <summary>
/// What shows that no mode is missing from a set, or that a count is right. The properties hold the facts for programs.
/// <see cref="ToString"/> states the facts in a sentence for people. Immutable.
/// </summary>
/// <param name="Method">How it was shown that no mode is missing; <see cref="CertificateMethod.None"/> without a certificate.</param>
public sealed record Certificate(CertificateMethod Method)
{
    /// <summary>
    /// Number of eigenvalues that were found in the range of the certificate, or that Sturm sequences counted in this range.
    /// </summary>
    public int? Found { get; init; }

    /// <summary>Lower end of the range; −∞ where the range begins below the whole spectrum.</summary>
    public double From { get; init; } = double.NegativeInfinity;

    /// <summary>
    /// Upper end of the range; +∞ for the whole spectrum; NaN where the range ends with the <see cref="Found"/> lowest modes.
    /// </summary>
    public double To { get; init; } = double.NaN;

    /// <summary>Inertia at the lower shift; null where the range begins below the whole spectrum.</summary>
    public InertiaShift? Lower { get; init; }

    /// <summary>Inertia at the upper shift, or at the only shift.</summary>
    public InertiaShift? Upper { get; init; }

    /// <summary>Eigenvalues between the shifts that were computed to know their signs; null where no sign was in doubt.</summary>
    public ComputedEigenvalues? NearZero { get; init; }

    /// <summary>Why there is no certificate; null with a certificate.</summary>
    public UncertifiedReason? Reason { get; init; }

    /// <summary>
    /// Further facts about the reason or the count, as text: numbers, or the message of the exception that prevented a certificate.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>Whether it was shown that no mode is missing.</summary>
    public bool IsCertified => Method != CertificateMethod.None;

    /// <summary>
    /// Whether there is no certificate though the defaults promise one: the eigenvalues leave no gap or an unknown sign, or memory does not
    /// suffice. False where the caller wanted none, where there are too many particles for a certificate by default, and for estimates.
    /// </summary>
    public bool IsPromisedButMissing =>
        Reason is UncertifiedReason.NoGap or UncertifiedReason.UncertainSign or UncertifiedReason.InsufficientMemory;

    /// <summary>Number of eigenvalues between the two shifts, or below the only shift, by inertia; null with another method.</summary>
    public int? Counted => Upper?.Counted - (Lower?.Counted ?? 0);

    /// <summary>States that there is no certificate.</summary>
    /// <param name="reason">Why there is no certificate.</param>
    /// <param name="detail">Further facts about the reason.</param>
    public static Certificate Missing(UncertifiedReason reason, string? detail = null) =>
        new(CertificateMethod.None) { Reason = reason, Detail = detail };

    /// <summary>Certifies that all modes are zero modes, because no two particles interact.</summary>
    public static Certificate OfNoContacts() => new(CertificateMethod.NoContacts) { Found = 0, To = double.PositiveInfinity };

    /// <summary>Certifies that all eigenvalues were computed and that their sum is the trace.</summary>
    /// <param name="found">Number of all eigenvalues.</param>
    public static Certificate OfFullSpectrum(int found) =>
        new(CertificateMethod.FullSpectrum) { Found = found, To = double.PositiveInfinity };

    /// <summary>Certifies that Sturm sequences count a number of eigenvalues between two limits.</summary>
    /// <param name="found">Number of eigenvalues between the limits.</param>
    /// <param name="from">The lower limit; −∞ for none.</param>
    /// <param name="to">The upper limit; NaN where the lowest eigenvalues were asked for by number.</param>
    public static Certificate OfSturmCounts(int found, double from = double.NegativeInfinity, double to = double.NaN) =>
        new(CertificateMethod.SturmCounts) { Found = found, From = from, To = to };

    /// <summary>Certifies that rigorous bounds of the spectrum exclude every eigenvalue between two limits.</summary>
    public static Certificate OfBounds(double from, double to) => new(CertificateMethod.Bounds) { Found = 0, From = from, To = to };

    /// <summary>Certifies a set or a count by the inertia at one shift or at two shifts.</summary>
    /// <param name="lower">The lower shift; null where the range begins below the whole spectrum.</param>
    /// <param name="upper">The upper shift.</param>
    /// <param name="found">Number of eigenvalues that were found in the range; null where eigenvalues were only counted.</param>
    /// <param name="nearZero">Eigenvalues between the shifts that were computed to know their signs.</param>
    public static Certificate OfInertia(InertiaShift? lower, InertiaShift upper, int? found = null, ComputedEigenvalues? nearZero = null)
    {
        ArgumentNullException.ThrowIfNull(upper);
        return new Certificate(CertificateMethod.Inertia)
        {
            Found = found,
            From = lower?.Shift ?? double.NegativeInfinity,
            To = upper.Shift,
            Lower = lower,
            Upper = upper,
            NearZero = nearZero,
        };
    }

    /// <summary>The same certificate with the reason why the unstable modes were not counted.</summary>
    /// <param name="shortage">The shortage of memory that prevented the count.</param>
    internal Certificate WithoutCount(string shortage)
    {
        // A shortage in the certificate is the same shortage.
        string uncounted = $"the unstable modes were not counted: {shortage.TrimEnd('.')}";
        return Reason == UncertifiedReason.InsufficientMemory ? this : this with
        {
            Detail = Detail is null ? uncounted : $"{Detail}; {uncounted}",
        };
    }

    /// <summary>The certificate as a sentence without a full stop.</summary>
    public override string ToString() => Method switch
    {
        CertificateMethod.NoContacts => "no two particles interact: all modes are zero modes",
        CertificateMethod.FullSpectrum => Text($"dense: all {Found} eigenvalues were computed, and their sum is the trace"),
        CertificateMethod.SturmCounts => $"dense: Sturm counts of the full tridiagonal form {SturmResult()}{Addition}",
        CertificateMethod.Inertia => $"inertia: {InertiaResult()}",
        CertificateMethod.Bounds => Text($"bounds: no eigenvalue lies between {From:g6} and {To:g6}"),
        _ => $"not certified: {ReasonText()}",
    };

    private string Addition => Detail is null ? "" : $"; {Detail}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string DescribeCount(InertiaShift inertia)
    {
        string count = Text($"{NameOf(inertia.Precision)} precision counts {inertia.Counted} eigenvalues below {inertia.Shift:g3}");
        return double.IsNaN(inertia.Distance) ? count : count + Text($", {inertia.Distance:g2} from the nearest");
    }

    private static string NameOf(LdltPrecision precision) => precision == LdltPrecision.Binary32 ? "single" : "double";

    private string SturmResult()
    {
        if (double.IsNaN(To))
        {
            return Text($"give the {Found} lowest eigenvalues");
        }

        return double.IsNegativeInfinity(From)
            ? Text($"find {Found} eigenvalues below {To:g2}")
            : Text($"find {Found} eigenvalues between {From:g6} and {To:g6}");
    }

    private string InertiaResult()
    {
        // A record of an earlier version holds only the text of the certificate.
        if (Upper is null)
        {
            return Detail ?? "the shifts are not known";
        }

        string counts = Lower is null ? DescribeCount(Upper) : $"{DescribeCount(Lower)}, and {DescribeCount(Upper)}";
        if (Found is not null)
        {
            counts += Lower is null ? ", as many as were found" : Text($"; the {Found} between were found");
        }

        if (NearZero is { } near)
        {
            counts += Text($"; the {near.Count} eigenvalues from {near.From:g3} to {near.To:g3} were computed");
            counts += double.IsNaN(near.Displacement) ? "" : Text($", which these factors displace by {near.Displacement:g1} at most");
        }

        return counts + Addition;
    }

    private string ReasonText()
    {
        string reason = Reason switch
        {
            UncertifiedReason.NotWanted => "not asked for",
            UncertifiedReason.TooManyParticles => "too many particles for a certificate that was not asked for",
            UncertifiedReason.NoGap => "the eigenvalues leave no gap for a shift",
            UncertifiedReason.UncertainSign => "the sign of an eigenvalue is unknown",
            UncertifiedReason.InsufficientMemory => "the factorisation does not fit into memory",
            UncertifiedReason.Estimate => "an estimate with errors",
            _ => "no reason that is known",
        };
        return Detail is null ? reason : $"{reason}: {Detail}";
    }
}
