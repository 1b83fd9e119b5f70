using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InsideLabs.EventBus.Rendering.Functions;

/// <summary><c>function.string.join</c> and <c>function.string.split</c>: from a list to a text and back.</summary>
internal static class ListFunctions
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<FunctionDefinition> All { get; } =
    [
        new("string.join", 2, 2, Join),
        new("string.split", 2, 2, Split),
    ];

    private static FunctionResult Join(FunctionCall call)
    {
        if (call[0].Kind != TemplateValueKind.List)
        {
            return FunctionResult.No("its first argument is not a list");
        }

        var separator = call.Text(1);
        var joined = new StringBuilder();
        var reader = new Utf8JsonReader(call[0].Json.Span, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        for (var isFirst = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var item = TemplateValue.OfJson(call[0].Json[start..(int)reader.BytesConsumed]);
            joined.Append(isFirst ? string.Empty : separator).Append(item.ToText());
            if (joined.Length > TemplateLimits.RenderedBytes)
            {
                return FunctionResult.TooLarge;
            }
        }

        return FunctionResult.Of(joined.ToString());
    }

    private static FunctionResult Split(FunctionCall call)
    {
        var (text, separator) = (call.Text(0), call.Text(1));
        if (separator.Length == 0)
        {
            return FunctionResult.No("the separator is empty");
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartArray();
            foreach (var part in text.AsSpan().Split(separator))
            {
                writer.WriteStringValue(text.AsSpan(part));
                if (writer.BytesCommitted + writer.BytesPending > TemplateLimits.RenderedBytes)
                {
                    return FunctionResult.TooLarge;
                }
            }

            writer.WriteEndArray();
        }

        return new FunctionResult(TemplateValue.OfJson(buffer.WrittenMemory));
    }
}
