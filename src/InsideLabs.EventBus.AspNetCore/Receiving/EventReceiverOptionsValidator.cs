using System.Globalization;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>Judges an endpoint's options when it is mapped, and names everything that is wrong at once.</summary>
internal static class EventReceiverOptionsValidator
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(3650);

    /// <exception cref="OptionsValidationException">An option cannot work.</exception>
    public static void Validate(string pattern, EventReceiverOptions options)
    {
        var faults = new List<string>();
        CheckSecrets(faults, options);
        CheckRange(faults, nameof(options.Tolerance), options.Tolerance, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckRange(faults, nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1024, 64 * 1024 * 1024);
        CheckWindow(faults, options);
        CheckRoutes(faults, options.Routes);
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(pattern, typeof(EventReceiverOptions), faults);
        }
    }

    private static void CheckSecrets(List<string> faults, EventReceiverOptions options)
    {
        if (options.SigningSecrets.Count == 0 && options.ResolveSecrets is null)
        {
            faults.Add(
                $"{nameof(options.SigningSecrets)} is empty and {nameof(options.ResolveSecrets)} is null, so no request could be believed: add "
                + "the signing secret that the creation of the subscription answered, or find it by the subscription's id.");
        }

        if (options.SigningSecrets.Any(s => s is null))
        {
            faults.Add($"{nameof(options.SigningSecrets)} holds null: add secrets only.");
        }
    }

    private static void CheckWindow(List<string> faults, EventReceiverOptions options)
    {
        if (options.SenderRetryDelays is null)
        {
            faults.Add(
                $"{nameof(options.SenderRetryDelays)} is null; use {nameof(RetryLadder)}.{nameof(RetryLadder.Default)} or the ladder of the subscription.");
            return;
        }

        // An attempt made at the end of the ladder may arrive with a timestamp that is still tolerated.
        var least = LongestLadder(options.SenderRetryDelays) + options.Tolerance;
        if (options.ReceiptWindow <= least || options.ReceiptWindow > LongestWindow)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{nameof(options.ReceiptWindow)} is {options.ReceiptWindow}, but with {nameof(options.SenderRetryDelays)} the sender repeats a delivery for up to {least}, "
                + $"jitter and tolerance included. Choose a window that is longer, and at most {LongestWindow}, or shorten the subscription's ladder."));
        }
    }

    private static TimeSpan LongestLadder(RetryLadder ladder)
    {
        var total = TimeSpan.Zero;
        for (var failures = 1; ladder.DelayAfter(failures, sample: 1) is { } delay; failures++)
        {
            total += delay;
        }

        return total;
    }

    private static void CheckRoutes(List<string> faults, IReadOnlyList<EventRoute> routes)
    {
        if (routes.Count == 0)
        {
            faults.Add("No event is handled: call Handle(...) for an event definition, or for a pattern such as 'shop.order.*'.");
        }

        faults.AddRange(routes
            .GroupBy(r => r.Pattern)
            .Where(g => g.Skip(1).Any())
            .Select(g => $"{(g.Key == EventRoutes.Others ? "What no other handler takes" : $"'{g.Key}'")} is handled twice, and exactly one handler is called for an event: keep one of them."));
    }

    private static void CheckRange<T>(List<string> faults, string option, T value, T least, T most)
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must lie between {least} and {most}."));
        }
    }
}
