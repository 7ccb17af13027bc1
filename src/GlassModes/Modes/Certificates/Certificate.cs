// The certificate of a set of modes, or of a count: the facts, and the sentence made of them.

using System.Globalization;
using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes.Certificates;

/// <summary>The inertia of H − σ at one shift σ: a count of the eigenvalues below σ.</summary>
/// <param name="Precision">Precision of the factorisation.</param>
/// <param name="Shift">σ.</param>
/// <param name="Distance">Distance of σ from the nearest eigenvalue; NaN where it is not known.</param>
/// <param name="Counted">Eigenvalues below σ. Translations, of the whole and of loose parts, are not counted.</param>
public sealed record InertiaShift(LdltPrecision Precision, double Shift, double Distance, int Counted);

/// <summary>Eigenvalues around 0 that were computed one by one, so that their signs are known.</summary>
/// <param name="Count">Their number.</param>
/// <param name="From">The lowest.</param>
/// <param name="To">The highest.</param>
/// <param name="Displacement">
/// By how much the factors displace an eigenvalue at most; NaN where factors in double precision did not need that.
/// </param>
public sealed record ComputedEigenvalues(int Count, double From, double To, double Displacement);

/// <summary>
/// What shows that no mode is missing in a set, or that a count is right. The properties are the facts, which programs use;
/// <see cref="ToString"/> makes a sentence of them for people. Immutable.
/// </summary>
/// <param name="Method">How it was shown; <see cref="CertificateMethod.None"/> where it was not.</param>
public sealed record Certificate(CertificateMethod Method)
{
    /// <summary>Eigenvalues that were found in the range that the certificate covers, or counted by Sturm sequences.</summary>
    public int? Found { get; init; }

    /// <summary>Lower end of the range; −∞ where the range begins below the whole spectrum.</summary>
    public double From { get; init; } = double.NegativeInfinity;

    /// <summary>
    /// Upper end of the range; +∞ for the whole spectrum; NaN where the range ends with the <see cref="Found"/> lowest modes.
    /// </summary>
    public double To { get; init; } = double.NaN;

    /// <summary>Inertia at the lower shift; null where the range begins below the whole spectrum.</summary>
    public InertiaShift? Lower { get; init; }

    /// <summary>Inertia at the upper shift, or at the only one.</summary>
    public InertiaShift? Upper { get; init; }

    /// <summary>Eigenvalues between the shifts that were computed for their signs; null where no sign was in doubt.</summary>
    public ComputedEigenvalues? NearZero { get; init; }

    /// <summary>Why nothing is shown; null with a certificate.</summary>
    public UncertifiedReason? Reason { get; init; }

    /// <summary>What else is known of the reason: numbers, or the message of the exception that stood in the way.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it was shown that no mode is missing.</summary>
    public bool IsCertified => Method != CertificateMethod.None;

    /// <summary>Eigenvalues that the inertias count between the shifts, or below the only one; null with another method.</summary>
    public int? Counted => Upper?.Counted - (Lower?.Counted ?? 0);

    /// <summary>No certificate.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="detail">What else is known of the reason.</param>
    public static Certificate Missing(UncertifiedReason reason, string? detail = null) =>
        new(CertificateMethod.None) { Reason = reason, Detail = detail };

    /// <summary>No two particles interact.</summary>
    public static Certificate OfNoContacts() => new(CertificateMethod.NoContacts) { Found = 0, To = double.PositiveInfinity };

    /// <summary>All eigenvalues were computed, and their sum is the trace.</summary>
    /// <param name="found">Their number.</param>
    public static Certificate OfFullSpectrum(int found) =>
        new(CertificateMethod.FullSpectrum) { Found = found, To = double.PositiveInfinity };

    /// <summary>Sturm counts find so many eigenvalues between two limits.</summary>
    /// <param name="found">Their number.</param>
    /// <param name="from">The lower limit; −∞ for none.</param>
    /// <param name="to">The upper limit; NaN where the lowest eigenvalues were asked for by number.</param>
    public static Certificate OfSturmCounts(int found, double from = double.NegativeInfinity, double to = double.NaN) =>
        new(CertificateMethod.SturmCounts) { Found = found, From = from, To = to };

    /// <summary>Bounds of the spectrum leave nothing between two limits.</summary>
    public static Certificate OfBounds(double from, double to) => new(CertificateMethod.Bounds) { Found = 0, From = from, To = to };

    /// <summary>Inertia at one shift or two.</summary>
    /// <param name="lower">The lower shift; null where the range begins below the whole spectrum.</param>
    /// <param name="upper">The upper shift.</param>
    /// <param name="found">Eigenvalues that were found in the range; null for a mere count.</param>
    /// <param name="nearZero">Eigenvalues between the shifts that were computed for their signs.</param>
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

    /// <summary>The certificate as a sentence without a full stop.</summary>
    public override string ToString() => Method switch
    {
        CertificateMethod.NoContacts => "no two particles interact: all modes are zero modes",
        CertificateMethod.FullSpectrum => Text($"dense: all {Found} eigenvalues were computed, and their sum is the trace"),
        CertificateMethod.SturmCounts => $"dense: Sturm counts of the full tridiagonal form {SturmResult()}",
        CertificateMethod.Inertia => $"inertia: {InertiaResult()}",
        CertificateMethod.Bounds => Text($"bounds: no eigenvalue lies between {From:g6} and {To:g6}"),
        _ => $"not certified: {ReasonText()}",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Count(InertiaShift inertia)
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
        // Of a record of an earlier version only the text is known.
        if (Upper is null)
        {
            return Detail ?? "the shifts are not known";
        }

        string counts = Lower is null ? Count(Upper) : $"{Count(Lower)}, and {Count(Upper)}";
        if (Found is not null)
        {
            counts += Lower is null ? ", as many as were found" : Text($"; the {Found} between were found");
        }

        if (NearZero is { } near)
        {
            counts += Text($"; the {near.Count} eigenvalues from {near.From:g3} to {near.To:g3} were computed");
            counts += double.IsNaN(near.Displacement) ? "" : Text($", which these factors displace by {near.Displacement:g1} at most");
        }

        return Detail is null ? counts : $"{counts}; {Detail}";
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
