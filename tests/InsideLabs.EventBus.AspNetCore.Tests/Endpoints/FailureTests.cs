using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Tests.Endpoints;

/// <summary>What a caller hears, and the store feels, when something is wrong that is not the caller's input.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(ErrorCodes.StoreUnavailable)]
    [InlineData(ErrorCodes.StoreFull)]
    public async Task A_store_that_fails_is_503_with_its_code_and_when_to_try_again(string code)
    {
        var store = new FailingSubscriptions((_, _) => throw new EventBusStoreException(code, "The store says no."));
        await using var api = await StartAsync(store);

        var answer = await api.GetAsync("/api/subscriptions");

        answer.ShouldBeProblem(503, code);
        answer.Headers["Retry-After"].Should().Be("1");
    }

    [Fact]
    public async Task A_caller_that_goes_away_ends_the_wait_for_the_store()
    {
        var (asked, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        var store = new FailingSubscriptions(async (_, token) =>
        {
            asked.SetResult();
            var forever = new TaskCompletionSource();
            await using var registration = token.Register(() =>
            {
                ended.SetResult();
                forever.SetCanceled(token);
            });
            await forever.Task;
            return [];
        });
        await using var api = await StartAsync(store);
        using var leave = new CancellationTokenSource();

        var call = api.Client.GetAsync("/api/subscriptions", leave.Token);
        await asked.Task.WaitAsync(TestHosts.Patience);
        await leave.CancelAsync();

        await ended.Task.WaitAsync(TestHosts.Patience);
        await call.Invoking(c => c).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_page_that_fails_later_breaks_the_answer_off_instead_of_calling_half_a_list_whole()
    {
        var pages = 0;
        var store = new FailingSubscriptions((filter, _) => pages++ == 0
            ? ValueTask.FromResult<IReadOnlyList<Subscription>>([.. Enumerable.Range(0, filter.Limit!.Value).Select(_ => Conformance.TestData.Subscription())])
            : throw new EventBusStoreException(ErrorCodes.StoreUnavailable, "The store went away."));
        await using var api = await StartAsync(store);

        var read = async () => await api.GetAsync("/api/subscriptions");

        await read.Should().ThrowAsync<HttpRequestException>();
    }

    /// <summary>Starts a host whose store begins to fail once it runs.</summary>
    private static async Task<ApiHost> StartAsync(FailingSubscriptions store)
    {
        var api = await ApiHost.StartAsync(configure: bus =>
        {
            bus.UseInMemoryStore();
            var inner = bus.Services.Last(s => s.ServiceType == typeof(ISubscriptionStore));
            bus.Services.Remove(inner);
            bus.Services.AddSingleton<ISubscriptionStore>(provider =>
            {
                store.Inner = (ISubscriptionStore)inner.ImplementationFactory!(provider);
                return store;
            });
        });
        store.HasStarted = true;
        return api;
    }

    private sealed class FailingSubscriptions(Func<SubscriptionFilter, CancellationToken, ValueTask<IReadOnlyList<Subscription>>> list) : ISubscriptionStore
    {
        public ISubscriptionStore Inner { get; set; } = null!;

        public bool HasStarted { get; set; }

        public ValueTask<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken) => Inner.FindAsync(id, cancellationToken);

        public ValueTask<IReadOnlyList<Subscription>> ListAsync(SubscriptionFilter filter, CancellationToken cancellationToken) =>
            HasStarted ? list(filter, cancellationToken) : Inner.ListAsync(filter, cancellationToken);

        public ValueTask<long?> SaveAsync(SubscriptionWrite write, CancellationToken cancellationToken) => Inner.SaveAsync(write, cancellationToken);

        public ValueTask<SubscriptionChanges> ReadChangesAsync(long sinceVersion, CancellationToken cancellationToken) =>
            Inner.ReadChangesAsync(sinceVersion, cancellationToken);
    }
}
