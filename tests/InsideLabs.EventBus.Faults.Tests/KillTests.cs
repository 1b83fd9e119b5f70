using System.Globalization;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Signatures;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace InsideLabs.EventBus.Faults.Tests;

public sealed class KillTests(ITestOutputHelper output)
{
    private const int LeastRounds = 20;

    [Fact]
    public async Task Whatever_was_acknowledged_before_a_kill_is_delivered_after_the_restart()
    {
        var rounds = Math.Max(LeastRounds, Read("EVENTBUS_FAULTS_ROUNDS") ?? LeastRounds);
        var seed = Read("EVENTBUS_FAULTS_SEED") ?? Random.Shared.Next(1_000_000_000);
        output.WriteLine($"Seed {seed}: set EVENTBUS_FAULTS_SEED to draw the same kills again.");
        var random = new Random(seed);
        var started = TimeProvider.System.GetTimestamp();
        await using var campaign = await Campaign.StartAsync(seed);

        for (var round = 0; round < rounds; round++)
        {
            await campaign.KillOnceAsync(KillPoint.Draw(round, random));
            if ((round + 1) % LeastRounds == 0 || round + 1 == rounds)
            {
                // Now and then the queue runs empty: a long campaign's backlog must not outgrow the patience of its end.
                await campaign.DrainAsync();
            }
        }

        var evidence = await campaign.ReadEvidenceAsync();
        Report(evidence, TimeProvider.System.GetElapsedTime(started));

        InvariantChecker.Check(evidence).Take(20).Should().BeEmpty();
        evidence.Acknowledged.Should().HaveCountGreaterThan(rounds, "a campaign that publishes nothing proves nothing");
        evidence.Attempts.Should().Contain(a => a.Outcome == AttemptOutcome.Failure, "retries must be on their way at the kills");
        evidence.ExtraCopies.Should().BePositive("some kills come between the receiver's answer and its record");
    }

    [Fact]
    public async Task A_second_process_is_refused_while_the_first_lives_and_let_in_once_it_is_killed()
    {
        await using var campaign = await Campaign.StartAsync(seed: 1);
        await using var child = campaign.StartChild(ChildMode.Publish);
        await using var lines = child.ReadLinesAsync().GetAsyncEnumerator();
        (await lines.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1))).Should().BeTrue(child.Errors);

        var open = () =>
        {
            using var host = ChildHost.Build(campaign.DatabasePath);
            return host.Services.GetRequiredService<IDeliveryStore>().Durability;
        };

        open.Should().Throw<EventBusStoreException>().Which.Code.Should().Be(ErrorCodes.StoreOwned);
        child.Kill();
        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        open().Should().Be(Durability.Durable);
    }

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value) ? value : null;

    private void Report(Evidence evidence, TimeSpan time)
    {
        var unknown = evidence.Begun.Keys.Where(id => !evidence.Acknowledged.ContainsKey(id)).ToList();
        output.WriteLine($"Kills: {evidence.Kills}");
        output.WriteLine($"Acknowledged events: {evidence.Acknowledged.Count}, all stored: {evidence.Acknowledged.Keys.All(evidence.Stored.ContainsKey)}");
        output.WriteLine($"Publishes in flight at a kill: {unknown.Count}, of which {unknown.Count(evidence.Stored.ContainsKey)} are stored");
        output.WriteLine($"Deliveries: {evidence.Deliveries.Count}, delivered: {evidence.Deliveries.Count(d => d.Status == DeliveryStatus.Delivered)}");
        output.WriteLine($"Attempts: {evidence.Attempts.Count}, failed: {evidence.Attempts.Count(a => a.Outcome == AttemptOutcome.Failure)}");
        output.WriteLine($"Requests received: {evidence.Requests.Count}, signatures verified: {evidence.Requests.Count(r => r.Verification == WebhookVerification.Valid)}");
        output.WriteLine($"Extra copies: {evidence.ExtraCopies} of at most {evidence.Kills * evidence.MaxConcurrentDeliveries}; duplicates to handle: {evidence.Duplicates}");
        output.WriteLine($"Time: {time.TotalSeconds:F1} s");
    }
}
