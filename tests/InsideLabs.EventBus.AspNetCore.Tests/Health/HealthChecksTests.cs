using InsideLabs.EventBus.AspNetCore.Health;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace InsideLabs.EventBus.AspNetCore.Tests.Health;

public sealed class HealthChecksTests
{
    [Fact]
    public async Task Three_checks_are_registered_with_the_tags_of_the_host()
    {
        await using var host = EventBusTestHost.Build(bus => bus.Services.AddHealthChecks().AddInsideLabsEvents("ready"), o => o.Bus = options => options.RunDispatcher = false);

        var none = await CheckAsync(host, tag: "live");
        var all = await CheckAsync(host, tag: "ready");

        none.Entries.Should().BeEmpty();
        all.Status.Should().Be(HealthStatus.Healthy);
        all.Entries.Keys.Should().BeEquivalentTo("insidelabs-events-store", "insidelabs-events-dispatcher", "insidelabs-events-time-zones");
    }

    [Fact]
    public async Task Before_the_host_has_started_the_dispatcher_is_not_ready()
    {
        await using var host = EventBusTestHost.Build(bus => bus.Services.AddHealthChecks().AddInsideLabsEvents());

        var report = await CheckAsync(host);

        var dispatcher = report.Entries["insidelabs-events-dispatcher"];
        dispatcher.Status.Should().Be(HealthStatus.Unhealthy);
        dispatcher.Description.Should().Contain("not started yet");
        dispatcher.Data.Should().Equal(new Dictionary<string, object> { ["condition"] = "Off" });
        report.Entries["insidelabs-events-store"].Status.Should().Be(HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(DispatcherCondition.Running, true, HealthStatus.Healthy, "delivers")]
    [InlineData(DispatcherCondition.Blocked, true, HealthStatus.Unhealthy, "cannot be stored")]
    [InlineData(DispatcherCondition.Failed, true, HealthStatus.Unhealthy, "restart the process")]
    [InlineData(DispatcherCondition.Stopped, true, HealthStatus.Unhealthy, "stopped")]
    [InlineData(DispatcherCondition.Off, true, HealthStatus.Unhealthy, "not started yet")]
    [InlineData(DispatcherCondition.Off, false, HealthStatus.Healthy, "only when it is asked to")]
    public void The_dispatcher_is_healthy_when_it_does_what_it_was_told(DispatcherCondition condition, bool runs, HealthStatus expected, string says)
    {
        var result = DispatcherHealthCheck.Judge(condition, runs, HealthStatus.Unhealthy);

        result.Status.Should().Be(expected);
        result.Description.Should().Contain(says);
        result.Data.Should().Equal(new Dictionary<string, object> { ["condition"] = condition.ToString() });
    }

    [Fact]
    public async Task A_store_that_fails_is_unhealthy_and_its_message_is_not_shown()
    {
        var store = new ScriptedStore(_ => throw new EventBusStoreException(ErrorCodes.StoreUnavailable, "disk /data/private.db"));

        var result = await CheckAsync(store, new VirtualClock());

        result.Status.Should().Be(HealthStatus.Unhealthy);
        result.Description.Should().Be("The store does not answer: store_unavailable.");
    }

    [Fact]
    public async Task A_store_that_hangs_is_unhealthy_after_five_seconds_even_when_it_ignores_the_token()
    {
        var time = new VirtualClock();
        var store = new ScriptedStore(_ => new TaskCompletionSource<SubscriptionChanges>().Task);
        var check = CheckAsync(store, time);

        time.Advance(StoreHealthCheck.Patience - TimeSpan.FromTicks(1));
        check.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromTicks(1));

        var result = await check.WaitAsync(TestHosts.Patience);
        result.Status.Should().Be(HealthStatus.Unhealthy);
        result.Description.Should().Be("The store did not answer within 5 seconds.");
    }

    [Fact]
    public async Task A_probe_that_gives_up_is_not_the_stores_fault()
    {
        using var probe = new CancellationTokenSource();
        var store = new ScriptedStore(_ => new TaskCompletionSource<SubscriptionChanges>().Task);
        var check = CheckAsync(store, new VirtualClock(), probe.Token);

        await probe.CancelAsync();

        var ended = () => check.WaitAsync(TestHosts.Patience);
        await ended.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task The_store_is_asked_for_nothing_that_grows_with_it()
    {
        long? asked = null;
        var store = new ScriptedStore(since =>
        {
            asked = since;
            return Task.FromResult(new SubscriptionChanges(0, []));
        });

        (await CheckAsync(store, new VirtualClock())).Status.Should().Be(HealthStatus.Healthy);

        asked.Should().Be(long.MaxValue);
    }

    private static Task<HealthReport> CheckAsync(EventBusTestHost host, string? tag = null) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(r => tag is null || r.Tags.Contains(tag));

    private static Task<HealthCheckResult> CheckAsync(ISubscriptionStore store, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var check = new StoreHealthCheck(store, time);
        var registration = new HealthCheckRegistration("store", check, HealthStatus.Unhealthy, tags: null);
        return check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, cancellationToken);
    }

    private sealed class ScriptedStore(Func<long, Task<SubscriptionChanges>> changes) : ISubscriptionStore
    {
        public ValueTask<SubscriptionChanges> ReadChangesAsync(long sinceVersion, CancellationToken cancellationToken) => new(changes(sinceVersion));

        public ValueTask<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Subscription>> ListAsync(SubscriptionFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<long?> SaveAsync(SubscriptionWrite write, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
