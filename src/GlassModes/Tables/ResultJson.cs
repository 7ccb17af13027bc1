// All tables of results as one JSON document; docs/results-format.md is its form.

using System.Text.Encodings.Web;
using System.Text.Json;
using GlassModes.Samples;
using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Files;

namespace GlassModes.Tables;

/// <summary>Writes a <see cref="ResultSet"/> as JSON: UTF-8, camelCase but for the names of tables and columns, full double precision, null for what is not there, NaN and infinities.</summary>
public static class ResultJson
{
    // What has been written goes to the stream in pieces of about this many bytes.
    private const int Piece = 1 << 16;

    // As the runner's documents: letters beyond ASCII stay readable.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the document to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory cannot be written to.</exception>
    public static void Write(string path, ResultSet results, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(results);
        AtomicFile.Write(path, stream => Write(stream, results), cancellation);
    }

    /// <summary>Writes the document and a line break to a stream, which stays open.</summary>
    public static void Write(Stream stream, ResultSet results)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using (Utf8JsonWriter writer = new(stream, s_options))
        {
            Write(writer, results);
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the document as one value, which may be part of another.</summary>
    public static void Write(Utf8JsonWriter writer, ResultSet results)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(results);
        writer.WriteStartObject();
        writer.WriteStartArray("ensembles");
        foreach (EnsembleSize ensemble in results.Ensembles)
        {
            Write(writer, ensemble);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("tables");
        foreach (ResultTable table in results.Tables)
        {
            writer.WritePropertyName(table.Name);
            Write(writer, table);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes an ensemble as one value.</summary>
    public static void Write(Utf8JsonWriter writer, EnsembleSize ensemble)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(ensemble);
        (Protocol key, long samples) = ensemble;
        writer.WriteStartObject();
        writer.WriteString("model", key.Model);
        writer.WriteNumber("particles", key.Particles);
        WriteValue(writer, "boxLength", key.BoxLength);
        WriteValue(writer, "temperature", key.Temperature);
        writer.WriteNumber("samples", samples);
        writer.WriteEndObject();
    }

    /// <summary>Writes a table as one value.</summary>
    public static void Write(Utf8JsonWriter writer, ResultTable table)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(table);
        writer.WriteStartObject();
        writer.WriteString("title", table.Title);
        writer.WriteStartArray("notes");
        foreach (string note in table.Notes)
        {
            writer.WriteStringValue(note);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("columns");
        foreach (ResultColumn column in table.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("unit", column.Unit);
            writer.WriteString("description", column.Description);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (IReadOnlyList<ResultValue> row in table.Rows)
        {
            writer.WriteStartObject();
            for (int k = 0; k < row.Count; k++)
            {
                WriteValue(writer, table.Columns[k].Name, row[k]);
            }

            writer.WriteEndObject();
            if (writer.BytesPending >= Piece)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, ResultValue value)
    {
        switch (value.Content)
        {
            case double number when double.IsFinite(number):
                writer.WriteNumber(name, number);
                break;
            case long count:
                writer.WriteNumber(name, count);
                break;
            case string text:
                writer.WriteString(name, text);
                break;
            default:
                writer.WriteNull(name);
                break;
        }
    }
}
