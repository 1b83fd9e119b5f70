using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Deliveries;

namespace InsideLabs.EventBus.Architecture.Tests.Docs.Pages;

/// <summary>
/// Pages of adapters, recipes and concepts do what they say: each block with a URL is the next request that a receiver on this machine
/// gets. A text that ends with … stands for any text that begins so.
/// </summary>
public sealed class PageTests
{
    private static readonly string[] Folders = ["docs/adapters", "docs/recipes", "docs/concepts"];

    public static TheoryData<string> Pages() => new(Folders.SelectMany(f => Repository.Files(f, "*.md")).Where(IsPlayed).Select(p => p.Path));

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task What_a_page_says_is_sent_is_sent_and_taken_and_shows_no_secret(string path)
    {
        var page = Repository.Files(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Single(f => f.Path == path);

        var played = await PlayedPage.PlayAsync(page);

        var audit = Describe(played.Attempts);
        played.Received.Should().HaveSameCount(played.Sent, because: "{0}", audit);
        Missing(played).Should().BeEmpty(because: "this came:\n{0}", string.Join('\n', played.Received.Select(r => $"{r.Method} {r.Target} {r.Body}")));

        played.Attempts.Should().HaveSameCount(played.Sent)
            .And.OnlyContain(a => a.Outcome == AttemptOutcome.Success && a.Warnings.Count == 0, because: "{0}", audit);
        var shown = audit + string.Concat(played.Subscriptions.Select(s => Encoding.UTF8.GetString(s.Config.Span)));
        Secrets(page).Where(secret => shown.Contains(secret, StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_preview_of_the_page_about_schedules_is_that_of_its_first_subscription()
    {
        var page = Repository.Files("docs/concepts", "schedules.md").Single();
        var blocks = HttpBlock.Read(page).ToList();
        var documented = JsonElement.Parse(string.Join('\n', CodeBlocks.Read(page).Single(b => b.Info == "json").Lines));
        await using var host = await PageHost.StartAsync(hasReferences: false);
        var subscription = blocks.Find(b => b.Target == "/subscriptions")!;
        var service = blocks.Find(b => b.IsSent)!.Service;
        await host.DoAsync(subscription, text => text.Replace(service, "http://127.0.0.1:8080", StringComparison.Ordinal));

        var openings = await host.PreviewAsync(blocks.Single(b => b.Method == "GET").Target);

        openings.Select(o => (o.Opens, o.Closes!.Value)).Should().Equal(documented.EnumerateArray().Select(o =>
            (o.GetProperty("opens").GetDateTimeOffset(), o.GetProperty("closes").GetDateTimeOffset())));
    }

    [Theory]
    [InlineData("docs/adapters", 3)]
    [InlineData("docs/recipes", 6)]
    [InlineData("docs/concepts", 2)]
    public void Every_folder_has_pages_that_are_played(string folder, int least) =>
        Repository.Files(folder, "*.md").Count(IsPlayed).Should().BeGreaterThanOrEqualTo(least);

    [Theory]
    [InlineData("POST", "/a?b=1", "v1,x", """{"a": [1, "x"]}""", 0)]
    [InlineData("PUT", "/a?b=1", "v1,x", """{"a": [1, "x"]}""", 1)]
    [InlineData("POST", "/a?b=2", "v1,x", """{"a": [1, "x"]}""", 1)]
    [InlineData("POST", "/a?b=1", "v2,x", """{"a": [1, "x"]}""", 1)]
    [InlineData("POST", "/a?b=1", "v1,x", """{"a": [1.0, "x"]}""", 1)]
    [InlineData("POST", "/a?b=1", "v1,x", """{"a": [1, "x"], "b": null}""", 1)]
    public void A_request_that_differs_from_the_page_is_told(string method, string target, string signature, string body, int differences)
    {
        var block = new CodeBlock("docs/a.md", 1, "http", ["POST https://example.com/a?b=1", "x-sig: v1,…", "", """{"a": [1, "x"]}"""]);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Sig"] = signature, ["other"] = "1" };

        Differences(HttpBlock.Parse(block), new ReceivedRequest(method, target, headers, body)).Should().HaveCount(differences);
    }

    private static bool IsPlayed(RepositoryFile page) => HttpBlock.Read(page).Any(b => b.IsSent);

    private static IEnumerable<string> Secrets(RepositoryFile page) =>
        from block in HttpBlock.Read(page)
        where block.Target.StartsWith("/secrets/", StringComparison.Ordinal)
        select JsonElement.Parse(block.Body).GetProperty("value").GetString()!;

    /// <summary>What did not come, with what was different about the request that came in its place. Deliveries of one occurrence have no order.</summary>
    private static IEnumerable<string> Missing(PlayedPage played)
    {
        var left = played.Received.ToList();
        foreach (var documented in played.Sent)
        {
            if (left.Find(r => !Differences(documented, r).Any()) is { } found)
            {
                left.Remove(found);
            }
            else
            {
                yield return string.Join("; ", left.Select(r => string.Join(", ", Differences(documented, r))));
            }
        }
    }

    private static IEnumerable<string> Differences(HttpBlock documented, ReceivedRequest received)
    {
        if (documented.Method != received.Method)
        {
            yield return $"{documented}: another method";
        }

        if (!PageText.IsLike(documented.Target[documented.Service.Length..], received.Target))
        {
            yield return $"{documented}: another path or query";
        }

        foreach (var (name, value) in documented.Headers)
        {
            if (!received.Headers.TryGetValue(name, out var actual) || !PageText.IsLike(value, actual))
            {
                yield return $"{documented}: the header {name} is {actual ?? "missing"}";
            }
        }

        if (!PageText.IsLike(JsonElement.Parse(documented.Body), JsonElement.Parse(received.Body)))
        {
            yield return $"{documented}: another body";
        }
    }

    private static string Describe(IEnumerable<DeliveryAttempt> attempts) =>
        string.Join('\n', attempts.Select(a => $"{a.Adapter} {a.Outcome} {a.StatusCode} {a.Code} {a.Response} {string.Join("; ", a.Warnings)}"));
}
