using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using InsideLabs.EventBus.Conformance.Hosting;

namespace InsideLabs.EventBus.AspNetCore.Tests.Secrets;

/// <summary>Everything that a process shows while it runs: answers, logs at every level, spans of every source, exceptions.</summary>
internal sealed class Evidence : IDisposable
{
    private readonly ConcurrentQueue<(string Place, string Text)> _texts = new();
    private readonly ActivityListener _spans;

    public Evidence()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_spans);
        AppDomain.CurrentDomain.FirstChanceException += Keep;
    }

    public CapturedLogs Logs { get; } = new();

    public IReadOnlyList<(string Place, string Text)> All =>
        [.. _texts, .. Logs.Entries.Select(e => ($"log {e.Id}", $"{e.Message} {e.Exception}"))];

    public void Add(string place, string text) => _texts.Enqueue((place, text));

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Keep;
        _spans.Dispose();
    }

    private void Keep(Activity activity) => Add(
        $"span {activity.Source.Name}/{activity.OperationName}",
        string.Join('\n', activity.TagObjects.Concat(activity.Events.SelectMany(e => e.Tags)).Select(t => $"{t.Key}={t.Value}")
            .Append(activity.DisplayName).Append(activity.StatusDescription).Concat(activity.Baggage.Select(b => $"{b.Key}={b.Value}"))));

    private void Keep(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (thrown.Exception is not LoudAdapter.LoudException)
        {
            Add($"exception {thrown.Exception.GetType().Name}", thrown.Exception.ToString());
        }
    }
}
