using System.Net;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Receipts;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

/// <summary>When old receipts are forgotten, and how many at a time.</summary>
public sealed class ReceiptPurgeTests
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ScriptedReceipts _receipts =
        new(new ServiceCollection().AddInMemoryReceipts().BuildServiceProvider().GetRequiredService<IReceiptStore>());

    private int _delivered;

    [Fact]
    public async Task A_commit_purges_what_is_older_than_the_window_and_again_an_hour_later()
    {
        await using var host = await StartAsync();
        var start = host.Time.GetUtcNow();

        await DeliverAsync(host, 3);
        host.Time.Advance(Hour - TimeSpan.FromTicks(1));
        await DeliverAsync(host, 1);
        _receipts.Purges.Should().Equal((start - Window, 1000));

        host.Time.Advance(TimeSpan.FromTicks(1));
        await DeliverAsync(host, 2);
        _receipts.Purges.Should().Equal((start - Window, 1000), (start + Hour - Window, 1000));
    }

    [Fact]
    public async Task However_many_are_old_a_round_is_bounded_by_what_came_in_since_the_last_one()
    {
        _receipts.OnPurge = max => max;
        await using var host = await StartAsync();

        await DeliverAsync(host, 6);
        _receipts.Purges.Select(p => p.Max).Should().Equal(1000, 2);

        host.Time.JumpTo(host.Time.GetUtcNow().AddYears(20));
        host.Time.Advance(TimeSpan.FromHours(1));
        await DeliverAsync(host, 1);
        _receipts.Purges.Select(p => p.Max).Should().Equal(1000, 2, 1000, 12);
    }

    [Fact]
    public async Task The_answer_does_not_wait_for_the_purge_and_does_not_know_of_its_failure()
    {
        var purging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var answered = new ManualResetEventSlim();
        _receipts.OnPurge = _ =>
        {
            purging.SetResult();
            answered.Wait(ReceiverHost.Patience).Should().BeTrue();
            throw new EventBusStoreException(ErrorCodes.StoreUnavailable, "busy");
        };
        await using var host = await StartAsync();

        (await host.DeliverAsync()).Status.Should().Be(HttpStatusCode.OK);
        await purging.Task.WaitAsync(ReceiverHost.Patience);
        answered.Set();

        (await host.DeliverAsync("d-next")).Status.Should().Be(HttpStatusCode.OK);
    }

    private Task<ReceiverHost> StartAsync() => ReceiverHost.StartAsync(
        options =>
        {
            options.ReceiptWindow = Window;
            options.Handle("shop.*", (_, _) => ValueTask.CompletedTask);
        },
        services => services.AddSingleton<IReceiptStore>(_receipts));

    /// <summary>Delivers one after the other: on one connection a request begins after the purge of the one before has ended.</summary>
    private async Task DeliverAsync(ReceiverHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await host.DeliverAsync($"d-{_delivered++}")).Status.Should().Be(HttpStatusCode.OK);
        }

        (await host.DeliverAsync("d-0")).Status.Should().Be(HttpStatusCode.OK);
    }
}
