// Tests the ranks of MPI by real runs: what is exchanged, and how errors end a run.

using GlassModes.Mpi;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.Mpi;

public sealed class MpiRanksTests
{
    // A stand-in for the library, to which a test adds the start.
    private const string StandIn =
        """
        int gm_mpi_abi_version(void) { return 1; }
        const char *gm_mpi_error_text(void) { return "a word of MPI"; }
        const char *gm_mpi_build_info(void) { return "a stand-in"; }
        const char *gm_mpi_library_version(void) { return "MPI of a test"; }
        const char *gm_mpi_processor_name(void) { return "here"; }
        int gm_mpi_rank(int *rank) { *rank = 0; return 0; }
        int gm_mpi_count(int *count) { *count = 1; return 0; }
        int gm_mpi_finish(void) { return 0; }

        """;

    // On a machine of CI, which has installed what the tests need, a missing MPI is a defect.
    [SetUp]
    public void FindMpi()
    {
        if (MpiLauncher.Obstacle is { } obstacle)
        {
            Assert.That(Environment.GetEnvironmentVariable("CI"), Is.Not.EqualTo("true"), obstacle);
            Assert.Ignore(obstacle);
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Numbers_and_bytes_arrive_as_they_were_sent_in_the_order_of_the_ranks(int count) =>
        ExpectExchange(MpiLauncher.Run(count, "exchange"), isLaunched: true);

    [Test]
    public void A_process_without_a_launcher_is_a_run_of_one_rank() =>
        ExpectExchange(MpiLauncher.RunAlone("exchange"), MpiRanks.IsLaunched);

    [Test]
    public void Only_the_thread_that_started_MPI_may_call_it()
    {
        MpiResult result = MpiLauncher.Run(2, "thread");
        Assert.That(result.CountOf("InvalidOperationException: Only the thread that started MPI"), Is.EqualTo(8), result.Everything);
        Assert.That(result.CountOf("broadcast 2"), Is.EqualTo(2), result.Everything);
        Assert.That(result.ExitCode, Is.Zero, result.Everything);
    }

    [Test]
    public void MPI_starts_once()
    {
        MpiResult result = MpiLauncher.RunAlone("twice");
        Assert.That(result.CountOf("InvalidOperationException: A process can start MPI once."), Is.EqualTo(1), result.Everything);
        Assert.That(result.ExitCode, Is.Zero, result.Everything);
    }

    [Test]
    public void Arrays_of_different_lengths_are_an_error_at_all_ranks_which_can_go_on()
    {
        MpiResult result = MpiLauncher.Run(2, "lengths");
        Assert.That(result.CountOf("ArgumentException: 3 numbers of 2 ranks that give 1 each."), Is.EqualTo(2), result.Everything);
        Assert.That(result.CountOf("ArgumentException: The ranks gave arrays of different lengths"), Is.EqualTo(2), result.Everything);
        Assert.That(result.CountOf("broadcast 2"), Is.EqualTo(2), result.Everything);
        Assert.That(result.ExitCode, Is.Zero, result.Everything);
    }

    [Test]
    public void Different_calls_are_an_error_at_all_ranks_from_then_on()
    {
        MpiResult result = MpiLauncher.Run(3, "calls");
        Assert.That(result.CountOf("MpiException: MPI, gathering numbers: another rank"), Is.EqualTo(2), result.Everything);
        Assert.That(result.CountOf("MpiException: MPI, gathering bytes: another rank"), Is.EqualTo(1), result.Everything);
        Assert.That(result.CountOf("MpiException: MPI, broadcast: another rank"), Is.EqualTo(3), result.Everything);
        Assert.That(result.ExitCode, Is.Zero, result.Everything);
    }

    [Test]
    public void A_rank_that_leaves_by_an_exception_ends_the_calls_of_the_others()
    {
        MpiResult result = MpiLauncher.Run(3, "leave");
        Assert.That(result.CountOf("MpiException: MPI, gathering numbers: another rank"), Is.EqualTo(2), result.Everything);
        Assert.That(result.CountOf("ComputationException: rank 1 has to leave."), Is.EqualTo(1), result.Everything);
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Everything);
    }

    // The other ranks wait for ever: the run ends only if they are ended.
    [TestCase("abort")]
    [TestCase("abort from a thread")]
    public void A_rank_that_aborts_ends_the_run_with_its_line_and_exit_code(string work)
    {
        MpiResult result = MpiLauncher.Run(3, work);
        Assert.That(result.CountOf("rank 1 of 3: the disk is full"), Is.EqualTo(1), result.Everything);
        Assert.That(result.ExitCode, Is.EqualTo(42), result.Everything);
    }

    [Test]
    public void A_rank_that_is_killed_ends_the_run()
    {
        MpiResult result = MpiLauncher.Run(2, "kill");
        Assert.That(result.CountOf("signal 9"), Is.EqualTo(1), result.Everything);
        Assert.That(result.ExitCode, Is.Not.Zero, result.Everything);
    }

    [Test]
    public void MPI_lives_beside_MUMPS_and_leaves_the_runtime_its_signals()
    {
        // MUMPS brings a stand-in for MPI with functions of the same names.
        string[] facts = ["negative 235", "NullReferenceException", "DivideByZeroException", "true ended with 0", "broadcast 2"];
        MpiResult result = MpiLauncher.Run(2, "coexist");
        foreach (string fact in facts)
        {
            Assert.That(result.CountOf(fact), Is.EqualTo(2), $"{fact}\n{result.Everything}");
        }

        Assert.That(result.ExitCode, Is.Zero, result.Everything);
    }

    [Test]
    public void A_missing_library_is_an_error_that_says_what_to_do()
    {
        MpiResult result = MpiLauncher.RunAlone("exchange", ("GLASSMODES_MPI", "/nowhere/libglassmodes_mpi.so"));
        Assert.That(result.Output, Does.StartWith("NativeLibraryException: "));
        Assert.That(result.Output, Does.Contain("libopenmpi-dev").And.Contains("/nowhere/libglassmodes_mpi.so: no such file"));
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Everything);
    }

