using System.Text;
using InsideLabs.EventBus.Mutations.Contract;

namespace InsideLabs.EventBus.Mutations.Load;

/// <summary>Bodies to begin with: the document's own example of each operation, and others that reach more of the rules.</summary>
internal sealed class Seeds(Uri sink)
{
    /// <summary>Stands for where deliveries may go.</summary>
    private const string Sink = "SINK/";

    private static readonly Dictionary<string, string[]> More = new(StringComparer.Ordinal)
    {
        ["POST /api/subscriptions"] =
        [
            """{"eventTypes":["engagement.segment.*"],"config":{"adapter":"adapter:webhook","url":"SINK/"}}""",
            """{"eventTypes":["engagement.campaign.sent"],"config":{"adapter":"adapter:webhook","url":"SINK/413"},"retryDelays":[]}""",
            """{"eventTypes":["engagement.campaign.opened"],"config":{"adapter":"adapter:webhook","url":"SINK/410"},"labels":["gone"]}""",
            """{"eventTypes":["engagement.user.subscribed"],"config":{"adapter":"adapter:webhook","url":"SINK/500"},"retryDelays":[0.1,1,2.5]}""",
            """{"eventTypes":["engagement.message.*","engagement.user.*"],"config":{"adapter":"adapter:webhook","url":"SINK/x","method":"PUT","headers":{"x-tag":"a"},"signingSecret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},"labels":["A","B c","d-e_f"],"retryDelays":[1,2]}""",
            """{"eventTypes":["engagement.message.sent"],"config":{"adapter":"adapter:webhook","url":"SINK/","body":{"text":"{{payload.messageId}} {{function.string.upper(eventType)}}"},"headers":{"x-a":"{{payload.a}}"},"strict":true}}""",
            """{"eventTypes":["engagement.campaign.*"],"config":{"adapter":"adapter:webhook","url":"SINK/"},"delivery_schedule":{"timezone":"America/New_York","windows":[{"days":[1,2,3],"startTime":"09:00","endTime":"17:00"}]}}""",
            """{"resourceTypeId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","actionId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","config":{"adapter":"adapter:webhook","url":"SINK/"}}""",
        ],
        ["PUT /api/subscriptions/{id}"] =
        [
            """{"eventTypes":["engagement.settings.updated"],"config":{"adapter":"adapter:webhook","url":"SINK/other"},"labels":null,"retryDelays":null}""",
            """{"labels":[],"retryDelays":[],"id":"x","status":"paused","createdAt":null,"updatedAt":null,"version":1,"delivery_schedule":null}""",
            "{}",
        ],
        ["POST /api/events"] =
        [
            """{"eventId":"once-1","eventType":"engagement.campaign.opened","eventCategory":"campaign","sourceDomain":"Engagement","timestamp":"2026-04-08T12:34:56.000Z","payload":{"campaignId":"c-42","n":1e400,"big":12345678901234567890123,"s":"é😀"}}""",
            """[{"eventType":"engagement.segment.user.added","payload":{"segmentId":"s","userId":"u"}},{"eventType":"engagement.user.subscribed","payload":{"userId":"u"}},{"eventType":"engagement.message.sent","payload":{"messageId":"m"}}]""",
            """{"eventType":"shared.purchase.completed","sourceDomain":"Commerce","payload":{"purchaseId":"p-1","amount":12.5,"currency":"EUR","userId":"u"}}""",
            """{"eventType":"engagement.settings.updated","payload":{}}""",
            "[]",
        ],
        ["POST /api/interactions"] =
        [
            """{"resourceTypeId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","actionId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","resourceId":"r"}""",
            """{"resourceType":"ORDER","action":"CREATE","origin":"SHOP","resourceId":"r","uowId":"u","externalReference":"e","timestamp":"2026-04-08T12:34:56.000Z","interaction":{"n":1e400,"s":"é😀","t":"{{secrets.a}}"}}""",
        ],
        ["POST /api/subscribers"] =
        [
            """{"name":"S","adapter":"adapter:slack","config":{"webhookUrl":"SINK/","text":"{{interaction.name}}"}}""",
            """{"name":"M","adapter":"adapter:email","config":{"to":"{{interaction.email}}","subject":"s","body":"b"}}""",
            """{"id":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","name":"N","adapter":"adapter:webhook"}""",
        ],
        ["PUT /api/subscribers/{id}"] =
        [
            """{"config":{"url":"SINK/x","headers":{"authorization":"***"}}}""",
            """{"adapter":"adapter:email","config":null}""",
        ],
        ["PUT /api/global-settings/{key}"] =
        [
            """{"value":null}""",
            """{"value":["{{global.company.name}}",1e400,{"a":"{{function.string.upper(payload.a)}}"}],"description":null}""",
            """{"value":"{{adapter.email.apiUrl}} {{function.date.format(function.date.now(), \"yyyy\")}}"}""",
        ],
        ["PUT /api/adapter-settings/{name}"] =
        [
            """{"settings":{}}""",
            """{"enabled":false,"settings":{"apiKey":"***","apiUrl":"SINK/"}}""",
            """{"settings":{"botToken":"xoxb-1","apiUrl":"SINK/"}}""",
        ],
        ["PUT /api/secrets/{name}"] = ["""{"value":"a\u00e9\ud83d\ude00"}""", """{"value":""}"""],
        ["POST /api/queue/purge"] =
        [
            """{"status":"failed","olderThan":"2026-03-01T00:00:00+02:00"}""",
            """{"status":"completed","olderThan":"0001-01-01T00:00:00Z"}""",
        ],
    };

    /// <summary>A body for an operation, or null when it takes none.</summary>
    public byte[]? BodyFor(Operation operation, Random random)
    {
        if (operation.Example is null)
        {
            return null;
        }

        return Encoding.UTF8.GetBytes(More.TryGetValue(operation.Name, out var more) && random.Next(more.Length + 1) is > 0 and var pick
            ? more[pick - 1].Replace(Sink, sink.AbsoluteUri, StringComparison.Ordinal)
            : operation.Example);
    }
}
