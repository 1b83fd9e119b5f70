using System.Text.Json;
using System.Threading.Channels;
using InsideLabs.EventBus.Signatures;

namespace Samples.Tests;

/// <summary>The promise of the receiving side, shown on the sample: each delivery has its effect exactly once.</summary>
public sealed class ReceiverCrashTests : IDisposable
{
    private const int Deliveries = 10_000;
    private const int Repeats = 2_000;
    private const int InFlight = 32;
    private const int Crashes = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("receiver");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Ten_thousand_deliveries_with_a_fifth_repeated_and_crashes_have_exactly_ten_thousand_effects()
    {
        await using var receiver = await ReceiverChild.StartAsync(Path.Combine(_data.FullName, "receiver.db"));
        using var http = new HttpClient { BaseAddress = receiver.Address };
        var secret = WebhookSecret.Generate();
        using (var content = new StringContent(secret.Reveal()))
        {
            (await http.PutAsync("/subscriptions/storm/secret", content)).EnsureSuccessStatusCode();
        }

        using var storm = new DeliveryStorm(receiver.Address, "storm", secret);
        var crashes = CrashAtRandomAsync(receiver, storm);
        await storm.SendAsync(Requests(), InFlight).WaitAsync(Patience);

        (await crashes.WaitAsync(Patience)).Should().Be(Crashes);
        storm.Acknowledged.Should().Be(Deliveries + Repeats);
        storm.Failed.Should().BeGreaterThan(Crashes, "every crash cut off what was in flight");
        (await SumAsync(http, "/totals", totals => totals.EnumerateObject().Sum(t => t.Value.GetInt64()))).Should().Be(Deliveries);
        (await SumAsync(http, "/ledger", ledger => ledger.GetArrayLength())).Should().Be(Deliveries);
        (await SumAsync(http, "/ledger", ledger => ledger.EnumerateArray().Sum(d => d.GetProperty("copies").GetInt64())))
            .Should().BeGreaterThanOrEqualTo(Deliveries + Repeats, "every request that was answered with 200 was counted");
    }

    /// <summary>Every delivery once and a fifth of them twice, shuffled; the same in every run.</summary>
    private static int[] Requests()
    {
        var random = new Random(4711);
        int[] requests = [.. Enumerable.Range(0, Deliveries), .. Enumerable.Range(0, Repeats).Select(_ => random.Next(Deliveries))];
        random.Shuffle(requests);
        return requests;
    }

    /// <summary>Kills the receiver while requests are in flight, once in each part of the run, at a moment that no run repeats.</summary>
    private static async Task<int> CrashAtRandomAsync(ReceiverChild receiver, DeliveryStorm storm)
    {
        const int part = (Deliveries + Repeats) / Crashes;
        var moments = Enumerable.Range(0, Crashes).Select(i => (i * part) + Random.Shared.Next(1, part - InFlight)).ToHashSet();
        var reached = Channel.CreateUnbounded<int>();
        storm.OnAcknowledged = acknowledged =>
        {
            if (moments.Contains(acknowledged))
            {
                reached.Writer.TryWrite(acknowledged);
            }
        };
        var crashes = 0;
        while (crashes < Crashes)
        {
            await reached.Reader.ReadAsync();
            storm.ReceiverGoesDown();
            await receiver.KillAndRestartAsync();
            storm.ReceiverIsUp();
            crashes++;
        }

        return crashes;
    }

    private static async Task<long> SumAsync(HttpClient http, string path, Func<JsonElement, long> sum)
    {
        using var document = JsonDocument.Parse(await http.GetByteArrayAsync(path));
        return sum(document.RootElement);
    }
}
