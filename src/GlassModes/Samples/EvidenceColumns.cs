// Stores the mode evidence of all rungs as HDF5 columns. docs/results-format.md describes the layout.

using GlassModes.Files;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using PureHDF;

namespace GlassModes.Samples;

/// <summary>Writes and reads the mode evidence in the group "rungs" of a sample record. Each column has one value for each rung.</summary>
internal static class EvidenceColumns
{
    private const string CertificateGroup = "certificate";
    private const string Single = "single";
    private const string Double = "double";

    // The stored value of a number that is not known.
    private const long Unknown = -1;

    // The first layout version that stores certificates as facts and counts zero modes by kind.
    private const long FirstVersionOfFacts = 3;

    /// <summary>Adds the columns to a group.</summary>
    /// <param name="group">The group "rungs".</param>
    /// <param name="evidence">The evidence of each rung.</param>
    public static void AddTo(H5Group group, IReadOnlyList<ModeEvidence> evidence)
    {
        double[] Numbers(Func<ModeEvidence, double> column) => [.. evidence.Select(column)];
        long[] Counts(Func<ModeEvidence, long?> column) => [.. evidence.Select(rung => column(rung) ?? Unknown)];
        string[] Texts(Func<ModeEvidence, string?> column) => [.. evidence.Select(rung => column(rung) ?? "")];
        group["translation_modes"] = Counts(rung => rung.ZeroModes?.TranslationModes);
        group["rattler_modes"] = Counts(rung => rung.ZeroModes?.RattlerModes);
        group["floppy_modes"] = Counts(rung => rung.ZeroModes?.FloppyModes);
        group["max_residual"] = Numbers(rung => rung.MaxResidual);
        group["orthogonality_loss"] = Numbers(rung => rung.OrthogonalityLoss);
        group["solver"] = Texts(rung => rung.Solver);
        H5Group certificate = new()
        {
            ["method"] = Texts(rung => EnumWord.Of(rung.Certificate.Method)),
            ["is_certified"] = Counts(rung => rung.Certificate.IsCertified ? 1 : 0),
            ["reason"] = Texts(rung => rung.Certificate.Reason is { } reason ? EnumWord.Of(reason) : null),
            ["detail"] = Texts(rung => rung.Certificate.Detail),
            ["found"] = Counts(rung => rung.Certificate.Found),
            ["from"] = Numbers(rung => rung.Certificate.From),
            ["to"] = Numbers(rung => rung.Certificate.To),
            ["near_zero_count"] = Counts(rung => rung.Certificate.NearZero?.Count),
            ["near_zero_from"] = Numbers(rung => rung.Certificate.NearZero?.From ?? double.NaN),
            ["near_zero_to"] = Numbers(rung => rung.Certificate.NearZero?.To ?? double.NaN),
            ["near_zero_displacement"] = Numbers(rung => rung.Certificate.NearZero?.Displacement ?? double.NaN),
        };
        AddShift("lower", rung => rung.Certificate.Lower);
        AddShift("upper", rung => rung.Certificate.Upper);
        group[CertificateGroup] = certificate;

        void AddShift(string name, Func<ModeEvidence, InertiaShift?> shift)
        {
            certificate[$"{name}_precision"] = Texts(rung => NameOf(shift(rung)?.Precision));
            certificate[$"{name}_shift"] = Numbers(rung => shift(rung)?.Shift ?? double.NaN);
            certificate[$"{name}_distance"] = Numbers(rung => shift(rung)?.Distance ?? double.NaN);
            certificate[$"{name}_counted"] = Counts(rung => shift(rung)?.Counted);
        }
    }

    /// <summary>Reads the columns of any layout version.</summary>
    /// <param name="group">The group "rungs".</param>
    /// <param name="version">The layout version of the file.</param>
    /// <returns>The evidence of each rung.</returns>
    public static ModeEvidence[] Read(IH5Group group, long version)
    {
        long[] unstable = group.Dataset("unstable_modes").Read<long[]>();
        double[] residual = group.Dataset("max_residual").Read<double[]>();
        double[] loss = group.Dataset("orthogonality_loss").Read<double[]>();
        string[] solver = Hdf5.ReadTexts(group.Dataset("solver"));
        Certificate[] certificate = version < FirstVersionOfFacts ? ReadSentences(group) : ReadCertificates(group.Group(CertificateGroup));
        ZeroModes?[] zeroModes = version < FirstVersionOfFacts ? ReadTotals(group) : ReadZeroModes(group);
        return
        [
            .. Enumerable.Range(0, unstable.Length).Select(k => new ModeEvidence(
                solver[k], certificate[k], unstable[k] < 0 ? null : checked((int)unstable[k]), zeroModes[k], residual[k], loss[k],
                "recorded")),
        ];
    }

