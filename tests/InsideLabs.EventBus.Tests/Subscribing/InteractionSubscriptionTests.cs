using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Tests.Configuring;
using Microsoft.Extensions.DependencyInjection;
using static InsideLabs.EventBus.Tests.SampleReferences;

namespace InsideLabs.EventBus.Tests.Subscribing;

public sealed class InteractionSubscriptionTests
{
    private static readonly Guid Nobody = new(99, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    [Theory]
    [InlineData("""{"eventTypes":["shop.order.*"],"resourceTypeId":"$O","actionId":"$C"}""", "eventTypes", ErrorCodes.MatchAmbiguous)]
    [InlineData("""{"eventTypes":["shop.order.*"],"originId":"$W"}""", "eventTypes", ErrorCodes.MatchAmbiguous)]
    [InlineData("""{"resourceTypeId":"$O"}""", "actionId", ErrorCodes.MatchRequired)]
    [InlineData("""{"actionId":"$C"}""", "resourceTypeId", ErrorCodes.MatchRequired)]
    [InlineData("""{"resourceTypeId":"$C","actionId":"$C"}""", "resourceTypeId", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceTypeId":"$O","actionId":"$C","originId":"$N"}""", "originId", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceTypeId":"$O","actionId":"$C","subscriberId":"$N"}""", "subscriberId", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"resourceTypeId":7,"actionId":"$C"}""", "resourceTypeId", ErrorCodes.ReferenceUnknown)]
    public async Task A_match_is_of_one_kind_and_names_what_exists(string json, string field, string code)
    {
        await using var host = await StartAsync();
        var draft = json.Replace("$O", $"{Order.Id}").Replace("$C", $"{Create.Id}").Replace("$W", $"{Web.Id}").Replace("$N", $"{Nobody}");

        var create = async () => await host.Subscriptions.CreateAsync(Utf8(draft[..^1] + ""","config":{"adapter":"adapter:recording"}}"""));

        (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Field = field, Code = code });
        (await host.Subscriptions.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_update_moves_the_match_within_its_kind_only()
    {
        await using var host = await StartAsync();
        var orders = await host.SubscribeToOrdersAsync();
        var events = await host.SubscribeAsync("shop.order.*");

        var moved = await host.Subscriptions.UpdateAsync(orders.Id, Utf8($$"""{"originId":"{{Web.Id}}","actionId":"{{Cancel.Id}}"}"""));
        moved.Match.Interaction.Should().Be(new InteractionMatch(Order.Id, Cancel.Id, Web.Id));
        (await host.Subscriptions.UpdateAsync(orders.Id, Utf8("""{"originId":null}"""))).Match.Interaction!.OriginId.Should().BeNull();
        (await host.Subscriptions.UpdateAsync(orders.Id, Utf8("""{"labels":["A"]}"""))).Match.Interaction
            .Should().Be(new InteractionMatch(Order.Id, Cancel.Id, OriginId: null));

        await RefusedAsync(host, orders.Id, """{"eventTypes":["shop.order.*"]}""", "eventTypes", ErrorCodes.MatchAmbiguous);
        await RefusedAsync(host, events.Id, $$"""{"resourceTypeId":"{{Order.Id}}"}""", "resourceTypeId", ErrorCodes.MatchAmbiguous);
        await RefusedAsync(host, orders.Id, """{"actionId":null}""", "actionId", ErrorCodes.MatchRequired);
    }

    [Fact]
    public async Task A_subscribers_config_is_used_where_the_subscription_has_none()
    {
        await using var host = await StartAsync();
        await AddSubscriberAsync(host, Nobody, """{"name":"theirs"}""");

        var created = (await host.Subscriptions.CreateAsync(new SubscriptionDraft
        {
            ResourceTypeId = Order.Id, ActionId = Create.Id, SubscriberId = Nobody,
        })).Subscription;

        created.Adapter.Should().Be(RecordingAdapter.AdapterName);
        created.InheritsConfig.Should().BeTrue();
        Text(created.Config).Should().Be("""{"name":"theirs"}""");
        await host.Interactions.RecordAsync(new NewInteraction { ResourceType = "ORDER", Action = "CREATE", ResourceId = "1" });
        Text((await host.Adapter.WhenSendBeginsAsync()).Request.Config).Should().Be("""{"name":"theirs"}""");

        var own = await host.Subscriptions.UpdateAsync(created.Id, Utf8("""{"config":{"name":"mine"}}"""));
        own.InheritsConfig.Should().BeFalse();
        own.Adapter.Should().Be(RecordingAdapter.AdapterName, "the subscriber still says so");
        var back = await host.Subscriptions.UpdateAsync(created.Id, Utf8("""{"config":null}"""));
        back.InheritsConfig.Should().BeTrue();
        await RefusedAsync(host, created.Id, """{"subscriberId":null}""", "subscriberId", ErrorCodes.SubscriberRequired);
    }

    [Fact]
    public async Task An_inherited_config_that_is_written_back_as_it_was_shown_stays_inherited()
    {
        await using var host = await StartAsync();
        await AddSubscriberAsync(host, Nobody, """{"name":"theirs","n":1.0}""");
        var created = (await host.Subscriptions.CreateAsync(new SubscriptionDraft
        {
            ResourceTypeId = Order.Id, ActionId = Create.Id, SubscriberId = Nobody,
        })).Subscription;

        var written = await host.Subscriptions.UpdateAsync(created.Id, Utf8(
            $$$"""{"subscriberId":"{{{Nobody}}}","config":{ "n":1.0, "name":"theirs" },"labels":["A"]}"""));
        written.InheritsConfig.Should().BeTrue();
        written.Labels.Should().Equal("A");
        (await host.Subscriptions.UpdateAsync(created.Id, Utf8("""{"config":{"name":"other","n":1.0}}"""))).InheritsConfig.Should().BeFalse();
    }

    [Fact]
    public async Task A_mask_without_a_credential_is_one_fault_whatever_the_adapter_says_of_it()
    {
        await using var host = await StartAsync(bus => bus.Services.AddSingleton<IDeliveryAdapter, PostboxAdapter>());

        var create = async () => await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:postbox","token":"***"}""");

