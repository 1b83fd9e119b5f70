using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Tests.Rendering;

/// <summary>Compiles and renders texts with few words.</summary>
internal static class TemplateSamples
{
    public static readonly DateTimeOffset Now = new(2026, 4, 8, 12, 34, 56, 789, TimeSpan.Zero);

    public static readonly Guid SubscriptionId = Guid.Parse("0198a000-0000-7000-8000-000000000001");

    public static readonly Guid SubscriberId = Guid.Parse("0198a000-0000-7000-8000-000000000002");

    private static readonly AesGcmSecretProtector Protector = new(new EncryptionKeyRing(new EncryptionKey("test", new byte[EncryptionKey.Length])));

    public static Occurrence Event(string payload) => Occurrence.Of(
        EventEnvelope.Create(
            EventId.Parse("01JS0Z7V8K3Q4T5W6X7Y8Z9ABC"),
            EventType.Parse("engagement.campaign.sent"),
            "campaign",
            "Engagement",
            Now,
            Encoding.UTF8.GetBytes(payload)),
        GivenFields.None,
        traceParent: null,
        Now);

    public static Occurrence Interaction(string? metadata) => Occurrence.Of(
        EventBus.Interactions.Interaction.Create(
            Guid.Parse("0198a000-0000-7000-8000-0000000000aa"),
            Reference(1, "ORDER"),
            Reference(2, "CREATE"),
            origin: null,
            new NewInteraction
            {
                ResourceId = "o-7",
                UowId = "u-1",
                UserId = "ann",
                Metadata = metadata is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(metadata),
            },
            Now).WithNumber(7),
        traceParent: null,
        Now);

    /// <summary>Settings: globals as JSON, adapters as JSON objects, secrets in clear.</summary>
    public static TemplateSettings SettingsOf(
        IReadOnlyDictionary<string, string>? globals = null,
        IReadOnlyDictionary<string, string>? adapters = null,
        IReadOnlyDictionary<string, string>? secrets = null) => new(
        new SettingsState(
            1,
            (globals ?? Empty).ToImmutableSortedDictionary(
                g => g.Key, g => new GlobalSetting(g.Key, Encoding.UTF8.GetBytes(g.Value), null), StringComparer.Ordinal),
            (adapters ?? Empty).ToImmutableSortedDictionary(
                a => "adapter:" + a.Key,
                a => new AdapterSettings { Adapter = "adapter:" + a.Key, IsEnabled = true, Settings = Encoding.UTF8.GetBytes(a.Value) },
                StringComparer.Ordinal),
            (secrets ?? Empty).ToImmutableSortedDictionary(
                s => s.Key,
                s => new Secret(s.Key, Protector.Protect(Encoding.UTF8.GetBytes(s.Value), Secret.LocationOf(s.Key))),
                StringComparer.Ordinal)),
        Protector);

    public static TemplateContext Context(Occurrence occurrence, TemplateSettings? settings = null) => new()
    {
        Occurrence = occurrence,
        SubscriptionId = SubscriptionId,
        SubscriberId = SubscriberId,
        Settings = settings ?? SettingsOf(),
        Now = Now,
        NewUuid = () => Guid.Parse("0198a000-0000-7000-8000-00000000beef"),
        NewUlid = () => "01JS0Z7V8K3Q4T5W6X7Y8Z9DEF",
    };

    public static TemplateSource Source(string json, params ConfigField[] fields) => new()
    {
        Utf8Json = Encoding.UTF8.GetBytes(json),
        Root = "config",
        Fields = new ConfigFields(fields),
    };

    public static ITemplate Compile(TemplateSource source, params TemplateFunction[] functions)
    {
        var faults = new FaultList();
        var template = new PlaceholderEngine(functions).Compile(source, faults);
        faults.Should().BeEmpty();
        return template!;
    }

    public static ITemplate Compile(string json, params ConfigField[] fields) => Compile(Source(json, fields));

    /// <summary>The faults of a document, of which there must be some.</summary>
    public static FaultList Faults(TemplateSource source, params TemplateFunction[] functions)
    {
        var faults = new FaultList();
        new PlaceholderEngine(functions).Compile(source, faults).Should().BeNull();
        faults.Should().NotBeEmpty();
        return faults;
    }

    /// <summary>The only fault of the document <c>{"t":text}</c>.</summary>
    public static Fault Fault(string text, params ConfigField[] fields) =>
        Faults(Source(Document(text), fields)).Should().ContainSingle().Subject;

    /// <summary>The document <c>{"t":text}</c>.</summary>
    public static string Document(string text) => new JsonObject { ["t"] = text }.ToJsonString();

    /// <summary>What the document <c>{"t":text}</c> gives.</summary>
    public static RenderedTemplate Render(string text, TemplateContext context, params ConfigField[] fields) =>
        Compile(Document(text), fields).Render(context);

    /// <summary>What the text gives as JSON, without warnings.</summary>
    public static string Value(string text, TemplateContext context, params ConfigField[] fields)
    {
        var rendered = Render(text, context, fields);
        rendered.Failure.Should().BeNull();
        rendered.Warnings.Should().BeEmpty();
        return rendered.Value();
    }

    /// <summary>The value of <c>t</c> as it is written.</summary>
    public static string Value(this RenderedTemplate rendered) => rendered.Text()["{\"t\":".Length..^1];

    /// <summary>The value of <c>t</c>, which must be a string.</summary>
    public static string ValueText(this RenderedTemplate rendered) => JsonNode.Parse(rendered.Utf8Json.Span)!["t"]!.GetValue<string>();

    public static string Text(this RenderedTemplate rendered)
    {
        rendered.Failure.Should().BeNull();
        return Encoding.UTF8.GetString(rendered.Utf8Json.Span);
    }

    private static IReadOnlyDictionary<string, string> Empty => ImmutableDictionary<string, string>.Empty;

    private static ReferenceItem Reference(int number, string mnemonic) => new()
    {
        Id = Guid.Parse($"0198a000-0000-7000-8000-0000000001{number:00}"),
        Mnemonic = mnemonic,
        Title = mnemonic,
    };
}
