// Lists and reads the starts in configuration files.

using System.Globalization;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>One start in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Frame">The frame, from 0.</param>
/// <param name="Number">Number of the start among all given starts, from 0.</param>
/// <param name="StartHash">128 bits of the start (<see cref="SampleId.HashOf"/>) in hexadecimal digits; empty if not known.</param>
public sealed record StartFile(string File, int Frame, int Number, string StartHash = "")
{
    /// <summary>Number of frames in the file; null if the file was not read to its end, or every frame is a start.</summary>
    public int? FrameCount { get; init; }

    /// <summary>The file and the frame, separated by a hash sign.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}#{Frame}");
}

/// <summary>Lists and reads the starts in configuration files.</summary>
public static class StartFiles
{
    /// <summary>
    /// Lists the starts in files, in the order of files and frames. Reads every file once and evaluates the forces of every start, so that
    /// a wrong file is noticed before any work.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="model">The model that has to fit every start.</param>
    /// <param name="options">How the files are read.</param>
    /// <param name="allFrames">Whether every frame of a file is a start. If false, one frame of each file is a start.</param>
    /// <param name="frame">
    /// If <paramref name="allFrames"/> is false, index of the frame that is the start, from 0, or from −1 for the last frame backwards;
    /// null for the last frame.
    /// </param>
    /// <param name="needsTime">Whether every start must have a time.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="ConfigurationFileException">
    /// A file cannot be read, has no such frame, or has no time where it needs one.
    /// </exception>
    /// <exception cref="InputException">The model does not fit a start. The message names the file of the start.</exception>
    public static IReadOnlyList<StartFile> List(
        IEnumerable<string> files,
        PairModel model,
        ReadingOptions? options = null,
        bool allFrames = false,
        int? frame = null,
        bool needsTime = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new ReadingOptions();
        List<StartFile> starts = [];
        bool isUnusual = false;
        foreach (string file in files)
        {
            RequireRereadable(file);
            IEnumerable<NumberedFrame> frames = allFrames
                ? ConfigurationFile.ReadFrames(file, options)
                : [ConfigurationFile.Read(file, options, frame)];
            foreach (NumberedFrame read in frames)
            {
                cancellation.ThrowIfCancellationRequested();
                AddStart(file, read);
            }
        }

        return starts;

        void AddStart(string file, NumberedFrame read)
        {
            (int index, Configuration configuration) = read;
            try
            {
                // The evaluation of the forces also detects coincident particles.
                _ = EnergyReport.Of(configuration, model);
            }
            catch (ModelMismatchException problem)
            {
                throw new InputException($"{file}: {problem.Message}", problem);
            }

            if (needsTime && configuration.Time is null)
            {
                throw new ConfigurationFileException(file, null, $"a time of frame {index}, from which the quench goes on", "none");
            }

            if (!isUnusual && model.DescribeUnusualComposition(configuration) is { } unusual)
            {
                isUnusual = true;
                options.Warn?.Invoke($"{file}: {unusual}");
            }

            starts.Add(new StartFile(file, index, starts.Count, SampleId.HashOf(configuration)) { FrameCount = read.FrameCount });
        }
    }

    /// <summary>Reads a start.</summary>
    /// <param name="start">The start to read.</param>
    /// <param name="options">How the file is read.</param>
    /// <param name="temperature">T of the liquid; null to take T from the file.</param>
    /// <exception cref="ConfigurationFileException">The file cannot be read.</exception>
    /// <exception cref="InputException">
    /// The seed, the number or the temperature in the file cannot be used; see <see cref="SampleStart.FromFile"/>.
    /// </exception>
    public static SampleStart Read(StartFile start, ReadingOptions? options = null, double? temperature = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        Configuration configuration = ConfigurationFile.Read(start.File, options ?? new ReadingOptions(), start.Frame).Configuration;
        return SampleStart.FromFile(configuration, start.File, start.Frame, start.Number, temperature);
    }

    // A start is read when it is listed and again when it is quenched.
    private static void RequireRereadable(string file)
    {
        if (file == ConfigurationFile.StandardInput || (File.Exists(file) && (File.GetAttributes(file) & FileAttributes.Device) != 0)
            || Path.GetFullPath(file).StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw new InputException(
                $"The starts in '{file}' are read more than once, which a pipe does not allow. Save them to a file first.");
        }
    }
}
