using System.Text;
using InsideLabs.EventBus.Conformance.References;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Conformance.Deliveries;

/// <summary>Committing interactions: stamped with a number, delivered like events, and only with references that exist.</summary>
public abstract class InteractionCommitConformance : StoreConformance
{
    public static TheoryData<ReferenceKind> Kinds() => new(Enum.GetValues<ReferenceKind>());

    [Fact]
    public async Task An_interaction_is_found_and_claimed_as_it_was_committed_with_the_number_of_its_receipt()
    {
        var kind = await Store.CreateKindAsync();
        var subscription = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var given = TestData.Interaction(
            kind.ResourceType,
            kind.Action,
            kind.Origin,
            traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            recordedAt: Store.Now);

        var receipt = (await Store.CommitAsync(TestData.Item(given, subscription))).Receipts.Should().ContainSingle().Subject;

        receipt.Should().Be(new CommitReceipt(1, IsDuplicate: false, receipt.Number));
        receipt.Number.Should().BePositive();
        given.Interaction.Number.Should().Be(0, "what the caller gave stays as it is");
        ShouldBe(await FindAsync(given.Id), given.WithNumber(receipt.Number!.Value));
        var claim = await Store.ClaimOneAsync();
        ShouldBe(claim.Occurrence, given.WithNumber(receipt.Number.Value));
        claim.Occurrence.Interaction.Should().BeEquivalentTo(
            new { receipt.Number, given.Interaction.Id, Action = kind.Action.Mnemonic, Origin = kind.Origin.Mnemonic });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"huge":1e400,"id":12345678901234567890123,"zero":-0.0}""")]
    [InlineData("{ \"a\" : [ 1 ,\t2 ],\r\n  \"interactionNumber\" : 0 }")]
    [InlineData("""{"text":"ü 🚀 \u0041 \/ ' {{secrets.key}}"}""")]
    public async Task Metadata_survives_byte_for_byte(string metadata)
    {
        var kind = await Store.CreateKindAsync();
        var subscription = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var given = kind.Interaction(metadata: metadata);

        await Store.CommitAsync(TestData.Item(given, subscription));

        Encoding.UTF8.GetString((await FindAsync(given.Id)).Interaction.Metadata!.Value.Span).Should().Be(metadata);
        Encoding.UTF8.GetString((await Store.ClaimOneAsync()).Occurrence.Interaction.Metadata!.Value.Span).Should().Be(metadata);
    }

    [Fact]
    public async Task A_big_interaction_is_claimed_with_its_number()
    {
        var kind = await Store.CreateKindAsync();
        var subscription = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var given = kind.Interaction(metadata: $$"""{"text":"{{new string('x', 1_048_000)}}"}""");

        var number = (await Store.CommitAsync(TestData.Item(given, subscription))).Receipts![0].Number!.Value;

        (await Store.ClaimOneAsync()).Occurrence.Body.Span.SequenceEqual(given.WithNumber(number).Body.Span).Should().BeTrue();
    }

    [Fact]
    public async Task Every_subscription_gets_one_delivery_of_each_interaction()
    {
        var kind = await Store.CreateKindAsync();
        var any = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var exact = await Store.SubscribeAsync(TestData.Subscription(kind.ThisOrigin));
        var (first, second) = (kind.Interaction(), kind.Interaction());

        var receipts = (await Store.CommitAsync(TestData.Item(first, any, exact), TestData.Item(second, any), TestData.Item(kind.Interaction()))).Receipts!;

        receipts.Select(r => r.Deliveries).Should().Equal(2, 1, 0);
        (await DeliveriesAsync(first.Id)).Select(d => d.SubscriptionId).Should().BeEquivalentTo([any.Id, exact.Id]);
        (await DeliveriesAsync(second.Id)).Select(d => d.SubscriptionId).Should().Equal(any.Id);
        (await Store.ClaimAsync()).Deliveries.Select(d => (d.Occurrence.Id, d.SubscriptionId))
            .Should().BeEquivalentTo([(first.Id, any.Id), (first.Id, exact.Id), (second.Id, any.Id)]);
    }

    [Fact]
    public async Task An_interaction_without_an_origin_needs_none()
    {
        var kind = await Store.CreateKindAsync();
        var given = TestData.Interaction(kind.ResourceType, kind.Action);

        (await Store.CommitAsync(TestData.Item(given))).Receipts.Should().ContainSingle();

        (await FindAsync(given.Id)).Interaction.OriginId.Should().BeNull();
    }

    [Fact]
    public async Task An_interaction_and_an_event_share_a_commit()
    {
        var kind = await Store.CreateKindAsync();
        var subscription = await Store.SubscribeAsync();
        var (occurred, given) = (TestData.Event(), kind.Interaction());

        var receipts = (await Store.CommitAsync(TestData.Item(occurred, subscription), TestData.Item(given, subscription))).Receipts!;

        receipts[0].Should().Be(new CommitReceipt(1, IsDuplicate: false));
        receipts[1].Should().Be(new CommitReceipt(1, IsDuplicate: false, receipts[1].Number));
        (await FindAsync(occurred.Id)).Kind.Should().Be(OccurrenceKind.Event);
        (await FindAsync(given.Id)).Kind.Should().Be(OccurrenceKind.Interaction);
        (await Store.ClaimAsync()).Deliveries.Select(d => d.Occurrence.Kind)
            .Should().BeEquivalentTo([OccurrenceKind.Event, OccurrenceKind.Interaction]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_interaction_with_something_that_is_not_there_is_named_and_nothing_is_stored(ReferenceKind gone)
    {
        var kind = await Store.CreateKindAsync();
        var subscription = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var (good, missing) = (kind.Interaction(), kind.With(gone, TestData.Reference()));

        var result = await Store.CommitAsync(
            TestData.Item(good, subscription),
            TestData.Item(missing.Interaction(), subscription),
            TestData.Item(TestData.Event(), subscription),
            TestData.Item(missing.Interaction()));

        result.MissingReferences.Should().Equal(1, 3);
        (result.Receipts, result.Stale, result.Conflicts).Should().Be((null, null, null));
        (await Store.Deliveries.FindOccurrenceAsync(good.Id, CancellationToken.None)).Should().BeNull();
        (await Store.StatsAsync()).Should().Be(default(DeliveryStats));
        (await Store.CommitAsync(TestData.Item(good, subscription))).Receipts.Should().ContainSingle();
    }

    [Fact]
    public async Task One_interaction_alone_with_a_deleted_reference_is_named()
    {
        var kind = await Store.CreateKindAsync();
        var given = kind.Interaction();
        await Store.DeleteAsync(ReferenceKind.Action, kind.Action.Id);

        (await Store.CommitAsync(TestData.Item(given))).MissingReferences.Should().Equal(0);

        (await Store.Deliveries.FindOccurrenceAsync(given.Id, CancellationToken.None)).Should().BeNull();
        await Store.CreateAsync(ReferenceKind.Action, kind.Action);
        (await Store.CommitAsync(TestData.Item(given))).Receipts.Should().ContainSingle();
    }

    [Fact]
    public async Task A_conflict_comes_before_stale_and_stale_before_a_missing_reference()
    {
        var kind = await Store.CreateKindAsync();
        var taken = kind.Interaction();
        await Store.CommitAsync(TestData.Item(taken));
        var old = await Store.VersionAsync();
        await Store.SubscribeAsync();
        var missing = TestData.Item(kind.With(ReferenceKind.Origin, TestData.Reference()).Interaction());
        var other = TestData.Item(kind.Interaction(taken.Interaction.Id, """{"other":true}"""));

        var all = await Store.Deliveries.CommitAsync(new OccurrenceCommit(old, [missing, other]), CancellationToken.None);
        var stale = await Store.Deliveries.CommitAsync(new OccurrenceCommit(old, [missing]), CancellationToken.None);
        var current = await Store.Deliveries.CommitAsync(new OccurrenceCommit(old + 1, [missing]), CancellationToken.None);

        all.Conflicts.Should().Equal(1);
        stale.Stale.Should().NotBeNull();
        current.MissingReferences.Should().Equal(0);
    }

    [Fact]
    public async Task An_interaction_with_an_old_match_is_stale_and_stored_once_it_was_matched_again()
    {
        var kind = await Store.CreateKindAsync();
        var old = await Store.VersionAsync();
        var subscription = await Store.SubscribeAsync(TestData.Subscription(kind.AnyOrigin));
        var given = kind.Interaction();

        var stale = (await Store.Deliveries.CommitAsync(new OccurrenceCommit(old, [TestData.Item(given)]), CancellationToken.None)).Stale!;

        stale.Items.Should().ContainSingle().Subject.State!.Match.Interaction.Should().Be(kind.AnyOrigin);
        (await Store.CommitAsync(TestData.Item(given, subscription))).Receipts!.Single().Deliveries.Should().Be(1);
    }

    private static void ShouldBe(Occurrence actual, Occurrence expected)
    {
        actual.Id.Should().Be(expected.Id);
        actual.Kind.Should().Be(OccurrenceKind.Interaction);
        actual.EventType.Should().BeNull();
        actual.Body.ToArray().Should().Equal(expected.Body.ToArray());
        actual.TraceParent.Should().Be(expected.TraceParent);
        actual.RecordedAt.Should().Be(expected.RecordedAt);
    }

    private async Task<Occurrence> FindAsync(string id) =>
        (await Store.Deliveries.FindOccurrenceAsync(id, CancellationToken.None)).Should().NotBeNull().And.Subject.As<Occurrence>();

    private ValueTask<IReadOnlyList<Delivery>> DeliveriesAsync(string occurrenceId) =>
        Store.Deliveries.ListDeliveriesAsync(new DeliveryFilter { OccurrenceId = occurrenceId }, CancellationToken.None);
}
