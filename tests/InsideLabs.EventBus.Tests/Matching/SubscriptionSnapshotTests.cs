using FsCheck;
using FsCheck.Fluent;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Matching;
using InsideLabs.EventBus.Subscriptions;
using static InsideLabs.EventBus.Tests.Matching.SubscriptionSamples;

namespace InsideLabs.EventBus.Tests.Matching;

public sealed class SubscriptionSnapshotTests
{
    private const string Sent = "engagement.campaign.sent";

    private static readonly SubscriptionSnapshot Empty = new(seed: 1);
    private static readonly Subscription One = Active(1, 1, "engagement.campaign.*");
    private static readonly Subscription Two = Active(2, 2, Sent);
    private static readonly SubscriptionSnapshot Both = Empty.Apply(Changes(2, One, Two));

    [Fact]
    public void It_begins_with_nothing_at_version_0()
    {
        Empty.Version.Should().Be(0);
        Empty.Count.Should().Be(0);
        Empty.Matched(Sent).Should().BeEmpty();
        Empty.TryGet(Id(1), out _).Should().BeFalse();
    }

    [Fact]
    public void Active_subscriptions_match_and_are_found_by_id()
    {
        Both.Version.Should().Be(2);
        Both.Count.Should().Be(2);
        Both.Matched(Sent).Should().Equal(One, Two);
        Both.TryGet(Id(2), out var found).Should().BeTrue();
        found.Should().BeSameAs(Two);
    }

    [Theory]
    [InlineData(SubscriptionStatus.Paused)]
    [InlineData(SubscriptionStatus.Disabled)]
    public void One_that_is_not_active_does_not_match_but_is_found_by_id_until_it_is_resumed(SubscriptionStatus status)
    {
        var paused = Both.Apply(Changes(3, One with { Status = status, Version = 3 }));

        paused.Matched(Sent).Should().Equal(Two);
        paused.TryGet(Id(1), out var found).Should().BeTrue();
        found!.Status.Should().Be(status);

        var resumed = paused.Apply(Changes(4, One with { Version = 4 }));
        resumed.Matched(Sent).Select(s => s.Id).Should().Equal(Id(1), Id(2));
        Both.Matched(Sent).Should().Equal([One, Two], "a snapshot does not change");
    }

    [Fact]
    public void A_deleted_one_is_gone()
    {
        var deleted = Both.Apply(Deleted(3, 1));

        deleted.Matched(Sent).Should().Equal(Two);
        deleted.TryGet(Id(1), out _).Should().BeFalse();
        deleted.Count.Should().Be(1);
    }

    [Fact]
    public void Deleting_what_is_unknown_only_moves_the_version_on()
    {
        var next = Both.Apply(Deleted(7, 99));

        next.Version.Should().Be(7);
        next.Matched(Sent).Should().Equal(One, Two);
    }

    [Fact]
    public void New_patterns_replace_the_old_ones()
    {
        var changed = Both.Apply(Changes(3, Active(2, 3, "billing.*", "engagement.message.sent")));

        changed.Matched(Sent).Should().Equal(One);
        changed.Matched("billing.invoice.paid").Select(s => s.Id).Should().Equal(Id(2));
        changed.Matched("engagement.message.sent").Select(s => s.Id).Should().Equal(Id(2));
    }

    [Fact]
    public void A_change_that_leaves_the_patterns_alone_shows_the_new_state()
    {
        var changed = Both.Apply(Changes(3, One with { Labels = ["new"], Version = 3 }));

        changed.Matched(Sent)[0].Labels.Should().Equal("new");
    }

    [Fact]
    public void Overlapping_patterns_of_one_subscription_find_it_once()
    {
        var snapshot = Empty.Apply(Changes(1, Active(1, 1, Sent, "engagement.*", "engagement.campaign.*", Sent, "engagement.*")));

        snapshot.Matched(Sent).Should().ContainSingle();
        snapshot.Apply(Deleted(2, 1)).Matched(Sent).Should().BeEmpty();
    }

    [Fact]
    public void The_place_of_a_deleted_one_is_given_to_the_next_even_in_the_same_change()
    {
        var newcomer = Active(3, 4, "engagement.*");
        var next = Both.Apply(new SubscriptionChanges(4, [new(Id(1), null), new(Id(3), newcomer)]));

        next.Matched(Sent).Should().Equal(Two, newcomer);
        Ordinals(next).Should().BeEquivalentTo(Ordinals(Both));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Changes_that_are_not_newer_are_ignored(long version) =>
        Both.Apply(Changes(version, Active(1, version, "billing.*"))).Should().BeSameAs(Both);

    [Fact]
    public void An_older_state_among_newer_changes_does_not_come_back()
    {
        var newer = Both.Apply(Changes(5, Active(1, 5, "billing.*")));

        // Changes since version 0 overlap with what is held: the first subscription stands there as it was at version 1.
        var next = newer.Apply(Changes(6, One, Active(3, 6, Sent)));

        next.Version.Should().Be(6);
        next.Matched(Sent).Select(s => s.Id).Should().Equal(Id(2), Id(3));
    }

    [Fact]
    public void Any_history_leaves_the_same_answers_as_the_patterns_themselves() =>
        Prop.ForAll(Histories().ToArbitrary(), history =>
        {
            var snapshot = Empty;
            var truth = new Dictionary<Guid, Subscription>();
            long version = 0;
            foreach (var step in history)
            {
                version++;
                var state = step.Patterns.Length == 0
                    ? null
                    : Active(step.Id, version) with { Match = new SubscriptionMatch([.. step.Patterns]), Status = step.Status };
                snapshot = snapshot.Apply(new SubscriptionChanges(version, [new(Id(step.Id), state)]));
                truth.Remove(Id(step.Id));
                if (state is not null)
                {
                    truth.Add(state.Id, state);
                }

                snapshot.Count.Should().Be(truth.Count);
                snapshot.Matched(step.Type).Should().Equal(truth.Values
                    .Where(s => s.Status == SubscriptionStatus.Active)
                    .Where(s => s.Match.EventTypes.Any(p => p.Matches(EventType.Parse(step.Type))))
                    .OrderBy(s => s.Id));
                foreach (var (id, held) in truth)
                {
                    snapshot.TryGet(id, out var found).Should().BeTrue();
                    found.Should().BeSameAs(held);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Gen<Step[]> Histories() =>
        (from id in Gen.Choose(1, 8)
         from status in Gen.Frequency((3, Gen.Constant(SubscriptionStatus.Active)), (1, Gen.Constant(SubscriptionStatus.Paused)))
         from count in Gen.Choose(0, 4)
         from patterns in PatternGen.Pattern.ArrayOf(count)
         from type in PatternGen.Type
         select new Step(id, status, patterns, type)).ArrayOf();

    private static int[] Ordinals(SubscriptionSnapshot snapshot)
    {
        var set = default(MatchSet);
        snapshot.Match(Sent, ref set);
        var ordinals = new List<int>();
        foreach (var ordinal in set)
        {
            ordinals.Add(ordinal);
        }

        return [.. ordinals];
    }

    private sealed record Step(int Id, SubscriptionStatus Status, EventPattern[] Patterns, string Type);
}
