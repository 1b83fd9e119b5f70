using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Mutations.Mutators;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>Writes texts with templates: some right, most wrong in some place, some that lead round in a circle or to a secret.</summary>
internal static class TemplateMutator
{
    private static readonly string[] Paths =
    [
        "payload.a", "payload.list[0].b", "payload", "eventType", "eventId", "timestamp", "global.k0", "global.k1.x", "global.k2", "secrets.s0",
        "secrets.s9", "adapter.sink.token", "adapter.sink.text", "interaction.metadata.n", "interaction.resourceId", "env.PATH", "config.text",
        "subscription.id", "payload['a']", "payload.", ".", "", "payload..a", "payload[", "payload[99999999999999999999]", "payload[-1]", "__proto__",
        "ｐａｙｌｏａｄ.a", "pаyload.a", "payload.\u202ea", "payload.a.b.c.d", "null", "1", "\"x\"", "function", "function.", "secrets", "SECRETS.s0",
    ];

    private static readonly string[] Functions =
    [
        "date.add", "date.format", "date.now", "hash.sha256", "html.encode", "number.format", "number.round", "string.default", "string.join",
        "string.lower", "string.replace", "string.split", "string.trim", "string.truncate", "string.upper", "url.encode", "string.nothing", "string",
    ];

    private static readonly string[] Literals =
    [
        "1", "-1", "1e400", "99999999999999999999", "2147483648", "0.1", "\"\"", "\"yyyy-MM-dd\"", "\"%\"", "\"\\u0000\"", "\"\\ud800\"", "\"{{payload.a}}\"",
        "\"America/New_York\"", "\"Mars/Base\"", "'a'", "true", "null", "\"", "\"\\", "\"NNNNNN0.0\"", "\"N99999\"", "\"days\"", "\"9999-12-31T23:59:59Z\"",
    ];

    private const int MostCharacters = 100_000;

    public static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var pieces = random.Next(1, 5); pieces > 0; pieces--)
        {
            text.Append(Piece(random));
        }

        // Around the limits of one text, which are 1,000 expressions and 64 KiB.
        var times = random.Next(60) == 0 ? Math.Min(random.Pick([100, 999, 1001, 5000]), MostCharacters / text.Length) : 1;
        return string.Concat(Enumerable.Repeat(text, times));
    }

    /// <summary>A JSON value whose texts hold templates.</summary>
    public static JsonNode Value(Random random, int depth = 0) => random.Next(depth > 3 ? 2 : 5) switch
    {
        0 or 1 or 2 => JsonValue.Create(Text(random)),
        3 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create(
            string.Create(CultureInfo.InvariantCulture, $"{random.Pick(["p", "token", "{{eventType}}", string.Empty])}{i}"), (JsonNode?)Value(random, depth + 1)))),
    };

    private static string Piece(Random random) => random.Next(12) switch
    {
        0 => random.Pick(["{{", "}}", "{", "\\{{", "\\\\{{x}}", "{{}}", "{{{payload.a}}}", "{{ payload.a", "\ud83d\ude00", "\r\nx: 1", "%zz", "\0"]),
        1 => $"{{{{secrets.s{random.Next(3)}}}}}",
        2 => $"{{{{{Call(random, random.Pick([1, 15, 16, 17, 200]))}}}}}",
        3 => "{{" + string.Join('.', Enumerable.Repeat("payload", random.Pick([1, 99, 100, 101, 3000]))) + "}}",
        4 => random.Pick(["text ", "é", "\u202e", " "]),
        5 or 6 or 7 => $"{{{{{Call(random, random.Next(1, 4))}}}}}",
        _ => $"{{{{{random.Pick(["", " "])}{random.Pick(Paths)}{random.Pick(["", " "])}}}}}",
    };

    private static string Call(Random random, int depth)
    {
        var first = depth <= 1 ? Argument(random) : Call(random, depth - 1);
        var more = random.Pick([0, 0, 1, 1, 2, 3, 40]);
        return $"function.{random.Pick(Functions)}({string.Join(random.Pick([",", ", ", ",,", " "]), Enumerable.Range(0, more).Select(_ => Argument(random)).Prepend(first))}{random.Pick([")", ")", ")", ")", "", "))"])}";
    }

    private static string Argument(Random random) => random.Next(2) == 0 ? random.Pick(Literals) : random.Pick(Paths);
}
