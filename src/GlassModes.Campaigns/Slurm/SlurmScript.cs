// Writes the scripts of the jobs, which a person can read.

using System.Globalization;
using System.Text;

namespace GlassModes.Campaigns.Slurm;

/// <summary>Makes the scripts of a plan. They depend on the plan alone.</summary>
public static class SlurmScript
{
    /// <summary>Directory of scripts and logs, in the directory of the campaign.</summary>
    public const string DirectoryName = "slurm";

    private const string HowToChange = "# Written by `glassmodes submit`. To change something, submit again with other options.";

    /// <summary>
    /// The script of an array. Each task runs its share. Before the time limit Slurm sends SIGUSR1: the run saves its samples, and the task
    /// asks to be queued again unless the plan is a chain. A task whose share is finished ends at once.
    /// </summary>
    /// <exception cref="InputException">A path cannot be written in a script.</exception>
    public static string Array(SlurmPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return $$"""
            #!/bin/bash
            # The campaign {{NameOf(plan)}}: each of {{Text(plan.Tasks)}} tasks runs one share.
            {{HowToChange}}
            #
            #SBATCH --job-name={{NameOf(plan)}}
            #SBATCH --array=1-{{Text(plan.Tasks)}}
            {{Limits(plan, MemoryOfNode(plan))}}
            #SBATCH --output={{DirectoryName}}/%A_%a.log
            {{Endurance(plan)}}

            # Slurm sends USR1 to this shell before the time limit, and TERM at the end. The run saves its samples and ends.
            {{PassOn}}

            {{Command(plan, "run", plan.File)}} \
                --out {{InShell(plan.Directory)}} --task "$SLURM_ARRAY_TASK_ID/{{Text(plan.Tasks)}}" --workers "$SLURM_CPUS_PER_TASK" &
            {{Wait}}
            {{(plan.Chain is null ? RequeueTask : "")}}
            exit "$code"

            """;
    }

    /// <summary>
    /// The script of the job that prepares the liquids of replica exchanges by an MPI run. Before the time limit Slurm sends SIGUSR1, which
    /// the launcher passes on to all processes: the run saves its state, and the job asks to be queued again unless the plan is a chain. A
    /// job that finds all liquids there ends at once.
    /// </summary>
    /// <exception cref="InputException">A path cannot be written in a script.</exception>
    /// <exception cref="ArgumentException">The plan has no number of processes.</exception>
    public static string Preparation(SlurmPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        int ranks = plan.Ranks ?? throw new ArgumentException("The plan has no number of processes.", nameof(plan));
        string launcher = string.Join(' ', plan.Launcher.Select(InShell));
        return $$"""
            #!/bin/bash
            # The campaign {{NameOf(plan)}}: the liquids of its replica exchanges, by the {{Text(ranks)}} processes of an MPI run.
            {{HowToChange}}
            #
            #SBATCH --job-name={{NameOf(plan)}}-preparation
            #SBATCH --ntasks={{Text(ranks)}}
            {{Limits(plan, plan.MemoryPerCore is { } memory ? $"--mem-per-cpu={memory}" : null)}}
            #SBATCH --output={{DirectoryName}}/%j_preparation.log
            {{Endurance(plan)}}

            # Where srun is the launcher, it does not know the cores of a task from the line above.
            export SRUN_CPUS_PER_TASK="$SLURM_CPUS_PER_TASK"

            # Slurm sends USR1 to this shell before the time limit, and TERM at the end. The launcher passes it on to all processes of the
            # run, which saves its state and ends.
            {{PassOn}}

            {{launcher}} -n {{Text(ranks)}} \
                {{Command(plan, "run", plan.File)}} \
                --out {{InShell(plan.Directory)}} --prepare --mpi --threads "$SLURM_CPUS_PER_TASK" &
            {{Wait}}
            {{(plan.Chain is null ? RequeueJob : "")}}
            exit "$code"

            """;
    }

    /// <summary>The script of the job that averages the samples after the last array.</summary>
    /// <exception cref="InputException">A path cannot be written in a script.</exception>
    public static string Analysis(SlurmPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return $$"""
            #!/bin/bash
            # The campaign {{NameOf(plan)}}: averages of all samples that are finished.
            {{HowToChange}}
            #
            #SBATCH --job-name={{NameOf(plan)}}-analysis
            {{Limits(plan, MemoryOfNode(plan))}}
            #SBATCH --output={{DirectoryName}}/%j_analysis.log

            exec {{Command(plan, "analyze", plan.Directory)}} \
                --out {{InShell(Path.Combine(plan.Directory, "tables"))}}

            """;
    }

