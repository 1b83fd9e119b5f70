using System.Globalization;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus;

internal sealed class EventBusOptionsValidator : IValidateOptions<EventBusOptions>
{
    private static readonly TimeSpan Decade = TimeSpan.FromDays(3653);

    private static readonly TimeSpan Century = TimeSpan.FromDays(36_525);

    public ValidateOptionsResult Validate(string? name, EventBusOptions options)
    {
        var faults = new List<string>();
        CheckRange(faults, nameof(options.MaxPayloadBytes), options.MaxPayloadBytes, 1024, 64 * 1024 * 1024);
        CheckRange(faults, nameof(options.MaxConcurrentDeliveries), options.MaxConcurrentDeliveries, 1, 10_000);
        CheckRange(faults, nameof(options.HandlerQueueCapacity), options.HandlerQueueCapacity, 1, 1_000_000);
        CheckRange(faults, nameof(options.DeliveryTimeout), options.DeliveryTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        CheckRange(faults, nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        CheckRange(faults, nameof(options.ClockCheckInterval), options.ClockCheckInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckRange(faults, nameof(options.CircuitThreshold), options.CircuitThreshold, 1, 1000);
        CheckRange(faults, nameof(options.CircuitDelay), options.CircuitDelay, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
        CheckRange(faults, nameof(options.CircuitMaxDelay), options.CircuitMaxDelay, options.CircuitDelay, TimeSpan.FromDays(1));
        CheckRange(faults, nameof(options.DisableAfterFailures), options.DisableAfterFailures, 1, 1_000_000);
        CheckRange(faults, nameof(options.DisableAfter), options.DisableAfter ?? Decade, TimeSpan.FromMinutes(1), Decade);
        CheckRange(faults, nameof(options.KeepDeliveries), options.KeepDeliveries ?? Century, TimeSpan.FromHours(1), Century);
        CheckRange(faults, nameof(options.KeepAttempts), options.KeepAttempts ?? Century, TimeSpan.FromHours(1), Century);
        if (options.MaxConcurrentDeliveriesPerSubscription < 1
            || options.MaxConcurrentDeliveriesPerSubscription > options.MaxConcurrentDeliveries)
        {
            faults.Add(
                $"{nameof(options.MaxConcurrentDeliveriesPerSubscription)} is {options.MaxConcurrentDeliveriesPerSubscription}; it must lie "
                + $"between 1 and {nameof(options.MaxConcurrentDeliveries)}, which is {options.MaxConcurrentDeliveries}.");
        }

        if (options.RetryDelays is null)
        {
            faults.Add($"{nameof(options.RetryDelays)} is null; use {nameof(RetryLadder)}.{nameof(RetryLadder.Default)} or an empty ladder for one attempt.");
        }

        if (!Enum.IsDefined(options.HandlerOverflow))
        {
            faults.Add($"{nameof(options.HandlerOverflow)} is {options.HandlerOverflow}; use {HandlerOverflow.Wait} or {HandlerOverflow.Drop}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
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