        (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Should().ContainSingle()
            .Which.Message.Should().Contain("keeps the credential");
    }

    [Fact]
    public async Task Subscriber_and_config_must_agree_on_the_adapter()
    {
        await using var host = await StartAsync();
        await AddSubscriberAsync(host, Nobody, config: null);

        var create = async () => await host.Subscriptions.CreateAsync(Utf8(
            $$$"""{"eventTypes":["shop.order.*"],"subscriberId":"{{{Nobody}}}","config":{"adapter":"adapter:handler","handler":"x"}}"""));

        (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Faults
            .Should().Contain(f => f.Field == "config.adapter" && f.Code == ErrorCodes.ReferenceMismatch);
    }

    [Fact]
    public async Task A_handler_in_code_cannot_take_interactions()
    {
        await using var host = await EventBusTestHost.StartAsync(b => b.AddDomain().AddHandler<OrderPayload>(
            "shop.order.*", (_, _) => ValueTask.CompletedTask, durable: "orders"));
        await host.AddReferencesAsync();

        var create = async () => await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:handler","handler":"orders"}""");

        (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Code.Should().Be(ErrorCodes.ConfigInvalid);
    }

    [Fact]
    public async Task A_credential_is_stored_encrypted_shown_masked_and_sent_in_clear()
    {
        const string Token = "xoxb-canary-0123456789";
        await using var host = await StartAsync();
        host.Adapter.ConfigFields = new ConfigFields(new ConfigField("token") { IsCredential = true });

        var created = await host.SubscribeToOrdersAsync(config: $$"""{"adapter":"adapter:recording","token":"{{Token}}","n":1e400}""");

        Text(created.Config).Should().Be("""{"adapter":"adapter:recording","token":"***","n":1e400}""");
        Text(created.ConfigCredentials!.Value).Should().NotContain(Token);
        host.Adapter.Answers.Always(send => DeliveryResult.Retry("http_4xx", $"{Text(send.Request.Config)} is wrong"));
        var interaction = await host.Interactions.RecordAsync(new NewInteraction { ResourceType = "ORDER", Action = "CREATE", ResourceId = "1" });
        Text((await host.Adapter.WhenSendBeginsAsync()).Request.Config).Should().Contain(Token);
        await host.WhenIdleAsync();
        var attempt = (await host.Queue.ListAttemptsAsync(new() { OccurrenceId = interaction.Interaction.Id.ToString() })).Single();
        attempt.Response.Should().Contain("\"token\":\"***\"").And.NotContain(Token);

        // Written back as it was shown, it stays; another one replaces it.
        await host.Subscriptions.UpdateAsync(created.Id, Utf8("""{"config":{"adapter":"adapter:recording","token":"***","n":2}}"""));
        await SentAsync(Token);
        await host.Subscriptions.UpdateAsync(created.Id, Utf8("""{"config":{"adapter":"adapter:recording","token":"other"}}"""));
        await SentAsync("other");

        var create = async () => await host.SubscribeToOrdersAsync(config: """{"adapter":"adapter:recording","token":"***"}""");
        (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Field = "config.token", Code = ErrorCodes.ConfigInvalid });

        async Task SentAsync(string token)
        {
            await host.Interactions.RecordAsync(new NewInteraction { ResourceType = "ORDER", Action = "CREATE", ResourceId = "2" });
            using var config = JsonDocument.Parse((await host.Adapter.WhenSendBeginsAsync()).Request.Config);
            config.RootElement.GetProperty("token").GetString().Should().Be(token);
        }
    }

    private static async Task AddSubscriberAsync(EventBusTestHost host, Guid id, string? config)
    {
        var subscriber = new Subscriber { Id = id, Name = "Ann", Adapter = RecordingAdapter.AdapterName };
        subscriber = config is null ? subscriber : subscriber with { Config = Utf8(config) };
        (await host.References().SaveSubscriberAsync(subscriber, isNew: true, host.Clock.GetUtcNow(), default)).Should().Be(ReferenceResult.Done);
    }

    private static async Task RefusedAsync(EventBusTestHost host, Guid id, string json, string field, string code)
    {
        var update = async () => await host.Subscriptions.UpdateAsync(id, Utf8(json));
        (await update.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Field = field, Code = code });
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
