// Tests what the command says about memory: limits beyond the machine's, certificates that do not fit, and sizes that cannot fit.

using System.Text.Json;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Modes;
using GlassModes.Modes.Certificates;
using GlassModes.Runner.Output;
using GlassModes.Samples;
using GlassModes.Tests.Native;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Runner;

public sealed class MemoryTests : RunnerTests
{
    private static readonly string s_command = Path.Combine(AppContext.BaseDirectory, "glassmodes.dll");
    private static readonly string[] s_unstable = ["modes", Kalj("W-3"), "--model", "kalj", "--solver", "davidson", "--threads", "1"];

    [TestCase("64")]
    [TestCase("100000")]
    public void A_limit_beyond_the_machine_is_no_obstacle(string gigabytes)
    {
        CommandResult result = CommandLine.Run([.. s_unstable, "--json", "--quiet", "--memory", gigabytes]).With(0);
        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.Json.GetProperty("certified").GetBoolean());
    }

    [Test]
    public void A_limit_of_the_address_space_is_no_obstacle()
    {
        string[] arguments = ["-c", "ulimit -v 8000000 && exec \"$0\" \"$@\"", "dotnet", s_command, .. s_unstable, "--quiet"];
        ChildResult result = Child.Start("bash", arguments);
        Assert.That(result.ExitCode, Is.Zero, result.Output);
        Assert.That(result.Output, Does.Contain("inertia: single precision counts"));
    }

    [Test]
    public void A_certificate_that_does_not_fit_is_one_warning_and_a_field()
    {
        string[] small = [.. s_unstable, "--json", "--memory", "0.003"];
        CommandResult result = CommandLine.Run(small).With(0);
        string[] warnings = [.. result.Errors.Split('\n').Where(line => line.Contains("warning: ", StringComparison.Ordinal))];
        Assert.That(warnings, Has.Length.EqualTo(1));
        Assert.That(warnings[0], Does.Contain("not certified").And.Contain("3.00 MB are allowed").And.Contain("--memory"));
        Assert.That(result.Json.GetProperty("certified").GetBoolean(), Is.False);
        Assert.That(result.Json.GetProperty("isCertified").GetBoolean(), Is.False);
        Assert.That(result.Json.GetProperty("certificateFacts").GetProperty("reason").GetString(), Is.EqualTo("insufficientMemory"));
        Assert.That(CommandLine.Run([.. small, "--quiet"]).With(0).Errors, Is.Empty);
        Assert.That(CommandLine.Run([.. small, "--certify", "always"]).With(1).LastErrorLine, Does.Contain("3.00 MB are allowed"));
    }

    [Test]
    public void Certificates_that_nobody_wanted_are_no_warning()
    {
        foreach (string[] options in (string[][])[["--certify", "never"], ["--density", "5"]])
        {
            string[] selection = options[0] == "--density" ? ["modes", Kalj("W-3"), "--model", "kalj"] : s_unstable;
            CommandResult result = CommandLine.Run([.. selection, .. options, "--json"]).With(0);
            Assert.That(result.Errors, Does.Not.Contain("warning"));
            Assert.That(result.Json.GetProperty("certified").GetBoolean(), Is.False);
        }
    }

    [Test]
    public void A_record_without_promised_certificates_is_one_warning_for_all_its_rungs()
    {
        RungMeasures Rung(double w, Certificate certificate) => SampleRecordBuilder.Rung(w, 1, -7, 1000, null, [], []) with
        {
            Evidence = new ModeEvidence("", certificate, 0, null, 0, 0),
        };
        InertiaShift shift = new(LdltPrecision.Binary64, 1, 0.1, 0);
        RungMeasures certified = Rung(0.1, Certificate.OfInertia(null, shift, 0));
        RungMeasures tooLarge = Rung(0.01, Certificate.Missing(UncertifiedReason.InsufficientMemory, "30 GB"));
        RungMeasures notWanted = Rung(0.001, Certificate.Missing(UncertifiedReason.NotWanted));
        RungMeasures uncounted = SampleRecordBuilder.Rung(1e-4, 1, -7, 1000, null, [], []) with
        {
            Evidence = new ModeEvidence("", Certificate.OfInertia(null, shift, 0) with { Detail = "not counted" }, null, null, 0, 0),
        };
        SampleRecord Record(params RungMeasures[] rungs) => new SampleRecordBuilder { Rungs = rungs }.Build();
        Assert.That(CertificateWarning.Of(Record(certified, notWanted)), Is.Null);
        Assert.That(CertificateWarning.Of((SampleRecord?)null), Is.Null);
        Assert.That(
            CertificateWarning.Of(Record(certified, tooLarge, notWanted, uncounted)),
            Does.Contain("2 of 4 rungs, log10 W = -2, -4,").And.Contain("30 GB").And.Contain("may be missing").And.Not.Contain("\n"));
        Assert.That(CertificateWarning.Of(uncounted.Evidence), Does.Contain("not counted").And.Contain("are complete"));
    }

    [Test]
    public void Rungs_of_a_recorded_quench_and_of_the_demo_say_whether_they_are_certified()
    {
        JsonElement json = CommandLine.Run(
            "quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1.6:-1.6:1", "--record", "--out", PathOf("q"), "--json")
            .With(0).Json;
        JsonElement rung = json.GetProperty("rungs")[0];
        Assert.That(rung.GetProperty("certified").GetBoolean());
        Assert.That(rung.GetProperty("certificate").GetString(), Does.StartWith("inertia"));
        JsonElement demo = CommandLine.Run(
            "demo", "--samples", "1", "--particles", "200", "--until", "0.03", "--out", PathOf("d"), "--json").With(0).Json;
        Assert.That(demo.GetProperty("uncertifiedRungs").GetInt32(), Is.Zero);
    }

    [TestCase("prepare", "--model", "kalj", "--temperature", "2", "--samples", "1", "--out")]
    [TestCase("prepare", "--model", "harmonic", "--samples", "1", "--out")]
    [TestCase("demo", "--samples", "1", "--out")]
    public void Sizes_that_cannot_fit_are_refused_before_work_begins(params string[] arguments)
    {
        CommandResult result = CommandLine.Run([.. arguments, PathOf("out"), "--particles", "200000000"]).With(1);
        Assert.That(result.ErrorLine, Does.Match(@"N = 200000000: .* needs \d+ [GT]B of memory, but [\d.]+ [GT]B are available\."));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void All_modes_that_cannot_fit_are_refused()
    {
        // 216 N² bytes are 216 MB. The variable takes the number in hexadecimal digits.
        CommandResult result = CommandLine.Run(
            [("DOTNET_GCHeapHardLimit", "0xC000000")], "modes", Kalj("W-3"), "--model", "kalj", "--all", "--quiet").With(1);
        Assert.That(result.ErrorLine, Does.Contain("N = 1000: LAPACK for all modes needs 216 MB of memory, but 201 MB are available."));
    }
}
