using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>
/// Pages of adapters, recipes and concepts are played from top to bottom: each <c>http</c> block to the bus is done, each block with a
/// URL must be the next request that a receiver on this machine gets, and the block after it is what that receiver answers. A text
/// that ends with … stands for any text that begins so.
/// </summary>
public sealed class PageTests
{
    private static readonly string[] Folders = ["docs/adapters", "docs/recipes", "docs/concepts"];

    public static TheoryData<string> Pages() => new(Folders.SelectMany(f => Repository.Files(f, "*.md")).Where(IsPlayed).Select(p => p.Path));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_a_page_says_is_sent_is_sent_and_taken_and_shows_no_secret(string path)
    {
        var blocks = HttpBlock.Read(Repository.Files(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Single(f => f.Path == path)).ToList();
        var sent = blocks.Where(b => b.IsSent).ToList();
        using var receiver = new PageReceiver(blocks.Where(b => b.IsAnswer));
        await using var host = await PageHost.StartAsync(hasReferences: !blocks.Exists(b => b.Target == "/resource-types"));

        foreach (var block in blocks.Where(b => b is { IsSent: false, IsAnswer: false }))
        {
            await host.DoAsync(block, text => Redirect(text, sent, receiver.Address));
        }

        var attempts = await host.AttemptsAsync();
        receiver.Requests.Should().HaveSameCount(sent, because: Describe(attempts));
        foreach (var (documented, received) in sent.Zip(receiver.Requests))
        {
            Compare(documented, received);
        }

        attempts.Should().HaveSameCount(sent).And.OnlyContain(a => a.Outcome == AttemptOutcome.Success && a.Warnings.Count == 0, Describe(attempts));
        var shown = Describe(attempts) + Show(await host.Services.GetRequiredService<SubscriptionService>().ListAsync());
        Secrets(blocks).Should().OnlyContain(secret => !shown.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docs/adapters", 3)]
    [InlineData("docs/recipes", 6)]
    [InlineData("docs/concepts", 1)]
    public void Every_folder_has_pages_that_are_played(string folder, int least) =>
        Repository.Files(folder, "*.md").Count(IsPlayed).Should().BeGreaterThanOrEqualTo(least);

    private static bool IsPlayed(RepositoryFile page) => HttpBlock.Read(page).Any(b => b.IsSent);

    /// <summary>Scheme and host of every service, and nothing else, become the receiver's.</summary>
    private static string Redirect(string text, IEnumerable<HttpBlock> sent, string receiver) =>
        sent.Select(b => new Uri(b.Target).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal)
            .Aggregate(text, (redirected, service) => redirected.Replace(service, receiver, StringComparison.Ordinal));

    private static IEnumerable<string> Secrets(IEnumerable<HttpBlock> blocks) =>
        from block in blocks
        where block.Target.StartsWith("/secrets/", StringComparison.Ordinal)
        select JsonElement.Parse(block.Body).GetProperty("value").GetString()!;

    private static void Compare(HttpBlock documented, ReceivedRequest received)
    {
        var because = $"{documented} is what is sent, and this came:\n{received.Method} {received.Target}\n{received.Body}\n"
            .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
        received.Method.Should().Be(documented.Method, because);
        var target = documented.Target[new Uri(documented.Target).GetLeftPart(UriPartial.Authority).Length..];
        PageText.IsLike(target, received.Target).Should().BeTrue(because);
        foreach (var (name, value) in documented.Headers)
        {
            received.Headers.Should().ContainKey(name, because);
            PageText.IsLike(value, received.Headers[name]).Should().BeTrue(because);
        }

        PageText.IsLike(JsonElement.Parse(documented.Body), JsonElement.Parse(received.Body)).Should().BeTrue(because);
    }

    private static string Describe(IEnumerable<DeliveryAttempt> attempts) =>
        string.Join('\n', attempts.Select(a => $"{a.Adapter} {a.Outcome} {a.StatusCode} {a.Code} {a.Response} {string.Join("; ", a.Warnings)}"));

    private static string Show(IEnumerable<Subscriptions.Subscription> subscriptions) =>
        string.Concat(subscriptions.Select(s => Encoding.UTF8.GetString(s.Config.Span)));
}
