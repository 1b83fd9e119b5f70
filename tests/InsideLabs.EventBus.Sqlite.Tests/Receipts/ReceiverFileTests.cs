using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Receipts;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Sqlite.Tests.Receipts;

/// <summary>The file: what is in it already, what else writes to it, and what happens when it is full or broken.</summary>
public sealed class ReceiverFileTests : IDisposable
{
    private readonly ReceiverFileUnderTest _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_file_in_use_keeps_its_tables_and_its_marks()
    {
        _file.Query("CREATE TABLE mine (id TEXT); INSERT INTO mine VALUES ('x'); PRAGMA user_version = 7; PRAGMA application_id = 4711");

        await _file.Open().HandleAsync("m-1");
        _file.Close();
        await _file.Open().HandleAsync("m-2");

        _file.Query("SELECT id FROM mine").Should().Be("x");
        _file.Query("PRAGMA user_version").Should().Be(7L);
        _file.Query("PRAGMA application_id").Should().Be(4711L);
        _file.Query("SELECT count(*) FROM insidelabs_receipts").Should().Be(2L);
        _file.Query("PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task Every_commit_is_synchronous_in_a_write_ahead_log()
    {
        await using var receipt = await _file.Open().BeginNewAsync("m-1");
        var transaction = receipt.SqliteTransaction();

        ReceiverFileUnderTest.Run(transaction.Connection!, "PRAGMA journal_mode", transaction).Should().Be("wal");
        ReceiverFileUnderTest.Run(transaction.Connection!, "PRAGMA synchronous", transaction).Should().Be(2L);
    }

    [Fact]
    public async Task While_another_process_writes_no_thread_waits_and_the_receipt_begins_when_it_is_done()
    {
        var receipts = _file.Open();
        await receipts.HandleAsync("m-0");
        using var other = _file.Connect();
        ReceiverFileUnderTest.Run(other, "BEGIN IMMEDIATE");

        var begin = receipts.BeginAsync("m-1");
        begin.IsCompleted.Should().BeFalse();
        ReceiverFileUnderTest.Run(other, "COMMIT");
        await TurnClockUntilDoneAsync(begin);

        await using var receipt = await begin;
        receipt.Should().NotBeNull();
    }

    [Fact]
    public async Task Another_process_that_writes_for_too_long_makes_the_store_unavailable_for_the_moment()
    {
        _file.BusyTimeout = TimeSpan.FromSeconds(2);
        var receipts = _file.Open();
        await receipts.HandleAsync("m-0");
        using var other = _file.Connect();
        ReceiverFileUnderTest.Run(other, "BEGIN IMMEDIATE");

        var begin = receipts.BeginAsync("m-1");
        await TurnClockUntilDoneAsync(begin);

        var thrown = (await ((Func<Task>)(() => begin)).Should().ThrowAsync<EventBusStoreException>()).Which;
        thrown.Code.Should().Be(ErrorCodes.StoreUnavailable);
        thrown.Message.Should().Contain("BusyTimeout").And.Contain("00:00:02");
        (receipts.Now - TestData.Start).Should().BeCloseTo(_file.BusyTimeout, TimeSpan.FromMilliseconds(50));
        ReceiverFileUnderTest.Run(other, "COMMIT");
        await receipts.HandleAsync("m-1");
    }

    [Fact]
    public async Task Waiting_for_another_process_can_be_cancelled()
    {
        using var caller = new CancellationTokenSource();
        var receipts = _file.Open();
        await receipts.HandleAsync("m-0");
        using var other = _file.Connect();
        ReceiverFileUnderTest.Run(other, "BEGIN IMMEDIATE");
        var begin = receipts.BeginAsync("m-1", caller.Token);

        await caller.CancelAsync();

        await ((Func<Task>)(() => begin)).Should().ThrowAsync<OperationCanceledException>();
        ReceiverFileUnderTest.Run(other, "COMMIT");
        await receipts.HandleAsync("m-1");
    }

    [Fact]
    public async Task A_file_without_room_says_so_and_keeps_what_it_has()
    {
        var receipts = _file.Open();
        await receipts.HandleAsync("m-0");
        await LimitPagesAsync(receipts, most: null);

        var fill = async () =>
        {
            for (var i = 1; i < 1000; i++)
            {
                await receipts.HandleAsync($"m-{i}-{new string('x', 1000)}");
            }
        };

        (await fill.Should().ThrowAsync<EventBusStoreException>()).Which.Code.Should().Be(ErrorCodes.StoreFull);
        (await receipts.BeginAsync("m-0")).Should().BeNull();
        await LimitPagesAsync(receipts, most: 1_000_000);
        await receipts.HandleAsync("next-" + new string('x', 1000));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(_file.Path, string.Concat(Enumerable.Repeat("This is a letter. ", 200)));

        var open = async () => await _file.Database.OpenAsync(CancellationToken.None);

        (await open.Should().ThrowAsync<EventBusStoreException>()).Which.Code.Should().Be(ErrorCodes.StoreIncompatible);
    }

    [Fact]
    public async Task A_file_in_a_directory_that_does_not_exist_is_unavailable()
    {
        using var database = new ReceiverDatabase(
            Options.Create(new SqliteReceiptOptions { Path = Path.Combine(_file.Path + ".d", "receiver.db") }), _file.Time);

        var open = async () => await database.OpenAsync(CancellationToken.None);

        (await open.Should().ThrowAsync<EventBusStoreException>()).Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
    }

    [Fact]
    public async Task After_the_host_has_stopped_the_store_is_unavailable_and_the_file_free()
    {
        var receipts = _file.Open();
        var database = _file.Database;
        await using (var receipt = await receipts.BeginNewAsync("m-1"))
        {
            database.Dispose();
            await receipt.CommitAsync(CancellationToken.None);
        }

        var begin = () => receipts.BeginAsync("m-2");

        (await begin.Should().ThrowAsync<EventBusStoreException>()).Which.Code.Should().Be(ErrorCodes.StoreUnavailable);
        File.Exists(_file.Path + "-wal").Should().BeFalse(because: "the last connection closed and took its log along");
        _file.Query("SELECT count(*) FROM insidelabs_receipts").Should().Be(1L);
    }

    /// <summary>Lets the file grow to so many pages; null for no more than it has.</summary>
    private static async Task LimitPagesAsync(ReceiptStoreUnderTest receipts, long? most)
    {
        await using var receipt = await receipts.BeginNewAsync("limit");
        var transaction = receipt.SqliteTransaction();
        var pages = most ?? (long)ReceiverFileUnderTest.Run(transaction.Connection!, "PRAGMA page_count", transaction)!;
        ReceiverFileUnderTest.Run(transaction.Connection!, $"PRAGMA max_page_count = {pages}", transaction).Should().Be(pages);
    }

    private async Task TurnClockUntilDoneAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            var timer = _file.Time.WhenTimerIsSetAsync(_file.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
            if (await Task.WhenAny(work, timer).WaitAsync(TimeSpan.FromSeconds(30)) == timer)
            {
                _file.Time.Advance(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
