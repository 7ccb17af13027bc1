// Tests the facts of certificates, the sentences that state them, and the facts that are read from sentences of earlier records.

using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes.Certificates;
using GlassModes.Samples;

namespace GlassModes.Tests.Modes;

public class CertificateTests
{
    private static readonly InertiaShift s_lower = new(LdltPrecision.Binary64, -0.25, 0.125, 7);
    private static readonly InertiaShift s_upper = new(LdltPrecision.Binary32, 0.5, 0.0625, 10);

    [Test]
    public void An_interval_counts_the_eigenvalues_between_its_shifts()
    {
        Certificate certificate = Certificate.OfInertia(s_lower, s_upper, 3);
        Assert.That(
            (certificate.IsCertified, certificate.Counted, certificate.From, certificate.To), Is.EqualTo((true, (int?)3, -0.25, 0.5)));
        string sentence = certificate.ToString();
        Assert.That(sentence, Does.StartWith("inertia: ").And.Match(@"\b3\b.*found"));
        Assert.That(sentence, Does.Match(@"double precision\D*\b7\b.* -0\.25, 0\.12 "), "the lower shift");
        Assert.That(sentence, Does.Match(@"single precision\D*\b10\b.* 0\.5, 0\.062 "), "the upper shift");
    }

    [Test]
    public void A_missing_certificate_gives_its_reason([Values] UncertifiedReason reason)
    {
        Certificate missing = Certificate.Missing(reason, "detail");
        Assert.That((missing.IsCertified, missing.Counted), Is.EqualTo((false, (int?)null)));
        Assert.That(missing.ToString(), Does.StartWith("not certified: ").And.EndsWith(": detail"));
        Assert.That(
            Enum.GetValues<UncertifiedReason>().Select(each => Certificate.Missing(each).ToString()),
            Is.Unique,
            "each reason has words of its own");
    }

    [TestCase(UncertifiedReason.NoGap, true)]
    [TestCase(UncertifiedReason.UncertainSign, true)]
    [TestCase(UncertifiedReason.InsufficientMemory, true)]
    [TestCase(UncertifiedReason.NotWanted, false)]
    [TestCase(UncertifiedReason.TooManyParticles, false)]
    [TestCase(UncertifiedReason.Estimate, false)]
    [TestCase(UncertifiedReason.Unknown, false)]
    public void Only_what_the_defaults_promise_can_be_missing(UncertifiedReason reason, bool isPromised) =>
        Assert.That(Certificate.Missing(reason).IsPromisedButMissing, Is.EqualTo(isPromised));

    [Test]
    public void Every_method_has_a_sentence_of_its_own()
    {
        Certificate[] certificates =
        [
            Certificate.OfNoContacts(),
            Certificate.OfFullSpectrum(2997),
            Certificate.OfSturmCounts(3),
            Certificate.OfSturmCounts(3, to: -1e-9),
            Certificate.OfSturmCounts(3, -1, 1),
            Certificate.OfBounds(-3, -2),
            Certificate.OfInertia(null, s_upper, 10),
        ];
        Assert.That(certificates.Select(certificate => certificate.ToString()), Is.Unique);
        Assert.That(certificates.Select(certificate => certificate.IsCertified), Is.All.True);
    }

    [TestCase("dense: all 2997 eigenvalues computed, and their sum is the trace", CertificateMethod.FullSpectrum, 2997)]
    [TestCase("dense: Sturm counts of the full tridiagonal form find 12 eigenvalues below -1.2e-08", CertificateMethod.SturmCounts, 12)]
    [TestCase(
        "inertia: single precision counts 10 eigenvalues below 0.513, 0.2 from the nearest, as many as were found",
        CertificateMethod.Inertia,
        10)]
    [TestCase("no two particles interact: all modes are zero modes", CertificateMethod.NoContacts, 0)]
    public void Sentences_of_earlier_records_give_their_facts(string sentence, CertificateMethod method, int found)
    {
        Certificate certificate = CertificateSentences.Parse(sentence);
        Assert.That((certificate.Method, certificate.Found), Is.EqualTo((method, (int?)found)));
        Assert.That(certificate.IsCertified);
    }

    [Test]
    public void An_inertia_of_an_earlier_record_has_its_shift()
    {
        Certificate certificate = CertificateSentences.Parse(
            "inertia: double precision counts 10 eigenvalues below 1.5e-07, 2e-08 from the nearest, as many as were found");
        Assert.That(certificate.Upper, Is.EqualTo(new InertiaShift(LdltPrecision.Binary64, 1.5e-7, 2e-8, 10)));
    }

    [TestCase("not certified: not asked for", UncertifiedReason.NotWanted)]
    [TestCase("not certified: more than 20000 particles, and not asked for", UncertifiedReason.TooManyParticles)]
    [TestCase("not certified: the eigenvalues leave no gap for a shift", UncertifiedReason.NoGap)]
    [TestCase("not certified: an eigenvalue is 1e-09 ± 1e-08, and so may be unstable or not", UncertifiedReason.UncertainSign)]
    [TestCase("not certified: 3 GB are foreseen to be needed", UncertifiedReason.Unknown)]
    [TestCase("something else", UncertifiedReason.Unknown)]
    public void Earlier_records_without_a_certificate_stay_without(string sentence, UncertifiedReason reason)
    {
        Certificate certificate = CertificateSentences.Parse(sentence);
        Assert.That((certificate.IsCertified, certificate.Reason), Is.EqualTo((false, (UncertifiedReason?)reason)));
    }
}
