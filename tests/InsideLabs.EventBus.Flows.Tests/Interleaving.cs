using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;

namespace InsideLabs.EventBus.Flows.Tests;

/// <summary>
/// One subscription to which random things happen, one after the other or at once, and what it must show: nothing is lost, nothing is
/// sent while it is paused or closed, and attempts are numbered without a hole.
/// </summary>
internal sealed class Interleaving(EventBusTestHost host, Subscription subscription, string eventType, int seed)
{
    /// <summary>The delay before every retry.</summary>
    public const double RetrySeconds = 3000;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private readonly Random _random = new(seed);
    private readonly List<string> _history = [];
    private int _expectedDeliveries;
    private int _seen;
    private State _state = new(IsPaused: false, Schedule: null);

    public async Task RunAsync()
    {
        var steps = _random.Next(5, 25);
        for (var i = 0; i < steps; i++)
        {
            await StepAsync();
            await CheckPlansAsync();
        }

        await FinishAsync();
    }

    /// <summary>Some changes at once, or some time. At each send the subscription must have been open as it stood before, or as a change made it.</summary>
    private async Task StepAsync()
    {
        if (_random.Next(3) == 0)
        {
            var by = TimeSpan.FromMinutes(_random.Next(1, 600));
            _history.Add($"advance {by}");
            await host.AdvanceAsync(by);
            Check([_state]);
            return;
        }

        List<State> states = [_state];
        List<Func<Task>> operations = [];
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            operations.Add(NextOperation(states));
        }

        if (_random.Next(2) == 0)
        {
            await Task.WhenAll(operations.Select(Task.Run));

            // They may have happened in any order.
            states = [.. states.SelectMany(_ => states, (a, b) => new State(a.IsPaused, b.Schedule))];
        }
        else
        {
            foreach (var operation in operations)
            {
                await operation();
            }
        }

        await host.WhenIdleAsync();

