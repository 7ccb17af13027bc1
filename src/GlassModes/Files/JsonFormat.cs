// The JSON format of all documents that the library and the command write.

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlassModes.Files;

/// <summary>
/// The options of all JSON documents. Names and words of enums are in camelCase. Numbers have all of their digits. NaN and infinities
/// become null. Letters beyond ASCII are not escaped.
/// </summary>
public static class JsonFormat
{
    /// <summary>The options, which cannot be changed.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>Writes a document and a line break to a stream, which stays open.</summary>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public static void Write(Stream stream, object document)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(document);
        JsonSerializer.Serialize(stream, document, document.GetType(), Options);
        stream.WriteByte((byte)'\n');
    }

    private static JsonSerializerOptions MakeOptions()
    {
        JsonSerializerOptions options = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new FiniteOrNull(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    // Writes null for NaN and infinities, which JSON does not have.
    private sealed class FiniteOrNull : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
