namespace InsideLabs.EventBus.Conformance.Receipts;

/// <summary>Forgetting by age, a bounded number at a time.</summary>
public abstract class ReceiptPurgeConformance : ReceiptConformance
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Receipts_begun_before_the_instant_are_forgotten_and_the_others_stay()
    {
        await Receipts.HandleAsync("old-1", "old-2");
        Receipts.Time.Advance(Hour);
        var before = Receipts.Now;
        await Receipts.HandleAsync("young");

        (await Receipts.PurgeAsync(before)).Should().Be(2);

        (await Receipts.BeginAsync("young")).Should().BeNull();
        (await Receipts.IsNewAsync("old-1")).Should().BeTrue();
        (await Receipts.IsNewAsync("old-2")).Should().BeTrue();
        (await Receipts.PurgeAsync(before)).Should().Be(0);
    }

    [Fact]
    public async Task A_purged_message_is_new_and_can_be_handled_again()
    {
        await Receipts.HandleAsync("m-1");
        Receipts.Time.Advance(Hour);
        await Receipts.PurgeAsync(Receipts.Now);

        await Receipts.HandleAsync("m-1");

        (await Receipts.BeginAsync("m-1")).Should().BeNull();
        (await Receipts.PurgeAsync(Receipts.Now)).Should().Be(0, "it was begun at this very instant");
    }

    [Fact]
    public async Task No_more_than_the_given_number_is_forgotten_the_oldest_first()
    {
        foreach (var id in new[] { "m-3", "m-1", "m-2", "m-0", "m-4" })
        {
            await Receipts.HandleAsync(id);
            Receipts.Time.Advance(Hour);
        }

        (await Receipts.PurgeAsync(Receipts.Now, max: 2)).Should().Be(2);

        (await Receipts.IsNewAsync("m-3")).Should().BeTrue();
        (await Receipts.IsNewAsync("m-1")).Should().BeTrue();
        foreach (var id in new[] { "m-2", "m-0", "m-4" })
        {
            (await Receipts.BeginAsync(id)).Should().BeNull();
        }

        (await Receipts.PurgeAsync(Receipts.Now, max: 2)).Should().Be(2);
        (await Receipts.PurgeAsync(Receipts.Now, max: 2)).Should().Be(1);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_hides_nothing_from_the_purge()
    {
        Receipts.Time.JumpTo(TestData.Start + Hour);
        await Receipts.HandleAsync("later");
        Receipts.Time.JumpTo(TestData.Start);
        await Receipts.HandleAsync("earlier");

        (await Receipts.PurgeAsync(TestData.Start + (Hour / 2))).Should().Be(1);

        (await Receipts.IsNewAsync("earlier")).Should().BeTrue();
        (await Receipts.BeginAsync("later")).Should().BeNull();
    }

    [Fact]
    public async Task A_receipt_that_was_rolled_back_leaves_nothing_to_purge()
    {
        await (await Receipts.BeginNewAsync("m-1")).DisposeAsync();
        Receipts.Time.Advance(Hour);

        (await Receipts.PurgeAsync(Receipts.Now)).Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_number_that_purges_nothing_is_refused(int max)
    {
        var purge = () => Receipts.PurgeAsync(Receipts.Now, max);

        await purge.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_cancelled_purge_forgets_nothing()
    {
        await Receipts.HandleAsync("m-1");
        Receipts.Time.Advance(Hour);

        var purge = async () => await Receipts.Store.PurgeAsync(Receipts.Now, 10, new CancellationToken(canceled: true));

        await purge.Should().ThrowAsync<OperationCanceledException>();
        (await Receipts.BeginAsync("m-1")).Should().BeNull();
    }
}
