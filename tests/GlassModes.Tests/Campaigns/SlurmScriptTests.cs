// Tests the scripts and the commands of jobs, letter by letter, and the forms of time limits.

using System.Diagnostics;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Slurm;
using GlassModes.Campaigns.Work;

namespace GlassModes.Tests.Campaigns;

public sealed class SlurmScriptTests
{
    private static readonly SlurmPlan s_plan = new(
        "small glass", new WorkerCommand("/opt/dotnet", ["/opt/glassmodes.dll"]), "/home/me/it's.toml", "/data/my results", 4)
    {
        Partition = "main",
        Time = SlurmTime.ParseOrNull("4:00:00"),
        Cores = 2,
        Memory = "4G",
    };

    [Test]
    public void The_script_of_an_array_runs_a_share_a_task_and_asks_to_be_queued_again()
    {
        const string Expected =
            """
            #!/bin/bash
            # The campaign small_glass: each of 4 tasks runs one share.
            # Written by `glassmodes submit`. To change something, submit again with other options.
            #
            #SBATCH --job-name=small_glass
            #SBATCH --array=1-4
            #SBATCH --partition=main
            #SBATCH --time=4:00:00
            #SBATCH --cpus-per-task=2
            #SBATCH --mem=4G
            #SBATCH --chdir="/data/my results"
            #SBATCH --output=slurm/%A_%a.log
            #SBATCH --open-mode=append
            #SBATCH --signal=B:USR1@120
            #SBATCH --requeue

            # Slurm sends USR1 to this shell before the time limit, and TERM at the end. The run saves its samples and ends.
            run=
            asked=
            pass_on() {
                asked=$1
                kill -s "$1" "$run" 2> /dev/null
            }
            trap 'pass_on USR1' USR1
            trap 'pass_on TERM' TERM

            /opt/dotnet /opt/glassmodes.dll run '/home/me/it'\''s.toml' \
                --out '/data/my results' --task "$SLURM_ARRAY_TASK_ID/4" --workers "$SLURM_CPUS_PER_TASK" &
            run=$!
            [[ $asked ]] && kill -s "$asked" "$run"

            # A signal interrupts `wait`. Then the end of the run is still to come.
            wait "$run"
            code=$?
            while kill -0 "$run" 2> /dev/null; do
                wait "$run"
                code=$?
            done

            # An exit code from 128 on says that the signal has ended the run, not that the share is finished or has failed.
            if [[ $asked == USR1 ]] && ((code >= 128)); then
                trap '' TERM # Slurm ends the task at once, and the command below would end with it.
                scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" \
                    || echo "The task cannot be queued again. Submit again, with --chain on this site." >&2
            fi

            exit "$code"

            """;
        Assert.That(SlurmScript.Array(s_plan), Is.EqualTo(Expected));
    }

    [Test]
    public void A_chain_is_arrays_one_after_another_whose_tasks_are_not_queued_again()
    {
        SlurmPlan plan = s_plan with { Chain = 2, Partition = null, Time = null, Memory = null };
        string script = SlurmScript.Array(plan);
        Assert.That(script, Does.Contain("#SBATCH --no-requeue\n").And.Contain("--signal=B:USR1@120\n"));
        Assert.That(script, Does.Not.Contain("scontrol").And.Not.Contain("--partition").And.Not.Contain("--time").And.Not.Contain("--mem"));
        Assert.That(SlurmJob.Of(plan).Select(job => (job.Name, string.Join(' ', job.Command))), Is.EqualTo(new[]
        {
            ("array", "sbatch --parsable /data/my results/slurm/array.sh"),
            ("array_2", "sbatch --parsable --dependency=afterany:JOB_1 /data/my results/slurm/array.sh"),
            ("analysis", "sbatch --parsable --dependency=afterany:JOB_2 /data/my results/slurm/analysis.sh"),
        }));
    }

