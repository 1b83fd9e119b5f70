using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Dispatching;
using InsideLabs.EventBus.Faults.Children;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Mutations.Mutators;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>The services that take input from outside. Each call says first what it gives, so that it can be repeated.</summary>
internal sealed class Doors(ChildContext child)
{
    /// <summary>So many of what was made are kept; the oldest make room, which tries deletion as well.</summary>
    private const int MostKept = 50;

    private const int LongestGrown = 2000;

    private readonly ConcurrentQueue<Guid> _subscriptions = new();
    private readonly ConcurrentQueue<Guid> _subscribers = new();
    private readonly ConcurrentQueue<(ReferenceKind Kind, Guid Id)> _references = new();

    private IEventPublisher Publisher => child.Service<IEventPublisher>();

    private SubscriptionService Subscriptions => child.Service<SubscriptionService>();

    private SettingsService Settings => child.Service<SettingsService>();

    private SubscriberService Subscribers => child.Service<SubscriberService>();

    private ReferenceService References => child.Service<ReferenceService>();

    /// <summary>Goes through one of the doors.</summary>
    /// <param name="random">Chooses the door, and what to give.</param>
    /// <param name="say">Told what is given before it is.</param>
    public Task EnterAsync(Random random, Action<string, string> say)
    {
        return random.Next(14) switch
        {
            0 or 1 => Json("publish", Seeds.Events, body => Publisher.PublishAsync(body)),
            2 => Json("record", Seeds.Interactions, body => child.Service<IInteractionRecorder>().RecordAsync(body)),
            3 or 4 => Json("subscribe", Seeds.Subscriptions, async body => await KeepAsync((await Subscriptions.CreateAsync(body)).Subscription.Id)),
            5 => Json("update", Seeds.Subscriptions, body => Subscriptions.UpdateAndRevealAsync(Any(_subscriptions, random), body)),
            6 => SubscribeByDraftAsync(random, say),
            7 => PublishPartsAsync(random, say),
            8 => Json("global", Seeds.Globals, body => Settings.SaveGlobalSettingAsync(Name("k", random), body)),
            9 => Json("adapter", Seeds.Adapters, body => Settings.SaveAdapterSettingsAsync(random.Pick([SinkAdapter.AdapterName, "sink", "adapter:webhook", "adapter:nothing"]), body)),
            10 => SaveSecretAsync(random, say),
            11 => Json("subscriber", Seeds.Subscribers, body => SaveSubscriberAsync(random, body)),
            12 => Json("reference", Seeds.References, body => SaveReferenceAsync(random, body)),
            _ => LookAsync(random, say),
        };

        async Task Json<T>(string door, IReadOnlyList<string> seeds, Func<ReadOnlyMemory<byte>, ValueTask<T>> enter)
        {
            var body = Mutate(Seeds.Fill(random.Pick(seeds), random), random);
            say(door, Convert.ToBase64String(body));
            await enter(body);
        }
    }

    /// <summary>Deletes everything that was let in and is no history.</summary>
    public async Task ForgetAsync()
    {
        foreach (var subscription in await Subscriptions.ListAsync(new SubscriptionFilter()))
        {
            if (!string.Equals(subscription.Adapter, SinkAdapter.ValidName, StringComparison.Ordinal))
            {
                await Subscriptions.DeleteAsync(subscription.Id);
            }
        }

        foreach (var subscriber in await Subscribers.ListAsync())
        {
            await Subscribers.DeleteAsync(subscriber.Id);
        }

        foreach (var setting in await Settings.ListGlobalSettingsAsync())
        {
            await Settings.DeleteGlobalSettingAsync(setting.Key);
        }

        foreach (var adapter in await Settings.ListAdapterSettingsAsync())
        {
            await Settings.DeleteAdapterSettingsAsync(adapter.Adapter);
        }

        _subscriptions.Clear();
        _subscribers.Clear();
    }

    /// <summary>What is long already is not grown a thousandfold: the doors of programs have no limit, as those of HTTP do.</summary>
    private static byte[] Mutate(byte[] body, Random random) => random.Next(5) switch
    {
        0 => body,
        1 => ByteMutators.Mutate(body, random),
        _ => body.Length < LongestGrown ? JsonMutators.Mutate(body, random) : ByteMutators.Mutate(body, random),
    };

    private static string Name(string prefix, Random random) =>
        random.Next(10) == 0 ? RuleMutator.Break(prefix, random) : prefix + random.Pick(["0", "1", "2"]);

