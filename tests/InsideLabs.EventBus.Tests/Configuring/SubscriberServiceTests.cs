using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Configuring;

public sealed class SubscriberServiceTests : IAsyncLifetime
{
    private const string Canary = "canary-5f1d";

    private readonly EventBusTestHost _host = EventBusTestHost.Build(bus => bus.CaptureLogs().Services.AddSingleton<IDeliveryAdapter, PostboxAdapter>());

    private SubscriberService Subscribers => _host.Services.GetRequiredService<SubscriberService>();

    private CredentialVault Vault => _host.Services.GetRequiredService<CredentialVault>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_subscriber_without_a_config_needs_a_name_and_an_adapter()
    {
        var created = await CreateAsync("""{"name":"Warehouse","adapter":"adapter:postbox"}""");
        created.Id.Version.Should().Be(7);
        created.Config.Should().BeNull();
        created.ConfigCredentials.Should().BeNull();
        (await Subscribers.FindAsync(created.Id)).Should().Be(created);
    }

    [Fact]
    public async Task A_credential_is_stored_encrypted_and_shown_as_stars()
    {
        var created = await CreateAsync($$$"""{"name":"Warehouse","adapter":"adapter:postbox","config":{"to":"x","token":"{{{Canary}}}"}}""");
        Text(created).Should().Be("""{"to":"x","token":"***"}""");
        Encoding.Latin1.GetString(created.ConfigCredentials!.Value.Span).Should().NotContain(Canary);
        TokenOf(created).Should().Be(Canary);
        _host.Logs.Entries.Select(e => e.Message).Should().NotContain(m => m.Contains(Canary, StringComparison.Ordinal));
        created.ToString().Should().NotContain(Canary);
    }

    [Fact]
    public async Task Stars_keep_the_stored_credential_and_another_text_replaces_it()
    {
        var created = await CreateAsync($$$"""{"name":"W","adapter":"adapter:postbox","config":{"token":"{{{Canary}}}"}}""");
        var kept = await UpdateAsync(created.Id, """{"config":{"to":"y","token":"***"}}""");
        (Text(kept), TokenOf(kept)).Should().Be(("""{"to":"y","token":"***"}""", Canary));
        var replaced = await UpdateAsync(created.Id, """{"config":{"token":"another"}}""");
        TokenOf(replaced).Should().Be("another");
    }

    [Fact]
    public async Task Stars_that_stand_for_nothing_are_refused() =>
        (await FaultsOfAsync(CreateAsync("""{"name":"W","adapter":"adapter:postbox","config":{"token":"***"}}""")))
            .Should().Equal("config.token config_invalid");

    [Fact]
    public async Task A_credential_does_not_follow_to_another_adapter()
    {
        var created = await CreateAsync("""{"name":"W","adapter":"adapter:postbox","config":{"token":"secret"}}""");
        var changed = await UpdateAsync(created.Id, """{"adapter":"adapter:recording","config":{"token":"***"}}""");
        Text(changed).Should().Be("""{"token":"***"}""", "to this adapter it is a text like any other");
        changed.ConfigCredentials.Should().BeNull();
    }

