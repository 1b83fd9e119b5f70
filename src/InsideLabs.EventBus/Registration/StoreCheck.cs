using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InsideLabs.EventBus.Registration;

/// <summary>Tells a host without a store, or with two, what to do, instead of letting a constructor fail with a riddle.</summary>
internal sealed class StoreCheck(IServiceCollection services) : IValidateOptions<EventBusOptions>
{
    public ValidateOptionsResult Validate(string? name, EventBusOptions options)
    {
        var stores = services.Count(s => s.ServiceType == typeof(IDeliveryStore));
        var complete = services.Any(s => s.ServiceType == typeof(ISubscriptionStore));
        return (stores, complete) switch
        {
            (1, true) => ValidateOptionsResult.Success,
            (0, _) => ValidateOptionsResult.Fail(
                "No store is registered. Add one to AddInsideLabsEvents(): UseSqlite(\"events.db\") from the package "
                + "InsideLabs.EventBus.Sqlite keeps everything in one file; UseInMemoryStore() keeps nothing."),
            _ => ValidateOptionsResult.Fail($"{stores} stores are registered; a host has one. Keep one of the Use…() calls."),
        };
    }
}
