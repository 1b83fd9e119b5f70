namespace InsideLabs.EventBus.Sqlite.Writing;

/// <summary>
/// One piece of work for the writer. It changes rows inside a transaction that it shares with others, and what the process
/// remembers only once that transaction is committed. It may be executed twice: a failed batch is replayed unit by unit.
/// </summary>
internal abstract class WriteUnit
{
    /// <summary>How many bytes it is about to write, roughly, so that a batch stays within bounds.</summary>
    public virtual int Weight => 0;

    /// <summary>Whether <see cref="Complete"/> runs the caller's code, and therefore in the pool; otherwise it only wakes him.</summary>
    public virtual bool CompletesInPool => false;

    /// <summary>Changes rows. Everything it notes down for later is noted anew each time.</summary>
    public abstract void Execute(WriteScope scope);

    /// <summary>Changes what the process remembers, after the commit and in the order of execution.</summary>
    public virtual void Apply()
    {
    }

    /// <summary>Reads what only the settled state of the whole batch can tell.</summary>
    public virtual void AfterBatch(WriteScope scope)
    {
    }

    /// <summary>Wakes who waits. Never runs their code on the writer's thread.</summary>
    public abstract void Complete();

    /// <summary>Wakes who waits with a failure. Nothing was changed.</summary>
    public abstract void Fail(Exception failure);
}

/// <summary>A unit whose caller waits for an answer.</summary>
internal abstract class WriteUnit<TResult> : WriteUnit
{
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Done => _done.Task;

    protected TResult Result { get; set; } = default!;

    public override void Complete() => _done.TrySetResult(Result);

    public override void Fail(Exception failure) => _done.TrySetException(failure);
}