    /// <summary>A word as a shell reads it, in quotes where it needs them.</summary>
    /// <exception cref="InputException">The word has control characters.</exception>
    public static string InShell(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        bool isPlain = word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "_-./+:=@,%".Contains(c, StringComparison.Ordinal));
        return isPlain ? word : $"'{RequireLine(word).Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    private const string PassOn =
        """
        run=
        asked=
        pass_on() {
            asked=$1
            kill -s "$1" "$run" 2> /dev/null
        }
        trap 'pass_on USR1' USR1
        trap 'pass_on TERM' TERM
        """;

    private const string Wait =
        """
        run=$!
        [[ $asked ]] && kill -s "$asked" "$run"

        # A signal interrupts `wait`. Then the end of the run is still to come.
        wait "$run"
        code=$?
        while kill -0 "$run" 2> /dev/null; do
            wait "$run"
            code=$?
        done
        """;

    // From 128 on, a signal has ended the run: 130 after it has saved everything. The task is named by its array and number: the last task
    // of an array has the number of the whole array as its SLURM_JOB_ID. To queue that again would bring back tasks that someone cancelled.
    private const string RequeueTask =
        """

        # An exit code from 128 on says that the signal has ended the run, not that the share is finished or has failed.
        if [[ $asked == USR1 ]] && ((code >= 128)); then
            trap '' TERM # Slurm ends the task at once, and the command below would end with it.
            scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" \
                || echo "The task cannot be queued again. Submit again, with --chain on this site." >&2
        fi

        """;

    // The launchers end with the exit code of the process that saves: 130. One that the signal itself has ended has 128 and its number.
    private const string RequeueJob =
        """

        # An exit code from 128 on says that the signal has ended the run, not that the liquids are there or the run has failed.
        if [[ $asked == USR1 ]] && ((code >= 128)); then
            trap '' TERM # Slurm ends the job at once, and the command below would end with it.
            scontrol requeue "$SLURM_JOB_ID" \
                || echo "The job cannot be queued again. Submit again, with --chain on this site." >&2
        fi

        """;

    private static string? MemoryOfNode(SlurmPlan plan) => plan.Memory is { } memory ? $"--mem={memory}" : null;

    // What a job needs that goes on after its time limit.
    private static string Endurance(SlurmPlan plan) =>
        $"""
        #SBATCH --open-mode=append
        #SBATCH --signal=B:USR1@{Text((int)plan.Warning.TotalSeconds)}
        #SBATCH {(plan.Chain is null ? "--requeue" : "--no-requeue")}
        """;

    private static string Limits(SlurmPlan plan, string? memory)
    {
        string?[] lines =
        [
            plan.Partition is { } partition ? $"--partition={partition}" : null,
            plan.Time is { } time ? $"--time={time}" : null,
            $"--cpus-per-task={Text(plan.Cores)}",
            memory,
            $"--chdir={InDirective(plan.Directory)}",
        ];
        return string.Join('\n', lines.OfType<string>().Select(line => $"#SBATCH {line}"));
    }

    private static string Command(SlurmPlan plan, params string[] arguments) =>
        string.Join(' ', new[] { plan.Program.Program }.Concat(plan.Program.Arguments).Concat(arguments).Select(InShell));

    private static string NameOf(SlurmPlan plan)
    {
        StringBuilder name = new();
        foreach (char c in plan.Campaign)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_');
        }

        return name.ToString();
    }

    // Slurm reads its lines without a shell, and knows quotes and backslashes.
    private static string InDirective(string path) =>
        RequireLine(path).IndexOfAny(['"', '\'', '\\', '#']) < 0
            ? path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path
            : throw new InputException($"{path}: Slurm cannot take a directory with quotes, '\\' or '#' in its name; choose another");

    private static string RequireLine(string path) => !path.Any(char.IsControl)
        ? path
        : throw new InputException($"the path '{string.Concat(path.Where(c => !char.IsControl(c)))}' has control characters; rename it");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
