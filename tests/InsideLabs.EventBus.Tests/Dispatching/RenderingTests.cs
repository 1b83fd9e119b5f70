using System.Text;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Settings;
using Microsoft.Extensions.DependencyInjection;
using static InsideLabs.EventBus.Tests.SampleReferences;

namespace InsideLabs.EventBus.Tests.Dispatching;

/// <summary>What the pipeline makes of configs, settings and secrets before an adapter sees them.</summary>
public sealed class RenderingTests
{
    private const string Canary = "canary-s3cr3t/value";

    [Fact]
    public async Task A_config_is_rendered_with_the_interaction_before_the_adapter_sees_it()
    {
        await using var host = await StartAsync();
        var subscription = await host.SubscribeToOrdersAsync(config: """
            {"adapter":"adapter:recording","to":"{{interaction.email}}","n":"{{payload.n}}","text":"Order {{resourceId}} of {{subscriptionId}}","raw":1e400}
            """);

        await RecordAsync(host, """{"email":"ann@example.com","n":23456789012345678901234}""");

        var request = (await host.Adapter.WhenSendBeginsAsync()).Request;
        request.IsConfigConstant.Should().BeFalse();
        Text(request.Config).Should().Be(
            $$"""{"adapter":"adapter:recording","to":"ann@example.com","n":23456789012345678901234,"text":"Order o-1 of {{subscription.Id}}","raw":1e400}""");
    }

    [Fact]
    public async Task A_config_without_templates_is_constant()
    {
        await using var host = await StartAsync();
        await host.SubscribeToOrdersAsync();

        await RecordAsync(host);

        var request = (await host.Adapter.WhenSendBeginsAsync()).Request;
        request.IsConfigConstant.Should().BeTrue();
        request.Config.ToArray().Should().Equal(request.Subscription.Config.ToArray());
        request.Settings.Should().BeNull();
    }

    [Theory]
    [InlineData("{{secrets.apiKey}}")]
    [InlineData("{{function.date.now()}}")]
    [InlineData("{{global.greeting}}")]
    [InlineData("<script>alert(1)</script>")]
    public async Task What_an_interaction_holds_is_data_and_never_evaluated(string value)
    {
        await using var host = await StartAsync();
        await PutSecretAsync(host, "apiKey", Canary);
        await PutGlobalAsync(host, "greeting", "\"hello {{interaction.name}}\"");
        await host.SubscribeToOrdersAsync(config: """
            {"adapter":"adapter:recording","sole":"{{interaction.name}}","text":"Dear {{interaction.name}}","deep":"{{global.greeting}}",
             "upper":"{{function.string.trim(interaction.name)}}","token":"{{interaction.name}}","all":"{{interaction}}"}
            """);

        await RecordAsync(host, new JsonObject { ["name"] = value }.ToJsonString());

        var config = JsonNode.Parse((await host.Adapter.WhenSendBeginsAsync()).Request.Config.Span)!;
        config["sole"]!.GetValue<string>().Should().Be(value);
        config["text"]!.GetValue<string>().Should().Be("Dear " + value);
        config["deep"]!.GetValue<string>().Should().Be("hello " + value);
        config["upper"]!.GetValue<string>().Should().Be(value);
        config["token"]!.GetValue<string>().Should().Be(value);
        config["all"]!["name"]!.GetValue<string>().Should().Be(value);
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_a_warning_in_the_audit_and_with_strict_the_end()
    {
        await using var host = await StartAsync();
        await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:recording","a":"{{interaction.missing}}","b":"<{{interaction.missing}}>"}""");
        var strict = await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:recording","strict":true,"a":"{{interaction.missing}}"}""");

        await RecordAsync(host);
        Text((await host.Adapter.WhenSendBeginsAsync()).Request.Config).Should().Be("""{"adapter":"adapter:recording","a":null,"b":"<>"}""");
        await host.WhenIdleAsync();

