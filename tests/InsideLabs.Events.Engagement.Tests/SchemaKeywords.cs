using System.Text.Json.Nodes;

namespace InsideLabs.Events.Engagement.Tests;

/// <summary>Walks a JSON Schema and finds what draft 2020-12 does not define.</summary>
internal static class SchemaKeywords
{
    private static readonly string[] Types = ["null", "boolean", "object", "array", "number", "string", "integer"];

    public static IReadOnlyList<string> Unknown(JsonNode schema)
    {
        var unknown = new List<string>();
        Walk(schema, "$", unknown);
        return unknown;
    }

    private static void Walk(JsonNode? schema, string path, List<string> unknown)
    {
        // true and false are schemas too.
        if (schema is not JsonObject keywords)
        {
            if (schema is not JsonValue value || !value.TryGetValue<bool>(out _))
            {
                unknown.Add($"{path}: {schema?.ToJsonString() ?? "null"}");
            }

            return;
        }

        foreach (var (keyword, value) in keywords)
        {
            switch (keyword)
            {
                case "properties":
                    foreach (var (name, member) in value!.AsObject())
                    {
                        Walk(member, $"{path}.{name}", unknown);
                    }

                    break;
                case "items" or "additionalProperties":
                    Walk(value, $"{path}.{keyword}", unknown);
                    break;
                case "type":
                    var names = value is JsonArray list ? list.Select(n => n!.GetValue<string>()) : [value!.GetValue<string>()];
                    unknown.AddRange(names.Except(Types).Select(n => $"{path}: type {n}"));
                    break;
                case "required" or "format" or "default" or "pattern" or "enum" or "description":
                    break;
                default:
                    unknown.Add($"{path}: {keyword}");
                    break;
            }
        }
    }
}
