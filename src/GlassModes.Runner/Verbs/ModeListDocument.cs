// Collects the modes of many configurations and prints them, as JSON and as a table.

using GlassModes.Modes;
using GlassModes.Runner.Output;
using GlassModes.Samples;

namespace GlassModes.Runner.Verbs;

/// <summary>The modes of one of many configurations. The JSON has the names of these properties, in camelCase.</summary>
/// <param name="File">The file.</param>
/// <param name="Frame">The frame, from 0; null if it could not be read.</param>
/// <param name="Error">Why there are no modes; null if there are.</param>
/// <param name="Modes">The document that one configuration alone would give; null after an error.</param>
internal sealed record ModeEntryDocument(string File, int? Frame, string? Error, ModeDocument? Modes);

/// <summary>Collects outcomes in any order. Calls may come from several threads.</summary>
internal sealed class ModeListDocument
{
    private readonly Lock _gate = new();
    private readonly SortedList<int, (ModeEntryDocument Entry, bool IsWrongInput)> _entries = [];

    /// <summary>Number of configurations that are done or failed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>0 if all have modes, 2 if no input is right, else 1.</summary>
    public int ExitCode
    {
        get
        {
            lock (_gate)
            {
                return _entries.Values.All(item => item.Entry.Modes is not null) ? Runner.ExitCode.Done
                    : _entries.Values.All(item => item.IsWrongInput) ? Runner.ExitCode.WrongInput
                    : Runner.ExitCode.Failed;
            }
        }
    }

    /// <summary>Adds an outcome and returns the number of outcomes.</summary>
    public int Add(ModeOutcome outcome, bool hasProfiles)
    {
        ModeEntryDocument entry = new(
            outcome.File,
            outcome.Frame?.Number,
            outcome.Failure is { } failure ? Failure.Describe(failure) : null,
            outcome.Report is { } report ? ModeDocument.Of(report, outcome.Frame!, outcome.Seconds, hasProfiles) : null);
        lock (_gate)
        {
            _entries.Add(outcome.Index, (entry, outcome.Failure is InputException));
            return _entries.Count;
        }
    }

    /// <summary>Says in one line what the modes of a configuration are.</summary>
    public static string Describe(ModeReport report)
    {
        string unstable = report.Evidence.UnstableCount is { } count ? $"{count} unstable" : "unstable modes not counted";
        string lowest = report.Lowest is { } mode
            ? $", lowest eigenvalue {TextTable.Number(mode.Eigenvalue, "g6")}, P = {TextTable.Number(mode.ParticipationRatio)}"
            : "";
        return unstable + lowest;
    }

    /// <summary>Prints the list on standard output.</summary>
    public void Print(Session session)
    {
        lock (_gate)
        {
            ModeEntryDocument[] entries = [.. _entries.Values.Select(item => item.Entry)];
            int done = entries.Count(entry => entry.Modes is not null);
            session.Print(
                new { Done = done, Failed = entries.Length - done, Configurations = entries }, output => WriteTable(output, entries));
        }
    }

    private static void WriteTable(TextWriter output, ModeEntryDocument[] entries)
    {
        TextTable table = new(
            "configuration", "N", "unstable", "f_u", "zero", "lowest eigenvalue", "P", "N P", "core", "core energy", "certified", "s");
        foreach (ModeEntryDocument entry in entries)
        {
            ModeDocument? modes = entry.Modes;
            LowestModeDocument? lowest = modes?.MostUnstable;
            table.Add(
                NameOf(entry),
                modes is null ? "failed" : $"{modes.Particles}",
                modes?.UnstableCount is { } unstable ? $"{unstable}" : "-",
                TextTable.Number(modes?.FractionUnstable ?? double.NaN),
                modes?.ZeroModes is { } zero ? $"{zero}" : "-",
                TextTable.Number(lowest?.Eigenvalue ?? double.NaN, "g7"),
                TextTable.Number(lowest?.ParticipationRatio ?? double.NaN),
                TextTable.Number(lowest?.ParticipatingParticles ?? double.NaN),
                lowest is null ? "-" : $"{lowest.CoreByEnergy}",
                TextTable.Number(lowest?.CoreEnergy ?? double.NaN),
                modes is null ? "-" : modes.IsCertified ? "yes" : "no",
                TextTable.Number(modes?.WallSeconds ?? double.NaN, "f2"));
        }

        table.Write(output);
    }

    private static string NameOf(ModeEntryDocument entry) => entry.Frame is { } frame ? $"{entry.File}#{frame}" : entry.File;
}
