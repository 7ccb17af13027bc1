// One JSON document on standard output: camelCase, full double precision, null for what is not a number.

using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Json;
using GlassModes.Analysis;
using GlassModes.Tables;

namespace GlassModes.Runner.Output;

internal static class JsonOutput
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new FiniteOrNull(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new AsInFiles<EnsembleSize>(ResultJson.Write), new AsInFiles<ResultTable>(ResultJson.Write),
        },
    };

    public static void Write(object document)
    {
        using Stream output = Console.OpenStandardOutput();
        JsonSerializer.Serialize(output, document, document.GetType(), s_options);
        output.WriteByte((byte)'\n');
    }

    /// <summary>JSON has no NaN and no infinities.</summary>
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

    /// <summary>What the library writes into files is the same here.</summary>
    private sealed class AsInFiles<T>(Action<Utf8JsonWriter, T> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Documents are only written.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
    }
}
