using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Diagnostics;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_delivery_is_linked_to_the_publish_that_caused_it()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => string.Equals(source.Name, EventBusDiagnostics.ActivitySourceName, StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await EventBusTestHost.StartAsync(b => b.AddDomain());
        host.Adapter.Answers.Always(DeliveryResult.Rejected(ErrorCodes.PayloadRefused));
        await host.SubscribeAsync("shop.*");

        var receipt = await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        // Other tests run at the same time and are listened to as well.
        var mine = ended.Where(a => receipt.EventId.Equals(a.GetTagItem(EventBusDiagnostics.EventIdTag))).ToArray();
        var publish = mine.Single(a => a.OperationName == "publish");
        var deliver = mine.Single(a => a.OperationName == "deliver");
        deliver.Links.Single().Context.SpanId.Should().Be(publish.SpanId);
        deliver.Links.Single().Context.TraceId.Should().Be(publish.TraceId);
        deliver.TraceId.Should().NotBe(publish.TraceId, "it is linked, not part of it");
        deliver.Status.Should().Be(ActivityStatusCode.Error);
        deliver.GetTagItem(EventBusDiagnostics.CodeTag).Should().Be(ErrorCodes.PayloadRefused);
        deliver.GetTagItem(EventBusDiagnostics.AttemptTag).Should().Be(1);
    }

    [Fact]
    public async Task Every_outcome_is_counted()
    {
        await using var host = await EventBusTestHost.StartAsync(b =>
        {
            b.AddDomain();
            b.Services.AddMetrics();
        });
        var counts = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        var factory = host.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counts.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => counts.AddOrUpdate(instrument.Name, 1, (_, sum) => sum + 1));
        listener.Start();
        host.Adapter.Answers.Next(DeliveryResult.Retry(ErrorCodes.Http5xx));
        await host.SubscribeAsync("shop.order.*");

        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.order.placed", id: "x"));
        await host.Publisher.PublishAsync(SampleEvents.Raw("shop.order.placed", id: "x"));
        await Assert.ThrowsAsync<EventBusValidationException>(async () => await host.Publisher.PublishAsync(SampleEvents.Raw("nope")));
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        counts[EventBusDiagnostics.EventsPublished].Should().Be(1);
        counts[EventBusDiagnostics.EventsDuplicate].Should().Be(1);
        counts[EventBusDiagnostics.EventsRefused].Should().Be(1);
        counts[EventBusDiagnostics.DeliveryAttempts].Should().Be(2);
        counts[EventBusDiagnostics.DeliveriesActive].Should().Be(0);
        counts[EventBusDiagnostics.PublishDuration].Should().Be(2);
        counts[EventBusDiagnostics.DeliveryLag].Should().Be(2);
    }
}
