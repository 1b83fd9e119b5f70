using System.Buffers;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Architecture.Tests.Docs.Pages;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>Every example of docs/reference/templates.md is rendered with the interaction and the settings of that page.</summary>
public sealed class TemplateReferenceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Attempt = new(2026, 4, 8, 12, 35, 0, 250, TimeSpan.Zero);

    private static readonly string[] Functions =
    [
        "date.now", "date.format", "date.add", "string.upper", "string.lower", "string.trim", "string.default", "string.truncate",
        "string.replace", "string.join", "string.split", "number.format", "number.round", "json", "url.encode", "html.encode",
        "base64.encode", "hash.sha256", "uuid", "ulid",
    ];

    private static readonly RepositoryFile Page = Repository.Files("docs/reference", "templates.md").Single();

    private PageHost _host = null!;
    private Occurrence _interaction = null!;
    private TemplateSettings _settings = null!;

    public static TheoryData<string> Examples() => new(TemplateExample.Read(Page).Select(e => e.ToString()));

    public async Task InitializeAsync()
    {
        _host = await PageHost.StartAsync(hasReferences: true);
        foreach (var block in HttpBlock.Read(Page).Where(b => b.Method == "PUT"))
        {
            await _host.DoAsync(block, text => text);
        }

        var recorded = HttpBlock.Read(Page).Single(b => b.Target == "/interactions");
        var receipt = await _host.Services.GetRequiredService<IInteractionRecorder>().RecordAsync(Encoding.UTF8.GetBytes(recorded.Body));
        _interaction = Occurrence.Of(receipt.Interaction, traceParent: null, receipt.Interaction.CreatedDate);
        var state = await _host.Services.GetRequiredService<ISettingsStore>().ReadAsync(CancellationToken.None);
        _settings = new TemplateSettings(state, _host.Services.GetRequiredService<ISecretProtector>());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_engine_gives_what_the_page_says(string example)
    {
        var row = TemplateExample.Read(Page).Single(e => e.ToString() == example);
        var faults = new FaultList();
        var template = Compile(row, faults);
        if (row.Title == "refused")
        {
            faults.Should().ContainSingle().Which.Code.Should().Be(row.Result);
            return;
        }

        var rendered = template!.Render(Context(isStrict: row.Title == "in a strict config"));
        if (row.Title == "in a strict config")
        {
            rendered.Failure!.Value.Code.Should().Be(row.Result);
            return;
        }

        rendered.Failure.Should().BeNull();
        var actual = JsonElement.Parse(rendered.Utf8Json.Span).GetProperty("text");
        PageText.IsLike(JsonElement.Parse(row.Result), actual).Should().BeTrue(because: "{0} is what it gives", actual.GetRawText());
        rendered.Warnings.Should().BeEquivalentTo(row.Warning is { Length: > 0 } warning ? ["config.text: " + warning] : Array.Empty<string>());
    }

    [Fact]
    public void Every_function_of_the_language_has_an_example()
    {
        var texts = TemplateExample.Read(Page).Where(e => e.Title == "you write").Select(e => e.Text).ToList();

        Functions.Where(f => !texts.Exists(t => t.Contains($"{{{{function.{f}(", StringComparison.Ordinal))).Should().BeEmpty();
    }

    [Fact]
    public void The_page_has_more_examples_than_functions() => TemplateExample.Read(Page).Should().HaveCountGreaterThan(3 * Functions.Length);

    private ITemplate? Compile(TemplateExample row, FaultList faults)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("text", row.Text);
            json.WriteEndObject();
        }

        return _host.Services.GetRequiredService<ITemplateEngine>().Compile(
            new TemplateSource
            {
                Utf8Json = buffer.WrittenMemory,
                Root = "config",
                Fields = new ConfigFields(new ConfigField("text") { Encoding = EncodingOf(row.Title) }),
                SettingsFieldsOf = name => _host.Services.GetServices<IDeliveryAdapter>()
                    .SingleOrDefault(a => AdapterNames.Short(a.Name) == name)?.SettingsFields,
            },
            faults);
    }

    private static FieldEncoding EncodingOf(string title) =>
        title.StartsWith("in a field of HTML", StringComparison.Ordinal) ? FieldEncoding.Html
        : title.StartsWith("in a URL", StringComparison.Ordinal) ? FieldEncoding.Url
        : title.StartsWith("in a field of Slack", StringComparison.Ordinal) ? FieldEncoding.Markup
        : FieldEncoding.Json;

    private TemplateContext Context(bool isStrict) => new()
    {
        Occurrence = _interaction,
        SubscriptionId = Guid.Parse("0198c5b2-7f3e-7a11-9c55-2b6f0d9a4e01"),
        Settings = _settings,
        IsStrict = isStrict,
        Now = Attempt,
        NewUuid = () => Guid.Parse("0198c5b2-7f3e-7a11-9c55-2b6f0d9a4e02"),
        NewUlid = () => "01JS0Z7V8K3Q4T5W6X7Y8Z9ABC",
    };
}
