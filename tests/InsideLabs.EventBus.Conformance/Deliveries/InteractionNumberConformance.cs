using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>The number of an interaction: ascending in the order of the commits, and never given twice.</summary>
public abstract class InteractionNumberConformance : StoreConformance
{
    [Fact]
    public async Task Numbers_ascend_within_a_commit_and_over_commits()
    {
        var kind = await Store.CreateKindAsync();
        var numbers = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            numbers.AddRange(await RecordAsync(
                TestData.Item(kind.Interaction()), TestData.Item(TestData.Event()), TestData.Item(kind.Interaction())));
            numbers.AddRange(await RecordAsync(TestData.Item(kind.Interaction())));
        }

        numbers.Should().HaveCount(9).And.BeInAscendingOrder().And.OnlyHaveUniqueItems();
        numbers[0].Should().BePositive();
    }

    [Fact]
    public async Task A_duplicate_has_the_number_of_the_first_and_takes_none()
    {
        var kind = await Store.CreateKindAsync();
        var first = TestData.Item(kind.Interaction());
        var number = (await RecordAsync(first)).Single();

        var again = (await Store.CommitAsync(first)).Receipts;
        var mixed = (await Store.CommitAsync(TestData.Item(kind.Interaction()), first)).Receipts!;

        again.Should().Equal(new CommitReceipt(0, IsDuplicate: true, number));
        mixed[0].Number.Should().BeGreaterThan(number);
        mixed[1].Should().Be(new CommitReceipt(0, IsDuplicate: true, number));
        (await FindNumberAsync(first)).Should().Be(number);
    }

    [Fact]
    public async Task A_duplicate_in_the_same_commit_has_the_number_of_the_first()
    {
        var kind = await Store.CreateKindAsync();
        var item = TestData.Item(kind.Interaction());

        var receipts = (await Store.CommitAsync(item, item, TestData.Item(kind.Interaction()))).Receipts!;

        receipts.Select(r => r.IsDuplicate).Should().Equal(false, true, false);
        receipts[1].Number.Should().Be(receipts[0].Number);
        receipts[2].Number.Should().BeGreaterThan(receipts[0].Number!.Value);
    }

    [Fact]
    public async Task A_stored_interaction_that_is_recorded_as_stored_is_a_duplicate()
    {
        var kind = await Store.CreateKindAsync();
        var item = TestData.Item(kind.Interaction());
        var number = (await RecordAsync(item)).Single();

        var again = await Store.CommitAsync(item with { Occurrence = item.Occurrence.WithNumber(number) });

        again.Receipts.Should().Equal(new CommitReceipt(0, IsDuplicate: true, number));
    }

    [Fact]
    public async Task An_id_with_other_content_is_a_conflict_and_the_first_stays()
    {
        var kind = await Store.CreateKindAsync();
        var first = TestData.Item(kind.Interaction(metadata: """{"n":1}"""));
        var number = (await RecordAsync(first)).Single();

        var result = await Store.CommitAsync(
            TestData.Item(kind.Interaction()), TestData.Item(kind.Interaction(first.Occurrence.Interaction.Id, """{"n":2}""")));

        result.Conflicts.Should().Equal(1);
        (await FindNumberAsync(first)).Should().Be(number);
    }

    [Fact]
    public async Task A_commit_that_stores_nothing_spoils_no_number()
    {
        var kind = await Store.CreateKindAsync();
        var first = TestData.Item(kind.Interaction());
        var before = (await RecordAsync(first)).Single();
        var fresh = TestData.Item(kind.Interaction());
        var conflicting = TestData.Item(kind.Interaction(first.Occurrence.Interaction.Id, """{"n":2}"""));
        var missing = TestData.Item(kind.With(ReferenceKind.Action, TestData.Reference()).Interaction());
        await Store.SubscribeAsync();

        (await Store.CommitAsync(fresh, conflicting)).Conflicts.Should().NotBeNull();
        (await Store.CommitAsync(fresh, missing)).MissingReferences.Should().NotBeNull();
        (await Store.Deliveries.CommitAsync(new OccurrenceCommit(0, [fresh]), CancellationToken.None)).Stale.Should().NotBeNull();
        var after = await RecordAsync(fresh, TestData.Item(kind.Interaction()));

        after.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.OnlyContain(n => n > before);
        (await FindNumberAsync(first)).Should().Be(before);
        (await FindNumberAsync(fresh)).Should().Be(after[0]);
    }

    [Fact]
    public async Task Concurrent_commits_get_numbers_in_the_order_in_which_they_are_acknowledged()
    {
        var kind = await Store.CreateKindAsync();
        var subscription = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var items = Enumerable.Range(0, 320).Select(_ => TestData.Item(kind.Interaction(), subscription)).ToList();
        var acknowledged = 0L;

        var numbers = await Together.RunAsync(16, async i =>
        {
            var mine = new List<long>();
            foreach (var item in items.Skip(i * 20).Take(20))
            {
                var floor = Interlocked.Read(ref acknowledged);
                var number = (await RecordAsync(item)).Single();
                number.Should().BeGreaterThan(floor, "an interaction that was acknowledged before this one began has a smaller number");
                InterlockedMax(ref acknowledged, number);
                mine.Add(number);
            }

            return mine;
        });

        numbers.Should().OnlyContain(mine => mine.SequenceEqual(mine.Order()));
        numbers.SelectMany(n => n).Should().OnlyHaveUniqueItems().And.HaveCount(320);
        var byItem = numbers.SelectMany(n => n).ToList();
        for (var i = 0; i < items.Count; i++)
        {
            (await FindNumberAsync(items[i])).Should().Be(byItem[i]);
        }

        (await Store.ClaimAsync(max: 500, maxPerSubscription: 500)).Deliveries.Select(d => d.Occurrence.Interaction.Number)
            .Should().BeEquivalentTo(byItem);
    }

    [Fact]
    public async Task Of_concurrent_recordings_of_one_interaction_all_hear_one_number()
    {
        var kind = await Store.CreateKindAsync();
        var subscription = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var given = kind.Interaction();

        var results = await Together.RunAsync(16, _ => Store.CommitAsync(TestData.Item(given, subscription)));

        var receipts = results.SelectMany(r => r.Receipts!).ToList();
        receipts.Should().HaveCount(16).And.ContainSingle(r => !r.IsDuplicate);
        receipts.Select(r => r.Number).Distinct().Should().ContainSingle();
        (await Store.ClaimOneAsync()).Occurrence.Interaction.Number.Should().Be(receipts[0].Number);
    }

    private static void InterlockedMax(ref long target, long value)
    {
        for (var seen = Interlocked.Read(ref target); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    /// <summary>Commits what must be stored, and answers the numbers of the interactions in it.</summary>
    private async Task<List<long>> RecordAsync(params NewOccurrence[] items)
    {
        var receipts = (await Store.CommitAsync(items)).Receipts!;
        receipts.Should().OnlyContain(r => !r.IsDuplicate);
        return [.. receipts.Select(r => r.Number).OfType<long>()];
    }

    private async Task<long> FindNumberAsync(NewOccurrence item) =>
        (await Store.Deliveries.FindOccurrenceAsync(item.Occurrence.Id, CancellationToken.None))!.Interaction.Number;
}
