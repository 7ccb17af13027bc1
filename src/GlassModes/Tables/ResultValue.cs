// The value in one field of a table of results.

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlassModes.Tables;

/// <summary>
/// A number, a count, a text, or nothing. A value is made by assigning one of these. A double stays a double even if it is a whole number,
/// so that a column has one type.
/// </summary>
[JsonConverter(typeof(ContentConverter))]
public readonly record struct ResultValue
{
    private ResultValue(object? content) => Content = content;

    /// <summary>An absent value. In a conditional expression with a number, "default" would be zero instead.</summary>
    public static ResultValue None => default;

    /// <summary>A <see cref="double"/>, a <see cref="long"/>, a <see cref="string"/>, or null for an absent value.</summary>
    public object? Content { get; }

    /// <summary>A number; NaN and infinities are allowed.</summary>
    public static implicit operator ResultValue(double number) => new(number);

    /// <summary>A number, or nothing.</summary>
    public static implicit operator ResultValue(double? number) => new(number);

    /// <summary>A count.</summary>
    public static implicit operator ResultValue(int count) => new((long)count);

    /// <summary>A count.</summary>
    public static implicit operator ResultValue(long count) => new(count);

    /// <summary>A count, or nothing.</summary>
    public static implicit operator ResultValue(long? count) => new(count);

    /// <summary>A seed, stored as a text of its digits, because readers would round a number to a double.</summary>
    public static implicit operator ResultValue(ulong seed) => new(seed.ToString(CultureInfo.InvariantCulture));

    /// <summary>A text, or nothing.</summary>
    public static implicit operator ResultValue(string? text) => new(text);

    // Writes the number, count or text in the field.
    private sealed class ContentConverter : JsonConverter<ResultValue>
    {
        public override ResultValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Tables are only written.");

        public override void Write(Utf8JsonWriter writer, ResultValue value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Content, options);
    }
}
