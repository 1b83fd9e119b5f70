using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Matching.SubscriptionSamples;

namespace InsideLabs.EventBus.Tests.Matching;

public sealed class SubscriptionMatcherTests
{
    private const string Sent = "engagement.campaign.sent";

    private readonly ChangeLog _store = new();

    [Fact]
    public void It_begins_at_version_0() => new SubscriptionMatcher(_store).Current.Version.Should().Be(0);

    [Fact]
    public void Changes_replace_the_snapshot_and_old_ones_do_not()
    {
        var matcher = new SubscriptionMatcher(_store);

        var newest = matcher.Apply(Changes(2, Active(1, 2, Sent)));
        var answer = matcher.Apply(Changes(1, Active(1, 1, "billing.*")));

        answer.Should().BeSameAs(newest);
        matcher.Current.Should().BeSameAs(newest);
    }

    [Fact]
    public async Task Catching_up_reads_what_changed_since_and_only_if_need_be()
    {
        _store.Since[2] = Task.FromResult(Changes(4, Active(2, 4, Sent)));
        var matcher = new SubscriptionMatcher(_store);
        matcher.Apply(Changes(2, Active(1, 2, Sent)));

        (await matcher.CatchUpAsync(2, default)).Version.Should().Be(2);
        _store.Reads.Should().Be(0);

        var reached = await matcher.CatchUpAsync(3, default);

        reached.Version.Should().Be(4);
        reached.Matched(Sent).Should().HaveCount(2);
        matcher.Current.Should().BeSameAs(reached);
    }

    [Fact]
    public async Task Callers_that_catch_up_at_once_reach_the_same_version_and_see_each_subscription_once()
    {
        var answer = new TaskCompletionSource<SubscriptionChanges>(TaskCreationOptions.RunContinuationsAsynchronously);
        _store.Since[0] = answer.Task;
        var matcher = new SubscriptionMatcher(_store);

        var callers = Enumerable.Range(0, 8).Select(_ => matcher.CatchUpAsync(1, default).AsTask()).ToArray();
        answer.SetResult(Changes(1, Active(1, 1, Sent)));
        var snapshots = await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(30));

        snapshots.Should().AllSatisfy(s => s.Should().BeSameAs(matcher.Current));
        matcher.Current.Matched(Sent).Should().ContainSingle();
    }

    [Fact]
    public async Task A_store_that_does_not_know_its_own_version_is_an_error_and_not_a_silent_gap()
    {
        _store.Since[0] = Task.FromResult(Changes(3));
        var matcher = new SubscriptionMatcher(_store);

        var failure = await ((Func<Task>)(() => matcher.CatchUpAsync(9, default).AsTask())).Should().ThrowAsync<EventBusStoreException>();

        failure.Which.Message.Should().Contain("3").And.Contain("9");
    }

    [Fact]
    public async Task A_reader_sees_each_version_whole_while_a_writer_moves_on()
    {
        const int Versions = 500;
        var matcher = new SubscriptionMatcher(_store);
        matcher.Apply(AtVersion(1));
        using var started = new CountdownEvent(2);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntil(matcher, started, stop.Token))).ToArray();
        var writing = Task.Run(() =>
        {
            try
            {
                started.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
                for (var version = 2; version <= Versions; version++)
                {
                    matcher.Apply(AtVersion(version));
                }
            }
            finally
            {
                stop.Cancel();
            }
        });

        var seen = await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(30));
        await writing.WaitAsync(TimeSpan.FromSeconds(30));

        seen.Should().AllSatisfy(versions => versions.Should().BeGreaterThan(1));
    }

    /// <summary>
    /// Odd versions have the first subscription active and even ones the second, and each brings a hundred others or takes them
    /// away again, so that the table grows and shrinks: half of a version would show.
    /// </summary>
    private static SubscriptionChanges AtVersion(int version)
    {
        var isOdd = version % 2 == 1;
        var first = Active(1, version, "engagement.*") with { Status = isOdd ? SubscriptionStatus.Active : SubscriptionStatus.Paused };
        var second = Active(2, version, Sent) with { Status = isOdd ? SubscriptionStatus.Paused : SubscriptionStatus.Active };
        var others = Enumerable.Range(100, 100).Select(i => isOdd
            ? new SubscriptionChange(Id(i), Active(i, version, $"other-{i}.v{version}.*"))
            : new SubscriptionChange(Id(i), null));
        return new SubscriptionChanges(version, [new(first.Id, first), new(second.Id, second), .. others]);
    }

    private static int ReadUntil(SubscriptionMatcher matcher, CountdownEvent started, CancellationToken stop)
    {
        var versions = new HashSet<long>();
        var hasStarted = false;
        while (!stop.IsCancellationRequested)
        {
            var snapshot = matcher.Current;
            var matched = snapshot.Matched(Sent);
            if (versions.Add(snapshot.Version))
            {
                matched.Should().ContainSingle().Which.Id.Should().Be(Id(snapshot.Version % 2 == 1 ? 1 : 2));
                matched[0].Version.Should().Be(snapshot.Version);
                snapshot.Count.Should().Be(snapshot.Version % 2 == 1 ? 102 : 2);
            }
            else if (matched.Length != 1 || matched[0].Version != snapshot.Version)
            {
                throw new InvalidOperationException($"Version {snapshot.Version} is not whole.");
            }

            if (!hasStarted)
            {
                hasStarted = true;
                started.Signal();
            }
        }

        return versions.Count;
    }

    /// <summary>A store of which only the changes are asked for.</summary>
    private sealed class ChangeLog : ISubscriptionStore
    {
        public Dictionary<long, Task<SubscriptionChanges>> Since { get; } = [];

        public int Reads { get; private set; }

        public async ValueTask<SubscriptionChanges> ReadChangesAsync(long sinceVersion, CancellationToken cancellationToken)
        {
            Reads++;
            return await Since[sinceVersion];
        }

        public ValueTask<Subscription?> FindAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Subscription>> ListAsync(SubscriptionFilter filter, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<long?> SaveAsync(SubscriptionWrite write, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
