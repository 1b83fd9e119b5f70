using System.Runtime.CompilerServices;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Events;
using InsideLabs.EventBus.Rendering;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Dispatching;

/// <summary>Renders a subscription's config, and the settings of its adapter, for one attempt. Each is compiled once per version.</summary>
internal sealed class DeliveryRenderer(
    ConfigTemplates templates,
    CredentialVault credentials,
    UuidGenerator uuids,
    EventIdGenerator ulids)
{
    private readonly ConditionalWeakTable<Subscription, CompiledDocument> _configs = [];
    private readonly Func<Guid> _newUuid = uuids.Next;
    private readonly Func<string> _newUlid = () => ulids.Next().Value;

    /// <summary>Renders.</summary>
    /// <exception cref="EventBusException"><see cref="ErrorCodes.SecretUnreadable"/>.</exception>
    public RenderedDelivery Render(
        ClaimedDelivery delivery,
        Subscription subscription,
        IDeliveryAdapter adapter,
        SettingsSnapshot settings,
        DateTimeOffset now)
    {
        var compiled = _configs.TryGetValue(subscription, out var known)
            ? known
            : _configs.GetValue(subscription, s => Compile(Restored(s, adapter), "config", adapter.ConfigFields));
        var context = new TemplateContext
        {
            Occurrence = delivery.Occurrence,
            SubscriptionId = subscription.Id,
            SubscriberId = subscription.SubscriberId,
            Settings = settings.Templates,
            IsStrict = compiled.IsStrict,
            Now = now,
            NewUuid = _newUuid,
            NewUlid = _newUlid,
        };
        var config = Render(compiled, context);
        if (config.Failure is { } unusable)
        {
            return RenderedDelivery.Refused(Refuse(unusable), config);
        }

        if (settings.Of(adapter.Name) is not { } written)
        {
            return adapter.NeedsSettings
                ? RenderedDelivery.Refused(DeliveryResult.Retry(ErrorCodes.AdapterNotConfigured, $"'{adapter.Name}' has no settings on this host: write them."), config)
                : new RenderedDelivery(config.Utf8Json, compiled.Template!.IsConstant, Settings: null, config.Warnings, config.Secrets, Refusal: null);
        }

        if (!written.IsEnabled)
        {
            return RenderedDelivery.Refused(DeliveryResult.Retry(ErrorCodes.AdapterDisabled, $"The settings of '{adapter.Name}' say that it may not send."), config);
        }

        var own = Render(settings.Compiled(written, s => Compile(Restored(s, adapter), "settings", adapter.SettingsFields)), context);
        return own.Failure is { } broken
            ? RenderedDelivery.Refused(Refuse(broken), config, own)
            : new RenderedDelivery(
                config.Utf8Json,
                compiled.Template!.IsConstant,
                own.Utf8Json,
                Joined(config.Warnings, own.Warnings),
                Joined(config.Secrets, own.Secrets),
                Refusal: null);
    }

    private static DeliveryResult Refuse(Fault fault) => DeliveryResult.Rejected(fault.Code, $"{fault.Field}: {fault.Message}");

    private static RenderedTemplate Render(CompiledDocument compiled, TemplateContext context) => compiled.Template is { } template
        ? template.Render(context)
        : new RenderedTemplate { Failure = compiled.Fault };

    private static IReadOnlyList<string> Joined(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        second.Count == 0 ? first : first.Count == 0 ? second : [.. first, .. second];

    private ReadOnlyMemory<byte> Restored(Subscription subscription, IDeliveryAdapter adapter) => CredentialVault.Restore(
        subscription.Config,
        adapter.ConfigFields,
        credentials.Open(subscription.ConfigCredentials, CredentialVault.LocationOf(subscription)));

    private ReadOnlyMemory<byte> Restored(AdapterSettings settings, IDeliveryAdapter adapter) => CredentialVault.Restore(
        settings.Settings,
        adapter.SettingsFields,
        credentials.Open(settings.Credentials, CredentialVault.OfSettings(settings.Adapter)));

    private CompiledDocument Compile(ReadOnlyMemory<byte> utf8Json, string root, ConfigFields fields)
    {
        var faults = new FaultList();
        var template = templates.Compile(utf8Json, root, fields, faults);
        return template is null ? new CompiledDocument(null, faults[0], IsStrict: false) : new CompiledDocument(template, null, IsStrict(utf8Json));
    }

    private static bool IsStrict(ReadOnlyMemory<byte> utf8Json)
    {
        using var document = JsonDocument.Parse(utf8Json);
        return document.RootElement.TryGetProperty("strict"u8, out var strict) && strict.ValueKind == JsonValueKind.True;
    }
}

/// <summary>What an attempt is made with.</summary>
/// <param name="Config">The rendered config.</param>
/// <param name="IsConstant">Whether the config is the same for every delivery.</param>
/// <param name="Settings">The adapter's rendered settings; null when none are written.</param>
/// <param name="Warnings">What a person should know.</param>
/// <param name="Secrets">What must not come out again.</param>
/// <param name="Refusal">Why nothing can be sent; null when it can.</param>
internal sealed record RenderedDelivery(
    ReadOnlyMemory<byte> Config,
    bool IsConstant,
    ReadOnlyMemory<byte>? Settings,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Secrets,
    DeliveryResult? Refusal)
{
    public static RenderedDelivery Refused(DeliveryResult refusal, RenderedTemplate config, RenderedTemplate? settings = null) => new(
        default,
        IsConstant: false,
        Settings: null,
        [.. config.Warnings, .. settings?.Warnings ?? []],
        [.. config.Secrets, .. settings?.Secrets ?? []],
        refusal);
}