    private static Guid Any(ConcurrentQueue<Guid> kept, Random random) => kept.IsEmpty ? Guid.NewGuid() : kept.ElementAtOrDefault(random.Next(kept.Count));

    private async Task SubscribeByDraftAsync(Random random, Action<string, string> say)
    {
        var draft = RuleMutator.Draft(random);
        say("draft", Convert.ToBase64String(draft.Config!.Value.Span) + " " + Show(draft.EventTypes!) + JsonSerializer.Serialize(draft.DeliverySchedule));
        if (random.Next(4) == 0)
        {
            await Subscriptions.UpdateAsync(Any(_subscriptions, random), draft);
        }
        else
        {
            await KeepAsync((await Subscriptions.CreateAsync(draft)).Subscription.Id);
        }
    }

    private async Task PublishPartsAsync(Random random, Action<string, string> say)
    {
        var given = new NewEvent
        {
            EventType = RuleMutator.Type(random),
            EventId = random.Next(3) == 0 ? RuleMutator.Break("id", random) : null,
            SourceDomain = random.Next(3) == 0 ? RuleMutator.Break("Malformed", random) : "Malformed",
            EventCategory = random.Next(3) == 0 ? RuleMutator.Break("c", random) : null,
            Timestamp = random.Pick<DateTimeOffset?>([null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(-14))]),
            Payload = Mutate("""{"a":"x","list":[{"b":1}]}"""u8.ToArray(), random),
        };
        say("parts", Show([given.EventType, given.EventId ?? "-", given.SourceDomain, given.EventCategory ?? "-"]) + Convert.ToBase64String(given.Payload.Span));
        await Publisher.PublishAsync(given);
    }

    private async Task SaveSecretAsync(Random random, Action<string, string> say)
    {
        var (name, body) = (Name("s", random), Mutate(Seeds.Fill(random.Pick(Seeds.Secrets), random), random));
        say("secret", Show([name]) + Convert.ToBase64String(body));
        await (random.Next(2) == 0
            ? Settings.SaveSecretAsync(name, body)
            : Settings.SaveSecretAsync(name, random.Next(2) == 0 ? SinkAdapter.Canary : RuleMutator.Break(SinkAdapter.Canary, random)));
    }

    private async ValueTask<bool> SaveSubscriberAsync(Random random, ReadOnlyMemory<byte> body)
    {
        if (random.Next(3) == 0)
        {
            await Subscribers.UpdateAsync(Any(_subscribers, random), body);
            return true;
        }

        _subscribers.Enqueue((await Subscribers.CreateAsync(body)).Id);
        if (_subscribers.Count > MostKept && _subscribers.TryDequeue(out var oldest))
        {
            await Subscribers.DeleteAsync(oldest);
        }

        return true;
    }

    private async ValueTask<bool> SaveReferenceAsync(Random random, ReadOnlyMemory<byte> body)
    {
        var kind = random.Pick(Enum.GetValues<ReferenceKind>());
        if (random.Next(3) == 0)
        {
            await References.UpdateAsync(kind, _references.LastOrDefault().Id, body);
            return true;
        }

        _references.Enqueue((kind, (await References.CreateAsync(kind, body)).Id));
        if (_references.Count > MostKept && _references.TryDequeue(out var oldest))
        {
            await References.DeleteAsync(oldest.Kind, oldest.Id);
        }

        return true;
    }

    private async Task LookAsync(Random random, Action<string, string> say)
    {
        var (id, count) = (Any(_subscriptions, random), random.Pick([1, 10, 1000, 0, -1, int.MaxValue]));
        var from = random.Pick<DateTimeOffset?>([null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch]);
        say("look", $"{id} {count} {from:O}");
        switch (random.Next(6))
        {
            case 0:
                await Subscriptions.PauseAsync(id);
                await Subscriptions.ResumeAsync(id);
                break;
            case 1:
                await Subscriptions.RotateSecretAsync(id);
                break;
            case 2:
                await child.Service<DeliveryQueue>().RetryAsync(id);
                break;
            default:
                await Subscriptions.PreviewScheduleAsync(id, from, count);
                break;
        }
    }

    private async ValueTask<bool> KeepAsync(Guid id)
    {
        _subscriptions.Enqueue(id);
        if (_subscriptions.Count > MostKept && _subscriptions.TryDequeue(out var oldest))
        {
            await Subscriptions.DeleteAsync(oldest);
        }

        return true;
    }

    private static string Show(IEnumerable<string> texts) => new JsonArray([.. texts.Select(t => (JsonNode)Convert.ToBase64String(Encoding.Unicode.GetBytes(t)))]).ToJsonString();
}
