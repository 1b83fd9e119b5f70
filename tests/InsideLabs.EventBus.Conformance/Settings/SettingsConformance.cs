using System.Text;
using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Conformance.Settings;

/// <summary>Settings: kept byte for byte, read whole, and every change raises their one version.</summary>
public abstract class SettingsConformance : StoreConformance
{
    [Fact]
    public async Task An_empty_store_has_version_0_and_nothing_set()
    {
        var state = await ReadAsync();

        state.Version.Should().Be(0);
        state.Globals.Should().BeEmpty();
        state.Adapters.Should().BeEmpty();
        state.Secrets.Should().BeEmpty();
        (await Store.ClaimAsync()).SettingsVersion.Should().Be(0);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("12345678901234567890123")]
    [InlineData("-1.0E+400")]
    [InlineData("\"ü 🚀 \\u0041 \\/ ' {{global.other}}\"")]
    [InlineData("{ \"a\" : [ 1 ,\t2 ],\r\n  \"b\" : { } }")]
    public async Task A_value_survives_byte_for_byte(string json)
    {
        var value = Encoding.UTF8.GetBytes(json);

        await SaveAsync(new GlobalSetting("key", value, "ü 'x'"));

        var stored = (await ReadAsync()).Globals.Should().ContainSingle().Subject.Value;
        stored.Key.Should().Be("key");
        stored.Value.ToArray().Should().Equal(value);
        stored.Description.Should().Be("ü 'x'");
    }

    [Fact]
    public async Task A_value_of_a_mebibyte_survives()
    {
        var value = Encoding.UTF8.GetBytes($"\"{new string('x', 1_048_000)}\"");

        await SaveAsync(new GlobalSetting("key", value, Description: null));

        (await ReadAsync()).Globals["key"].Value.Span.SequenceEqual(value).Should().BeTrue();
    }

    [Fact]
    public async Task Every_field_of_adapter_settings_and_secrets_survives()
    {
        var full = new AdapterSettings
        {
            Adapter = "adapter:email",
            IsEnabled = true,
            Settings = """{ "apiUrl":"https://mail.example", "apiKey":"***" }"""u8.ToArray(),
            Credentials = new byte[] { 0, 1, 255, 0 },
        };
        var bare = new AdapterSettings { Adapter = "adapter:slack", IsEnabled = false, Settings = "{}"u8.ToArray() };
        var empty = bare with { Adapter = "adapter:empty", Credentials = ReadOnlyMemory<byte>.Empty };
        foreach (var settings in new[] { full, bare, empty })
        {
            await Store.Settings.SaveAsync(settings, CancellationToken.None);
        }

        await SaveAsync(new Secret("key", new byte[] { 0, 9, 0 }));

        var state = await ReadAsync();
        state.Adapters.Keys.Should().Equal("adapter:email", "adapter:empty", "adapter:slack");
        foreach (var expected in new[] { full, bare, empty })
        {
            var actual = state.Adapters[expected.Adapter];
            actual.Adapter.Should().Be(expected.Adapter);
            actual.IsEnabled.Should().Be(expected.IsEnabled);
            actual.Settings.ToArray().Should().Equal(expected.Settings.ToArray());
            actual.Credentials.ShouldBe(expected.Credentials);
        }

        state.Secrets.Should().ContainSingle().Subject.Value.Should().BeEquivalentTo(new { Name = "key" });
        state.Secrets["key"].Value.ToArray().Should().Equal(0, 9, 0);
    }

    [Fact]
    public async Task Names_compare_ordinally_and_each_kind_has_its_own()
    {
        foreach (var name in new[] { "b", "B", "a", "_", "-", "Z", "0" })
        {
            await SaveAsync(new GlobalSetting(name, Encoding.UTF8.GetBytes($"\"{name}\""), Description: null));
            await SaveAsync(new Secret(name, Encoding.UTF8.GetBytes(name)));
        }

        (await Store.Settings.DeleteSecretAsync("B", CancellationToken.None)).Should().BeTrue();

        var state = await ReadAsync();
        state.Globals.Keys.Should().Equal("-", "0", "B", "Z", "_", "a", "b");
        state.Globals.Values.Select(g => g.Key).Should().Equal(state.Globals.Keys);
        state.Secrets.Keys.Should().Equal("-", "0", "Z", "_", "a", "b");
        state.Globals.ContainsKey("A").Should().BeFalse();
    }

    [Fact]
    public async Task Every_change_of_any_kind_raises_the_version_and_answers_it()
    {
        var versions = new List<long>
        {
            await SaveAsync(new GlobalSetting("key", "1"u8.ToArray(), Description: null)),
            await SaveAsync(new Secret("key", new byte[] { 1 })),
            await Store.Settings.SaveAsync(Adapter("adapter:email"), CancellationToken.None),
            await SaveAsync(new GlobalSetting("key", "2"u8.ToArray(), Description: null)),
            await SaveAsync(new Secret("key", new byte[] { 2 })),
            await Store.Settings.SaveAsync(Adapter("adapter:email") with { IsEnabled = false }, CancellationToken.None),
        };
        (await ReadAsync()).Version.Should().Be(versions[^1]);
        foreach (var delete in Deletions("key", "adapter:email"))
        {
            (await delete()).Should().BeTrue();
            versions.Add((await ReadAsync()).Version);
        }

        versions.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        versions[0].Should().BePositive();
    }

