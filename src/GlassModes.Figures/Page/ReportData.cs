// Writes the data of a page as JSON. web/src/data.ts has the same names.

using System.Globalization;
using System.Text.Json;

namespace GlassModes.Figures.Page;

/// <summary>
/// Writes figures and modes as one JSON document. Numbers that are not finite are null. The text has no less-than sign, so that it can
/// stand in a script element.
/// </summary>
internal static class ReportData
{
    /// <summary>Writes the document.</summary>
    public static void Write(Stream stream, ReportContent content)
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteStartArray("figures");
        foreach (Figure figure in content.Figures)
        {
            WriteFigure(json, figure, isOther: false);
        }

        json.WriteEndArray();
        json.WriteStartArray("others");
        foreach (Figure figure in content.OtherFigures)
        {
            WriteFigure(json, figure, isOther: true);
        }

        json.WriteEndArray();
        json.WriteStartArray("modes");
        foreach (ModeView view in content.Modes)
        {
            WriteModes(json, view);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How the page calls a figure: by its number in the paper, or by its name.</summary>
    public static string KeyOf(Figure figure) => figure.Number?.ToString(CultureInfo.InvariantCulture) ?? figure.Name;

    /// <summary>The title of a figure with its number.</summary>
    public static string TitleOf(Figure figure) => figure.Number is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"Figure {number}: {figure.Title}")
        : figure.Title;

    // The title and the caption of the other figures are not in the HTML.
    private static void WriteFigure(Utf8JsonWriter json, Figure figure, bool isOther)
    {
        json.WriteStartObject();
        json.WriteString("key", KeyOf(figure));
        json.WriteString("name", figure.Name);
        if (figure.Subject is { } subject)
        {
            json.WriteString("model", subject.Model);
            WriteKnown(json, subject);
        }

        if (isOther)
        {
            json.WriteString("title", TitleOf(figure));
            json.WriteString("caption", figure.Caption);
        }

        json.WriteNumber("columns", figure.Columns);
        json.WriteStartArray("panels");
        foreach (FigurePanel panel in figure.Panels)
        {
            json.WriteStartObject();
            json.WriteString("title", panel.Title);
            WriteAxis(json, "x", panel.X);
            WriteAxis(json, "y", panel.Y);
            if (panel.ColourBar is { } bar)
            {
                WriteAxis(json, "colour", bar);
            }

            json.WriteStartArray("series");
            foreach (FigureSeries series in panel.Series)
            {
                WriteSeries(json, series);
            }

            json.WriteEndArray();
            json.WriteStartArray("lines");
            foreach (FigureLine line in panel.Lines)
            {
                WriteLine(json, line);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter json, FigureSubject subject)
    {
        if (subject.Temperature is { } temperature)
        {
            json.WriteString("temperature", TextOf(temperature));
        }

        if (subject.Particles is { } particles)
        {
            json.WriteNumber("particles", particles);
        }
    }

    private static void WriteAxis(Utf8JsonWriter json, string name, FigureAxis axis)
    {
        json.WriteStartObject(name);
        json.WriteString("text", axis.Text);
        json.WriteBoolean("log", axis.Scale == AxisScale.Logarithmic);
        if (axis.Range is { } range)
        {
            WriteNumbers(json, "range", [range.From, range.To]);
        }

        json.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter json, FigureSeries series)
    {
        json.WriteStartObject();
        json.WriteString("label", series.Label);
        if (series.Samples is { } samples)
        {
            json.WriteNumber("samples", samples);
        }

        WriteLook(json, series.Look);
        json.WriteBoolean("symbols", series.Look.HasSymbols);
        json.WriteBoolean("connected", series.Look.IsConnected);
        json.WriteBoolean("hollow", series.Look.IsHollow);
        json.WriteNumber("stride", series.Look.SymbolStride);
        IReadOnlyList<FigurePoint> points = series.Points;
        WriteNumbers(json, "x", points.Select(point => point.X));
        WriteNumbers(json, "y", points.Select(point => point.Y));
        WriteKnown(json, "xLow", points.Select(point => point.XBar.Low));
        WriteKnown(json, "xHigh", points.Select(point => point.XBar.High));
        WriteKnown(json, "yLow", points.Select(point => point.YBar.Low));
        WriteKnown(json, "yHigh", points.Select(point => point.YBar.High));
        WriteKnown(json, "colours", points.Select(point => point.Colour));
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, FigureLine line)
    {
        json.WriteStartObject();
        json.WriteString("label", line.Label);
        json.WriteString("role", JsonNamingPolicy.CamelCase.ConvertName(line.Role.ToString()));
        json.WriteBoolean("vertical", line.IsVertical);
        json.WriteBoolean("horizontal", line.IsHorizontal);
        if (line.Look is { } look)
        {
            WriteLook(json, look);
        }

        WriteNumbers(json, "x", line.Points.Select(point => point.X));
        WriteNumbers(json, "y", line.Points.Select(point => point.Y));
        json.WriteEndObject();
    }

    private static void WriteLook(Utf8JsonWriter json, SeriesLook look)
    {
        json.WriteNumber("place", look.Place);
        json.WriteNumber("places", look.Places);
    }

    private static void WriteModes(Utf8JsonWriter json, ModeView view)
    {
        json.WriteStartObject();
        json.WriteString("model", view.Model);
        json.WriteNumber("particles", view.Particles);
        json.WriteString("temperature", TextOf(view.Temperature));
        json.WriteNumber("sample", view.Sample);
        WriteNumber(json, "box", view.BoxLength);
        WriteNumbers(json, "diameters", view.Diameters);
        json.WriteBase64String("species", SnapshotCode.Compress([.. view.Species]));
        json.WriteStartArray("rungs");
        SnapshotCode code = new(view.BoxLength);
        foreach (ModeViewRung rung in view.Rungs)
        {
            json.WriteStartObject();
            WriteNumber(json, "log10W", rung.Log10W);
            WriteNumber(json, "time", rung.Time);
            if (rung.UnstableCount is { } count)
            {
                json.WriteNumber("unstable", count);
            }

            json.WriteStartArray("modes");
            foreach (ViewedMode mode in rung.Modes)
            {
                WriteMode(json, mode);
            }

            json.WriteEndArray();
            json.WriteBase64String("data", code.Pack(rung));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMode(Utf8JsonWriter json, ViewedMode mode)
    {
        json.WriteStartObject();
        WriteNumber(json, "eigenvalue", mode.Eigenvalue);
        WriteNumber(json, "participation", mode.ParticipationRatio);
        json.WriteNumber("core", mode.CoreByNorm);
        json.WriteNumber("energyCore", mode.CoreByEnergy);
        WriteNumber(json, "coreEnergy", mode.CoreEnergy);
        WriteNumber(json, "length", mode.LocalisationLength);
        WriteNumber(json, "vectorScale", SnapshotCode.ScaleOf(mode.Vector));
        WriteNumber(json, "energyScale", SnapshotCode.ScaleOf(mode.LocalEnergies));
        WriteNumbers(json, "radii", mode.DecayRadii);
        WriteNumbers(json, "decay", mode.Decay);
        json.WriteEndObject();
    }

    private static string TextOf(double temperature) => double.IsPositiveInfinity(temperature)
        ? "\u221E"
        : double.IsNaN(temperature) ? "" : temperature.ToString("g6", CultureInfo.InvariantCulture);

    // Left out where no number is known.
    private static void WriteKnown(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        if (values.Any(double.IsFinite))
        {
            WriteNumbers(json, name, values);
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumberValue(value);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
