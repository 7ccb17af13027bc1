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
public sealed record StartFile(string File, int Frame, int Number)
{
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
    /// <param name="format">Format of the files; null to take the format of each file from its name.</param>
    /// <param name="allFrames">Whether every frame of a file is a start. If false, one frame of each file is a start.</param>
    /// <param name="frame">
    /// If <paramref name="allFrames"/> is false, index of the frame that is the start, from 0; null for the last frame.
    /// </param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="ConfigurationFileException">A file cannot be read, or has no such frame.</exception>
    /// <exception cref="InputException">The model does not fit a start. The message names the file of the start.</exception>
    public static IReadOnlyList<StartFile> List(
        IEnumerable<string> files,
        PairModel model,
        ConfigurationFormat? format = null,
        bool allFrames = false,
        int? frame = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(model);
        List<StartFile> starts = [];
        foreach (string file in files)
        {
            int frames = 0;
            Configuration? last = null;
            foreach (Configuration configuration in ConfigurationFile.ReadFrames(file, format))
            {
                cancellation.ThrowIfCancellationRequested();
                if (allFrames || frames == frame)
                {
                    AddStart(file, frames, configuration);
                }

                last = configuration;
                frames++;
            }

            if (!allFrames && frame is null)
            {
                AddStart(file, frames - 1, last!);
            }
            else if (!allFrames && frame >= frames)
            {
                throw new ConfigurationFileException(
                    file, null, $"a frame {frame}, counted from 0", frames == 1 ? "1 frame" : $"{frames} frames");
            }
        }

        return starts;

        void AddStart(string file, int index, Configuration configuration)
        {
            try
            {
                // The evaluation of the forces also detects coincident particles.
                _ = EnergyReport.Of(configuration, model);
            }
            catch (ModelMismatchException problem)
            {
                throw new InputException($"{file}: {problem.Message}", problem);
            }

            starts.Add(new StartFile(file, index, starts.Count));
        }
    }

    /// <summary>Reads a start.</summary>
    /// <param name="start">The start to read.</param>
    /// <param name="format">Format of the file; null to take the format from the name of the file.</param>
    /// <param name="temperature">T of the liquid; null to take T from the file.</param>
    /// <exception cref="ConfigurationFileException">The file cannot be read.</exception>
    /// <exception cref="InputException">
    /// The seed, the number or the temperature in the file cannot be used; see <see cref="SampleStart.FromFile"/>.
    /// </exception>
    public static SampleStart Read(StartFile start, ConfigurationFormat? format = null, double? temperature = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        Configuration configuration = ConfigurationFile.Read(start.File, format, start.Frame);
        return SampleStart.FromFile(configuration, start.File, start.Frame, start.Number, temperature);
    }
}
