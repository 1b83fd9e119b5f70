using System.Text;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Faults.Loads;
using InsideLabs.EventBus.Registration;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Faults.Scenarios.Ssrf;

/// <summary>A host on the internet, as the defaults have it, whose subscriptions are written by somebody who wants to see its network.</summary>
internal sealed class SsrfRole : ChildRole
{
    public const string RoleName = "ssrf";

    /// <summary>What it tells of settings that were stored and should not have been.</summary>
    public const string SettingsTaken = "settings-taken";

    /// <summary>What it tells of texts of refusals that show what a name leads to.</summary>
    public const string Shown = "shown";

    public override string Name => RoleName;

    public override void Configure(IEventBusBuilder events, ChildOptions options) => events.AddSlack().AddEmail();

    public override void Configure(EventBusOptions bus, ChildOptions options)
    {
        bus.AllowUnregisteredTypes = true;
        bus.CircuitThreshold = 1000;
    }

    public override void Configure(OutboundHttpOptions webhooks, ChildOptions options) => webhooks.AllowedNetworks.Clear();

    public override IReadOnlyList<FaultSubscription> Subscriptions(ChildOptions options) => [];

    public override async Task RunAsync(ChildContext child)
    {
        await SetUpAsync(child);
        var created = new List<int>();
        for (var i = 0; i < SsrfCorpus.All.Count; i++)
        {
            if (await TryCreateAsync(child, i))
            {
                created.Add(i);
            }
        }

        await PublishAsync(child, created);
        await PublishAsync(child, created.Where(i => SsrfCorpus.All[i].Then is not null));
    }

    private static async Task SetUpAsync(ChildContext child)
    {
        var settings = child.Service<SettingsService>();
        await settings.SaveSecretAsync("inside", "http://10.1.2.3/services/x");
        foreach (var (adapter, json) in SsrfCorpus.NamedSettings)
        {
            await settings.SaveAdapterSettingsAsync(adapter, Encoding.UTF8.GetBytes(json));
        }

        foreach (var (adapter, json) in SsrfCorpus.RefusedSettings)
        {
            try
            {
                await settings.SaveAdapterSettingsAsync(adapter, Encoding.UTF8.GetBytes(json));
                child.Output.Write(ChildLine.Tell(SettingsTaken, adapter));
            }
            catch (EventBusValidationException)
            {
                // As it should be.
            }
        }
    }

    private static async Task<bool> TryCreateAsync(ChildContext child, int number)
    {
        var tried = SsrfCorpus.All[number];
        try
        {
            await child.Service<SubscriptionService>().CreateAsync(new SubscriptionDraft
            {
                EventTypes = [SsrfCorpus.EventTypeOf(number)],
                Config = tried.Config,
                Labels = [SsrfCorpus.NameOf(number)],
                RetryDelays = [],
            });
            return true;
        }
        catch (EventBusValidationException refused)
        {
            child.Output.Write(ChildLine.Tell(SsrfCorpus.NameOf(number), refused.Code));
            if (tried.Hidden.Any(h => refused.Message.Contains(h, StringComparison.OrdinalIgnoreCase)))
            {
                child.Output.Write(ChildLine.Tell(Shown, number));
            }

            return false;
        }
    }

    private static async Task PublishAsync(ChildContext child, IEnumerable<int> cases)
    {
        foreach (var number in cases)
        {
            await child.Service<IEventPublisher>().PublishAsync(new NewEvent { EventType = SsrfCorpus.EventTypeOf(number), Payload = "{}"u8.ToArray() });
        }

        await child.Drain.WaitAsync();
    }
}