    [Test]
    public void Liquids_are_prepared_by_an_MPI_run_before_the_array()
    {
        const string Expected =
            """
            #!/bin/bash
            # The campaign small_glass: the liquids of its replica exchanges, by the 6 processes of an MPI run.
            # Written by `glassmodes submit`. To change something, submit again with other options.
            #
            #SBATCH --job-name=small_glass-preparation
            #SBATCH --ntasks=6
            #SBATCH --partition=main
            #SBATCH --time=4:00:00
            #SBATCH --cpus-per-task=2
            #SBATCH --mem-per-cpu=2048M
            #SBATCH --chdir="/data/my results"
            #SBATCH --output=slurm/%j_preparation.log
            #SBATCH --open-mode=append
            #SBATCH --signal=B:USR1@120
            #SBATCH --requeue

            # Where srun is the launcher, it does not know the cores of a task from the line above.
            export SRUN_CPUS_PER_TASK="$SLURM_CPUS_PER_TASK"

            # Slurm sends USR1 to this shell before the time limit, and TERM at the end. The launcher passes it on to all processes of the
            # run, which saves its state and ends.
            run=
            asked=
            pass_on() {
                asked=$1
                kill -s "$1" "$run" 2> /dev/null
            }
            trap 'pass_on USR1' USR1
            trap 'pass_on TERM' TERM

            mpirun --bind-to none -n 6 \
                /opt/dotnet /opt/glassmodes.dll run '/home/me/it'\''s.toml' \
                --out '/data/my results' --prepare --mpi --threads "$SLURM_CPUS_PER_TASK" &
            run=$!
            [[ $asked ]] && kill -s "$asked" "$run"

            # A signal interrupts `wait`. Then the end of the run is still to come.
            wait "$run"
            code=$?
            while kill -0 "$run" 2> /dev/null; do
                wait "$run"
                code=$?
            done

            # An exit code from 128 on says that the signal has ended the run, not that the liquids are there or the run has failed.
            if [[ $asked == USR1 ]] && ((code >= 128)); then
                trap '' TERM # Slurm ends the job at once, and the command below would end with it.
                scontrol requeue "$SLURM_JOB_ID" \
                    || echo "The job cannot be queued again. Submit again, with --chain on this site." >&2
            fi

            exit "$code"

            """;
        SlurmPlan plan = s_plan with { Ranks = 6 };
        Assert.That(SlurmScript.Preparation(plan), Is.EqualTo(Expected));
        Assert.That(SlurmScript.Array(plan), Is.EqualTo(SlurmScript.Array(s_plan)));
        Assert.That(
            SlurmScript.Preparation(plan with { Launcher = ["srun", "--mpi=pmix"] }), Does.Contain("\nsrun --mpi=pmix -n 6 \\\n"));
        Assert.That(SlurmScript.Preparation(plan with { Launcher = ["a;b"] }), Does.Contain("\n'a;b' -n 6 \\\n"));
        Assert.That(SlurmJob.Of(plan).Select(job => (job.Name, string.Join(' ', job.Command))), Is.EqualTo(new[]
        {
            ("preparation", "sbatch --parsable /data/my results/slurm/preparation.sh"),
            ("array", "sbatch --parsable --dependency=afterany:JOB_1 /data/my results/slurm/array.sh"),
            ("analysis", "sbatch --parsable --dependency=afterany:JOB_2 /data/my results/slurm/analysis.sh"),
        }));
    }

    [Test]
    public void A_chain_has_several_preparations_before_its_arrays()
    {
        SlurmPlan plan = s_plan with { Ranks = 6, Chain = 2 };
        Assert.That(SlurmScript.Preparation(plan), Does.Contain("#SBATCH --no-requeue\n").And.Not.Contain("scontrol"));
        Assert.That(
            SlurmJob.Of(plan).Select(job => $"{job.Name} {Path.GetFileName(job.File)} {job.After}".TrimEnd()),
            Is.EqualTo(new[]
            {
                "preparation preparation.sh", "preparation_2 preparation.sh JOB_1", "array array.sh JOB_2", "array_2 array.sh JOB_3",
                "analysis analysis.sh JOB_4",
            }));
    }

    // Slurm counts in binary units.
    [TestCase("4G", 3, "1366M")]
    [TestCase("500", 1, "500M")]
    [TestCase("2T", 4, "524288M")]
    [TestCase("10K", 1, "1M")]
    public void Each_core_of_an_MPI_run_has_its_part_of_the_memory_of_a_task(string memory, int cores, string expected) =>
        Assert.That((s_plan with { Memory = memory, Cores = cores }).MemoryPerCore, Is.EqualTo(expected));

    [Test]
    public void The_last_job_analyses_what_is_finished()
    {
        const string Expected =
            """
            #!/bin/bash
            # The campaign small_glass: averages of all samples that are finished.
            # Written by `glassmodes submit`. To change something, submit again with other options.
            #
            #SBATCH --job-name=small_glass-analysis
            #SBATCH --partition=main
            #SBATCH --time=4:00:00
            #SBATCH --cpus-per-task=2
            #SBATCH --mem=4G
            #SBATCH --chdir="/data/my results"
            #SBATCH --output=slurm/%j_analysis.log

            exec /opt/dotnet /opt/glassmodes.dll analyze '/data/my results' \
                --out '/data/my results/tables'

            """;
        Assert.That(SlurmScript.Analysis(s_plan), Is.EqualTo(Expected));
    }

    [TestCase("/data/50 \"quoted\"")]
    [TestCase("/data/a\nb")]
    public void A_directory_that_Slurm_cannot_take_is_refused(string directory) =>
        Assert.That(() => SlurmScript.Array(s_plan with { Directory = directory }), Throws.InstanceOf<InputException>());

