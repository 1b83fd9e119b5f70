using InsideLabs.EventBus.Sqlite.Writing;

namespace InsideLabs.EventBus.Sqlite.Tests;

/// <summary>Does something on the writer's thread, inside a transaction.</summary>
internal sealed class ScopeProbe(Action<WriteScope> action) : WriteUnit<bool>
{
    public override void Execute(WriteScope scope) => action(scope);

    public static Task RunAsync(SqliteDatabase database, Action<WriteScope> action)
    {
        var probe = new ScopeProbe(action);
        database.Writer.Admit(probe);
        return probe.Done.WaitAsync(TimeSpan.FromSeconds(30));
    }
}

/// <summary>Holds the writer's thread in a transaction until it is released, so that what is admitted meanwhile waits together.</summary>
internal sealed class WriterPause : IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScopeProbe _probe;

    private WriterPause() => _probe = new ScopeProbe(_ =>
    {
        _reached.TrySetResult();
        _released.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue(because: "somebody releases the writer");
    });

    public static async Task<WriterPause> BeginAsync(SqliteDatabase database)
    {
        var pause = new WriterPause();
        database.Writer.Admit(pause._probe);
        await pause._reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return pause;
    }

    public async Task EndAsync()
    {
        _released.Set();
        await _probe.Done.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public void Dispose()
    {
        _released.Set();
        _released.Dispose();
    }
}
