using System.Net;
using InsideLabs.EventBus.AspNetCore.Receiving;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Receipts;
using InsideLabs.EventBus.Sqlite.Receipts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

/// <summary>Exactly one effect, whatever goes wrong, and 200 only after it.</summary>
public sealed class ExactlyOnceTests
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedReceipts? _receipts;
    private int _handled;

    [Fact]
    public async Task A_duplicate_is_answered_with_200_and_not_handled()
    {
        var duplicates = new List<(string Id, int Attempt, string? SubscriptionId, string Type)>();
        await using var host = await StartAsync(Handled, options => options.OnDuplicate = (d, _) =>
        {
            d.Services.Should().NotBeNull();
            duplicates.Add((d.DeliveryId, d.Attempt, d.SubscriptionId, d.Envelope.Type.Value));
            return ValueTask.CompletedTask;
        });

        (await host.DeliverAsync()).Status.Should().Be(HttpStatusCode.OK);
        var again = await host.DeliverAsync(attempt: 2);

        again.Should().Be(new Answer(HttpStatusCode.OK, null, string.Empty, null));
        _handled.Should().Be(1);
        duplicates.Should().Equal(("d-1", 2, "s-1", "shop.order.placed"));
    }

    [Fact]
    public async Task A_duplicate_hook_that_throws_changes_nothing_for_the_sender()
    {
        await using var host = await StartAsync(Handled, options => options.OnDuplicate = (_, _) => throw new InvalidOperationException("broken"));
        await host.DeliverAsync();

        (await host.DeliverAsync()).Status.Should().Be(HttpStatusCode.OK);

        host.Logs.Entries.Should().ContainSingle(e => e.Id == 6008);
    }

    [Fact]
    public async Task Of_many_requests_at_once_for_one_delivery_one_is_handled_and_the_others_wait_for_it()
    {
        await using var host = await StartAsync(async () =>
        {
            Interlocked.Increment(ref _handled);
            _entered.TrySetResult();
            await _goOn.Task;
        });

        var answers = Enumerable.Range(0, 16).Select(_ => host.DeliverAsync()).ToList();
        await _entered.Task.WaitAsync(ReceiverHost.Patience);
        answers.Should().NotContain(a => a.IsCompleted);
        _goOn.SetResult();

        (await Task.WhenAll(answers)).Should().OnlyContain(a => a.Status == HttpStatusCode.OK);
        _handled.Should().Be(1);
    }

    [Fact]
    public async Task A_handler_that_fails_is_logged_answered_without_details_and_called_again_by_the_retry()
    {
        await using var host = await StartAsync(() => ++_handled == 1 ? throw new InvalidOperationException("password=x") : Task.CompletedTask);

        var first = await host.DeliverAsync();
        var second = await host.DeliverAsync(attempt: 2);
        var third = await host.DeliverAsync(attempt: 3);

        (first.Status, first.Code).Should().Be((HttpStatusCode.InternalServerError, ErrorCodes.HandlerFailed));
        first.Body.Should().NotContain("password");
        host.Logs.Entries.Should().ContainSingle(e => e.Level == LogLevel.Error && e.Id == 6004)
            .Which.Exception.Should().BeOfType<InvalidOperationException>();
        (second.Status, third.Status, _handled).Should().Be((HttpStatusCode.OK, HttpStatusCode.OK, 2));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task A_handler_can_ask_for_the_event_to_come_again_later(int? seconds)
    {
        TimeSpan? after = seconds is { } s ? TimeSpan.FromSeconds(s) : null;
        await using var host = await StartAsync(() => ++_handled == 1 ? throw new RetryLaterException("warming up", after) : Task.CompletedTask);

        var answer = await host.DeliverAsync();

        (answer.Status, answer.Code, answer.RetryAfter).Should().Be((HttpStatusCode.ServiceUnavailable, ErrorCodes.RetryLater, after));
        answer.Body.Should().NotContain("warming up");
        host.Logs.Entries.Should().NotContain(e => e.Level >= LogLevel.Warning).And.Contain(e => e.Id == 6005);
        (await host.DeliverAsync()).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_is_answered_before_the_commit_is_through()
    {
        await using var host = await StartAsync(Handled);
        _receipts!.OnCommit = () =>
        {
            _entered.SetResult();
            return _goOn.Task;
        };

        var answer = host.DeliverAsync();
        await _entered.Task.WaitAsync(ReceiverHost.Patience);
        _handled.Should().Be(1);
        answer.IsCompleted.Should().BeFalse();
        _goOn.SetResult();

        (await answer).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.ServiceUnavailable)]
    [InlineData(false, HttpStatusCode.InternalServerError)]
    public async Task A_commit_that_fails_is_no_success_and_the_delivery_is_handled_again(bool storeFailed, HttpStatusCode status)
    {
        await using var host = await StartAsync(Handled);
        _receipts!.OnCommit = () => throw (storeFailed
            ? new EventBusStoreException(ErrorCodes.StoreFull, "no room")
            : new InvalidOperationException("ended by someone else"));

        (await host.DeliverAsync()).Status.Should().Be(status);

        _receipts.OnCommit = () => Task.CompletedTask;
        (await host.DeliverAsync()).Status.Should().Be(HttpStatusCode.OK);
        _handled.Should().Be(2);
    }

    [Fact]
    public async Task With_a_shared_transaction_a_commit_that_fails_leaves_no_effect()
    {
        var directory = Directory.CreateTempSubdirectory("receiver-");
        try
        {
            var path = Path.Combine(directory.FullName, "receiver.db");
            await using var host = await ReceiverHost.StartAsync(
                options => options.Handle(ShopEvents.OrderPlaced, async (e, cancellationToken) =>
                {
                    var transaction = e.Receipt.SqliteTransaction();
                    await using var command = transaction.Connection!.CreateCommand();
                    command.Transaction = transaction;

                    // A deferred constraint that does not hold is found by the commit alone.
                    command.CommandText = """
                        CREATE TABLE IF NOT EXISTS parent (id TEXT PRIMARY KEY);
                        CREATE TABLE IF NOT EXISTS effect (parent TEXT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
                        INSERT INTO effect VALUES ($order);
                        INSERT OR IGNORE INTO parent SELECT $order WHERE $fits;
                        """;
                    command.Parameters.AddWithValue("$order", e.Payload.OrderId);
                    command.Parameters.AddWithValue("$fits", e.Attempt > 1);
                    await command.ExecuteNonQueryAsync(cancellationToken);
                }),
                services => services.AddSqliteReceipts(path));
            (await host.DeliverAsync(attempt: 1)).Status.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await host.IsNewAsync("d-1")).Should().BeTrue();
            (await host.DeliverAsync(attempt: 2)).Status.Should().Be(HttpStatusCode.OK);
            (await host.DeliverAsync(attempt: 3)).Status.Should().Be(HttpStatusCode.OK);

            await using var reader = new SqliteConnection($"Data Source={path};Pooling=False");
            await reader.OpenAsync();
            await using var count = reader.CreateCommand();
            count.CommandText = "SELECT count(*) FROM effect";
            (await count.ExecuteScalarAsync()).Should().Be(1L);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_store_that_is_unavailable_is_said_and_the_sender_asked_to_wait()
    {
        await using var host = await StartAsync(Handled);
        _receipts!.OnBegin = () => throw new EventBusStoreException(ErrorCodes.StoreUnavailable, "disk of the receiver gone");

        var answer = await host.DeliverAsync();

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.ServiceUnavailable, ErrorCodes.StoreUnavailable));
        answer.RetryAfter.Should().Be(TimeSpan.FromSeconds(5));
        answer.Body.Should().NotContain("disk of the receiver");
        host.Logs.Entries.Should().ContainSingle(e => e.Level == LogLevel.Error && e.Id == 6006);
        _handled.Should().Be(0);
    }

    [Fact]
    public async Task When_the_sender_hangs_up_before_the_commit_the_receipt_is_rolled_back()
    {
        var cancelled = new TaskCompletionSource();
        await using var host = await ReceiverHost.StartAsync(
            options => options.Handle(ShopEvents.OrderPlaced, async (_, cancellationToken) =>
            {
                if (Interlocked.Increment(ref _handled) == 1)
                {
                    await using var registration = cancellationToken.Register(cancelled.SetResult);
                    _entered.SetResult();
                    await cancelled.Task;
                }
            }),
            WithScript);
        using var sender = new CancellationTokenSource();
        var request = host.Http.SendAsync(host.Request(), sender.Token);
        await _entered.Task.WaitAsync(ReceiverHost.Patience);

        await sender.CancelAsync();

        (await _receipts!.RolledBack.WaitAsync(ReceiverHost.Patience)).Should().BeTrue();
        await ((Func<Task>)(() => request)).Should().ThrowAsync<OperationCanceledException>();
        (await host.DeliverAsync()).Status.Should().Be(HttpStatusCode.OK);
        _handled.Should().Be(2);
    }

    [Fact]
    public async Task A_request_that_the_server_gives_up_is_never_answered_with_200()
    {
        using var timeout = new CancellationTokenSource();
        await using var host = await ReceiverHost.StartAsync(
            options => options.Handle(ShopEvents.OrderPlaced, async (_, _) =>
            {
                _handled++;
                await timeout.CancelAsync();
            }),
            WithScript,
            app => app.Use((context, next) =>
            {
                context.RequestAborted = timeout.Token;
                return next(context);
            }));

        (await host.DeliverAsync()).Status.Should().Be(HttpStatusCode.ServiceUnavailable);

        _handled.Should().Be(1);
        (await host.IsNewAsync("d-1")).Should().BeTrue();
    }

    private Task Handled()
    {
        Interlocked.Increment(ref _handled);
        return Task.CompletedTask;
    }

    private void WithScript(IServiceCollection services) =>
        services.AddSingleton<IReceiptStore>(_receipts = new ScriptedReceipts(ReceiptsInMemory()));

    private static IReceiptStore ReceiptsInMemory() =>
        new ServiceCollection().AddInMemoryReceipts().BuildServiceProvider().GetRequiredService<IReceiptStore>();

    private Task<ReceiverHost> StartAsync(Func<Task> handler, Action<EventReceiverOptions>? configure = null) => ReceiverHost.StartAsync(
        options =>
        {
            options.Handle(ShopEvents.OrderPlaced, (_, _) => new ValueTask(handler()));
            configure?.Invoke(options);
        },
        WithScript);
}
