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
        string requeue = plan.Chain is null ? Requeue : "";
        return $$"""
            #!/bin/bash
            # The campaign {{NameOf(plan)}}: each of {{Text(plan.Tasks)}} tasks runs one share.
            {{HowToChange}}
            #
            #SBATCH --job-name={{NameOf(plan)}}
            #SBATCH --array=1-{{Text(plan.Tasks)}}
            {{Limits(plan)}}
            #SBATCH --output={{DirectoryName}}/%A_%a.log
            #SBATCH --open-mode=append
            #SBATCH --signal=B:USR1@{{Text((int)plan.Warning.TotalSeconds)}}
            #SBATCH {{(plan.Chain is null ? "--requeue" : "--no-requeue")}}

            # Slurm sends USR1 to this shell before the time limit, and TERM at the end. The run saves its samples and ends.
            run=
            asked=
            pass_on() {
                asked=$1
                kill -s "$1" "$run" 2> /dev/null
            }
            trap 'pass_on USR1' USR1
            trap 'pass_on TERM' TERM

            {{Command(plan, "run", plan.File)}} \
                --out {{InShell(plan.Directory)}} --task "$SLURM_ARRAY_TASK_ID/{{Text(plan.Tasks)}}" --workers "$SLURM_CPUS_PER_TASK" &
            run=$!
            [[ $asked ]] && kill -s "$asked" "$run"

            # A signal interrupts `wait`. Then the end of the run is still to come.
            wait "$run"
            code=$?
            while kill -0 "$run" 2> /dev/null; do
                wait "$run"
                code=$?
            done
            {{requeue}}
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
            {{Limits(plan)}}
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

    // From 128 on, a signal has ended the run: 130 after it has saved everything. The task is named by its array and number: the last task
    // of an array has the number of the whole array as its SLURM_JOB_ID. To queue that again would bring back tasks that someone cancelled.
    private const string Requeue =
        """

        # An exit code from 128 on says that the signal has ended the run, not that the share is finished or has failed.
        if [[ $asked == USR1 ]] && ((code >= 128)); then
            trap '' TERM # Slurm ends the task at once, and the command below would end with it.
            scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" \
                || echo "The task cannot be queued again. Submit again, with --chain on this site." >&2
        fi

        """;

    private static string Limits(SlurmPlan plan)
    {
        string?[] lines =
        [
            plan.Partition is { } partition ? $"--partition={partition}" : null,
            plan.Time is { } time ? $"--time={time}" : null,
            $"--cpus-per-task={Text(plan.Cores)}",
            plan.Memory is { } memory ? $"--mem={memory}" : null,
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
