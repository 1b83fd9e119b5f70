using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Tests.Registration;

public sealed class RegistrationTests
{
    [Fact]
    public async Task A_host_without_a_store_is_told_what_to_do()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddInsideLabsEvents();
        using var host = builder.Build();

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("UseSqlite(").And.Contain("UseInMemoryStore()");
    }

    [Fact]
    public async Task Two_stores_are_one_too_many()
    {
        await using var host = EventBusTestHost.Build(b =>
        {
            b.UseInMemoryStore();
            b.Services.AddSingleton<IDeliveryStore>(sp => sp.GetRequiredService<IDeliveryStore>());
        });

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("2 stores");
    }

    public static TheoryData<Action<EventBusOptions>, string> BadOptions() => new()
    {
        { o => o.ClockCheckInterval = TimeSpan.Zero, "ClockCheckInterval is 00:00:00; it must lie between 00:00:01 and 1.00:00:00" },
        { o => o.CircuitThreshold = 0, "CircuitThreshold is 0; it must lie between 1 and 1000" },
        { o => o.CircuitDelay = TimeSpan.Zero, "CircuitDelay is 00:00:00; it must lie between 00:00:00.1000000 and 1.00:00:00" },
        { o => o.CircuitMaxDelay = TimeSpan.FromSeconds(1), "CircuitMaxDelay is 00:00:01; it must lie between 00:00:05 and 1.00:00:00" },
        { o => o.DisableAfter = TimeSpan.FromSeconds(1), "DisableAfter is 00:00:01; it must lie between 00:01:00" },
        { o => o.DisableAfterFailures = 0, "DisableAfterFailures is 0; it must lie between 1 and 1000000" },
        { o => o.KeepDeliveries = TimeSpan.Zero, "KeepDeliveries is 00:00:00; it must lie between 01:00:00" },
        { o => o.KeepAttempts = TimeSpan.FromDays(100_000), "KeepAttempts is 100000.00:00:00; it must lie between 01:00:00" },
        { o => o.MaxPayloadBytes = 1, "MaxPayloadBytes is 1; it must lie between 1024 and 67108864" },
        { o => o.MaxConcurrentDeliveries = 0, "MaxConcurrentDeliveries is 0" },
        { o => o.MaxConcurrentDeliveriesPerSubscription = 129, "is 129; it must lie between 1 and MaxConcurrentDeliveries, which is 128" },
        { o => o.DeliveryTimeout = TimeSpan.Zero, "DeliveryTimeout is 00:00:00" },
        { o => o.DrainTimeout = TimeSpan.FromSeconds(-1), "DrainTimeout is -00:00:01" },
        { o => o.RetryDelays = null!, "RetryDelays is null" },
        { o => o.HandlerQueueCapacity = 0, "HandlerQueueCapacity is 0" },
        { o => o.HandlerOverflow = (HandlerOverflow)7, "HandlerOverflow is 7" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Bad_options_stop_the_host_with_the_value_and_the_range(Action<EventBusOptions> spoil, string message)
    {
        await using var host = EventBusTestHost.Build(options: o => o.Bus = spoil);

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain(message);
    }

    [Fact]
    public async Task Two_domains_of_one_name_are_a_start_up_error_that_names_both()
    {
        await using var host = EventBusTestHost.Build(b => b
            .AddDomain(SampleEvents.Domain)
            .AddDomain(EventDomain.Create("shop", "Shop again", new EventDefinition("shop.order.lost", "Lost"))));

        var start = () => host.StartAsync();

        var error = (await start.Should().ThrowAsync<EventBusException>()).Which;
        error.Code.Should().Be(ErrorCodes.RegistryInvalid);
        error.Message.Should().Contain("'Shop'").And.Contain("'Shop again'");
    }

    [Fact]
    public async Task Adding_the_bus_twice_is_adding_it_once()
    {
        await using var host = await EventBusTestHost.StartAsync(b =>
        {
            b.AddDomain();
            b.Services.AddInsideLabsEvents(o => o.MaxConcurrentDeliveries = 16);
        });
        await host.SubscribeAsync("shop.*");

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        host.Adapter.Sends.Should().ContainSingle();
        host.Services.GetRequiredService<IOptions<EventBusOptions>>().Value.MaxConcurrentDeliveries.Should().Be(16);
    }

    [Fact]
    public async Task Two_adapters_of_one_name_are_a_start_up_error()
    {
        await using var host = EventBusTestHost.Build(b => b.Services.AddSingleton<InsideLabs.EventBus.Adapters.IDeliveryAdapter>(
            new RecordingAdapter(new IdleSignal(), new VirtualClock())));

        var start = () => host.StartAsync();

        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("'adapter:recording'");
    }

    [Fact]
    public async Task A_hosts_own_keys_replace_the_stores()
    {
        var key = new EncryptionKey("mine", Enumerable.Repeat((byte)7, EncryptionKey.Length).ToArray());
        await using var host = await EventBusTestHost.StartAsync(b => b.UseInMemoryStore().UseEncryptionKeys(key));
        host.Adapter.Signs = true;

        var created = await host.Subscriptions.CreateAsync(new SubscriptionDraft { EventTypes = ["shop.*"], Config = RecordingAdapter.Config() });

        System.Text.Encoding.ASCII.GetString(created.Subscription.SigningSecrets!.Current.Span[2..6]).Should().Be("mine");
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    public void A_handler_needs_a_pattern(string pattern)
    {
        var add = () => EventBusTestHost.Build(b => b.AddHandler<EventEnvelope>(pattern, (_, _) => default));

        add.Should().Throw<EventBusValidationException>().Which.Code.Should().Be(ErrorCodes.PatternMalformed);
    }
}
