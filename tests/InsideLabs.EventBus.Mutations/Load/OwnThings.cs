namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>The reference data, subscribers, settings and secrets of one worker: made, changed and deleted in turn by valid requests.</summary>
internal sealed class OwnThings(int worker, Uri sink)
{
    /// <summary>What their names begin with, so that nobody else touches them.</summary>
    public const string Prefix = "own-";

    private static readonly string[] Collections = ["/api/resource-types", "/api/actions", "/api/origins", "/api/subscribers"];

    private static readonly string[] Adapters = ["email", "slack", "webhook"];

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private int _made;
    private bool _hasType;
    private bool _hasAction;

    /// <summary>What is sent here, so what must have succeeded at least once.</summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        .. Collections.SelectMany(c => new[] { $"POST {c}", $"PUT {c}/{{id}}", $"DELETE {c}/{{id}}" }),
        "POST /api/interactions", "PUT /api/global-settings/{key}", "DELETE /api/global-settings/{key}", "PUT /api/secrets/{name}",
        "DELETE /api/secrets/{name}", "PUT /api/adapter-settings/{name}", "DELETE /api/adapter-settings/{name}",
    ];

    /// <summary>A request that must succeed.</summary>
    /// <param name="Method">The method.</param>
    /// <param name="Path">The path as the document writes it.</param>
    /// <param name="Value">What its parameter is.</param>
    /// <param name="Body">The body; null for none.</param>
    /// <param name="Expected">The statuses it must get.</param>
    /// <param name="Take">What to do with the id of what was made, after the first of these statuses.</param>
    internal sealed record Own(string Method, string Path, string Value, string? Body, int[] Expected, Action<string> Take);

    /// <summary>The next request.</summary>
    /// <param name="random">Chooses.</param>
    public Own Next(Random random)
    {
        if (!_hasType)
        {
            return Make("/api/resource-types", $"{Prefix}type-{worker}", _ => _hasType = true);
        }

        if (!_hasAction)
        {
            return Make("/api/actions", $"{Prefix}action-{worker}", _ => _hasAction = true);
        }

        var name = $"{Prefix}{worker}-{random.Next(4)}";
        return random.Next(12) switch
        {
            < 4 => NextOf(random.Pick(Collections), random),
            4 => new Own("PUT", "/api/global-settings/{key}", name, """{"value":{"a":["{{function.uuid()}}",1e400]},"description":"x"}""", [200], Nothing),
            5 => new Own("DELETE", "/api/global-settings/{key}", name, null, [204, 404], Nothing),
            6 => new Own("PUT", "/api/secrets/{name}", name, """{"value":"nobody else knows"}""", [204], Nothing),
            7 => new Own("DELETE", "/api/secrets/{name}", name, null, [204, 404], Nothing),
            8 => new Own("PUT", "/api/adapter-settings/{name}", "adapter:email", $$"""{"settings":{"apiKey":"k","apiUrl":"{{sink}}"}}""", [200], Nothing),
            9 => new Own("DELETE", "/api/adapter-settings/{name}", random.Pick(Adapters), null, [204, 404], Nothing),
            _ => new Own(
                "POST",
                "/api/interactions",
                string.Empty,
                $$$"""{"resourceType":"{{{Prefix}}}type-{{{worker}}}","action":"{{{Prefix}}}action-{{{worker}}}","resourceId":"r","interaction":{"n":{{{random.Next()}}}}}""",
                [201],
                Nothing),
        };
    }

    private Own NextOf(string collection, Random random)
    {
        if (!_ids.TryGetValue(collection, out var id))
        {
            return Make(collection, $"{Prefix}{worker}-{_made++}", made => _ids[collection] = made);
        }

        if (random.Next(2) == 0)
        {
            return new Own("DELETE", collection + "/{id}", id, null, [204], _ => _ids.Remove(collection));
        }

        var body = collection == "/api/subscribers" ? """{"config":null}""" : """{"description":"Changed"}""";
        return new Own("PUT", collection + "/{id}", id, body, [200], Nothing);
    }

    private Own Make(string collection, string name, Action<string> take)
    {
        var body = collection == "/api/subscribers"
            ? $$$"""{"name":"{{{name}}}","adapter":"adapter:webhook","config":{"url":"{{{sink}}}","headers":{"x-a":"{{secrets.a}}"}}}"""
            : $$"""{"mnemonic":"{{name}}","title":"{{name}}"}""";
        return new Own("POST", collection, string.Empty, body, [201], take);
    }

    private static void Nothing(string id)
    {
    }
}
