using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Mutations.Contract;
using InsideLabs.EventBus.Mutations.Wire;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>Requests that must succeed, each with its documented status: a server that refuses everything is no good server either.</summary>
internal sealed class ValidRequests(ApiContract contract, LivePool pool, Uri sink, int worker, string apiKey, TimeProvider clock)
{
    private const string OwnLabel = "Own of a worker";

    private static readonly string[] CampaignTypes =
        ["sent", "opened", "clicked", "bounced", "archived", "created", "delivered", "updated", "converted", "unsubscribed"];

    /// <summary>What is sent here, so what must have succeeded at least once.</summary>
    public static IReadOnlyList<string> Operations { get; } =
    [
        "POST /api/subscriptions", "PUT /api/subscriptions/{id}", "DELETE /api/subscriptions/{id}", "POST /api/subscriptions/{id}/pause",
        "POST /api/subscriptions/{id}/resume", "POST /api/subscriptions/{id}/secret/rotate", "POST /api/events", "POST /api/queue/process",
        "POST /api/queue/purge", "POST /api/queue/{id}/retry", "DELETE /api/queue/{id}", .. OwnThings.Operations,
    ];

    private readonly OwnThings _own = new(worker, sink);
    private string? _subscription;
    private int _published;

    public sealed record Valid(Operation Operation, WireRequest Request, int[] Expected, Action<WireAnswer> Take);

    /// <summary>Whether an item is a worker's own, which nobody else may touch: also before the worker has heard its id.</summary>
    public static bool IsOwn(JsonElement item) => item.ValueKind == JsonValueKind.String
        ? IsOwnName(item)
        : (item.TryGetProperty("labels", out var labels)
            && labels.ValueKind == JsonValueKind.Array
            && labels.EnumerateArray().Any(l => l.ValueEquals(OwnLabel)))
        || ((string[])["mnemonic", "name", "key"]).Any(n => item.TryGetProperty(n, out var name) && IsOwnName(name));

    /// <summary>The next valid request.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="mayPublish">False while the queue is too long.</param>
    public Valid Next(Random random, bool mayPublish)
    {
        if (_subscription is not { } id)
        {
            return Of("POST", "/api/subscriptions", $$"""{"eventTypes":["engagement.campaign.{{Type(worker)}}"],"config":{"adapter":"adapter:webhook","url":"{{sink}}"},"labels":["{{OwnLabel}}"]}""", 201) with
            {
                Take = Created,
            };
        }

        if (random.Next(3) == 0)
        {
            var own = _own.Next(random);
            return Of(own.Method, own.Path, own.Body, own.Value, own.Expected) with { Take = answer => own.Take(IdOf(answer)) };
        }

        var item = pool.Pick("/api/queue", random);
        return random.Next(12) switch
        {
            0 => Of("PUT", "/api/subscriptions/{id}", $$"""{"labels":["{{OwnLabel}}","Changed"],"retryDelays":[1,2]}""", id, 200),
            1 => Of("POST", "/api/subscriptions/{id}/pause", null, id, 200),
            2 => Of("POST", "/api/subscriptions/{id}/resume", null, id, 200),
            3 => Of("POST", "/api/subscriptions/{id}/secret/rotate", null, id, 200),
            4 => Of("DELETE", "/api/subscriptions/{id}", null, id, 204) with { Take = _ => _subscription = null },
            5 => Of("POST", "/api/queue/process", null, 200),
            6 => Of("POST", "/api/queue/purge", $$"""{"status":"completed","olderThan":"{{clock.GetUtcNow().AddSeconds(-2):yyyy-MM-ddTHH:mm:ssZ}}"}""", 200),

            // Somebody else may have purged, sent or cancelled it meanwhile.
            7 when item is not null => Of("POST", "/api/queue/{id}/retry", null, item, 200, 404, 409),
            8 when item is not null => Of("DELETE", "/api/queue/{id}", null, item, 204, 404, 409),
            9 when mayPublish => Of("POST", "/api/events", $"[{string.Join(',', Enumerable.Range(0, random.Next(1, 21)).Select(i => Event(random.Next(CampaignTypes.Length), id: null)))}]", 202),
            10 when mayPublish => Of("POST", "/api/events", Event(worker, $"valid-{worker}-{_published / 2}"), 202) with { Take = _ => _published++ },
            _ when mayPublish => Of("POST", "/api/events", Event(random.Next(CampaignTypes.Length), id: null), 202),
            _ => Of("POST", "/api/queue/process", null, 200),
        };
    }

    /// <summary>An event whose content depends on nothing but its id, so that publishing it again is a duplicate and no conflict.</summary>
    private static string Event(int type, string? id)
    {
        var idMember = id is null ? string.Empty : $"\"eventId\":\"{id}\",";
        return $$$"""{{{{idMember}}}"eventType":"engagement.campaign.{{{Type(type)}}}","payload":{"campaignId":"c-{{{type}}}"}}""";
    }

    private static bool IsOwnName(JsonElement name) =>
        name.ValueKind == JsonValueKind.String && name.GetString()!.StartsWith(OwnThings.Prefix, StringComparison.Ordinal);

    private static string Type(int number) => CampaignTypes[number % CampaignTypes.Length];

    private void Created(WireAnswer answer) => _subscription = IdOf(answer);

    private static string IdOf(WireAnswer answer)
    {
        if (answer.Body.Length == 0)
        {
            return string.Empty;
        }

        using var created = answer.ReadBody();
        return created.RootElement.TryGetProperty("id", out var id) ? id.GetString()! : string.Empty;
    }

    private Valid Of(string method, string path, string? body, params int[] expected) => Of(method, path, body, string.Empty, expected);

    private Valid Of(string method, string path, string? body, string id, params int[] expected)
    {
        var request = new WireRequest
        {
            Method = method,
            Target = path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start
                ? $"{path[..start]}{id}{path[(path.IndexOf('}', StringComparison.Ordinal) + 1)..]}"
                : path,
            Headers = [("x-api-key", apiKey)],
            Body = body is null ? null : Encoding.UTF8.GetBytes(body),
        };
        return new Valid(contract.All.First(o => o.Method == method && o.Path == path), request, expected, static _ => { });
    }
}
