using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Receipts;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.AspNetCore.Receiving;

/// <summary>Whom an endpoint believes and what it does with each event. Validated when the endpoint is mapped.</summary>
public sealed class EventReceiverOptions
{
    private readonly List<EventRoute> _routes = [];

    /// <summary>
    /// Secrets, any of which a request may be signed with. While one is rotated both stand here. Either this or
    /// <see cref="ResolveSecrets"/> is required.
    /// </summary>
    public IList<WebhookSecret> SigningSecrets { get; } = [];

    /// <summary>
    /// Finds the secrets of a subscription, in addition to <see cref="SigningSecrets"/>: for an endpoint that serves several
    /// subscriptions, and for secrets that change while the host runs. Called for every request that names its subscription; the
    /// name is not proven until the signature fits. An empty list for a subscription nobody knows.
    /// </summary>
    public Func<IServiceProvider, string, CancellationToken, ValueTask<IReadOnlyList<WebhookSecret>>>? ResolveSecrets { get; set; }

    /// <summary>How far a request's timestamp may lie from this host's clock, either way. Default: 5 min. Range: 1 s to 1 d.</summary>
    public TimeSpan Tolerance { get; set; } = WebhookSignature.DefaultTolerance;

    /// <summary>The largest body in bytes. Default: 2 MiB. Range: 1 KiB to 64 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>
    /// How long a receipt is kept at least, and so for how long a repeated delivery is recognised. Default: 30 d. Longer than
    /// <see cref="SenderRetryDelays"/> with their jitter, at most 3,650 d. Endpoints that share a store should agree on it.
    /// </summary>
    public TimeSpan ReceiptWindow { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The retry ladder of the subscription that sends here. Default: <see cref="RetryLadder.Default"/>.</summary>
    public RetryLadder SenderRetryDelays { get; set; } = RetryLadder.Default;

    /// <summary>
    /// Hears of deliveries that were handled before; they are answered with 200 whatever it does. Default: none. An exception is
    /// logged and otherwise ignored.
    /// </summary>
    public Func<DuplicateDelivery, CancellationToken, ValueTask>? OnDuplicate { get; set; }

    internal IReadOnlyList<EventRoute> Routes => _routes;

    /// <summary>Adds a secret in its text form.</summary>
    /// <param name="text"><c>whsec_</c> and base64, as the subscription's creation answered it.</param>
    /// <exception cref="EventBusValidationException"><see cref="ErrorCodes.SecretMalformed"/> or <see cref="ErrorCodes.SecretLength"/>.</exception>
    public EventReceiverOptions AddSigningSecret(string text)
    {
        SigningSecrets.Add(WebhookSecret.Parse(text));
        return this;
    }

    /// <summary>
    /// Handles one event type. Of several handlers that fit an event exactly one is called: the one of its type, otherwise the
    /// one with the longest pattern, whatever order they were added in.
    /// </summary>
    /// <typeparam name="TPayload">The payload's type.</typeparam>
    /// <param name="definition">The event; its payload is bound as the definition says.</param>
    /// <param name="handler">
    /// The handler. When it returns, the receipt is committed and the sender is told; when it throws, the receipt is rolled back
    /// and the event comes again.
    /// </param>
    public EventReceiverOptions Handle<TPayload>(
        EventDefinition<TPayload> definition,
        Func<ReceivedEvent<TPayload>, CancellationToken, ValueTask> handler)
        where TPayload : class
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(handler);
        _routes.Add(new TypedEventRoute<TPayload>(definition, handler));
        return this;
    }

    /// <summary>Handles one event type with a class from the container, resolved for each request.</summary>
    /// <typeparam name="TPayload">The payload's type.</typeparam>
    /// <typeparam name="THandler">The handler; register it, scoped or otherwise.</typeparam>
    /// <param name="definition">The event.</param>
    public EventReceiverOptions Handle<TPayload, THandler>(EventDefinition<TPayload> definition)
        where TPayload : class
        where THandler : IReceivedEventHandler<TPayload> =>
        Handle(definition, static (received, cancellationToken) =>
            received.Services.GetRequiredService<THandler>().HandleAsync(received, cancellationToken));

    /// <summary>Handles every event that fits a pattern, as it came.</summary>
    /// <param name="pattern">An event type, or literal segments and a last <c>*</c>: <c>shop.order.*</c>.</param>
    /// <param name="handler">The handler, as above.</param>
    /// <exception cref="EventBusValidationException"><see cref="ErrorCodes.PatternMalformed"/>.</exception>
    public EventReceiverOptions Handle(string pattern, Func<ReceivedEvent<EventEnvelope>, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _routes.Add(new RawEventRoute(EventPattern.Parse(pattern), handler));
        return this;
    }

    /// <summary>Handles every event that fits a pattern with a class from the container, resolved for each request.</summary>
    /// <typeparam name="THandler">The handler; register it, scoped or otherwise.</typeparam>
    /// <param name="pattern">An event type, or literal segments and a last <c>*</c>.</param>
    /// <exception cref="EventBusValidationException"><see cref="ErrorCodes.PatternMalformed"/>.</exception>
    public EventReceiverOptions Handle<THandler>(string pattern)
        where THandler : IReceivedEventHandler<EventEnvelope> =>
        Handle(pattern, static (received, cancellationToken) =>
            received.Services.GetRequiredService<THandler>().HandleAsync(received, cancellationToken));

    /// <summary>Handles every event that no other handler takes, as it came. Without it such events are answered with 200 and a warning.</summary>
    /// <param name="handler">The handler, as above.</param>
    public EventReceiverOptions HandleOthers(Func<ReceivedEvent<EventEnvelope>, CancellationToken, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _routes.Add(new RawEventRoute(EventRoutes.Others, handler));
        return this;
    }
}
