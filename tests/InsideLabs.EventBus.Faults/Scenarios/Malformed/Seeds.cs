using System.Text;
using InsideLabs.EventBus.Mutations.Mutators;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>Right input to begin with. <c>TEMPLATE</c> stands for a value with templates.</summary>
internal static class Seeds
{
    private const string Template = "TEMPLATE";

    private const string Schedule = """{"timezone":"America/New_York","windows":[{"days":[0,1,2,3,4,5,6],"startTime":"00:00","endTime":"24:00"}]}""";

    public static readonly string[] Events =
    [
        """{"eventType":"malformed.thing.happened","sourceDomain":"Malformed","payload":{"a":"x","list":[{"b":1e400}],"s":"\ud83d\ude00","t":TEMPLATE}}""",
        """{"eventId":"once-1","eventType":"malformed.thing.happened","eventCategory":"c","sourceDomain":"Malformed","timestamp":"2026-04-08T12:34:56.000Z","payload":{"a":12345678901234567890123}}""",
        """[{"eventType":"malformed.thing.happened","sourceDomain":"Malformed","payload":{"a":{}}},{"eventType":"malformed.thing.gone","sourceDomain":"Malformed","payload":{}}]""",
    ];

    public static readonly string[] Interactions =
    [
        """{"resourceType":"THING","action":"OPEN","origin":"WEB","resourceId":"r","uowId":"u","externalReference":"e","timestamp":"2026-04-08T12:34:56.000Z","interaction":{"n":1e400,"t":TEMPLATE}}""",
        """{"resourceTypeId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","actionId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d9","resourceId":"r"}""",
    ];

    public static readonly string[] Subscriptions =
    [
        """{"eventTypes":["malformed.thing.*"],"config":{"adapter":"adapter:sink","text":TEMPLATE,"url":TEMPLATE,"line":TEMPLATE}}""",
        """{"eventTypes":["malformed.thing.happened","malformed.*"],"config":{"adapter":"adapter:sink","token":TEMPLATE,"deep":{"a":[TEMPLATE]}},"labels":["A","B c"],"retryDelays":[0.1,1]}""",
        """{"eventTypes":["malformed.thing.happened"],"config":{"adapter":"adapter:sink","text":"{{global.k0}} {{global.k1}}","strict":true},"delivery_schedule":"""
            + Schedule + "}",
        """{"eventTypes":["malformed.thing.gone"],"config":{"adapter":"adapter:webhook","url":"http://127.0.0.1:1/","headers":{"x-a":TEMPLATE},"body":{"t":TEMPLATE}},"retryDelays":[]}""",
        """{"resourceTypeId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","actionId":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d9","config":{"adapter":"adapter:sink","text":TEMPLATE}}""",
    ];

    public static readonly string[] Globals = ["""{"value":TEMPLATE,"description":"d"}""", """{"value":"{{global.k0}}{{global.k1}}{{global.k2}}"}""", """{"value":{"x":["{{secrets.s0}}"]}}"""];

    public static readonly string[] Adapters = ["""{"settings":{"text":TEMPLATE,"token":TEMPLATE}}""", """{"enabled":true,"settings":{"token":"***"}}""", """{"settings":{}}"""];

    public static readonly string[] Secrets = [$$"""{"value":"{{SinkAdapter.Canary}}"}""", $$"""{"value":"{{SinkAdapter.Canary}}\ud83d\ude00 {{Braces}}"}"""];

    public static readonly string[] Subscribers = ["""{"name":"S","adapter":"adapter:sink","config":{"text":TEMPLATE}}""", """{"name":"T","adapter":"adapter:sink"}"""];

    public static readonly string[] References =
    [
        """{"mnemonic":"THING","title":"A thing","description":"d"}""", """{"id":"019667f3-8d4c-7a52-9e41-2f60a1b7c3d8","mnemonic":"OPEN","title":"Opens"}""", """{"mnemonic":"WEB","title":"The web"}""",
    ];

    private const string Braces = "{{payload.a}}";

    public static byte[] Fill(string seed, Random random)
    {
        while (seed.IndexOf(Template, StringComparison.Ordinal) is >= 0 and var at)
        {
            seed = $"{seed[..at]}{TemplateMutator.Value(random).ToJsonString()}{seed[(at + Template.Length)..]}";
        }

        return Encoding.UTF8.GetBytes(seed);
    }
}