    // Slurm's manual page of sbatch lists the forms.
    [TestCase("90", 5400)]
    [TestCase("90:30", 5430)]
    [TestCase("4:00:00", 14400)]
    [TestCase("1-12", 129600)]
    [TestCase("1-12:30", 131400)]
    [TestCase("1-12:30:15", 131415)]
    public void Every_form_of_a_time_limit_is_read(string text, double seconds) =>
        Assert.That(SlurmTime.ParseOrNull(text)?.Length.TotalSeconds, Is.EqualTo(seconds));

    [TestCase("")]
    [TestCase("0")]
    [TestCase("4h")]
    [TestCase("-1")]
    [TestCase("1:2:3:4")]
    [TestCase("1-")]
    [TestCase("90\n")]
    public void What_is_no_time_limit_is_told(string text) => Assert.That(SlurmTime.ParseOrNull(text), Is.Null);

    [TestCase("1", 30)]
    [TestCase("3", 90)]
    [TestCase("10", 120)]
    public void A_task_is_warned_two_minutes_before_its_end_or_after_half_of_its_time(string limit, int seconds) => Assert.That(
        (s_plan with { Time = SlurmTime.ParseOrNull(limit) }).Warning.TotalSeconds, Is.EqualTo(seconds));

    [Test]
    public void A_campaign_has_a_task_for_each_chain_of_its_largest_state_and_a_hundred_at_most()
    {
        Campaign Of(int samples) => CampaignFile.Parse(
            "c.toml",
            $"""
            [quench]
            until = 1e-3
            [liquid]
            samples_per_chain = 2
            [[states]]
            name = "small"
            model = "kalj"
            particles = 200
            temperature = 2.0
            samples = 3
            threads = 2
            [[states]]
            name = "hot"
            model = "kalj"
            particles = 200
            temperature = 2.0
            samples = {samples}

            """);
        Assert.That(SlurmPlan.TasksFor(Of(9)), Is.EqualTo(5));
        Assert.That(SlurmPlan.TasksFor(Of(1000)), Is.EqualTo(100));
        Assert.That(SlurmPlan.CoresFor(Of(9)), Is.EqualTo(2));
    }

    // The scripts under a shell, with a run that needs a moment to save, and commands of Slurm that only say what they were told.
    [TestCase("USR1", 130, true)]
    [TestCase("TERM", 130, false)]
    [TestCase("USR1", 0, false)]
    [TestCase("USR1", 1, false)]
    [Platform("Linux")]
    public void A_task_is_queued_again_if_a_time_limit_ended_the_run_and_not_if_it_was_finished(string signal, int code, bool isRequeued) =>
        RunAndSignal(
            SlurmScript.Array(s_plan with { Program = new WorkerCommand("bash", ["-c", Run(signal, code)]) }),
            signal,
            code,
            isRequeued ? "saved\nscontrol requeue 17_3\n" : "saved\n");

    // 138: mpirun or a process had no handler of the signal yet.
    [TestCase("USR1", 130, true)]
    [TestCase("USR1", 138, true)]
    [TestCase("TERM", 1, false)]
    [TestCase("USR1", 0, false)]
    [TestCase("USR1", 2, false)]
    [Platform("Linux")]
    public void A_preparation_is_queued_again_if_a_time_limit_ended_the_run(string signal, int code, bool isRequeued) =>
        RunAndSignal(
            SlurmScript.Preparation(s_plan with { Ranks = 2, Launcher = ["bash", "-c", Run(signal, code)] }),
            signal,
            code,
            isRequeued ? "saved\nscontrol requeue 17\n" : "saved\n");

    private static string Run(string signal, int code) =>
        $"trap 'sleep 0.2; echo saved; exit {code}' {signal}; echo ready; while :; do sleep 0.05; done";

    private static void RunAndSignal(string script, string signal, int code, string expected)
    {
        ProcessStartInfo start = new("bash", ["-c", $"scontrol() {{ echo \"scontrol $*\"; }}; {script}"])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["SLURM_JOB_ID"] = "17",
                ["SLURM_ARRAY_JOB_ID"] = "17",
                ["SLURM_ARRAY_TASK_ID"] = "3",
                ["SLURM_CPUS_PER_TASK"] = "1",
            },
        };
        using Process shell = Process.Start(start)!;
        Assert.That(shell.StandardOutput.ReadLine(), Is.EqualTo("ready"));
        using (Process kill = Process.Start("kill", [$"-{signal}", $"{shell.Id}"]))
        {
            kill.WaitForExit();
        }

        string rest = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.That(rest, Is.EqualTo(expected));
        Assert.That(shell.ExitCode, Is.EqualTo(code));
    }
}