        var attempts = await AttemptsAsync(host);
        attempts.Single(a => a.SubscriptionId != strict.Id).Should().BeEquivalentTo(new { Outcome = AttemptOutcome.Success, Code = (string?)null });
        attempts.Single(a => a.SubscriptionId != strict.Id).Warnings.Should().Contain(w => w.Contains("interaction.missing"));
        attempts.Single(a => a.SubscriptionId == strict.Id).Should().BeEquivalentTo(
            new { Outcome = AttemptOutcome.Dead, Code = ErrorCodes.TemplateUnresolved });
        host.Adapter.Sends.Should().ContainSingle("the strict one was never sent");
    }

    [Fact]
    public async Task Settings_that_use_each_other_in_a_circle_end_the_delivery()
    {
        await using var host = await StartAsync();
        await PutGlobalAsync(host, "a", "\"{{global.b}}\"");
        await PutGlobalAsync(host, "b", "\"{{global.a}}\"");
        await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:recording","a":"{{global.b}}"}""");

        await RecordAsync(host);
        await host.WhenIdleAsync();

        (await AttemptsAsync(host)).Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.TemplateCycle);
        host.Adapter.Sends.Should().BeEmpty();
    }

    [Fact]
    public async Task A_changed_setting_is_seen_by_the_next_delivery()
    {
        await using var host = await StartAsync();
        await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:recording","v":"{{global.v}}"}""");

        foreach (var value in (string[])["1", "\"two\"", "[3]"])
        {
            await PutGlobalAsync(host, "v", value);
            await RecordAsync(host);
            JsonNode.Parse((await host.Adapter.WhenSendBeginsAsync()).Request.Config.Span)!["v"]!.ToJsonString().Should().Be(value);
        }
    }

    [Fact]
    public async Task An_adapter_gets_its_settings_rendered_with_their_credentials()
    {
        await using var host = await StartAsync();
        await PutSecretAsync(host, "apiKey", Canary);
        await PutGlobalAsync(host, "company", "\"Example\"");
        await PutSettingsAsync(host, """{"from":"{{global.company}} of {{interaction.country}}","key":"{{secrets.apiKey}}"}""");
        await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:recording","sender":"{{adapter.recording.from}}"}""");

        await RecordAsync(host, """{"country":"NL"}""");

        var request = (await host.Adapter.WhenSendBeginsAsync()).Request;
        Text(request.Settings!.Value).Should().Be($$"""{"from":"Example of NL","key":"{{Canary}}"}""");
        Text(request.Config).Should().Be("""{"adapter":"adapter:recording","sender":"Example of NL"}""");
    }

    [Fact]
    public async Task Without_settings_that_it_needs_or_disabled_an_adapter_waits_for_them()
    {
        await using var host = await StartAsync();
        host.Adapter.NeedsSettings = true;
        await host.SubscribeToOrdersAsync();
        await RecordAsync(host);
        await host.WhenIdleAsync();
        (await AttemptsAsync(host)).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Outcome = AttemptOutcome.Failure, Code = ErrorCodes.AdapterNotConfigured });

        await PutSettingsAsync(host, "{}", isEnabled: false);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        (await AttemptsAsync(host))[0].Code.Should().Be(ErrorCodes.AdapterDisabled);

        await PutSettingsAsync(host, "{}");
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await host.Queue.GetStatsAsync()).Completed.Should().Be(1);
        host.Adapter.Sends.Should().ContainSingle();
    }

    [Fact]
    public async Task A_secret_reaches_its_sink_and_comes_back_in_nothing()
    {
        await using var host = await StartAsync();
        await PutSecretAsync(host, "apiKey", Canary);
        await host.SubscribeToOrdersAsync(config: """
            {"adapter":"adapter:recording","token":"{{secrets.apiKey}}","basic":"Basic {{function.base64.encode(secrets.apiKey)}}"}
            """);
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(Canary));
        host.Adapter.Answers.Always(send => send.Attempt == 1
            ? DeliveryResult.Retry(ErrorCodes.Http4xx, $"wrong: {Text(send.Request.Config)} {Convert.ToHexString(Encoding.UTF8.GetBytes(Canary))}")
            : ScriptedAnswer.Throw(new InvalidOperationException($"cannot use {Canary}")));

        await RecordAsync(host);
        Text((await host.Adapter.WhenSendBeginsAsync()).Request.Config).Should().Contain(Canary).And.Contain(base64);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        var attempts = await AttemptsAsync(host);
        attempts.Should().HaveCount(2);
        attempts[1].Response.Should().StartWith("wrong: ").And.NotContain(Canary).And.NotContain(base64).And.NotContain("63616E617279");
        attempts[0].Response.Should().Be("System.InvalidOperationException: cannot use ***");
        host.Logs.Entries.Should().Contain(e => e.Id == 3012);
        host.Logs.Entries.Should().NotContain(e => e.Message.Contains(Canary) || (e.Exception != null && e.Exception.ToString().Contains(Canary)));
    }

    [Fact]
    public async Task A_secret_whose_key_is_gone_is_tried_again()
    {
        await using var host = await StartAsync();
        await host.Services.GetRequiredService<ISettingsStore>().SaveAsync(new Secret("apiKey", new byte[60]), default);
        await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:recording","token":"{{secrets.apiKey}}"}""");

        await RecordAsync(host);
        await host.WhenIdleAsync();

        (await AttemptsAsync(host)).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Outcome = AttemptOutcome.Failure, Code = ErrorCodes.SecretUnreadable });
    }

    [Fact]
    public async Task Attempts_are_found_by_their_occurrence()
    {
        await using var host = await StartAsync();
        await host.SubscribeToOrdersAsync();
        await host.SubscribeToOrdersAsync();
        var first = await RecordAsync(host);
        await RecordAsync(host);
        await host.WhenIdleAsync();

        var found = await host.Queue.ListAttemptsAsync(new AttemptFilter { OccurrenceId = first.Id.ToString() });

        found.Should().HaveCount(2).And.OnlyContain(a => a.OccurrenceId == first.Id.ToString());
        (await AttemptsAsync(host)).Should().HaveCount(4);
    }

    /// <summary>A host whose adapter takes secrets in two fields of its config, and has a credential in its settings.</summary>
    private static async Task<EventBusTestHost> StartAsync()
    {
        var host = await SampleReferences.StartAsync(bus => bus.CaptureLogs());
        host.Adapter.ConfigFields = new ConfigFields(new ConfigField("token") { AllowsSecrets = true }, new ConfigField("basic") { AllowsSecrets = true });
        host.Adapter.SettingsFields = new ConfigFields(new ConfigField("key") { IsCredential = true });
        return host;
    }

    private static async Task<Interaction> RecordAsync(EventBusTestHost host, string metadata = "{}") =>
        (await host.Interactions.RecordAsync(new NewInteraction
        {
            ResourceType = "ORDER", Action = "CREATE", ResourceId = "o-1", Metadata = Encoding.UTF8.GetBytes(metadata),
        })).Interaction;

    private static async Task PutGlobalAsync(EventBusTestHost host, string key, string value) => await host.Services.GetRequiredService<ISettingsStore>()
        .SaveAsync(new GlobalSetting(key, Encoding.UTF8.GetBytes(value), Description: null), default);

    private static async Task PutSettingsAsync(EventBusTestHost host, string settings, bool isEnabled = true) =>
        await host.Services.GetRequiredService<ISettingsStore>().SaveAsync(
            new AdapterSettings { Adapter = RecordingAdapter.AdapterName, IsEnabled = isEnabled, Settings = Encoding.UTF8.GetBytes(settings) }, default);

    private static async Task PutSecretAsync(EventBusTestHost host, string name, string value)
    {
        var blob = host.Services.GetRequiredService<ISecretProtector>().Protect(Encoding.UTF8.GetBytes(value), Secret.LocationOf(name));
        await host.Services.GetRequiredService<ISettingsStore>().SaveAsync(new Secret(name, blob), default);
    }

    private static ValueTask<IReadOnlyList<DeliveryAttempt>> AttemptsAsync(EventBusTestHost host) =>
        host.Queue.ListAttemptsAsync();

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
