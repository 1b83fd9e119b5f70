using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Faults.Checking;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Faults.Receiving;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Tests.Checking;

/// <summary>A checker that cannot fail would prove nothing: every rule is broken here once, and must be named.</summary>
public sealed class InvariantCheckerTests
{
    private static readonly DateTimeOffset Start = new(2026, 4, 8, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sound_evidence_has_no_violation() => InvariantChecker.Check(Sound()).Should().BeEmpty();

    [Fact]
    public void An_acknowledged_event_that_does_not_exist_is_reported()
    {
        var sound = Sound();
        var acknowledged = new Dictionary<string, int>(sound.Acknowledged, StringComparer.Ordinal) { ["1-99"] = 1 };

        Broken(sound with { Acknowledged = acknowledged }).Should().StartWith("I1:").And.Contain("1-99");
    }

    [Fact]
    public void An_event_that_was_stored_as_another_one_is_reported()
    {
        var sound = Sound();
        var begun = new Dictionary<string, string>(sound.Begun, StringComparer.Ordinal) { ["1-1"] = "engagement.campaign.opened" };

        Broken(sound with { Begun = begun }).Should().StartWith("I1:").And.Contain("1-1");
    }

    [Fact]
    public void A_receipt_that_promised_other_deliveries_is_reported()
    {
        var sound = Sound();
        var acknowledged = new Dictionary<string, int>(sound.Acknowledged, StringComparer.Ordinal) { ["1-1"] = 2 };

        Broken(sound with { Acknowledged = acknowledged }).Should().StartWith("I1:").And.Contain("promised 2");
    }

    [Fact]
    public void A_missing_delivery_is_reported()
    {
        var sound = Sound();
        var lost = sound.Deliveries[0];

        Broken(sound with
        {
            Deliveries = [.. sound.Deliveries.Skip(1)],
            Attempts = [.. sound.Attempts.Where(a => a.DeliveryId != lost.Id)],
            Requests = [.. sound.Requests.Where(r => r.DeliveryId != lost.Id)],
        }).Should().Be($"I2: no delivery of {lost.OccurrenceId} to {lost.SubscriptionId}.");
    }

    [Fact]
    public void A_second_delivery_of_one_event_to_one_subscription_is_reported()
    {
        var sound = Sound();
        var (delivery, attempts, requests) = Deliver(sound.Deliveries[0].OccurrenceId, sound.Deliveries[0].SubscriptionId);

        Broken(sound with
        {
            Deliveries = [.. sound.Deliveries, delivery],
            Attempts = [.. sound.Attempts, .. attempts],
            Requests = [.. sound.Requests, .. requests],
        }).Should().StartWith("I2: 2 deliveries");
    }

    [Fact]
    public void A_delivery_of_an_event_that_does_not_exist_is_reported()
    {
        var sound = Sound();
        var (delivery, attempts, requests) = Deliver("ghost", sound.Deliveries[0].SubscriptionId);

        Broken(sound with
        {
            Deliveries = [.. sound.Deliveries, delivery],
            Attempts = [.. sound.Attempts, .. attempts],
            Requests = [.. sound.Requests, .. requests],
        }).Should().StartWith("I2: a delivery of ghost");
    }

    [Fact]
    public void A_subscription_that_is_missing_is_reported() =>
        Broken(Sound() with { Patterns = ["engagement.*"] }).Should().StartWith("I8: the subscriptions are");

    [Theory]
    [InlineData(DeliveryStatus.Scheduled)]
    [InlineData(DeliveryStatus.Claimed)]
    [InlineData(DeliveryStatus.Dead)]
    [InlineData(DeliveryStatus.Cancelled)]
    public void A_delivery_that_was_not_delivered_is_reported(DeliveryStatus status)
    {
        var sound = Sound();

        var violations = InvariantChecker.Check(sound with { Deliveries = [sound.Deliveries[0] with { Status = status }, .. sound.Deliveries.Skip(1)] });

        violations.Select(v => v.Rule).Should().Equal("I3", "I5");
        violations[0].Kind.Should().Be(ViolationKind.Lost);
        violations[0].Text.Should().Contain(status.ToString());
    }

    [Fact]
    public void A_delivery_may_end_as_its_scenario_says()
    {
        var sound = Sound();
        var dead = sound.Deliveries[0] with { Status = DeliveryStatus.Dead };
        var failed = sound.Attempts[1] with { Outcome = AttemptOutcome.Dead };

        InvariantChecker.Check(sound with
        {
            Deliveries = [dead, .. sound.Deliveries.Skip(1)],
            Attempts = [sound.Attempts[0], failed, .. sound.Attempts.Skip(2)],
            MayEndSo = d => d.Status == DeliveryStatus.Delivered || d.Id == dead.Id,
        }).Should().BeEmpty();
    }

    [Theory]
    [InlineData("12:00", "12:01", false)]
    [InlineData("12:01", "13:00", true)]
    [InlineData("23:00", "12:00", true)]
    [InlineData("23:00", "12:01", false)]
    public void An_attempt_outside_of_every_window_is_reported(string from, string to, bool isOutside)
    {
        var sound = Sound();
        var schedule = new DeliverySchedule("Etc/UTC", [new DeliveryWindow(Enum.GetValues<DayOfWeek>(), TimeSpan.Parse(from, null), TimeSpan.Parse(to, null))]);
        var subscription = sound.Deliveries[3].SubscriptionId;
        var evidence = sound with { Schedules = new Dictionary<Guid, DeliverySchedule> { [subscription] = schedule } };

        var violations = InvariantChecker.Check(evidence);

        violations.Should().HaveCount(isOutside ? 4 : 0, "two deliveries of two attempts each go to that subscription");
        violations.Should().NotContain(v => v.Rule != "I6");
    }

    [Fact]
    public void A_hole_in_the_numbers_of_attempts_is_reported()
    {
        var sound = Sound();

        Broken(sound with { Attempts = [sound.Attempts[0] with { Number = 3 }, sound.Attempts[1] with { Number = 4 }, .. sound.Attempts.Skip(2)] })
            .Should().StartWith("I4:").And.Contain("3,4");
    }

    [Fact]
    public void A_delivered_delivery_whose_last_attempt_failed_is_reported()
    {
        var sound = Sound();

        Broken(sound with { Attempts = [sound.Attempts[0], sound.Attempts[1] with { Outcome = AttemptOutcome.Failure }, .. sound.Attempts.Skip(2)] })
            .Should().StartWith("I5:").And.Contain("Failure,Failure");
    }

    [Fact]
    public void An_attempt_that_began_before_it_was_due_is_reported()
    {
        var sound = Sound();

        Broken(sound with { Attempts = [sound.Attempts[0], sound.Attempts[1] with { StartedAt = Start.AddMilliseconds(40) }, .. sound.Attempts.Skip(2)] })
            .Should().StartWith("I6: attempt 2");
    }

    [Fact]
    public void A_recorded_attempt_that_never_arrived_is_reported()
    {
        var sound = Sound();

        Broken(sound with { Requests = [.. sound.Requests.Skip(1)] }).Should().StartWith("I7:").And.Contain("1 requests arrived");
    }

    [Fact]
    public void More_extra_copies_than_kills_explain_are_reported()
    {
        var sound = Sound();
        var copies = Enumerable.Repeat(sound.Requests[0], sound.Kills * sound.MaxConcurrentDeliveries);

        InvariantChecker.Check(sound with { Requests = [.. sound.Requests, .. copies] }).Should().BeEmpty();
        Broken(sound with { Requests = [.. sound.Requests, .. copies, sound.Requests[0]] }).Should().StartWith("I7: 3 extra copies");
    }

    [Fact]
    public void A_shutdown_that_cuts_sends_explains_copies_as_a_kill_does()
    {
        var sound = Sound();
        var copies = Enumerable.Repeat(sound.Requests[0], 2 * sound.MaxConcurrentDeliveries);

        Broken(sound with { Requests = [.. sound.Requests, .. copies] }).Should().StartWith("I7: 4 extra copies");
        InvariantChecker.Check(sound with { Requests = [.. sound.Requests, .. copies], Cuts = 1 }).Should().BeEmpty();
    }

    [Fact]
    public void A_late_outcome_explains_its_copy_and_leaves_the_numbers_alone()
    {
        var sound = Sound();
        var late = sound.Attempts[1] with { Id = Guid.NewGuid(), Outcome = AttemptOutcome.Stale };

        InvariantChecker.Check(sound with { Kills = 0, Attempts = [.. sound.Attempts, late], Requests = [.. sound.Requests, sound.Requests[1]] })
            .Should().BeEmpty();
        Broken(sound with { Kills = 0, Requests = [.. sound.Requests, sound.Requests[1]] }).Should().StartWith("I7: 1 extra copies");
    }

    [Fact]
    public void A_delivery_to_a_handler_needs_no_request()
    {
        var sound = Sound();
        var handled = sound.Deliveries[0];
        var evidence = sound with
        {
            Attempts = [.. sound.Attempts.Select(a => a.DeliveryId == handled.Id ? a with { StatusCode = null } : a)],
            Requests = [.. sound.Requests.Where(r => r.DeliveryId != handled.Id)],
        };

        Broken(evidence).Should().StartWith("I7:");
        InvariantChecker.Check(evidence with { Handlers = new HashSet<Guid> { handled.SubscriptionId } }).Should().BeEmpty();
    }

    [Fact]
    public void An_attempt_that_the_process_died_in_is_due_again_at_once()
    {
        var sound = Sound();
        DeliveryAttempt[] attempts = [sound.Attempts[0], sound.Attempts[1] with { StartedAt = Start }, .. sound.Attempts.Skip(2)];

        Broken(sound with { Attempts = attempts }).Should().StartWith("I6: attempt 2");
        InvariantChecker.Check(sound with { Attempts = [attempts[0] with { Outcome = AttemptOutcome.Lost }, .. attempts.Skip(1)] }).Should().BeEmpty();
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(1500, false)]
    public void An_attempt_just_after_the_clock_was_set_back_may_be_due_by_the_clock_before(int millisecondsAfter, bool isExcused)
    {
        var sound = Sound();
        var setBack = Start.AddHours(-1);
        var evidence = sound with
        {
            ClockSteps = [new ClockStep(Start.AddSeconds(10), setBack)],
            Attempts = [sound.Attempts[0], sound.Attempts[1] with { StartedAt = setBack.AddMilliseconds(millisecondsAfter) }, .. sound.Attempts.Skip(2)],
        };

        InvariantChecker.Check(evidence).Select(v => v.Rule).Should().Equal(isExcused ? [] : ["I6"]);
    }

    [Fact]
    public void A_request_for_a_delivery_that_is_not_stored_is_reported()
    {
        var sound = Sound();

        Broken(sound with { Requests = [.. sound.Requests, sound.Requests[0] with { DeliveryId = Guid.NewGuid() }] }).Should().StartWith("I7:");
    }

    [Fact]
    public void A_damaged_file_is_reported() =>
        Broken(Sound() with { Integrity = "row 7 missing from index deliveries_once" }).Should().StartWith("I8:").And.Contain("row 7");

    [Fact]
    public void A_signature_that_does_not_verify_is_reported()
    {
        var sound = Sound();

        Broken(sound with { Requests = [sound.Requests[0] with { Verification = WebhookVerification.Mismatch }, .. sound.Requests.Skip(1)] })
            .Should().StartWith("I9:").And.Contain("Mismatch");
    }

    [Fact]
    public void A_body_of_another_event_than_the_header_says_is_reported()
    {
        var sound = Sound();

        Broken(sound with { Requests = [sound.Requests[0] with { BodyEventId = "other" }, .. sound.Requests.Skip(1)] })
            .Should().StartWith("I9:").And.Contain("other");
    }

    private static string Broken(Evidence evidence) => InvariantChecker.Check(evidence).Should().ContainSingle().Subject.ToString();

    /// <summary>Two events, one acknowledged and one not; every delivery failed once before it succeeded.</summary>
    private static Evidence Sound()
    {
        var subscriptions = FaultSubscription.All.ToDictionary(_ => Guid.NewGuid(), s => s.Pattern);
        var all = subscriptions.Keys.Select(s => Deliver("1-1", s))
            .Append(Deliver("1-2", subscriptions.Single(s => string.Equals(s.Value, "engagement.*", StringComparison.Ordinal)).Key))
            .ToList();
        var begun = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["1-1"] = "engagement.campaign.sent",
            ["1-2"] = "engagement.message.sent",
        };
        return new Evidence
        {
            Begun = begun,
            Acknowledged = new Dictionary<string, int>(StringComparer.Ordinal) { ["1-1"] = 3 },
            Stored = begun,
            Subscriptions = subscriptions,
            Patterns = [.. FaultSubscription.All.Select(s => s.Pattern)],
            Deliveries = [.. all.Select(d => d.Delivery)],
            Attempts = [.. all.SelectMany(d => d.Attempts)],
            Requests = [.. all.SelectMany(d => d.Requests)],
            Integrity = "ok",
            Kills = 1,
            MaxConcurrentDeliveries = 2,
        };
    }

