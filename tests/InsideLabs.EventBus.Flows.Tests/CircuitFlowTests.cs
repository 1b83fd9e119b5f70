using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscriptions;
using InsideLabs.EventBus.Testing;

namespace InsideLabs.EventBus.Flows.Tests;

public sealed class CircuitFlowTests : Flow
{
    private const string Shop = "https://shop.example:443";

    private static readonly DeliveryResult Down = DeliveryResult.Retry(ErrorCodes.Http5xx, statusCode: 503);

    public static TheoryData<string, bool> Results => new()
    {
        { ErrorCodes.Http5xx, true },
        { ErrorCodes.Timeout, true },
        { ErrorCodes.ConnectionFailed, true },
        { ErrorCodes.ProtocolError, true },
        { ErrorCodes.Http4xx, false },
        { ErrorCodes.Http429, false },
        { ErrorCodes.HandlerFailed, false },
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_destination_that_fails_five_times_is_left_alone_and_probed_ever_more_seldom(string store)
    {
        await using var host = await StartAsync(store);
        await SubscribeAsync(host, Shop, delays: Enumerable.Repeat(1.0, 100));
        host.Adapter.Answers.Always(Down);

        var receipt = await PublishAsync(host);
        await host.AdvanceAsync(TimeSpan.FromMinutes(30));

        var instants = host.Adapter.Sends.Select(s => s.At).ToList();
        var pauses = instants.Skip(5).Zip(instants.Skip(4), (later, earlier) => (later - earlier).TotalSeconds).ToList();
        pauses.Take(8).Should().Equal(5, 10, 20, 40, 80, 160, 300, 300);
        (await host.Probe(receipt.EventId).DeliveryAsync()).Attempts.Should().Be(instants.Count, "to wait is no attempt");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task While_it_is_open_no_other_delivery_uses_an_attempt_and_all_arrive_when_it_recovers(string store)
    {
        await using var host = await StartAsync(store);
        await SubscribeAsync(host, Shop);
        await SubscribeAsync(host, Shop, "shop.order.paid");
        host.Adapter.Answers.Always(Down);
        for (var i = 0; i < 5; i++)
        {
            await PublishAsync(host);
        }

        await host.WhenIdleAsync();
        var before = host.Adapter.Sends.Count;
        for (var i = 0; i < 100; i++)
        {
            await PublishAsync(host, "shop.order.paid");
        }

        await host.AdvanceAsync(TimeSpan.FromSeconds(4));
        var waiting = await host.Queue.ListAsync(new DeliveryFilter { Tried = false });
        host.Adapter.Answers.Always(ScriptedAnswer.Delivered);
        await host.AdvanceAsync(TimeSpan.FromMinutes(15));

        before.Should().Be(5);
        waiting.Should().HaveCount(100, "the other subscription goes to the same destination").And.OnlyContain(d => d.Attempts == 0);
        var deliveries = await host.Queue.ListAsync();
        deliveries.Should().HaveCount(105).And.OnlyContain(d => d.Status == DeliveryStatus.Delivered);
        deliveries.Where(d => waiting.Any(w => w.Id == d.Id)).Should().OnlyContain(d => d.Attempts == 1);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task One_probe_goes_first_and_success_lets_more_and_more_through(string store)
    {
        await using var host = await StartAsync(store, options: o => o.MaxConcurrentDeliveriesPerSubscription = 64);
        await SubscribeAsync(host, Shop, delays: [3600]);
        host.Adapter.Answers.Always(Down);
        for (var i = 0; i < 5; i++)
        {
            await PublishAsync(host);
        }

        await host.WhenIdleAsync();
        host.Adapter.Answers.Always(ScriptedAnswer.After(TimeSpan.FromSeconds(1), DeliveryResult.Delivered()));
        for (var i = 0; i < 40; i++)
        {
            await PublishAsync(host);
        }

        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        var waves = host.Adapter.Sends.Skip(5).GroupBy(s => s.At).OrderBy(g => g.Key).Select(g => g.Count()).ToList();
        waves[0].Should().Be(1, "one attempt probes");
        waves.Sum().Should().Be(40);
        waves.Should().OnlyContain(w => w <= 40);
        waves.Zip(waves.Skip(1)).Should().OnlyContain(w => w.Second <= Math.Max(2, w.First * 4), "the destination recovers step by step");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Another_destination_is_not_concerned(string store)
    {
        await using var host = await StartAsync(store);
        var failing = await SubscribeAsync(host, Shop);
        var healthy = await SubscribeAsync(host, "https://other.example:443");
        host.Adapter.AnswersTo(failing).Always(Down);

        for (var i = 0; i < 20; i++)
        {
            await PublishAsync(host);
        }

        await host.WhenIdleAsync();

        host.Adapter.SendsTo(failing).Should().HaveCountLessThanOrEqualTo(8, "no more than may be on their way at once were sent");
        host.Adapter.SendsTo(healthy).Should().HaveCount(20);
    }

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Only_what_the_destination_itself_cannot_do_opens_it(string code, bool opens)
    {
        await using var host = await StartAsync("memory");
        await SubscribeAsync(host, Shop, delays: Enumerable.Repeat(1.0, 100));
        int? status = code switch
        {
            ErrorCodes.Http5xx => 500,
            ErrorCodes.Http4xx => 404,
            ErrorCodes.Http429 => 429,
            _ => null,
        };
        host.Adapter.Answers.Always(DeliveryResult.Retry(code, statusCode: status));

        await PublishAsync(host);
        await host.AdvanceAsync(TimeSpan.FromSeconds(60));

        host.Adapter.Sends.Count.Should().BeInRange(opens ? 8 : 50, opens ? 9 : 76);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_closed_window_holds_a_delivery_that_its_circuit_would_let_go(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T16:59:50Z");
        var schedule = Window("UTC", [1, 2, 3, 4, 5], "09:00", "17:00");
        await SubscribeAsync(host, Shop, delays: Enumerable.Repeat(1.0, 100), schedule: schedule);
        host.Adapter.Answers.Always(Down);

        await PublishAsync(host);
        await host.AdvanceToAsync(At("2026-01-06T08:59:59Z"));
        var evening = host.Adapter.Sends.Count;
        host.Adapter.Answers.Always(ScriptedAnswer.Delivered);
        await host.AdvanceToAsync(At("2026-01-06T09:00:00Z"));

        host.Adapter.Sends.Take(evening).Should().OnlyContain(s => s.At < At("2026-01-05T17:00:00Z"));
        host.Adapter.Sends.Skip(evening).Should().ContainSingle().Which.At.Should().Be(At("2026-01-06T09:00:00Z"));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_clock_that_is_set_back_does_not_keep_it_open(string store)
    {
        await using var host = await StartAsync(store, at: "2026-01-05T12:00:00Z");
        await SubscribeAsync(host, Shop, delays: Enumerable.Repeat(1.0, 4));
        host.Adapter.Answers.Next(Enumerable.Repeat<ScriptedAnswer>(Down, 5));
        await PublishAsync(host);
        await host.AdvanceAsync(TimeSpan.FromSeconds(6));
        host.Adapter.Sends.Should().HaveCount(5);

        host.Clock.JumpTo(At("2026-01-05T11:00:00Z"));
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        await SubscribeAsync(host, Shop, "shop.order.paid");
        await PublishAsync(host, "shop.order.paid");
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));

        host.Adapter.Sends.Should().HaveCount(6, "what is due by the clock as it is now is sent");
    }

    private static Task<Subscription> SubscribeAsync(
        EventBusTestHost host,
        string destination,
        string pattern = EventType,
        IEnumerable<double>? delays = null,
        DeliveryScheduleDraft? schedule = null) => host.SubscribeAsync(pattern, draft =>
        {
            draft.Config = RecordingAdapter.Config(destination: destination);
            draft.DeliverySchedule = schedule;
            draft.RetryDelays = delays is null ? null : [.. delays];
        });
}
