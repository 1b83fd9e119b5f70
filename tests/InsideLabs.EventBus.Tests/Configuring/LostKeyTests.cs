using System.Security.Cryptography;
using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.InMemory;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace InsideLabs.EventBus.Tests.Configuring;

/// <summary>A host whose key is gone says so when it starts, not with the first delivery that fails.</summary>
public sealed class LostKeyTests
{
    private readonly InMemoryStore _store = new(new VirtualClock());

    [Fact]
    public async Task Unreadable_secrets_and_settings_are_told_of_at_start_until_they_are_written_again()
    {
        await using (var before = await StartAsync("lost"))
        {
            await WriteAsync(before);
            before.Logs.Entries.Should().NotContain(e => e.Id == 5005);
        }

        await using (var host = await StartAsync("new"))
        {
            host.Logs.Entries.Should().ContainSingle(e => e.Id == 5005).Which.Message.Should().Contain("2 secrets and settings").And.Contain("secrets.apiKey");
            await WriteAsync(host);
        }

        await using var cured = await StartAsync("new");
        cured.Logs.Entries.Should().NotContain(e => e.Id == 5005);
    }

    [Fact]
    public async Task Unreadable_credentials_of_a_subscription_are_told_of_and_a_new_config_cures_them()
    {
        Guid id;
        await using (var before = await StartAsync("lost"))
        {
            id = (await before.Subscriptions.CreateAsync(new SubscriptionDraft { EventTypes = ["shop.*"], Config = Config("first") })).Subscription.Id;
        }

        await using (var host = await StartAsync("new"))
        {
            host.Logs.Entries.Should().ContainSingle(e => e.Id == 1003).Which.Message.Should().Contain(id.ToString());
            await host.Subscriptions.UpdateAsync(id, new SubscriptionDraft { Config = Config("second") });
        }

        await using var cured = await StartAsync("new");
        cured.Logs.Entries.Should().NotContain(e => e.Id == 1003);
    }

    private static async Task WriteAsync(EventBusTestHost host)
    {
        var settings = host.Settings;
        await settings.SaveSecretAsync("apiKey", "value");
        await settings.SaveAdapterSettingsAsync(PostboxAdapter.AdapterName, """{"settings":{"apiKey":"key"}}"""u8.ToArray());
    }

    private static byte[] Config(string token) => Encoding.UTF8.GetBytes($$"""{"adapter":"adapter:postbox","token":"{{token}}"}""");

    private Task<EventBusTestHost> StartAsync(string key) => EventBusTestHost.StartAsync(bus =>
    {
        bus.UseInMemoryStore().UseEncryptionKeys(new EncryptionKey(key, RandomBytes(key)));
        bus.CaptureLogs().Services.Replace(ServiceDescriptor.Singleton(_store));
        bus.Services.AddSingleton<IDeliveryAdapter, PostboxAdapter>();
    });

    private static byte[] RandomBytes(string seed) => SHA256.HashData(Encoding.UTF8.GetBytes(seed));
}
