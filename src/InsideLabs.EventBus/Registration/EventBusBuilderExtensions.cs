using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What every host may hang on its event bus: domains, handlers, keys.</summary>
public static class EventBusBuilderExtensions
{
    /// <summary>Registers a domain and its event types. Two domains of one name are a start-up error.</summary>
    /// <param name="builder">The bus.</param>
    /// <param name="domain">The domain.</param>
    public static IEventBusBuilder AddDomain(this IEventBusBuilder builder, EventDomain domain)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(domain);
        builder.Services.AddSingleton(domain);
        return builder;
    }

    /// <summary>
    /// Handles events in this process. Without a name the handler is purely in memory: it runs after the commit, never for a
    /// duplicate, through a bounded queue, and what is queued ends with the process. With a name it is durable: its deliveries
    /// are stored, retried and audited like any other.
    /// </summary>
    /// <typeparam name="TPayload">The payload's type, or <see cref="EventEnvelope"/> for the raw event.</typeparam>
    /// <param name="builder">The bus.</param>
    /// <param name="pattern">What to listen to: an event type, or literal segments and one last <c>*</c>.</param>
    /// <param name="handler">What to do.</param>
    /// <param name="durable">The name of a durable handler: 1 to 128 characters, unique in the host, and the same over its releases.</param>
    /// <param name="payloadInfo">How to read the payload, where the definitions do not say.</param>
    public static IEventBusBuilder AddHandler<TPayload>(
        this IEventBusBuilder builder,
        string pattern,
        Func<EventContext<TPayload>, CancellationToken, ValueTask> handler,
        string? durable = null,
        JsonTypeInfo<TPayload>? payloadInfo = null)
        where TPayload : class
    {
        ArgumentNullException.ThrowIfNull(handler);
        return builder.Add<TPayload>(pattern, durable, payloadInfo, (_, context, token) => handler(context, token));
    }

    /// <summary>
    /// Handles events in this process with a class from the container: one instance in a scope of its own for each event. In
    /// memory without a name, durable with one.
    /// </summary>
    /// <typeparam name="TPayload">The payload's type, or <see cref="EventEnvelope"/> for the raw event.</typeparam>
    /// <typeparam name="THandler">The handler; registered as scoped unless the host registered it already.</typeparam>
    /// <param name="builder">The bus.</param>
    /// <param name="pattern">What to listen to: an event type, or literal segments and one last <c>*</c>.</param>
    /// <param name="durable">The name of a durable handler: 1 to 128 characters, unique in the host, and the same over its releases.</param>
    /// <param name="payloadInfo">How to read the payload, where the definitions do not say.</param>
    public static IEventBusBuilder AddHandler<TPayload, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IEventBusBuilder builder,
        string pattern,
        string? durable = null,
        JsonTypeInfo<TPayload>? payloadInfo = null)
        where TPayload : class
        where THandler : class, IEventHandler<TPayload>
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddScoped<THandler>();
        return builder.Add<TPayload>(
            pattern,
            durable,
            payloadInfo,
            static (services, context, token) => services.GetRequiredService<THandler>().HandleAsync(context, token));
    }

    /// <summary>Sets the keys that secrets are stored with. Without this, the store brings a key of its own.</summary>
    /// <param name="builder">The bus.</param>
    /// <param name="keys">The keys; the first one encrypts, the others are for what was stored before.</param>
    public static IEventBusBuilder UseEncryptionKeys(this IEventBusBuilder builder, params IEnumerable<EncryptionKey> keys)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IEncryptionKeyRing>(new EncryptionKeyRing(keys)));
        return builder;
    }

    private static IEventBusBuilder Add<TPayload>(
        this IEventBusBuilder builder,
        string pattern,
        string? durable,
        JsonTypeInfo<TPayload>? payloadInfo,
        Func<IServiceProvider, EventContext<TPayload>, CancellationToken, ValueTask> invoke)
        where TPayload : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (durable is { Length: 0 or > 128 })
        {
            throw new ArgumentException($"The name of a durable handler has 1 to 128 characters; '{durable}' has {durable.Length}.", nameof(durable));
        }

        builder.Services.AddSingleton<HandlerRegistration>(
            new HandlerRegistration<TPayload>(EventPattern.Parse(pattern), durable, payloadInfo, invoke));
        return builder;
    }
}
