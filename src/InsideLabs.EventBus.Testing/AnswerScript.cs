namespace InsideLabs.EventBus.Testing;

/// <summary>
/// What the recording adapter answers: first what was queued, one answer for each send, then what holds for all others. Safe for use
/// by several threads at once.
/// </summary>
public sealed class AnswerScript
{
    private readonly Lock _gate = new();
    private readonly Queue<ScriptedAnswer> _queued = new();
    private Func<RecordedSend, ScriptedAnswer>? _always;

    internal AnswerScript()
    {
    }

    /// <summary>Queues answers for the next sends, behind those that are queued already.</summary>
    /// <param name="answers">One for each send.</param>
    public AnswerScript Next(params IEnumerable<ScriptedAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        lock (_gate)
        {
            foreach (var answer in answers)
            {
                _queued.Enqueue(answer);
            }
        }

        return this;
    }

    /// <summary>Sets the answer to every send that no answer is queued for.</summary>
    /// <param name="answer">The answer.</param>
    public AnswerScript Always(ScriptedAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Always(_ => answer);
    }

    /// <summary>Sets how every send is answered that no answer is queued for.</summary>
    /// <param name="answer">Judges the send; called once for each, perhaps by several threads at once.</param>
    public AnswerScript Always(Func<RecordedSend, ScriptedAnswer> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_gate)
        {
            _always = answer;
        }

        return this;
    }

    /// <summary>Forgets all answers.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _queued.Clear();
            _always = null;
        }
    }

    /// <summary>The answer to a send; null when this script has none.</summary>
    internal ScriptedAnswer? Take(RecordedSend send)
    {
        Func<RecordedSend, ScriptedAnswer>? always;
        lock (_gate)
        {
            if (_queued.TryDequeue(out var queued))
            {
                return queued;
            }

            always = _always;
        }

        return always?.Invoke(send);
    }
}
