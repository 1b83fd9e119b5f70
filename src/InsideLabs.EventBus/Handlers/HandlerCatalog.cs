using System.Collections.Immutable;
using InsideLabs.EventBus.Events;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Handlers;

/// <summary>The handlers of this host, checked against the registry when it starts, and the way to call one.</summary>
internal sealed class HandlerCatalog
{
    private readonly IEventRegistry _registry;
    private readonly IServiceScopeFactory _scopes;
    private readonly Dictionary<string, HandlerRegistration> _durable = new(StringComparer.Ordinal);

    public HandlerCatalog(IEnumerable<HandlerRegistration> registrations, IEventRegistry registry, IServiceScopeFactory scopes)
    {
        (_registry, _scopes) = (registry, scopes);
        var inMemory = ImmutableArray.CreateBuilder<HandlerRegistration>();
        foreach (var registration in registrations)
        {
            Check(registration);
            if (registration.DurableName is not { } name)
            {
                inMemory.Add(registration);
            }
            else if (!_durable.TryAdd(name, registration))
            {
                throw new InvalidOperationException(
                    $"Two durable handlers are named '{name}': '{_durable[name].Pattern}' and '{registration.Pattern}'. Give each a name of its own.");
            }
        }

        InMemory = inMemory.ToImmutable();
    }

    public ImmutableArray<HandlerRegistration> InMemory { get; }

    public IReadOnlyDictionary<string, HandlerRegistration> Durable => _durable;

    /// <summary>Calls a handler in a service scope of its own.</summary>
    public async ValueTask InvokeAsync(
        HandlerRegistration handler,
        EventEnvelope envelope,
        Guid? deliveryId,
        int attempt,
        CancellationToken cancellationToken)
    {
        _registry.TryFind(envelope.Type.Value, out var definition, out _);
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            await handler.InvokeAsync(scope.ServiceProvider, envelope, definition, deliveryId, attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A handler that cannot take an event it listens to is a mistake of the host, found at start rather than at night.</summary>
    private void Check(HandlerRegistration registration)
    {
        var misfit = _registry.Definitions.FirstOrDefault(d => registration.Pattern.Matches(d.Type) && !registration.CanBind(d));
        if (misfit is not null)
        {
            throw new InvalidOperationException(
                $"The handler of '{registration.Pattern}' takes {registration.PayloadType.Name}, but '{misfit.Type}' has the payload "
                + $"{misfit.PayloadType?.Name ?? "of any shape"}. Narrow the pattern, take {nameof(EventEnvelope)}, or give AddHandler the JsonTypeInfo "
                + $"of {registration.PayloadType.Name}.");
        }
    }
}