    [Theory]
    [InlineData("{}", "name field_required", "adapter field_required")]
    [InlineData("""{"name":"","adapter":"adapter:postbocks"}""", "name parameter_invalid", "adapter adapter_unknown")]
    [InlineData("""{"name":"a\u0001","adapter":7,"config":[]}""", "adapter type_mismatch", "config type_mismatch", "name parameter_invalid")]
    [InlineData("""{"name":"\ud800","adapter":"adapter:postbox","config":{"to":"\ud800"}}""", "name json_invalid_string", "config.to json_invalid_string")]
    [InlineData("""{"name":"W","adapter":"adapter:postbox","config":{"adapter":"adapter:recording"}}""", "config.adapter reference_mismatch")]
    [InlineData("""{"name":"W","adapter":"adapter:postbox","config":{"adapter":"adapter:nobody"}}""", "config.adapter adapter_unknown")]
    [InlineData("""{"name":"W","adapter":"adapter:postbox","config":{"too":"x","sender":1}}""", "config.too property_unknown", "config.sender property_unknown", "config.sender address_invalid")]
    [InlineData("""{"name":"W","adapter":"adapter:postbox","config":{"signingSecret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}""", "config.signingSecret property_unknown")]
    [InlineData("""{"name":"W","adapter":"adapter:postbox","config":{"to":"{{"}}""", "config.to template_syntax")]
    [InlineData("""{"name":"W","adapter":"adapter:postbox","config":{"to":"{{secrets.a}}"}}""", "config.to secret_sink_forbidden")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000","name":"W","adapter":"adapter:postbox","konfig":{}}""", "konfig property_unknown", "id parameter_invalid")]
    public async Task Every_fault_is_told_at_once(string json, params string[] faults) =>
        (await FaultsOfAsync(CreateAsync(json))).Should().Equal(faults);

    [Fact]
    public async Task An_id_that_is_taken_is_a_conflict()
    {
        var created = await CreateAsync("""{"name":"W","adapter":"adapter:postbox"}""");
        (await CodeOfAsync(CreateAsync($$"""{"id":"{{created.Id}}","name":"W","adapter":"adapter:postbox"}"""))).Should().Be(ErrorCodes.ReferenceTaken);
    }

    [Fact]
    public async Task An_update_keeps_what_is_absent_and_ignores_the_id()
    {
        var created = await CreateAsync("""{"name":"W","adapter":"adapter:postbox","config":{"token":"secret"}}""");
        var renamed = await UpdateAsync(created.Id, """{"id":7,"name":"Warehouse"}""");
        renamed.Should().Be(created with { Name = "Warehouse" });
        TokenOf(renamed).Should().Be("secret");
        (await UpdateAsync(created.Id, "{}")).Should().Be(renamed);
        (await UpdateAsync(created.Id, """{"config":null}""")).Config.Should().BeNull();
    }

    [Fact]
    public async Task Another_adapter_needs_another_config_or_none()
    {
        var created = await CreateAsync("""{"name":"W","adapter":"adapter:postbox","config":{"to":"x"}}""");
        (await FaultsOfAsync(UpdateAsync(created.Id, """{"adapter":"adapter:recording"}"""))).Should().Equal("config reference_mismatch");
        (await UpdateAsync(created.Id, """{"adapter":"adapter:recording","config":null}""")).Adapter.Should().Be("adapter:recording");
        (await UpdateAsync(created.Id, """{"adapter":"adapter:postbox"}""")).Adapter.Should().Be("adapter:postbox");
    }

    [Fact]
    public async Task While_a_subscription_names_it_it_stays_with_its_adapter_and_its_inherited_config()
    {
        var created = await CreateAsync("""{"name":"W","adapter":"adapter:postbox","config":{"to":"x"}}""");
        var subscription = (await _host.Subscriptions.CreateAsync(new SubscriptionDraft { EventTypes = ["a.b.c"], SubscriberId = created.Id })).Subscription;

        (await CodeOfAsync(UpdateAsync(created.Id, """{"adapter":"adapter:recording","config":null}"""))).Should().Be(ErrorCodes.ReferenceInUse);
        (await CodeOfAsync(UpdateAsync(created.Id, """{"config":null}"""))).Should().Be(ErrorCodes.ReferenceInUse);
        (await CodeOfAsync(Subscribers.DeleteAsync(created.Id).AsTask())).Should().Be(ErrorCodes.ReferenceInUse);
        await UpdateAsync(created.Id, """{"config":{"to":"y","token":"secret"}}""");
        var inherited = (await _host.Subscriptions.FindAsync(subscription.Id))!;
        Encoding.UTF8.GetString(inherited.Config.Span).Should().Be("""{"to":"y","token":"***"}""");
        inherited.Version.Should().BeGreaterThan(subscription.Version);

        await _host.Subscriptions.DeleteAsync(subscription.Id);
        await Subscribers.DeleteAsync(created.Id);
        (await Subscribers.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        (await CodeOfAsync(UpdateAsync(Guid.NewGuid(), "{}"))).Should().Be(ErrorCodes.NotFound);
        (await CodeOfAsync(Subscribers.DeleteAsync(Guid.NewGuid()).AsTask())).Should().Be(ErrorCodes.NotFound);
        (await CodeOfAsync(UpdateAsync(Guid.NewGuid(), """{"nam":1}"""))).Should().Be(ErrorCodes.PropertyUnknown);
    }

    private static string Text(Subscriber subscriber) => Encoding.UTF8.GetString(subscriber.Config!.Value.Span);

    private string TokenOf(Subscriber subscriber) => Vault.Open(subscriber.ConfigCredentials, CredentialVault.OfSubscriber(subscriber.Id))["token"];

    private async Task<Subscriber> CreateAsync(string json) =>
        await Subscribers.CreateAsync(Encoding.UTF8.GetBytes(json));

    private async Task<Subscriber> UpdateAsync(Guid id, string json) =>
        await Subscribers.UpdateAsync(id, Encoding.UTF8.GetBytes(json));

    private static async Task<string> CodeOfAsync(Task act) =>
        (await FluentActions.Awaiting(() => act).Should().ThrowAsync<EventBusException>()).Which.Code;

    private static async Task<IEnumerable<string>> FaultsOfAsync(Task act) =>
        (await FluentActions.Awaiting(() => act).Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Select(f => $"{f.Field} {f.Code}");
}