    private static Certificate[] ReadCertificates(IH5Group group)
    {
        double[] Numbers(string name) => group.Dataset(name).Read<double[]>();
        int?[] Counts(string name) => [.. group.Dataset(name).Read<long[]>().Select(CountOrNull)];
        string?[] Texts(string name) => [.. Hdf5.ReadTexts(group.Dataset(name)).Select(text => text.Length == 0 ? null : text)];
        string?[] method = Texts("method");
        string?[] reason = Texts("reason");
        string?[] detail = Texts("detail");
        int?[] found = Counts("found");
        double[] from = Numbers("from");
        double[] to = Numbers("to");
        Func<int, InertiaShift?> lower = Shifts("lower");
        Func<int, InertiaShift?> upper = Shifts("upper");
        int?[] nearCount = Counts("near_zero_count");
        double[] nearFrom = Numbers("near_zero_from");
        double[] nearTo = Numbers("near_zero_to");
        double[] displacement = Numbers("near_zero_displacement");
        return
        [
            .. Enumerable.Range(0, method.Length).Select(k => new Certificate(EnumWord.Parse<CertificateMethod>(method[k]!))
            {
                Reason = reason[k] is { } name ? EnumWord.Parse<UncertifiedReason>(name) : null,
                Detail = detail[k],
                Found = found[k],
                From = from[k],
                To = to[k],
                Lower = lower(k),
                Upper = upper(k),
                NearZero = nearCount[k] is { } count ? new ComputedEigenvalues(count, nearFrom[k], nearTo[k], displacement[k]) : null,
            }),
        ];

        Func<int, InertiaShift?> Shifts(string name)
        {
            string?[] precision = Texts($"{name}_precision");
            double[] shift = Numbers($"{name}_shift");
            double[] distance = Numbers($"{name}_distance");
            int?[] counted = Counts($"{name}_counted");
            return k => precision[k] is { } text ? new InertiaShift(PrecisionOf(text), shift[k], distance[k], counted[k]!.Value) : null;
        }
    }

    private static ZeroModes?[] ReadZeroModes(IH5Group group)
    {
        long[] translations = group.Dataset("translation_modes").Read<long[]>();
        long[] rattlers = group.Dataset("rattler_modes").Read<long[]>();
        long[] floppy = group.Dataset("floppy_modes").Read<long[]>();
        return
        [
            .. Enumerable.Range(0, translations.Length).Select(k => translations[k] == Unknown
                ? (ZeroModes?)null
                : new ZeroModes(checked((int)translations[k]), checked((int)rattlers[k]), checked((int)floppy[k]))),
        ];
    }

    // Layout versions 1 and 2 store each certificate as a sentence.
    private static Certificate[] ReadSentences(IH5Group group) =>
        [.. Hdf5.ReadTexts(group.Dataset(CertificateGroup)).Select(CertificateSentences.Parse)];

    // Layout versions 1 and 2 store the total number of zero modes, without their kinds. Those versions reported all zero modes except the
    // translations as rattler modes.
    private static ZeroModes?[] ReadTotals(IH5Group group) =>
    [
        .. group.Dataset("zero_modes").Read<long[]>().Select(total =>
            total == Unknown ? (ZeroModes?)null : new ZeroModes(3, checked((int)total) - 3, 0)),
    ];

    private static int? CountOrNull(long count) => count == Unknown ? null : checked((int)count);

    private static string? NameOf(LdltPrecision? precision) => precision switch
    {
        LdltPrecision.Binary32 => Single,
        LdltPrecision.Binary64 => Double,
        _ => null,
    };

    private static LdltPrecision PrecisionOf(string name) => name switch
    {
        Single => LdltPrecision.Binary32,
        Double => LdltPrecision.Binary64,
        _ => throw new InvalidDataException($"'{name}' is no precision of a factorisation."),
    };
}
