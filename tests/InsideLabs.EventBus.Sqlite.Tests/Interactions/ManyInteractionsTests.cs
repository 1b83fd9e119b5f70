using System.Diagnostics;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Interactions;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace InsideLabs.EventBus.Sqlite.Tests.Interactions;

/// <summary>Many callers at once, many subscriptions, and an oracle that looks at every pair.</summary>
public sealed class ManyInteractionsTests(ITestOutputHelper output) : IDisposable
{
    private const int Callers = 16;
    private const int PerCaller = 625;
    private const int Kinds = 10;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Ten_thousand_interactions_meet_a_thousand_subscriptions_exactly_once_each()
    {
        await using var host = await EventBusTestHost.StartAsync(b => b.UseSqlite(_directory.File("events.db")));
        var types = await AddAsync(host, ReferenceKind.ResourceType);
        var actions = await AddAsync(host, ReferenceKind.Action);
        var origins = await AddAsync(host, ReferenceKind.Origin);
        var subscriptions = new List<Subscription>();
        for (var i = 0; i < Kinds * Kinds * 10; i++)
        {
            // Of the ten of each kind, every other one takes any origin.
            var draft = new SubscriptionDraft
            {
                ResourceTypeId = types[i % Kinds].Id,
                ActionId = actions[i / Kinds % Kinds].Id,
                OriginId = i / (Kinds * Kinds) % 2 == 0 ? null : origins[i / (Kinds * Kinds)].Id,
                Config = RecordingAdapter.Config(),
            };
            subscriptions.Add((await host.Subscriptions.CreateAsync(draft)).Subscription);
        }

        var recorder = host.Services.GetRequiredService<IInteractionRecorder>();
        var started = Stopwatch.GetTimestamp();
        var recorded = (await Together.RunAsync(Callers, async caller =>
        {
            var own = new List<RecordReceipt>();
            for (var i = 0; i < PerCaller; i++)
            {
                var random = new Random((caller * PerCaller) + i);
                own.Add(await recorder.RecordAsync(new NewInteraction
                {
                    ResourceType = types[random.Next(Kinds)].Mnemonic,
                    ActionId = actions[random.Next(Kinds)].Id,
                    Origin = random.Next(4) == 0 ? null : origins[random.Next(Kinds)].Mnemonic,
                    ResourceId = $"{caller}-{i}",
                }));
            }

            return own;
        })).SelectMany(r => r).ToList();
        output.WriteLine($"{recorded.Count} recorded in {Stopwatch.GetElapsedTime(started)}");
        await host.WhenIdleAsync();
        output.WriteLine($"all delivered after {Stopwatch.GetElapsedTime(started)}");

        var expected = recorded
            .SelectMany(r => subscriptions.Where(s => Wants(s.Match.Interaction!, r.Interaction)).Select(s => (r.Interaction.Id.ToString(), s.Id)))
            .ToHashSet();
        expected.Should().HaveCountGreaterThan(50_000);
        recorded.Sum(r => r.Deliveries).Should().Be(expected.Count);
        recorded.Select(r => r.Interaction.Number).Order().Should().Equal(Enumerable.Range(1, Callers * PerCaller).Select(n => (long)n));

        var deliveries = await host.Queue.ListAsync();
        deliveries.Should().HaveCount(expected.Count).And.OnlyContain(d => d.Status == DeliveryStatus.Delivered);
        expected.SetEquals(deliveries.Select(d => (d.OccurrenceId, d.SubscriptionId))).Should().BeTrue(because: "each pair has its delivery");
        var sent = host.Adapter.Sends;
        sent.Should().HaveCount(expected.Count);
        expected.SetEquals(sent.Select(s => (s.Occurrence.Id, s.Subscription.Id))).Should().BeTrue(because: "each pair was sent once");
    }

    private static bool Wants(InteractionMatch match, Interaction interaction) =>
        match.ResourceTypeId == interaction.ResourceTypeId
        && match.ActionId == interaction.ActionId
        && (match.OriginId is null || match.OriginId == interaction.OriginId);

    private static async Task<ReferenceItem[]> AddAsync(EventBusTestHost host, ReferenceKind kind)
    {
        var items = Enumerable.Range(0, Kinds)
            .Select(i => new ReferenceItem { Id = Guid.NewGuid(), Mnemonic = $"{kind}-{i}", Title = $"{kind} {i}" })
            .ToArray();
        foreach (var item in items)
        {
            (await host.Services.GetRequiredService<IReferenceStore>().SaveAsync(kind, item, isNew: true, CancellationToken.None))
                .Should().Be(ReferenceResult.Done);
        }

        return items;
    }
}