    private static (Delivery Delivery, DeliveryAttempt[] Attempts, ReceivedRequest[] Requests) Deliver(string eventId, Guid subscriptionId)
    {
        var id = Guid.NewGuid();
        var delivery = new Delivery
        {
            Id = id,
            OccurrenceId = eventId,
            SubscriptionId = subscriptionId,
            Adapter = "adapter:webhook",
            Status = DeliveryStatus.Delivered,
            Attempts = 2,
            CreatedAt = Start,
        };
        var first = new DeliveryAttempt
        {
            Id = Guid.NewGuid(),
            DeliveryId = id,
            OccurrenceId = eventId,
            SubscriptionId = subscriptionId,
            Adapter = "adapter:webhook",
            Number = 1,
            Outcome = AttemptOutcome.Failure,
            StatusCode = 503,
            StartedAt = Start,
            Duration = TimeSpan.FromMilliseconds(1),
        };
        var second = first with
        {
            Id = Guid.NewGuid(),
            Number = 2,
            Outcome = AttemptOutcome.Success,
            StatusCode = 204,
            StartedAt = Start.AddMilliseconds(41),
        };
        var request = new ReceivedRequest
        {
            DeliveryId = id,
            SubscriptionId = subscriptionId,
            EventId = eventId,
            BodyEventId = eventId,
            Verification = WebhookVerification.Valid,
            Status = 503,
        };
        return (delivery, [first, second], [request, request with { Status = 204 }]);
    }
}
