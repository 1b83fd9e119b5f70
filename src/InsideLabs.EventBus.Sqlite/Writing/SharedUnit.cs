using System.Threading.Tasks.Sources;

namespace InsideLabs.EventBus.Sqlite.Writing;

/// <summary>
/// A unit whose caller is the library itself: it goes on with little to do, so all units of a batch wake their callers one after the
/// other in one work item of the pool. Awaited once.
/// </summary>
internal abstract class SharedUnit<TResult> : WriteUnit, IValueTaskSource<TResult>
{
    private ManualResetValueTaskSourceCore<TResult> _done;
    private Exception? _failure;

    public override bool CompletesInPool => true;

    /// <summary>Waits for the answer.</summary>
    public ValueTask<TResult> Done => new(this, _done.Version);

    protected TResult Result { get; set; } = default!;

    public override void Complete()
    {
        if (_failure is null)
        {
            _done.SetResult(Result);
        }
        else
        {
            _done.SetException(_failure);
        }
    }

    public override void Fail(Exception failure)
    {
        _failure = failure;
        ThreadPool.UnsafeQueueUserWorkItem(static unit => unit.Complete(), this, preferLocal: false);
    }

    TResult IValueTaskSource<TResult>.GetResult(short token) => _done.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _done.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);
}

/// <summary>Wakes the callers of some units.</summary>
/// <param name="units">The units.</param>
internal sealed class Completions(WriteUnit[] units) : IThreadPoolWorkItem
{
    public void Execute()
    {
        foreach (var unit in units)
        {
            unit.Complete();
        }
    }
}