    [TestCase("int gm_mpi_abi_version(void) { return 987; }", "NativeLibraryException: libglassmodes_mpi has binary interface 987")]
    [TestCase(StandIn + "int gm_mpi_start(void) { return 5; }", "MpiException: MPI, start: this MPI allows one thread a process")]
    [TestCase(StandIn + "int gm_mpi_start(void) { return 2; }", "MpiException: MPI, start: a word of MPI")]
    public void A_failure_of_the_library_is_an_exception_with_its_reason(string library, string expected)
    {
        MpiResult result = RunWith(library, "exchange");
        Assert.That(result.Output, Does.StartWith(expected));
        Assert.That(result.ExitCode, Is.EqualTo(1), result.Everything);
    }

    // UCX, on which MPICH and the Open MPI of many clusters stand, does so.
    [Test]
    public void Handlers_of_signals_that_MPI_installs_when_it_is_loaded_and_started_do_not_stay()
    {
        MpiResult result = RunWith(
            StandIn + """
            #include <signal.h>
            __attribute__((constructor)) static void load(void) { signal(SIGSEGV, SIG_DFL); }
            int gm_mpi_start(void) { signal(SIGFPE, SIG_DFL); return 0; }
            """,
            "faults");
        Assert.That(result.CountOf("NullReferenceException"), Is.EqualTo(1), result.Everything);
        Assert.That(result.CountOf("DivideByZeroException"), Is.EqualTo(1), result.Everything);
        Assert.That(result.ExitCode, Is.Zero, result.Everything);
    }

    [Test]
    public void MPI_describes_itself_before_the_start_as_after_it()
    {
        string version = MpiLauncher.RunAlone("describe").Reports[0][0];
        Assert.That(version, Is.Not.Empty);
        Assert.That(Child.Run("describe").Output, Does.Match("(?m)^libglassmodes_mpi .*/libglassmodes_mpi.so$").And.Contains(version));
    }

    private static MpiResult RunWith(string library, string work)
    {
        string folder = Directory.CreateTempSubdirectory("glassmodes-").FullName;
        try
        {
            return MpiLauncher.RunAlone(work, ("GLASSMODES_MPI", Child.CompileLibrary(folder, "standin", library)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void ExpectExchange(MpiResult result, bool isLaunched)
    {
        int[] ranks = [.. Enumerable.Range(0, result.Reports.Length)];
        foreach (int rank in ranks)
        {
            string[] expected =
            [
                $"launched {isLaunched}, {rank} of {ranks.Length} on {Environment.MachineName}",
                $"numbers {MpiChild.Hexadecimal(ranks.SelectMany(MpiChild.NumbersOf))}",
                .. MpiChild.Lengths.Select((_, round) => $"gather {(rank == 0 ? LengthsOf(round) : "")}"),
                .. MpiChild.Lengths.Select(length => $"broadcast {length}"),
                "ObjectDisposedException: Cannot access a disposed object.",
            ];
            Assert.That(result.Reports[rank], Is.EqualTo(expected), result.Output);
        }

        Assert.That(result.ExitCode, Is.Zero, result.Everything);

        string LengthsOf(int round) => string.Join(", ", ranks.Select(rank => MpiChild.LengthOf(rank, round)));
    }
}
