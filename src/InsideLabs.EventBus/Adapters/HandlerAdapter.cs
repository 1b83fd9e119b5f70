using System.Text.Json;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Handlers;
using InsideLabs.EventBus.Occurrences;

namespace InsideLabs.EventBus.Adapters;

/// <summary>Delivers to durable handlers in this process. Its config names the handler: <c>{"adapter":"adapter:handler","handler":"name"}</c>.</summary>
internal sealed class HandlerAdapter(HandlerCatalog handlers) : IDeliveryAdapter
{
    private const string HandlerProperty = "handler";

    public string Name => AdapterNames.Handler;

    public string Description => "Calls a durable event handler in this process.";

    public string ConfigSchema => """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","additionalProperties":false,
         "required":["adapter","handler"],
         "properties":{"adapter":{"const":"adapter:handler"},"handler":{"type":"string","description":"The name given to AddHandler(…, durable: name)"}}}
        """;

    public bool Signs => false;

    /// <summary>A handler is our own code: it ends by itself or at shutdown.</summary>
    public TimeSpan? AttemptTimeout => Timeout.InfiniteTimeSpan;

    public void Validate(JsonElement config, FaultList faults)
    {
        foreach (var property in config.EnumerateObject())
        {
            if (property.Name is not ("adapter" or HandlerProperty))
            {
                faults.Add($"config.{property.Name}", ErrorCodes.PropertyUnknown, $"'{Name}' has no setting '{FaultText.Show(property.Name)}'.");
            }
        }

        if (!config.TryGetProperty(HandlerProperty, out var named) || named.ValueKind != JsonValueKind.String)
        {
            faults.Add("config.handler", ErrorCodes.FieldRequired, "Name the durable handler.");
        }
        else if (!handlers.Durable.ContainsKey(named.GetString()!))
        {
            var name = named.GetString()!;
            faults.Add(
                "config.handler",
                ErrorCodes.ConfigInvalid,
                $"No durable handler is named '{FaultText.Show(name)}'.{FaultText.DidYouMean(name, handlers.Durable.Keys)}");
        }
    }

    public async ValueTask<DeliveryResult> SendAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        if (request.Occurrence.Kind != OccurrenceKind.Event)
        {
            return DeliveryResult.Rejected(ErrorCodes.ConfigInvalid, $"'{Name}' takes events only.");
        }

        var name = ReadName(request.Config);
        if (!handlers.Durable.TryGetValue(name, out var handler))
        {
            // Another version of the host may know it again, so this is no reason to give up.
            return DeliveryResult.Retry(ErrorCodes.HandlerUnknown, $"No durable handler is named '{name}' in this process.");
        }

        try
        {
            await handlers.InvokeAsync(handler, request.Occurrence.Event, request.DeliveryId, request.Attempt, cancellationToken).ConfigureAwait(false);
            return DeliveryResult.Delivered();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (PayloadBindingException e)
        {
            return DeliveryResult.Rejected(ErrorCodes.PayloadInvalid, e.Message);
        }
        catch (Exception e)
        {
            return DeliveryResult.Retry(ErrorCodes.HandlerFailed, $"{e.GetType().FullName}: {e.Message}");
        }
    }

    private static string ReadName(ReadOnlyMemory<byte> config)
    {
        using var document = JsonDocument.Parse(config);
        return document.RootElement.GetProperty(HandlerProperty).GetString()!;
    }
}
