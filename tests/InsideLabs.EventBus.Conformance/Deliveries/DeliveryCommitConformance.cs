using System.Collections.Concurrent;
using System.Text;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Committing: all or nothing, byte for byte, each delivery once.</summary>
public abstract class DeliveryCommitConformance : StoreConformance
{
    [Fact]
    public async Task A_commit_answers_one_receipt_for_each_item_in_order()
    {
        var (a, b) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());

        var result = await Store.CommitAsync(
            TestData.Item(TestData.Event(), a, b), TestData.Item(TestData.Event()), TestData.Item(TestData.Event(), a));

        result.Receipts.Should().Equal(
            new CommitReceipt(2, IsDuplicate: false), new CommitReceipt(0, IsDuplicate: false), new CommitReceipt(1, IsDuplicate: false));
        result.Stale.Should().BeNull();
        result.Conflicts.Should().BeNull();
    }

    [Fact]
    public async Task A_committed_delivery_is_queued_as_it_was_given()
    {
        var subscription = await Store.SubscribeAsync();
        var occurrence = TestData.Event();
        var delivery = TestData.Delivery(subscription, Store.Now.AddMinutes(3));

        await Store.CommitAsync(new NewOccurrence(occurrence, [delivery]));

        (await Store.FindAsync(delivery.Id)).Should().Be(new Delivery
        {
            Id = delivery.Id,
            OccurrenceId = occurrence.Id,
            SubscriptionId = subscription.Id,
            Adapter = subscription.Adapter,
            Status = DeliveryStatus.Scheduled,
            Attempts = 0,
            NextAttempt = Store.Now.AddMinutes(3),
            CreatedAt = Store.Now,
        });
    }

    [Fact]
    public async Task An_occurrence_is_found_and_claimed_as_it_was_committed()
    {
        var subscription = await Store.SubscribeAsync();
        var occurrence = TestData.Event(
            category: "special",
            timestamp: Store.Now.AddDays(-1),
            traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            recordedAt: Store.Now);

        await Store.CommitAsync(TestData.Item(occurrence, subscription));

        ShouldBe((await FindAsync(occurrence.Id))!, occurrence);
        ShouldBe((await Store.ClaimOneAsync()).Occurrence, occurrence);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"huge":1e400,"tiny":-1E-400,"id":12345678901234567890123,"zero":-0.0}""")]
    [InlineData("{ \"a\" : [ 1 ,\t2 ],\r\n  \"b\" : { } }")]
    [InlineData("""{"text":"ü 🚀 \u0041 \/ ' \" \\ %_"}""")]
    public async Task A_payload_survives_byte_for_byte(string payload)
    {
        var subscription = await Store.SubscribeAsync();
        var occurrence = TestData.Event(payload: payload);

        await Store.CommitAsync(TestData.Item(occurrence, subscription));

        var claimed = (await Store.ClaimOneAsync()).Occurrence;
        var found = (await FindAsync(occurrence.Id))!;
        Encoding.UTF8.GetString(claimed.Event.Payload.Span).Should().Be(payload);
        Encoding.UTF8.GetString(found.Event.Payload.Span).Should().Be(payload);
        claimed.Body.ToArray().Should().Equal(occurrence.Body.ToArray());
        found.Body.ToArray().Should().Equal(occurrence.Body.ToArray());
    }

    [Fact]
    public async Task A_payload_of_a_mebibyte_survives()
    {
        var occurrence = TestData.Event(payload: $$"""{"text":"{{new string('x', 1_048_000)}}"}""");

        await Store.CommitAsync(TestData.Item(occurrence));

        (await FindAsync(occurrence.Id))!.Body.Span.SequenceEqual(occurrence.Body.Span).Should().BeTrue();
    }

    [Fact]
    public async Task An_occurrence_that_matched_nothing_is_stored_and_queues_nothing()
    {
        var occurrence = TestData.Event();

        await Store.CommitAsync(TestData.Item(occurrence));

        ShouldBe((await FindAsync(occurrence.Id))!, occurrence);
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats));
    }

    [Fact]
    public async Task Ids_compare_ordinally()
    {
        var (upper, lower) = (TestData.Event(id: "Id-1", payload: """{"n":1}"""), TestData.Event(id: "id-1", payload: """{"n":2}"""));

        var result = await Store.CommitAsync(TestData.Item(upper), TestData.Item(lower));

        result.Receipts.Should().HaveCount(2);
        ShouldBe((await FindAsync("Id-1"))!, upper);
        ShouldBe((await FindAsync("id-1"))!, lower);
        (await FindAsync("ID-1")).Should().BeNull();
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_stores_nothing()
    {
        var subscription = await Store.SubscribeAsync();
        var occurrence = TestData.Event();
        var request = new OccurrenceCommit(subscription.Version, [TestData.Item(occurrence, subscription)]);

        var commit = async () => await Store.Deliveries.CommitAsync(request, new CancellationToken(canceled: true));

        await commit.Should().ThrowAsync<OperationCanceledException>();
        (await FindAsync(occurrence.Id)).Should().BeNull();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats));
    }

    [Fact]
    public async Task Concurrent_commits_of_different_occurrences_are_all_stored_once()
    {
        var (a, b) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        var items = Enumerable.Range(0, 200).Select(_ => TestData.Item(TestData.Event(), a, b)).ToList();

        var results = await Together.RunAsync(20, async i =>
        {
            var mine = new List<CommitResult>();
            foreach (var item in items.Skip(i * 10).Take(10))
            {
                mine.Add(await Store.CommitAsync(item));
            }

            return mine;
        });

        results.SelectMany(r => r).SelectMany(r => r.Receipts!).Should().HaveCount(200).And.AllBeEquivalentTo(new CommitReceipt(2, IsDuplicate: false));
        (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Select(d => d.Id)
            .Should().Equal(items.SelectMany(i => i.Deliveries).Select(d => d.Id).Order());
        foreach (var item in items)
        {
            ShouldBe((await FindAsync(item.Occurrence.Id))!, item.Occurrence);
        }
    }

    [Fact]
    public async Task Subscriptions_may_change_while_others_commit_and_no_commit_goes_by_an_old_match()
    {
        var subscription = await Store.SubscribeAsync();
        var stored = new ConcurrentBag<(string OccurrenceId, bool WasActive)>();

        await Together.RunAsync(17, async i =>
        {
            if (i == 0)
            {
                await ToggleAsync(subscription, times: 50);
                return;
            }

            for (var n = 0; n < 10; n++)
            {
                stored.Add(await CommitUntilStoredAsync(subscription.Id));
            }
        });

        // A delivery belongs to every commit that was matched while the subscription was active, and to no other.
        stored.Should().HaveCount(160);
        (await Store.Deliveries.ListDeliveriesAsync(DeliveryFilter.All, CancellationToken.None)).Select(d => d.OccurrenceId)
            .Should().BeEquivalentTo(stored.Where(s => s.WasActive).Select(s => s.OccurrenceId));
    }

    private static void ShouldBe(Occurrence actual, Occurrence expected)
    {
        actual.Id.Should().Be(expected.Id);
        actual.Kind.Should().Be(expected.Kind);
        actual.EventType.Should().Be(expected.EventType);
        actual.Body.ToArray().Should().Equal(expected.Body.ToArray());
        actual.Given.Should().Be(expected.Given);
        actual.TraceParent.Should().Be(expected.TraceParent);
        actual.RecordedAt.Should().Be(expected.RecordedAt);
    }

    private ValueTask<Occurrence?> FindAsync(string id) => Store.Deliveries.FindOccurrenceAsync(id, CancellationToken.None);

    /// <summary>What a publisher does: match with what it knows, commit, and when that is stale apply the changes and try again.</summary>
    private async Task<(string OccurrenceId, bool WasActive)> CommitUntilStoredAsync(Guid subscriptionId)
    {
        var occurrence = TestData.Event();
        var known = await Store.Subscriptions.ReadChangesAsync(0, CancellationToken.None);
        while (true)
        {
            var state = known.Items.Single(i => i.Id == subscriptionId).State!;
            var active = state.Status == SubscriptionStatus.Active;
            var item = active ? TestData.Item(occurrence, state) : TestData.Item(occurrence);
            var result = await Store.Deliveries.CommitAsync(new OccurrenceCommit(known.Version, [item]), CancellationToken.None);
            if (result.Receipts is not null)
            {
                return (occurrence.Id, active);
            }

            known = result.Stale!;
        }
    }

    private async Task ToggleAsync(Subscription subscription, int times)
    {
        for (var i = 0; i < times; i++)
        {
            subscription = i % 2 == 0 ? await Store.PauseAsync(subscription) : await Store.ResumeAsync(subscription);
        }
    }
}
