using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Architecture.Tests.Docs.Pages;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Architecture.Tests.Docs;

/// <summary>The adapter of docs/guides/custom-adapter.md, used as the page says in a real host.</summary>
public sealed class CustomAdapterTests : IDisposable
{
    private static readonly RepositoryFile Page = Repository.Files("docs/guides", "custom-adapter.md").Single();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_adapter_of_the_guide_writes_the_line_of_the_guide()
    {
        await using var host = await PageHost.StartAsync(hasReferences: false, JournalRegistration.Add);

        await PlayAsync(host, HttpBlock.Read(Page));

        var line = (await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "orders.jsonl"))).Should().ContainSingle().Subject;
        var (json, seal) = (line[..line.LastIndexOf(' ')], line[(line.LastIndexOf(' ') + 1)..]);
        var documented = CodeBlocks.Read(Page).Single(b => b.Info == "json");
        PageText.IsLike(JsonElement.Parse(string.Join('\n', documented.Lines)), JsonElement.Parse(json)).Should().BeTrue(because: "{0}", json);
        seal.Should().Be(Convert.ToHexStringLower(HMACSHA256.HashData("example-key-of-the-journal"u8, Encoding.UTF8.GetBytes(json))));
        (await host.AttemptsAsync()).Should().ContainSingle().Which.Outcome.Should().Be(AttemptOutcome.Success);
    }

    [Fact]
    public async Task Without_its_settings_it_waits()
    {
        await using var host = await PageHost.StartAsync(hasReferences: false, JournalRegistration.Add);
        var blocks = HttpBlock.Read(Page).ToList();

        await PlayAsync(host, blocks.Where(b => b.Target is "/subscriptions" or "/events"));

        (await host.AttemptsAsync()).Should().ContainSingle().Which.Code.Should().Be(ErrorCodes.AdapterNotConfigured);
    }

    [Fact]
    public async Task What_it_cannot_use_is_refused_when_it_is_written_with_every_fault()
    {
        await using var host = await PageHost.StartAsync(hasReferences: false, JournalRegistration.Add);
        var service = host.Services.GetRequiredService<SubscriptionService>();

        var create = async () => await service.CreateAsync("""
            {"eventTypes": ["shop.order.*"], "config": {"adapter": "adapter:journal", "file": "../{{payload.x}}", "entri": {}}}
            """u8.ToArray());

        var faults = (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Faults;
        faults.Select(f => (f.Field, f.Code)).Should().BeEquivalentTo(
        [
            ("config.entri", ErrorCodes.PropertyUnknown),
            ("config.file", ErrorCodes.ConfigInvalid),
            ("config.entry", ErrorCodes.FieldRequired),
        ]);
    }

    private async Task PlayAsync(PageHost host, IEnumerable<HttpBlock> blocks)
    {
        foreach (var block in blocks)
        {
            await host.DoAsync(block, text => text.Replace("/var/lib/shop", _folder.FullName.Replace('\\', '/'), StringComparison.Ordinal));
        }
    }
}
