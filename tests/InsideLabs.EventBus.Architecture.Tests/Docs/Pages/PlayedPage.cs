using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscribing;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>
/// A page that was played from top to bottom: each <c>http</c> block to the bus was done, and a receiver on this machine stood for every
/// service, answering with the block that follows what is sent to it.
/// </summary>
/// <param name="Sent">What the page says is sent, in order.</param>
/// <param name="Received">What came, in order.</param>
/// <param name="Attempts">The audit, oldest first.</param>
/// <param name="Subscriptions">The subscriptions as they are shown afterwards.</param>
internal sealed record PlayedPage(
    IReadOnlyList<HttpBlock> Sent,
    IReadOnlyList<ReceivedRequest> Received,
    IReadOnlyList<DeliveryAttempt> Attempts,
    IReadOnlyList<Subscription> Subscriptions)
{
    /// <summary>Plays a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="change">Changes the answers of the services.</param>
    public static async Task<PlayedPage> PlayAsync(RepositoryFile page, Action<List<HttpBlock>>? change = null)
    {
        var blocks = HttpBlock.Read(page).ToList();
        var sent = blocks.Where(b => b.IsSent).ToList();
        var answers = blocks.Where(b => b.IsAnswer).ToList();
        change?.Invoke(answers);
        using var receiver = new PageReceiver(answers);
        await using var host = await PageHost.StartAsync(hasReferences: !blocks.Exists(b => b.Target == "/resource-types"));
        foreach (var block in blocks.Where(b => b is { IsSent: false, IsAnswer: false }))
        {
            await host.DoAsync(block, text => Redirect(text, sent, receiver.Address));
        }

        return new PlayedPage(
            sent,
            receiver.Requests,
            [.. (await host.AttemptsAsync()).Reverse()],
            await host.Services.GetRequiredService<SubscriptionService>().ListAsync());
    }

    /// <summary>Scheme and host of every service, and nothing else, become the receiver's.</summary>
    private static string Redirect(string text, IEnumerable<HttpBlock> sent, string receiver) =>
        sent.Select(b => b.Service).Distinct(StringComparer.Ordinal)
            .Aggregate(text, (redirected, service) => redirected.Replace(service, receiver, StringComparison.Ordinal));
}
