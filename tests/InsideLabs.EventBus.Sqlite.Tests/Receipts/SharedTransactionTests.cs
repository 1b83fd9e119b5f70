using InsideLabs.EventBus.Receipts;
using InsideLabs.EventBus.Sqlite.Receipts;

namespace InsideLabs.EventBus.Sqlite.Tests.Receipts;

/// <summary>What a handler writes and the receipt are one transaction.</summary>
public sealed class SharedTransactionTests : IDisposable
{
    private const string AddEffect = "INSERT INTO effects (id) VALUES ('e')";
    private const string CountEffects = "SELECT count(*) FROM effects";
    private const string CountReceipts = "SELECT count(*) FROM insidelabs_receipts";

    private readonly ReceiverFileUnderTest _file = new();

    public SharedTransactionTests() => _file.Query("CREATE TABLE effects (id TEXT)");

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_commit_makes_the_effect_and_the_receipt_visible_together()
    {
        var receipts = _file.Open();
        await using var receipt = await receipts.BeginNewAsync("m-1");
        Write(receipt);
        (_file.Query(CountEffects), _file.Query(CountReceipts)).Should().Be((0L, 0L));

        await receipt.CommitAsync(CancellationToken.None);

        (_file.Query(CountEffects), _file.Query(CountReceipts)).Should().Be((1L, 1L));
    }

    [Fact]
    public async Task A_rollback_takes_both_away()
    {
        var receipts = _file.Open();
        await using (var receipt = await receipts.BeginNewAsync("m-1"))
        {
            Write(receipt);
        }

        (_file.Query(CountEffects), _file.Query(CountReceipts)).Should().Be((0L, 0L));
        await receipts.HandleAsync("m-1");
    }

    [Fact]
    public async Task What_was_committed_is_there_after_the_next_start()
    {
        await _file.Open().HandleAsync("m-1");
        _file.Close();

        (await _file.Open().BeginAsync("m-1")).Should().BeNull();
    }

    [Fact]
    public async Task A_reader_never_waits_for_an_open_receipt()
    {
        var receipts = _file.Open();
        await receipts.HandleAsync("m-1");
        await using var receipt = await receipts.BeginNewAsync("m-2");
        Write(receipt);

        _file.Query(CountReceipts).Should().Be(1L);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_handler_that_ends_the_transaction_itself_is_told_so(bool commits)
    {
        var receipts = _file.Open();
        await using (var receipt = await receipts.BeginNewAsync("m-1"))
        {
            var transaction = receipt.SqliteTransaction();
            if (commits)
            {
                await transaction.CommitAsync();
            }
            else
            {
                await transaction.RollbackAsync();
            }

            var commit = async () => await receipt.CommitAsync(CancellationToken.None);

            await commit.Should().ThrowAsync<InvalidOperationException>().WithMessage("*ended by someone else*");
        }

        (await receipts.IsNewAsync("m-1")).Should().Be(!commits, "the receipt shared the fate of the transaction");
        await receipts.HandleAsync("m-2");
    }

    [Fact]
    public async Task The_transaction_of_a_receipt_that_is_over_is_not_given_out()
    {
        var receipts = _file.Open();
        var receipt = await receipts.BeginNewAsync("m-1");
        await receipt.DisposeAsync();

        receipt.Invoking(r => r.SqliteTransaction()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_receipt_of_another_store_has_no_transaction_and_the_message_says_what_to_register() =>
        new OtherReceipt().Invoking(r => r.SqliteTransaction()).Should().Throw<InvalidOperationException>()
            .WithMessage("*OtherReceipt*AddSqliteReceipts*");

    [Fact]
    public async Task Other_writes_of_the_application_take_turns_with_receipts()
    {
        var receipts = _file.Open();
        IReceiverDatabase database = _file.Database;
        var receipt = await receipts.BeginNewAsync("m-1");
        var turn = database.BeginWriteAsync(CancellationToken.None).AsTask();
        turn.IsCompleted.Should().BeFalse(because: "the receipt is open");

        await receipt.DisposeAsync();
        await using (var write = await turn)
        {
            ReceiverFileUnderTest.Run(write.Transaction.Connection!, AddEffect, write.Transaction);
            await write.CommitAsync(CancellationToken.None);
        }

        await using (var write = await database.BeginWriteAsync(CancellationToken.None))
        {
            ReceiverFileUnderTest.Run(write.Transaction.Connection!, AddEffect, write.Transaction);
        }

        _file.Query(CountEffects).Should().Be(1L, "the second one was not committed");
        await receipts.HandleAsync("m-1");
    }

    private static void Write(IReceipt receipt)
    {
        var transaction = receipt.SqliteTransaction();
        ReceiverFileUnderTest.Run(transaction.Connection!, AddEffect, transaction);
    }

    private sealed class OtherReceipt : IReceipt
    {
        public string MessageId => "m-1";

        public ValueTask CommitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