    [Fact]
    public async Task Saving_replaces_the_whole_setting()
    {
        await SaveAsync(new GlobalSetting("key", "1"u8.ToArray(), "was"));
        await SaveAsync(new GlobalSetting("key", "2"u8.ToArray(), Description: null));
        await SaveAsync(new Secret("key", new byte[] { 1 }));
        await SaveAsync(new Secret("key", new byte[] { 2 }));
        await Store.Settings.SaveAsync(Adapter("adapter:email") with { Credentials = new byte[] { 1 } }, CancellationToken.None);
        await Store.Settings.SaveAsync(Adapter("adapter:email") with { IsEnabled = false }, CancellationToken.None);

        var state = await ReadAsync();
        state.Globals.Should().ContainSingle().Subject.Value.Description.Should().BeNull();
        state.Globals["key"].Value.ToArray().Should().Equal((byte)'2');
        state.Secrets.Should().ContainSingle().Subject.Value.Value.ToArray().Should().Equal(2);
        state.Adapters.Should().ContainSingle().Subject.Value.Credentials.ShouldBe(null);
        state.Adapters["adapter:email"].IsEnabled.Should().BeFalse();
    }

    [Fact]
    public async Task Deleting_what_is_not_there_changes_nothing()
    {
        await SaveAsync(new GlobalSetting("key", "1"u8.ToArray(), Description: null));
        var version = await SaveAsync(new Secret("key", new byte[] { 1 }));

        foreach (var delete in Deletions("other", "adapter:other"))
        {
            (await delete()).Should().BeFalse();
        }

        var state = await ReadAsync();
        state.Version.Should().Be(version);
        (state.Globals.Count, state.Secrets.Count).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_version_is_not_used_again_when_everything_was_deleted()
    {
        await SaveAsync(new GlobalSetting("key", "1"u8.ToArray(), Description: null));
        await Store.Settings.DeleteGlobalSettingAsync("key", CancellationToken.None);
        var version = (await ReadAsync()).Version;

        (await SaveAsync(new GlobalSetting("key", "1"u8.ToArray(), Description: null))).Should().BeGreaterThan(version);
    }

    [Fact]
    public async Task A_claim_reports_the_version_also_when_it_finds_nothing()
    {
        var subscription = await Store.SubscribeAsync();
        await Store.EnqueueAsync(Store.Now, subscription);
        var first = await SaveAsync(new Secret("key", new byte[] { 1 }));
        (await Store.ClaimAsync()).Should().BeEquivalentTo(new { SettingsVersion = first, SubscriptionsVersion = subscription.Version });
        await Store.Settings.DeleteSecretAsync("key", CancellationToken.None);

        var empty = await Store.ClaimAsync();

        empty.Deliveries.Should().BeEmpty();
        empty.SettingsVersion.Should().BeGreaterThan(first).And.Be((await ReadAsync()).Version);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_throws_and_stores_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        var save = async () => await Store.Settings.SaveAsync(new Secret("key", new byte[] { 1 }), cancelled);
        var delete = async () => await Store.Settings.DeleteSecretAsync("key", cancelled);
        var read = async () => await Store.Settings.ReadAsync(cancelled);

        await save.Should().ThrowAsync<OperationCanceledException>();
        await delete.Should().ThrowAsync<OperationCanceledException>();
        await read.Should().ThrowAsync<OperationCanceledException>();
        (await ReadAsync()).Version.Should().Be(0);
    }

    [Fact]
    public async Task Concurrent_changes_get_versions_of_their_own_and_readers_see_whole_states()
    {
        var versions = await Together.RunAsync(12, async i =>
        {
            var mine = new List<long>();
            for (var n = 0; n < 10; n++)
            {
                if (i >= 8)
                {
                    // Every change so far added one setting: a state is whole when it has as many as its version says.
                    var state = await ReadAsync();
                    (state.Globals.Count + state.Secrets.Count).Should().Be((int)state.Version);
                }
                else if (i % 2 == 0)
                {
                    mine.Add(await SaveAsync(new GlobalSetting($"g-{i}-{n}", "1"u8.ToArray(), Description: null)));
                }
                else
                {
                    mine.Add(await SaveAsync(new Secret($"s-{i}-{n}", new byte[] { 1 })));
                }
            }

            mine.Should().BeInAscendingOrder();
            return mine;
        });

        versions.SelectMany(v => v).Order().Should().Equal(Enumerable.Range(1, 80).Select(n => (long)n));
        (await ReadAsync()).Version.Should().Be(80);
        (await Store.ClaimAsync()).SettingsVersion.Should().Be(80);
    }

    private static AdapterSettings Adapter(string name) => new() { Adapter = name, IsEnabled = true, Settings = "{}"u8.ToArray() };

    private Func<Task<bool>>[] Deletions(string name, string adapter) =>
    [
        () => Store.Settings.DeleteGlobalSettingAsync(name, CancellationToken.None).AsTask(),
        () => Store.Settings.DeleteAdapterSettingsAsync(adapter, CancellationToken.None).AsTask(),
        () => Store.Settings.DeleteSecretAsync(name, CancellationToken.None).AsTask(),
    ];

    private ValueTask<SettingsState> ReadAsync() => Store.Settings.ReadAsync(CancellationToken.None);

    private ValueTask<long> SaveAsync(GlobalSetting setting) => Store.Settings.SaveAsync(setting, CancellationToken.None);

    private ValueTask<long> SaveAsync(Secret secret) => Store.Settings.SaveAsync(secret, CancellationToken.None);
}
