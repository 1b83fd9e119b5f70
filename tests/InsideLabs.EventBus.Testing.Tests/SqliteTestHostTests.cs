using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Testing.Tests;

public sealed class SqliteTestHostTests : EventBusTestHostTests, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventbus-testing-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart_and_its_ladder_goes_on()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*", d => d.RetryDelays = [3600, 3600]);
        host.Adapter.Answers.Next(Adapters.DeliveryResult.Retry("http_5xx"));
        var eventId = await host.PublishAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));

        await host.RestartAsync();
        (await host.Probe(eventId).DeliveryAsync()).Attempts.Should().Be(1);
        var delivered = await host.Probe(eventId).WhenDeliveredAsync(TimeSpan.FromHours(2));

        delivered.Attempts.Should().Be(2);
        host.Adapter.SendsOf(delivered.Id).Select(s => s.Attempt).Should().Equal(1, 2);
    }

    [Fact]
    public async Task A_send_that_hung_at_the_restart_was_given_back_and_is_sent_again_as_the_same_attempt()
    {
        await using var host = await StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Next(ScriptedAnswer.Hang);
        var eventId = await host.PublishAsync();
        await host.WhenIdleAsync();
        var now = host.Clock.GetUtcNow();

        await host.RestartAsync();

        var delivery = await host.Probe(eventId).DeliveryAsync();
        (delivery.Status, delivery.Attempts).Should().Be((DeliveryStatus.Delivered, 1));
        host.Adapter.Sends.Select(s => (s.Attempt, s.At)).Should().Equal((1, now), (1, now));
    }

    [Fact]
    public async Task It_is_the_file_s_store_that_keeps_it()
    {
        await using var host = await StartAsync();

        host.Services.GetRequiredService<IDeliveryStore>().Durability.Should().Be(Durability.Durable);
    }

    protected override void UseStore(IEventBusBuilder bus) => bus.UseSqlite(Path.Combine(_folder.FullName, "events.db"));
}
