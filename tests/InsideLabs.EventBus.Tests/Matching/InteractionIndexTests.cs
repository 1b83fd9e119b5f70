using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Matching.SubscriptionSamples;

namespace InsideLabs.EventBus.Tests.Matching;

public sealed class InteractionIndexTests
{
    private static readonly Guid Order = Id(100);
    private static readonly Guid Create = Id(200);
    private static readonly Guid Shop = Id(300);
    private static readonly Guid Phone = Id(301);

    private static readonly InteractionIndex Index = InteractionIndex.Empty.Apply(
    [
        Added(1, origin: null), Added(2, Shop), Added(3, Phone), Added(4, origin: null), Added(5, Shop),
        new InteractionChange(new InteractionKey(Create, Order, OriginId: null), 6, IsAdded: true),
    ]);

    [Fact]
    public void Null_takes_every_origin_and_a_set_origin_only_its_own()
    {
        Found(Index, Shop).Should().Equal(1, 4, 2, 5);
        Found(Index, Phone).Should().Equal(1, 4, 3);
        Found(Index, Id(302)).Should().Equal(1, 4);
        Found(Index, origin: null).Should().Equal([1, 4], "an interaction without an origin is nobody's own");
    }

    [Fact]
    public void Resource_type_and_action_are_not_interchangeable() =>
        Index.Match(Create, Order, originId: null).AnyOrigin.ToArray().Should().Equal(6);

    [Fact]
    public void What_is_removed_is_not_found_and_an_older_index_stays()
    {
        var next = Index.Apply([new InteractionChange(Key(Shop), 2, IsAdded: false), new InteractionChange(Key(Phone), 3, IsAdded: false)]);

        Found(next, Shop).Should().Equal(1, 4, 5);
        Found(next, Phone).Should().Equal(1, 4);
        next.Count.Should().Be(Index.Count - 1, "nobody listens to the phone alone any more");
        Found(Index, Phone).Should().Equal(1, 4, 3);
    }

    [Fact]
    public void Removing_what_was_not_added_is_an_error()
    {
        var remove = () => Index.Apply([new InteractionChange(Key(Shop), 1, IsAdded: false)]);

        remove.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_match_allocates_nothing()
    {
        Sum().Should().BePositive();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0;
        for (var i = 0; i < 1000; i++)
        {
            sum += Sum();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        sum.Should().Be(1000 * Sum());

        static int Sum()
        {
            var targets = Index.Match(Order, Create, Shop);
            var sum = targets.Count;
            foreach (var ordinal in targets.AnyOrigin)
            {
                sum += ordinal;
            }

            foreach (var ordinal in targets.OwnOrigin)
            {
                sum += ordinal;
            }

            return sum;
        }
    }

    [Fact]
    public void A_snapshot_indexes_active_subscriptions_and_follows_their_changes()
    {
        var any = To(1, version: 1, origin: null);
        var own = To(2, version: 2, Shop);
        var snapshot = new SubscriptionSnapshot(seed: 1).Apply(Changes(2, any, own));

        Matched(snapshot, Shop).Should().Equal(Id(1), Id(2));
        Matched(snapshot, Phone).Should().Equal(Id(1));

        var moved = snapshot.Apply(Changes(3, own with { Version = 3, Match = new SubscriptionMatch(new InteractionMatch(Order, Create, Phone)) }));
        Matched(moved, Shop).Should().Equal(Id(1));
        Matched(moved, Phone).Should().Equal(Id(1), Id(2));

        var paused = moved.Apply(Changes(4, any with { Version = 4, Status = SubscriptionStatus.Paused }));
        Matched(paused, Phone).Should().Equal(Id(2));
        Matched(paused.Apply(Deleted(5, 2)), Phone).Should().BeEmpty();
        Matched(snapshot, Shop).Should().Equal([Id(1), Id(2)], "a snapshot does not change");
    }

    private static Subscription To(int id, long version, Guid? origin) =>
        Active(id, version) with { Match = new SubscriptionMatch(new InteractionMatch(Order, Create, origin)) };

    private static Guid[] Matched(SubscriptionSnapshot snapshot, Guid origin)
    {
        var targets = snapshot.Match(Order, Create, origin);
        return [.. targets.AnyOrigin.ToArray().Concat(targets.OwnOrigin.ToArray()).Select(o => snapshot[o].Id).Order()];
    }

    private static InteractionKey Key(Guid? origin) => new(Order, Create, origin);

    private static InteractionChange Added(int ordinal, Guid? origin) => new(Key(origin), ordinal, IsAdded: true);

    private static int[] Found(InteractionIndex index, Guid? origin)
    {
        var targets = index.Match(Order, Create, origin);
        return [.. targets.AnyOrigin, .. targets.OwnOrigin];
    }
}
