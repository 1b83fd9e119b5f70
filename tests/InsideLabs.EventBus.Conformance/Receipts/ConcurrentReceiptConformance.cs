namespace InsideLabs.EventBus.Conformance.Receipts;

/// <summary>The same message several times at once: one is handled, the others wait for what becomes of it.</summary>
public abstract class ConcurrentReceiptConformance : ReceiptConformance
{
    [Fact]
    public async Task A_second_begin_waits_and_is_a_duplicate_once_the_first_has_committed()
    {
        var first = await Receipts.BeginNewAsync("m-1");
        var second = Receipts.BeginAsync("m-1");
        second.IsCompleted.Should().BeFalse(because: "the first may still be rolled back");

        await first.CommitAsync(CancellationToken.None);
        await first.DisposeAsync();

        (await second).Should().BeNull();
    }

    [Fact]
    public async Task A_second_begin_gets_its_turn_once_the_first_was_rolled_back()
    {
        var first = await Receipts.BeginNewAsync("m-1");
        var second = Receipts.BeginAsync("m-1");

        await first.DisposeAsync();

        await using (var receipt = await second)
        {
            receipt.Should().NotBeNull();
            await receipt!.CommitAsync(CancellationToken.None);
        }

        (await Receipts.BeginAsync("m-1")).Should().BeNull();
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_disturbs_nobody()
    {
        using var caller = new CancellationTokenSource();
        var first = await Receipts.BeginNewAsync("m-1");
        var second = Receipts.BeginAsync("m-1", caller.Token);
        var third = Receipts.BeginAsync("m-1");

        await caller.CancelAsync();

        await ((Func<Task>)(() => second)).Should().ThrowAsync<OperationCanceledException>();
        await first.DisposeAsync();
        await using (var receipt = await third)
        {
            receipt.Should().NotBeNull("whoever waited behind the cancelled one gets the turn");
            await receipt!.CommitAsync(CancellationToken.None);
        }

        (await Receipts.BeginAsync("m-1")).Should().BeNull();
    }

    [Fact]
    public async Task When_every_wait_was_cancelled_the_message_can_come_again()
    {
        using var caller = new CancellationTokenSource();
        var first = await Receipts.BeginNewAsync("m-1");
        var others = Enumerable.Range(0, 3).Select(_ => Receipts.BeginAsync("m-1", caller.Token)).ToList();
        await caller.CancelAsync();
        foreach (var other in others)
        {
            await ((Func<Task>)(() => other)).Should().ThrowAsync<OperationCanceledException>();
        }

        await first.DisposeAsync();

        await Receipts.HandleAsync("m-1");
    }

    [Fact]
    public async Task Of_64_concurrent_begins_of_one_id_exactly_one_handles()
    {
        string[] ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
        var effects = new int[ids.Length];

        await Together.RunAsync(64, async _ =>
        {
            for (var i = 0; i < ids.Length; i++)
            {
                await using var receipt = await Receipts.BeginAsync(ids[i]);
                if (receipt is not null)
                {
                    Interlocked.Increment(ref effects[i]);
                    await receipt.CommitAsync(CancellationToken.None);
                }
            }
        });

        effects.Should().OnlyContain(n => n == 1);
    }

    [Fact]
    public async Task Of_64_concurrent_begins_whose_first_ones_fail_exactly_one_has_an_effect()
    {
        var (tries, effects) = (0, 0);

        await Together.RunAsync(64, async _ =>
        {
            await using var receipt = await Receipts.BeginAsync("m-1");
            if (receipt is not null && Interlocked.Increment(ref tries) > 10)
            {
                Interlocked.Increment(ref effects);
                await receipt.CommitAsync(CancellationToken.None);
            }
        });

        (tries, effects).Should().Be((11, 1));
    }

    [Fact]
    public async Task Different_messages_at_once_are_all_handled()
    {
        await Together.RunAsync(64, i => Receipts.HandleAsync($"m-{i}"));

        for (var i = 0; i < 64; i++)
        {
            (await Receipts.BeginAsync($"m-{i}")).Should().BeNull();
        }
    }
}
