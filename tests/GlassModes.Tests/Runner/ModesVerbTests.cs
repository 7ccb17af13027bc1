// Compares `glassmodes modes` with the reference facts.

using System.Text.Json;
using GlassModes.IO;
using GlassModes.Particles;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.Runner;

public sealed class ModesVerbTests : RunnerTests
{
    [Test]
    public void Unstable_modes_and_their_measures_are_those_of_the_reference()
    {
        (_, Facts facts) = Facts.Read("kalj_N1000_W-3");
        string written = PathOf("modes.dump");
        JsonElement json = CommandLine.Run(
            "modes", Kalj("W-3"), "--model", "kalj", "--json", "--threads", "1", "--out", written).With(0).Json;
        Assert.That(json.GetProperty("particles").GetInt32(), Is.EqualTo(1000));
        Assert.That(json.GetProperty("unstableCount").GetInt32(), Is.EqualTo(facts.Unstable));
        Assert.That(Number(json, "fractionUnstable"), Is.EqualTo(facts.FractionUnstable).Within(1e-15));
        Assert.That(Numbers(json.GetProperty("eigenvalues")), Is.EqualTo(facts.Lowest[..facts.Unstable]).Within(1e-9));
        Assert.That(Numbers(json.GetProperty("participationRatios")), Is.EqualTo(facts.ParticipationLowest[..facts.Unstable]).Within(1e-9));
        Assert.That(json.GetProperty("zeroModes").GetInt32(), Is.EqualTo(facts.ZeroModes));
        Assert.That(json.GetProperty("translationModes").GetInt32(), Is.EqualTo(3));
        Assert.That(json.GetProperty("rattlerModes").GetInt32(), Is.Zero);
        Assert.That(json.GetProperty("floppyModes").GetInt32(), Is.Zero);
        Assert.That(Number(json, "maxResidual"), Is.LessThan(1.1e-11));
        Assert.That(Number(json, "orthogonalityLoss"), Is.LessThan(1e-12));
        Assert.That(json.GetProperty("certificate").GetString(), Does.StartWith("inertia: ").And.Contain("as many as were found"));
        Assert.That(json.GetProperty("isCertified").GetBoolean());
        JsonElement certificate = json.GetProperty("certificateFacts");
        Assert.That(certificate.GetProperty("method").GetString(), Is.EqualTo("inertia"));
        Assert.That(
            certificate.GetProperty("found").GetInt32(), Is.EqualTo(certificate.GetProperty("upper").GetProperty("counted").GetInt32()));
        Assert.That(json.GetProperty("solver").GetString(), Does.Contain("block Davidson"));
        Assert.That(json.GetProperty("solverChoice").GetString(), Does.Contain("modes expected").And.Contain("by LAPACK"));
        Assert.That(Number(json, "wallSeconds"), Is.Positive);
        Assert.That(Number(json, "peakMemoryBytes"), Is.GreaterThan(3e7));

        JsonElement lowest = json.GetProperty("mostUnstable");
        Assert.That(Number(lowest, "eigenvalue"), Is.EqualTo(facts.Lowest[0]).Within(1e-9));
        Assert.That(Number(lowest, "participationRatio"), Is.EqualTo(facts.ParticipationLowest[0]).Within(1e-9));
        Assert.That(lowest.GetProperty("coreByNorm").GetInt32(), Is.EqualTo(facts.CoreByNorm));
        Assert.That(lowest.GetProperty("coreByEnergy").GetInt32(), Is.EqualTo(facts.CoreByEnergy));
        Assert.That(Number(lowest, "coreEnergy"), Is.EqualTo(facts.CoreEnergy).Within(1e-8));
        Assert.That(Number(lowest, "coreRadius"), Is.EqualTo(facts.CoreRadius).Within(1e-9));
        Assert.That(Number(lowest, "localEnergyMin"), Is.EqualTo(facts.LocalEnergyMin).Within(1e-8));
        double[][] decay = [.. lowest.GetProperty("decayProfile").EnumerateArray().Select(Numbers)];
        Assert.That(decay.Select(row => row[0]), Is.EqualTo(facts.DecayProfile.Select(row => row.R)).Within(1e-12));
        Assert.That(decay.Select(row => row[1]), Is.EqualTo(facts.DecayProfile.Select(row => row.D)).Within(1e-9));
        double[][] energies = [.. lowest.GetProperty("energyProfile").EnumerateArray().Select(Numbers)];
        Assert.That(energies, Has.Length.EqualTo(1000));
        Assert.That(energies[^1][1], Is.EqualTo(facts.Lowest[0]).Within(1e-9));

        // The written configuration has the mode as a column.
        Configuration configuration = ConfigurationFile.Read(written);
        double[] mode = configuration.Properties.Single(property => property.Name == "mode").Values.ToArray();
        Assert.That(mode.Sum(component => component * component), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void A_count_has_no_eigenvalues()
    {
        JsonElement json = CommandLine.Run("modes", Kalj("W-8"), "--model", "kalj", "--count", "--json", "--threads", "1").With(0).Json;
        Assert.That(json.GetProperty("unstableCount").GetInt32(), Is.EqualTo(Facts.Read("kalj_N1000_W-8").Facts.Unstable));
        Assert.That(json.GetProperty("eigenvalues").GetArrayLength(), Is.Zero);
        Assert.That(json.GetProperty("participationRatios").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.GetProperty("maxResidual").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.GetProperty("mostUnstable").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void An_interval_is_solved_by_the_solver_asked_for_and_the_matrix_written()
    {
        string matrix = PathOf("hessian.mtx");
        double[] expected = [.. ReferenceSpectra.Of("kalj_N1000_W-1.5").Eigenvalues.Where(value => value is > -2 and < 1.5)];
        foreach (string solver in (string[])["slicing", "dense"])
        {
            CommandResult result = CommandLine.Run(
                "modes", Kalj("W-1.5"), "--model", "kalj", "--interval", "-2:1.5", "--solver", solver, "--export-hessian", matrix, "--json",
                "--threads", "1").With(0);
            Assert.That(Numbers(result.Json.GetProperty("eigenvalues")), Is.EqualTo(expected).Within(1e-7));
            Assert.That(result.Json.GetProperty("solver").GetString(), Does.Contain(solver == "slicing" ? "slices" : "LAPACK"));
            Assert.That(result.Json.GetProperty("solverChoice").GetString(), Is.EqualTo("asked for"));
        }

        Assert.That(File.ReadLines(matrix).First(), Is.EqualTo("%%MatrixMarket matrix coordinate real symmetric"));
        Assert.That(File.ReadLines(matrix).Skip(2).First(), Does.StartWith("3000 3000 "));
    }

    [Test]
    public void All_modes_are_3N_minus_3_and_begin_with_the_lowest()
    {
        string liquid = PathOf("liquid");
        CommandLine.Run(
            "prepare", "--model", "kalj", "--particles", "160", "--temperature", "2", "--samples", "1", "--out", liquid,
            "--equilibrate-nvt", "1", "--equilibrate-nve", "1").With(0);
        string start = Path.Combine(liquid, "sample_0001.extxyz");
        JsonElement allModes = CommandLine.Run("modes", start, "--model", "kalj", "--all", "--json").With(0).Json;
        JsonElement lowest = CommandLine.Run("modes", start, "--model", "kalj", "--lowest", "5", "--json").With(0).Json;
        double[] spectrum = Numbers(allModes.GetProperty("eigenvalues"));
        Assert.That(spectrum, Has.Length.EqualTo(477).And.Ordered);
        Assert.That(spectrum[..5], Is.EqualTo(Numbers(lowest.GetProperty("eigenvalues"))).Within(1e-10 * spectrum[^1]));
        Assert.That(spectrum.Count(value => value < 0), Is.EqualTo(allModes.GetProperty("unstableCount").GetInt32()));
    }

    [Test]
    public void A_density_has_bins_with_errors_and_no_modes()
    {
        JsonElement json = CommandLine.Run(
            "modes", Kalj("W-3"), "--model", "kalj", "--density", "20", "--json", "--threads", "2").With(0).Json;
        double[][] rows = [.. json.GetProperty("density").EnumerateArray().Select(Numbers)];
        Assert.That(rows, Has.Length.EqualTo(20).And.All.Length.EqualTo(4));
        Assert.That(rows.Sum(row => row[2] * (row[1] - row[0])), Is.EqualTo(1).Within(1e-3));
        Assert.That(json.GetProperty("certificate").GetString(), Does.StartWith("not certified"));
        Assert.That(json.GetProperty("mostUnstable").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("--interval", "2:1", "expects from:to")]
    [TestCase("--interval", "1", "expects from:to")]
    [TestCase("--solver", "magic", "expects auto, dense, davidson or slicing")]
    public void Selections_without_sense_are_refused(string option, string value, string message)
    {
        CommandResult result = CommandLine.Run("modes", Kalj("W-3"), "--model", "kalj", option, value).With(2);
        Assert.That(result.ErrorLine, Does.Contain(message));
    }

    [Test]
    public void Solvers_and_selections_that_do_not_go_together_are_refused()
    {
        Assert.That(
            CommandLine.Run("modes", Kalj("W-3"), "--model", "kalj", "--interval", "-1:1", "--solver", "davidson").With(2).ErrorLine,
            Does.Contain("from below only"));
        Assert.That(
            CommandLine.Run("modes", Kalj("W-3"), "--model", "kalj", "--all", "--solver", "slicing").With(2).ErrorLine,
            Does.Contain("dense only"));
        Assert.That(
            CommandLine.Run("modes", Kalj("W-3"), "--model", "kalj", "--count", "--density", "5").With(2).ErrorLine,
            Does.Contain("exclude each other"));
        Assert.That(
            CommandLine.Run("modes", Kalj("W-3"), "--model", "kalj", "--density", "5", "--out", PathOf("x.dump")).With(2).ErrorLine,
            Does.Contain("needs eigenvectors"));
        Assert.That(
            CommandLine.Run("modes", Kalj("W-3"), "--model", "kalj", "--count", "--solver", "davidson").With(2).ErrorLine,
            Does.Contain("--count is done by"));
        Assert.That(
            CommandLine.Run("modes", Kalj("W-3"), "--model", "kalj", "--density", "5", "--solver", "dense").With(2).ErrorLine,
            Does.Contain("one method"));
        foreach (string[] selection in (string[][])[["--interval", "-1:1"], ["--all"], ["--count"]])
        {
            Assert.That(
                CommandLine.Run(["modes", Kalj("W-3"), "--model", "kalj", .. selection, "--solver", "magic"]).With(2).ErrorLine,
                Does.Contain("found 'magic'"));
        }
    }

    // A stand-in for a LAPACK that does not return. A command that waits for this LAPACK ends after 300 s by SIGABRT and not with an exit
    // code of its own.
    private const string EndlessLapack =
        """
        #include <stdio.h>
        #include <stdlib.h>
        #include <unistd.h>
        static void stay(void) { fputs("inside LAPACK\n", stderr); for (unsigned left = 300; left; ) left = sleep(left); abort(); }
        void ilaver_(int *major, int *minor, int *patch) { *major = 3; *minor = 9; *patch = 0; }
        int openblas_get_num_threads(void) { return 1; }
        void openblas_set_num_threads(int threads) { (void)threads; }
        void dsyevd_(void) { stay(); }
        void dsyevd_2stage_(void) { stay(); }
        void dsytrd_(void) { stay(); }
        """;

    [Test]
    public void An_interruption_does_not_wait_for_lapack()
    {
        string lapack = Child.CompileLibrary(PathOf("."), "endless", EndlessLapack);
        CommandResult run = CommandLine.InterruptAtLine(
            "INT",
            line => line == "inside LAPACK",
            [("GLASSMODES_OPENBLAS", lapack)],
            ["modes", Kalj("W-3"), "--model", "kalj", "--all", "--quiet", "--threads", "1"]).With(130);
        Assert.That(run.LastErrorLine, Does.StartWith("glassmodes modes: interrupted").And.Contain("nothing was written"));
    }

    [Test]
    public void The_exported_matrix_replaces_no_other_file()
    {
        string copy = PathOf("liquid.mtx");
        File.Copy(Kalj("W-3"), copy);
        CommandResult result = CommandLine.Run("modes", copy, "--model", "kalj", "--export-hessian", copy, "--format", "dump").With(2);
        Assert.That(result.ErrorLine, Does.Contain("is the input file"));
        Assert.That(File.ReadAllBytes(copy), Is.EqualTo(File.ReadAllBytes(Kalj("W-3"))));
        string written = PathOf("modes.dump");
        Assert.That(
            CommandLine.Run("modes", Kalj("W-3"), "--model", "kalj", "--export-hessian", written).With(2).ErrorLine,
            Does.Contain("is called .mtx"));
        Assert.That(File.Exists(written), Is.False);
    }

    [Test]
    public void Certificates_memory_and_scratch_are_the_users_choice()
    {
        string[] lowest = ["modes", Kalj("W-3"), "--model", "kalj", "--lowest", "3", "--solver", "davidson", "--json", "--threads", "1"];
        JsonElement never = CommandLine.Run([.. lowest, "--certify", "never"]).With(0).Json;
        Assert.That(never.GetProperty("certificate").GetString(), Is.EqualTo("not certified: not asked for"));
        Assert.That(never.GetProperty("unstableCount").ValueKind, Is.EqualTo(JsonValueKind.Null));
        JsonElement always = CommandLine.Run([.. lowest, "--certify", "always"]).With(0).Json;
        Assert.That(always.GetProperty("certificate").GetString(), Does.StartWith("inertia"));
        CommandResult small = CommandLine.Run([.. lowest, "--certify", "always", "--memory", "0.003"]).With(1);
        Assert.That(small.Errors, Does.Contain("foreseen to need"));
        Assert.That(CommandLine.Run([.. lowest, "--certify", "perhaps"]).With(2).ErrorLine, Does.Contain("found 'perhaps'"));
        Assert.That(CommandLine.Run([.. lowest, "--scratch", Kalj("W-3")]).With(2).ErrorLine, Does.Contain("--scratch"));
    }

    [Test]
    public void Modes_that_are_zero_for_want_of_contacts_are_told_and_left_out()
    {
        // Two spheres touch each other, and two spheres touch nothing.
        string file = PathOf("spheres.extxyz");
        ConfigurationFile.Write(file, new Configuration(new PeriodicBox(6), [0, 0, 0, 0], [1, 1, 1, 1.9, 1, 1, 4, 4, 4, 4, 1, 4]));
        CommandResult result = CommandLine.Run("modes", file, "--model", "harmonic", "--lowest", "4").With(2);
        Assert.That(result.ErrorLine, Does.Contain("3N - 3 = 9 modes").And.Contain("6 of which are zero modes"));
        JsonElement json = CommandLine.Run("modes", file, "--model", "harmonic", "--lowest", "3", "--json").With(0).Json;
        Assert.That(Numbers(json.GetProperty("eigenvalues"))[2], Is.EqualTo(2).Within(1e-13));
        Assert.That(json.GetProperty("rattlerModes").GetInt32(), Is.EqualTo(6));

        // Two spheres without contact. The mode of an earlier run must not stay in the file.
        string apart = PathOf("apart.extxyz");
        ConfigurationFile.Write(
            apart,
            new Configuration(new PeriodicBox(6), [0, 0], [1, 1, 1, 4, 4, 4]).WithProperties(
                [new ParticleProperty("mode", 3, new double[6])]));
        string written = PathOf("written.extxyz");
        CommandResult none = CommandLine.Run("modes", apart, "--model", "harmonic", "--json", "--out", written).With(0);
        Assert.That(none.Json.GetProperty("mostUnstable").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(none.Json.GetProperty("certificate").GetString(), Does.StartWith("no two particles interact"));
        Assert.That(none.Errors, Does.Contain("warning: 0 modes for 1 columns"));
        Assert.That(ConfigurationFile.Read(written).Properties.Any(property => property.Name == "mode"), Is.False);
        Assert.That(
            CommandLine.Run("modes", apart, "--model", "harmonic", "--density", "5").With(1).ErrorLine,
            Does.Contain("all modes are zero modes"));
    }

    [Test]
    public void Without_openblas_modes_fail_in_one_line_and_energies_still_work()
    {
        (string, string)[] none = [("GLASSMODES_OPENBLAS", "/nonexistent")];
        CommandResult modes = CommandLine.Run(none, "modes", Kalj("W-3"), "--model", "kalj", "--json").With(1);
        Assert.That(modes.ErrorLine, Does.StartWith("glassmodes modes: ").And.Contains("openblas").And.Contains("libopenblas0-pthread"));
        Assert.That(modes.Output, Is.Empty);
        CommandLine.Run(none, "energy", Kalj("W-3"), "--model", "kalj").With(0);
    }
}
