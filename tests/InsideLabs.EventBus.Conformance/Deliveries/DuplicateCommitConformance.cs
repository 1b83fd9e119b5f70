using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>An id that is there already: the same content is a duplicate, other content a conflict.</summary>
public abstract class DuplicateCommitConformance : StoreConformance
{
    private const string Id = "order-4711";

    [Fact]
    public async Task The_same_content_again_answers_the_first_receipt_and_queues_nothing()
    {
        var (a, b) = (await Store.SubscribeAsync(), await Store.SubscribeAsync());
        await Store.CommitAsync(TestData.Item(TestData.Event(Id), a, b));

        var again = await Store.CommitAsync(TestData.Item(TestData.Event(Id), a));

        again.Receipts.Should().Equal(new CommitReceipt(2, IsDuplicate: true));
        (await Store.StatsAsync()).Pending.Should().Be(2);
    }

    [Fact]
    public async Task A_duplicate_is_recognised_after_its_delivery_ended()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.CommitAsync(TestData.Item(TestData.Event(Id), subscription));
        await Store.SettleAsync(await Store.ClaimOneAsync(), DeliveryStatus.Delivered);

        var again = await Store.CommitAsync(TestData.Item(TestData.Event(Id), subscription));

        again.Receipts.Should().Equal(new CommitReceipt(1, IsDuplicate: true));
        (await Store.ClaimAsync()).Deliveries.Should().BeEmpty();
    }

    [Fact]
    public async Task A_duplicate_leaves_what_the_first_one_stored()
    {
        var first = TestData.Event(Id, timestamp: TestData.Start.AddDays(-1), traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        await Store.CommitAsync(TestData.Item(first));

        await Store.CommitAsync(TestData.Item(TestData.Event(Id, recordedAt: TestData.Start.AddHours(1))));

        var found = await Store.Deliveries.FindOccurrenceAsync(Id, CancellationToken.None);
        found!.Body.ToArray().Should().Equal(first.Body.ToArray());
        found.TraceParent.Should().Be(first.TraceParent);
        found.RecordedAt.Should().Be(first.RecordedAt);
    }

    [Theory]
    [InlineData("engagement.campaign.opened", """{"campaignId":"c-42"}""")]
    [InlineData("engagement.campaign.sent", """{"campaignId":"c-43"}""")]
    [InlineData("engagement.campaign.sent", """{"campaignId": "c-42"}""")]
    public async Task Another_type_or_other_payload_bytes_are_a_conflict_and_the_first_stays(string type, string payload)
    {
        var subscription = await Store.SubscribeAsync();
        var first = TestData.Event(Id);
        await Store.CommitAsync(TestData.Item(first, subscription));

        var result = await Store.CommitAsync(TestData.Item(TestData.Event(Id, type, payload), subscription));

        result.Conflicts.Should().Equal(0);
        result.Receipts.Should().BeNull();
        result.Stale.Should().BeNull();
        (await Store.Deliveries.FindOccurrenceAsync(Id, CancellationToken.None))!.Body.ToArray().Should().Equal(first.Body.ToArray());
        (await Store.StatsAsync()).Pending.Should().Be(1);
    }

    [Theory]
    [InlineData(GivenFields.None, GivenFields.None)]
    [InlineData(GivenFields.Category, GivenFields.SourceDomain)]
    [InlineData(GivenFields.Category | GivenFields.SourceDomain | GivenFields.Timestamp, GivenFields.None)]
    [InlineData(GivenFields.None, GivenFields.Category | GivenFields.SourceDomain | GivenFields.Timestamp)]
    public async Task A_field_that_only_one_of_the_two_gave_is_no_content(GivenFields first, GivenFields second)
    {
        await Store.CommitAsync(TestData.Item(Giving(first, "one", TestData.Start)));

        var again = await Store.CommitAsync(TestData.Item(Giving(second, "two", TestData.Start.AddHours(1))));

        again.Receipts.Should().Equal(new CommitReceipt(0, IsDuplicate: true));
    }

    [Theory]
    [InlineData(GivenFields.Category)]
    [InlineData(GivenFields.SourceDomain)]
    [InlineData(GivenFields.Timestamp)]
    public async Task A_field_that_both_gave_is_content(GivenFields field)
    {
        await Store.CommitAsync(TestData.Item(Giving(field, "one", TestData.Start)));

        (await Store.CommitAsync(TestData.Item(Giving(field, "two", TestData.Start.AddHours(1))))).Conflicts.Should().Equal(0);
        (await Store.CommitAsync(TestData.Item(Giving(field, "one", TestData.Start)))).Receipts
            .Should().Equal(new CommitReceipt(0, IsDuplicate: true));
    }

    [Fact]
    public async Task An_item_that_repeats_an_earlier_one_of_its_commit_is_its_duplicate()
    {
        var subscription = await Store.SubscribeAsync();

        var result = await Store.CommitAsync(
            TestData.Item(TestData.Event(Id), subscription), TestData.Item(TestData.Event()), TestData.Item(TestData.Event(Id), subscription));

        result.Receipts.Should().Equal(
            new CommitReceipt(1, IsDuplicate: false), new CommitReceipt(0, IsDuplicate: false), new CommitReceipt(1, IsDuplicate: true));
        (await Store.StatsAsync()).Pending.Should().Be(1);
    }

    [Fact]
    public async Task An_item_that_contradicts_an_earlier_one_of_its_commit_is_a_conflict()
    {
        var result = await Store.CommitAsync(
            TestData.Item(TestData.Event(Id)), TestData.Item(TestData.Event(Id, payload: """{"campaignId":"other"}""")));

        result.Conflicts.Should().Equal(1);
        (await Store.Deliveries.FindOccurrenceAsync(Id, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task One_conflict_keeps_the_whole_commit_out_and_every_one_is_named()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.CommitAsync(TestData.Item(TestData.Event("taken-1")), TestData.Item(TestData.Event("taken-2")));

        var result = await Store.CommitAsync(
            TestData.Item(TestData.Event("new-1"), subscription),
            TestData.Item(TestData.Event("taken-1", payload: "{}"), subscription),
            TestData.Item(TestData.Event("taken-2"), subscription),
            TestData.Item(TestData.Event("taken-2", payload: "{}"), subscription),
            TestData.Item(TestData.Event("new-2"), subscription));

        result.Conflicts.Should().Equal(1, 3);
        (await Store.Deliveries.FindOccurrenceAsync("new-1", CancellationToken.None)).Should().BeNull();
        (await Store.Deliveries.FindOccurrenceAsync("new-2", CancellationToken.None)).Should().BeNull();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats));
    }

    [Fact]
    public async Task A_commit_of_new_items_and_duplicates_stores_the_new_ones()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.CommitAsync(TestData.Item(TestData.Event(Id)));

        var result = await Store.CommitAsync(TestData.Item(TestData.Event(Id), subscription), TestData.Item(TestData.Event("new"), subscription));

        result.Receipts.Should().Equal(new CommitReceipt(0, IsDuplicate: true), new CommitReceipt(1, IsDuplicate: false));
        (await Store.ClaimOneAsync()).Occurrence.Id.Should().Be("new");
    }

    [Fact]
    public async Task Of_64_concurrent_commits_of_one_id_exactly_one_is_the_first()
    {
        var subscription = await Store.SubscribeAsync();
        string[] ids = ["a", "b", "c", "d", "e", "f", "g", "h"];

        var receipts = await Together.RunAsync(64, async _ =>
        {
            var mine = new List<CommitReceipt>();
            foreach (var id in ids)
            {
                mine.AddRange((await Store.CommitAsync(TestData.Item(TestData.Event(id), subscription))).Receipts!);
            }

            return mine;
        });

        for (var i = 0; i < ids.Length; i++)
        {
            var forOneId = receipts.Select(r => r[i]).ToList();
            forOneId.Should().OnlyContain(r => r.Deliveries == 1);
            forOneId.Should().ContainSingle(r => !r.IsDuplicate);
        }

        (await Store.StatsAsync()).Pending.Should().Be(ids.Length);
    }

    [Fact]
    public async Task Of_concurrent_commits_of_one_id_with_different_content_one_is_stored_and_the_others_conflict()
    {
        var occurrences = Enumerable.Range(0, 16).Select(i => TestData.Event(Id, payload: $$"""{"n":{{i}}}""")).ToList();

        var results = await Together.RunAsync(occurrences.Count, i => Store.CommitAsync(TestData.Item(occurrences[i])));

        var winner = results.Should().ContainSingle(r => r.Receipts != null).Subject;
        results.Where(r => r != winner).Should().OnlyContain(r => r.Conflicts != null && r.Conflicts.Count == 1 && r.Conflicts[0] == 0);
        (await Store.Deliveries.FindOccurrenceAsync(Id, CancellationToken.None))!.Body.ToArray()
            .Should().Equal(occurrences[Array.IndexOf(results, winner)].Body.ToArray());
    }

    private static Occurrence Giving(GivenFields fields, string text, DateTimeOffset instant) => TestData.Event(
        Id,
        category: fields.HasFlag(GivenFields.Category) ? text : null,
        sourceDomain: fields.HasFlag(GivenFields.SourceDomain) ? text : null,
        timestamp: fields.HasFlag(GivenFields.Timestamp) ? instant : null,
        recordedAt: instant);
}
