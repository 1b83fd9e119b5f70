using InsideLabs.EventBus.Events;

namespace InsideLabs.EventBus.Benchmarks;

/// <summary>
/// Patterns and event types of realistic shape and length, the same in every run. Of every five subscriptions four name one
/// event type and one a whole entity; every thousandth names a whole domain. Names are domain.entity.action, and every third
/// domain has one more entity below the first. A domain has about a thousand types, as far as there are subscriptions for it.
/// </summary>
internal sealed class PatternData
{
    private const int TypesPerDomain = 1000;

    private static readonly string[] Domains =
        ["engagement", "billing", "membership", "inventory", "shipping", "identity", "catalog", "support", "payments", "analytics"];

    private static readonly string[] Entities =
        ["campaign", "segment", "message", "invoice", "subscription", "order", "customer", "shipment", "price-list", "credit_note"];

    private static readonly string[] Actions =
        ["created", "updated", "deleted", "sent", "delivered", "opened", "clicked", "bounced", "approved", "rejected",
         "scheduled", "cancelled", "completed", "failed", "refunded", "activated", "archived", "assigned", "exported", "renamed"];

    private PatternData(EventPattern[] patterns, string[] types)
    {
        Patterns = patterns;
        Types = types;
    }

    /// <summary>One pattern for each subscription.</summary>
    public EventPattern[] Patterns { get; }

    /// <summary>The event types that are published, each a text of its own, in random order.</summary>
    public string[] Types { get; }

    public static PatternData Make(int subscriptions, int types)
    {
        var random = new Random(20260408);
        var domains = Math.Max(1, subscriptions / TypesPerDomain);
        var perDomain = Math.Min(TypesPerDomain, subscriptions);
        var patterns = new EventPattern[subscriptions];
        for (var i = 0; i < subscriptions; i++)
        {
            var type = TypeName(i / perDomain % domains, i % perDomain);
            patterns[i] = EventPattern.Parse((i % TypesPerDomain, i % 5) switch
            {
                (7, _) => type[..type.IndexOf('.', StringComparison.Ordinal)] + ".*",
                (_, 0) => type[..type.LastIndexOf('.')] + ".*",
                _ => type,
            });
        }

        var published = new string[types];
        for (var i = 0; i < types; i++)
        {
            published[i] = TypeName(random.Next(domains), random.Next(perDomain));
        }

        random.Shuffle(patterns);
        return new PatternData(patterns, published);
    }

    private static string TypeName(int domain, int number)
    {
        var action = Actions[number % Actions.Length];
        var entity = number / Actions.Length;
        var name = $"{Domains[domain % Domains.Length]}-{domain / Domains.Length}.{Entities[entity % Entities.Length]}";
        var suffix = entity / Entities.Length;
        name = suffix == 0 ? name : $"{name}-{suffix}";
        return domain % 3 == 2 ? $"{name}.{Entities[(entity + 3) % Entities.Length]}.{action}" : $"{name}.{action}";
    }
}