        // Of changes at once either may be the last one: the store says which.
        var stored = (await host.Subscriptions.FindAsync(subscription.Id))!;
        _state = new State(stored.Status != SubscriptionStatus.Active, stored.DeliverySchedule);
        Check([.. states, _state]);
    }

    private Func<Task> NextOperation(List<State> states)
    {
        var last = states[^1];
        switch (_random.Next(6))
        {
            case 0:
                _history.Add("pause");
                states.Add(last with { IsPaused = true });
                return () => host.Subscriptions.PauseAsync(subscription.Id).AsTask();
            case 1:
                _history.Add("resume");
                states.Add(last with { IsPaused = false });
                return () => host.Subscriptions.ResumeAsync(subscription.Id).AsTask();
            case 2:
                var draft = NextSchedule();
                _history.Add($"schedule {(draft is null ? "none" : string.Join(", ", draft.Windows.Select(w => $"[{string.Join(',', w.Days)}] {w.StartTime}-{w.EndTime}")))}");
                states.Add(last with { Schedule = Read(draft) });
                return () => host.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionDraft { DeliverySchedule = draft }).AsTask();
            case 3:
                var answer = NextAnswer();
                _history.Add($"answer {answer.Name}");
                return () =>
                {
                    host.Adapter.AnswersTo(subscription).Next(Enumerable.Repeat(answer.Answer, 3));
                    return Task.CompletedTask;
                };
            default:
                _history.Add("publish");
                return PublishAsync;
        }
    }

    private async Task PublishAsync()
    {
        var receipt = await host.Publisher.PublishAsync(new NewEvent { EventType = eventType, Payload = "{}"u8.ToArray() });
        Interlocked.Add(ref _expectedDeliveries, receipt.Deliveries);
    }

    private (string Name, ScriptedAnswer Answer) NextAnswer() => _random.Next(3) switch
    {
        0 => ("refused", DeliveryResult.Retry(ErrorCodes.Http4xx, statusCode: 400)),
        1 => ("hang", ScriptedAnswer.Hang),
        _ => ("slow", ScriptedAnswer.After(TimeSpan.FromSeconds(_random.Next(1, 29)), DeliveryResult.Delivered())),
    };

    private DeliveryScheduleDraft? NextSchedule() => _random.Next(3) == 0 ? null : new DeliveryScheduleDraft
    {
        TimeZone = Zone.Id,
        Windows = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => NextWindow())],
    };

    private DeliveryWindowDraft NextWindow()
    {
        var (start, length) = (_random.Next(1440), _random.Next(1, 1440));
        var end = (start + length) % 1440;
        return new DeliveryWindowDraft
        {
            Days = [.. Enumerable.Range(0, _random.Next(1, 8)).Select(_ => _random.Next(7))],
            StartTime = $"{start / 60:00}:{start % 60:00}",
            EndTime = $"{end / 60:00}:{end % 60:00}",
        };
    }

    private static DeliverySchedule? Read(DeliveryScheduleDraft? draft) => draft is null ? null : new DeliverySchedule(
        draft.TimeZone!,
        draft.Windows.Select(w => new DeliveryWindow(
            w.Days.Select(d => (DayOfWeek)d),
            TimeSpan.Parse(w.StartTime!, System.Globalization.CultureInfo.InvariantCulture),
            TimeSpan.Parse(w.EndTime!, System.Globalization.CultureInfo.InvariantCulture))));

    /// <summary>Every send since the last look fits one of the states.</summary>
    private void Check(IReadOnlyList<State> states)
    {
        var sends = host.Adapter.SendsTo(subscription);
        foreach (var send in sends.Skip(_seen))
        {
            states.Any(s => s.Allows(send.At)).Should().BeTrue(because: $"{send} must find it open; seed {seed}: {string.Join("; ", _history)}");
        }

        _seen = sends.Count;
    }

    /// <summary>
    /// What waits is due in a window of the present schedule, or so soon that the next worker will see it: no plan of an older schedule
    /// may keep it.
    /// </summary>
    private async Task CheckPlansAsync()
    {
        var longestRetry = TimeSpan.FromSeconds(RetrySeconds * (1 + RetryLadder.Jitter));
        var waiting = await host.Queue.ListAsync(new DeliveryFilter { SubscriptionId = subscription.Id, Status = DeliveryStatus.Scheduled });
        foreach (var dueAt in waiting.Select(d => d.NextAttempt!.Value))
        {
            (dueAt <= host.Clock.GetUtcNow() + longestRetry || (_state with { IsPaused = false }).Allows(dueAt)).Should().BeTrue(
                because: $"{dueAt:O} must be in a window at {host.Clock.GetUtcNow():O}; seed {seed}: {string.Join("; ", _history)}");
        }
    }

    /// <summary>Opens it for good: everything that was queued arrives.</summary>
    private async Task FinishAsync()
    {
        host.Adapter.AnswersTo(subscription).Clear();
        await host.Subscriptions.ResumeAsync(subscription.Id);
        await host.Subscriptions.UpdateAsync(subscription.Id, new SubscriptionDraft { DeliverySchedule = null });
        await host.AdvanceAsync(TimeSpan.FromHours(6));

        var because = $"seed {seed}: {string.Join("; ", _history)}";
        var deliveries = await host.Queue.ListAsync(new DeliveryFilter { SubscriptionId = subscription.Id });
        deliveries.Should().HaveCount(_expectedDeliveries, because).And.NotContain(d => d.Status != DeliveryStatus.Delivered, because);
        var attempts = (await host.Queue.ListAttemptsAsync(new AttemptFilter { SubscriptionId = subscription.Id })).ToLookup(a => a.DeliveryId);
        foreach (var delivery in deliveries)
        {
            attempts[delivery.Id].Select(a => a.Number).Order().Should().Equal(Enumerable.Range(1, delivery.Attempts), because);
            host.Adapter.SendsOf(delivery.Id).Select(s => s.Attempt).Should().Equal(Enumerable.Range(1, delivery.Attempts), because);
        }

        await host.Subscriptions.DeleteAsync(subscription.Id);
    }

    private readonly record struct State(bool IsPaused, DeliverySchedule? Schedule)
    {
        public bool Allows(DateTimeOffset instant) => !IsPaused && (Schedule is null || Schedule.Windows.Any(w => IsOpen(w, TimeZoneInfo.ConvertTime(instant, Zone))));

        private static bool IsOpen(DeliveryWindow window, DateTimeOffset local)
        {
            var (day, yesterday, time) = (local.DayOfWeek, local.AddDays(-1).DayOfWeek, local.TimeOfDay);
            return window.End > window.Start
                ? window.Days.Contains(day) && time >= window.Start && time < window.End
                : (window.Days.Contains(day) && time >= window.Start) || (window.Days.Contains(yesterday) && time < window.End);
        }
    }
}
