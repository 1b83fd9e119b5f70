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
        "POST /api/queue/purge", "POST /api/queue/{id}/retry", "DELETE /api/queue/{id}",
    ];

    private string? _subscription;
    private int _published;

    public sealed record Valid(Operation Operation, WireRequest Request, int[] Expected, Action<WireAnswer> Take);

    /// <summary>Whether a subscription is a worker's own, which nobody else may touch: also before the worker has heard its id.</summary>
    public static bool IsOwn(JsonElement subscription) =>
        subscription.TryGetProperty("labels", out var labels)
        && labels.ValueKind == JsonValueKind.Array
        && labels.EnumerateArray().Any(l => l.ValueEquals(OwnLabel));

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

    private static string Type(int number) => CampaignTypes[number % CampaignTypes.Length];

    private void Created(WireAnswer answer)
    {
        using var created = JsonDocument.Parse(answer.Body);
        _subscription = created.RootElement.GetProperty("id").GetString()!;
    }

    private Valid Of(string method, string path, string? body, params int[] expected) => Of(method, path, body, string.Empty, expected);

    private Valid Of(string method, string path, string? body, string id, params int[] expected)
    {
        var request = new WireRequest
        {
            Method = method,
            Target = path.Replace("{id}", id, StringComparison.Ordinal),
            Headers = [("x-api-key", apiKey)],
            Body = body is null ? null : Encoding.UTF8.GetBytes(body),
        };
        return new Valid(contract.All.First(o => o.Method == method && o.Path == path), request, expected, static _ => { });
    }
}
