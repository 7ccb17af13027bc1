// Starts from configuration files.

using System.Globalization;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>One start in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Frame">The frame, from 0.</param>
/// <param name="Number">Its number among all starts given, from 0.</param>
public sealed record StartFile(string File, int Frame, int Number)
{
    /// <summary>The file and, after a hash sign, the frame.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}#{Frame}");
}

/// <summary>Lists and reads the starts in configuration files.</summary>
public static class StartFiles
{
    /// <summary>
    /// The starts in some files, in the order of files and frames. Reads every file once, so that a wrong file is known before any work.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="model">The model that has to fit every start.</param>
    /// <param name="format">Their format; null to take it from the names.</param>
    /// <param name="allFrames">Whether every frame of a file is a start; else one frame of each file is.</param>
    /// <param name="frame">Which frame, from 0, unless all are; null for the last.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="ConfigurationFileException">A file cannot be read, or has no such frame.</exception>
    /// <exception cref="InputException">The model does not fit a start; the message names it.</exception>
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
                // One evaluation of the forces tells coincident particles too.
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
    /// <param name="start">Which.</param>
    /// <param name="format">The format; null to take it from the name.</param>
    /// <param name="temperature">T of the liquid, where the caller knows it.</param>
    /// <exception cref="ConfigurationFileException">The file cannot be read.</exception>
    /// <exception cref="InputException">What the file says of itself cannot be used; see <see cref="SampleStart.FromFile"/>.</exception>
    public static SampleStart Read(StartFile start, ConfigurationFormat? format = null, double? temperature = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        Configuration configuration = ConfigurationFile.Read(start.File, format, start.Frame);
        return SampleStart.FromFile(configuration, start.File, start.Frame, start.Number, temperature);
    }
}
