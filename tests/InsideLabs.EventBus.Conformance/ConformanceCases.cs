using System.Text;
using System.Text.Json;

namespace InsideLabs.EventBus.Conformance;

/// <summary>Reads the case files that stand beside the tests.</summary>
public static class ConformanceCases
{
    public static JsonElement Load(string fileName)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "conformance", fileName);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    /// <summary>The rows of <c>bad-inputs.json</c> that belong to an area.</summary>
    public static IEnumerable<JsonElement> BadInputs(string area) =>
        Load("bad-inputs.json").GetProperty("cases").EnumerateArray()
            .Where(c => string.Equals(c.GetProperty("area").GetString(), area, StringComparison.Ordinal));

    /// <summary>A row's input as text: a literal, or one that is generated from prefix, repetition and suffix.</summary>
    public static string Text(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            return input.GetString()!;
        }

        var generate = input.GetProperty("generate");
        var text = new StringBuilder(generate.GetProperty("prefix").GetString());
        for (var i = generate.GetProperty("count").GetInt32(); i > 0; i--)
        {
            text.Append(generate.GetProperty("repeat").GetString());
        }

        return text.Append(generate.GetProperty("suffix").GetString()).ToString();
    }
}
