using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Configuring;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Subscribing;
using Microsoft.Extensions.DependencyInjection;

namespace InsideLabs.EventBus.Tests.Configuring;

public sealed class SettingsServiceTests : IAsyncLifetime
{
    private const string Canary = "canary-77ab";

    private readonly EventBusTestHost _host = EventBusTestHost.Build(bus => bus.CaptureLogs().Services.AddSingleton<IDeliveryAdapter, PostboxAdapter>());

    private SettingsService Settings => _host.Settings;

    private ISettingsStore Store => _host.Services.GetRequiredService<ISettingsStore>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("null")]
    [InlineData("1e400")]
    [InlineData("\"Hello {{payload.name}}\"")]
    [InlineData("[1, {\"a\":true}]")]
    public async Task A_global_setting_is_any_JSON_byte_for_byte(string value)
    {
        var saved = await PutGlobalAsync("company", $$"""{"value": {{value}} ,"description":"Who we are"}""");
        Text(saved.Value).Should().Be(value);
        (await Settings.FindGlobalSettingAsync("company"))!.Description.Should().Be("Who we are");
    }

    [Fact]
    public async Task A_put_replaces_the_whole_setting()
    {
        await PutGlobalAsync("a", """{"value":1,"description":"one"}""");
        (await PutGlobalAsync("a", """{"value":2}""")).Description.Should().BeNull();
        (await Settings.ListGlobalSettingsAsync()).Should().ContainSingle();
    }

    [Theory]
    [InlineData("{}", "value field_required")]
    [InlineData("""{"description":7}""", "description type_mismatch", "value field_required")]
    [InlineData("""{"value":"{{"}""", "value template_syntax")]
    [InlineData("""{"value":{"a":["{{env.PATH}}"]}}""", "value.a[0] namespace_forbidden")]
    [InlineData("""{"value":"{{secrets.key}}"}""", "value secret_sink_forbidden")]
    [InlineData("""{"value":{"a":"\ud800"},"description":"\udc00"}""", "description json_invalid_string", "value.a json_invalid_string")]
    [InlineData("""{"value":1,"valu":2}""", "valu property_unknown")]
    [InlineData("[]", " type_mismatch")]
    [InlineData("{", " json_malformed")]
    public async Task Every_fault_of_a_global_setting_is_told_at_once(string json, params string[] faults)
    {
        (await FaultsOfAsync(PutGlobalAsync("a", json))).Should().BeEquivalentTo(faults);
        (await Settings.ListGlobalSettingsAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("é")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task A_name_that_templates_cannot_use_is_refused_when_written_and_names_nothing_otherwise(string name)
    {
        (await FaultsOfAsync(PutGlobalAsync(name, "{}"))).Should().Equal("key parameter_invalid", "value field_required");
        (await FaultsOfAsync(PutSecretAsync(name, """{"value":""}"""))).Should().Equal("name parameter_invalid", "value parameter_invalid");
        (await Settings.FindGlobalSettingAsync(name)).Should().BeNull();
        (await CodeOfAsync(Settings.DeleteGlobalSettingAsync(name).AsTask())).Should().Be(ErrorCodes.NotFound);
        (await CodeOfAsync(Settings.DeleteSecretAsync(name).AsTask())).Should().Be(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task The_longest_name_and_the_largest_value_are_accepted_and_one_more_is_not()
    {
        var name = new string('k', 128);
        await PutGlobalAsync(name, $$"""{"value":"{{new string('x', SettingsService.MaxBytes - 2)}}"}""");
        (await FaultsOfAsync(PutGlobalAsync(name + "k", $$"""{"value":"{{new string('x', SettingsService.MaxBytes - 1)}}"}""")))
            .Should().Equal("key parameter_invalid", "value parameter_invalid");
        await PutSecretAsync(name, $$"""{"value":"{{new string('é', SettingsService.MaxBytes / 2)}}"}""");
        (await FaultsOfAsync(PutSecretAsync(name, $$"""{"value":"{{new string('é', SettingsService.MaxBytes / 2)}}x"}"""))).Should().Equal("value parameter_invalid");
    }

    [Fact]
    public async Task A_circle_of_global_settings_is_accepted_for_it_ends_deliveries_not_writes()
    {
        await PutGlobalAsync("a", """{"value":"{{global.b}}"}""");
        await PutGlobalAsync("b", """{"value":"{{global.a}}"}""");
        (await Settings.ListGlobalSettingsAsync()).Select(s => s.Key).Should().Equal("a", "b");
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_cannot_be_deleted_again()
    {
        await PutGlobalAsync("a", """{"value":1}""");
        await PutSecretAsync("s", """{"value":"x"}""");
        await PutAdapterAsync("postbox", """{"settings":{"apiKey":"k"}}""");
        await Settings.DeleteGlobalSettingAsync("a");
        await Settings.DeleteSecretAsync("s");
        await Settings.DeleteAdapterSettingsAsync("postbox");
        (await Store.ReadAsync(CancellationToken.None)).Should().BeEquivalentTo(new { Version = 6, Globals = Array.Empty<object>(), Adapters = Array.Empty<object>(), Secrets = Array.Empty<object>() });
        (await CodeOfAsync(Settings.DeleteGlobalSettingAsync("a").AsTask())).Should().Be(ErrorCodes.NotFound);
        (await CodeOfAsync(Settings.DeleteSecretAsync("s").AsTask())).Should().Be(ErrorCodes.NotFound);
        (await CodeOfAsync(Settings.DeleteAdapterSettingsAsync("postbox").AsTask())).Should().Be(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Credentials_of_adapter_settings_are_stored_encrypted_and_kept_by_stars()
    {
        var saved = await PutAdapterAsync("adapter:postbox", $$$"""{"settings":{"apiKey":"{{{Canary}}}","sender":"x"}}""");
        saved.IsEnabled.Should().BeTrue();
        Text(saved.Settings).Should().Be("""{"apiKey":"***","sender":"x"}""");
        Latin1(saved.Credentials).Should().NotContain(Canary);
        KeyOf(saved).Should().Be(Canary);

        var kept = await PutAdapterAsync("postbox", """{"enabled":false,"settings":{"apiKey":"***"}}""");
        (kept.IsEnabled, KeyOf(kept)).Should().Be((false, Canary));
        (await Settings.FindAdapterSettingsAsync("postbox")).Should().Be(await Settings.FindAdapterSettingsAsync("adapter:postbox"));
        (await Settings.ListAdapterSettingsAsync()).Should().ContainSingle().Which.Adapter.Should().Be("adapter:postbox");
        NothingShows(Canary);
    }

    [Fact]
    public async Task A_credential_that_names_a_secret_is_no_secret_itself()
    {
        var saved = await PutAdapterAsync("postbox", """{"settings":{"apiKey":"{{secrets.postbox}}"}}""");
        Text(saved.Settings).Should().Be("""{"apiKey":"{{secrets.postbox}}"}""");
        saved.Credentials.Should().BeNull();
    }

    [Theory]
    [InlineData("{}", "settings field_required")]
    [InlineData("""{"settings":null,"enabled":"yes"}""", "enabled type_mismatch", "settings field_required")]
    [InlineData("""{"settings":[]}""", "settings type_mismatch")]
    [InlineData("""{"settings":{}}""", "settings.apiKey field_required")]
    [InlineData("""{"settings":{"apiKey":"***","x":1}}""", "settings.apiKey config_invalid", "settings.x property_unknown")]
    [InlineData("""{"settings":{"apiKey":"k","sender":"{{secrets.a}}"}}""", "settings.sender secret_sink_forbidden")]
    [InlineData("""{"settings":{"apiKey":"k","sender":"\ud800"}}""", "settings.sender address_invalid")]
    [InlineData("""{"settings":{"apiKey":"\ud800"}}""", "settings.apiKey json_invalid_string")]
    [InlineData("""{"setting":{},"settings":{"apiKey":"k"}}""", "setting property_unknown")]
    public async Task Every_fault_of_adapter_settings_is_told_at_once(string json, params string[] faults)
    {
        (await FaultsOfAsync(PutAdapterAsync("postbox", json))).Should().Equal(faults);
        (await Settings.ListAdapterSettingsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_adapter_that_nobody_registered_has_no_settings()
    {
        (await FluentActions.Awaiting(() => PutAdapterAsync("adapter:postbocks", """{"settings":{}}""")).Should().ThrowAsync<EventBusNotFoundException>())
            .Which.Message.Should().Contain("Did you mean 'adapter:postbox'?");
        (await Settings.FindAdapterSettingsAsync("adapter:postbocks")).Should().BeNull();
        (await CodeOfAsync(Settings.DeleteAdapterSettingsAsync("adapter:postbocks").AsTask())).Should().Be(ErrorCodes.NotFound);
    }

    [Fact]
    public async Task Settings_of_an_adapter_that_is_gone_can_be_looked_at_and_deleted()
    {
        await Store.SaveAsync(new AdapterSettings { Adapter = "adapter:gone", IsEnabled = true, Settings = "{}"u8.ToArray() }, CancellationToken.None);
        (await Settings.FindAdapterSettingsAsync("adapter:gone")).Should().NotBeNull();
        await Settings.DeleteAdapterSettingsAsync("adapter:gone");
        (await Settings.ListAdapterSettingsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_secret_goes_in_and_nothing_shows_it_again()
    {
        await PutSecretAsync("mailKey", $$"""{"value":"{{Canary}}"}""");
        await Settings.SaveSecretAsync("another", Canary + "!");
        (await Settings.ListSecretNamesAsync()).Should().Equal("another", "mailKey");
        var stored = (await Store.ReadAsync(CancellationToken.None)).Secrets["mailKey"];
        Latin1(stored.Value).Should().NotContain(Canary);
        stored.ToString().Should().NotContain(Canary);
        var opened = _host.Services.GetRequiredService<ISecretProtector>().Unprotect(stored.Value.Span, Secret.LocationOf("mailKey"));
        Encoding.UTF8.GetString(opened).Should().Be(Canary);
        NothingShows(Canary);
    }

    [Theory]
    [InlineData("{}", "value field_required")]
    [InlineData("""{"value":null}""", "value field_required")]
    [InlineData("""{"value":7}""", "value type_mismatch")]
    [InlineData("""{"value":["canary-77ab"]}""", "value type_mismatch")]
    [InlineData("""{"value":""}""", "value parameter_invalid")]
    [InlineData("""{"value":"canary-77ab\u0000"}""", "value json_invalid_string")]
    [InlineData("""{"value":"canary-77ab\ud800"}""", "value json_invalid_string")]
    [InlineData("""{"value":"x","description":"y"}""", "description property_unknown")]
    public async Task Every_fault_of_a_secret_is_told_and_none_quotes_it(string json, params string[] faults)
    {
        var refused = (await FluentActions.Awaiting(() => PutSecretAsync("a", json)).Should().ThrowAsync<EventBusValidationException>()).Which;
        refused.Faults.Select(f => $"{f.Field} {f.Code}").Should().Equal(faults);
        refused.ToString().Should().NotContain(Canary);
        (await Settings.ListSecretNamesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_secret_given_in_code_is_judged_too()
    {
        foreach (var value in new[] { string.Empty, "a\0", "\ud800" })
        {
            (await FaultsOfAsync(Settings.SaveSecretAsync("a", value).AsTask())).Should().Equal("value parameter_invalid");
        }
    }

    [Fact]
    public async Task Settings_given_in_code_are_judged_too()
    {
        (await FaultsOfAsync(Settings.SaveAsync(new GlobalSetting("a b", "{"u8.ToArray(), "\ud800")).AsTask()))
            .Should().Equal("key parameter_invalid", "value json_malformed", "description parameter_invalid");
        var settings = new AdapterSettings { Adapter = "postbox", IsEnabled = true, Settings = "[]"u8.ToArray() };
        (await FaultsOfAsync(Settings.SaveAsync(settings).AsTask())).Should().Equal("settings type_mismatch");
        KeyOf(await Settings.SaveAsync(settings with { Settings = """{"apiKey":"k"}"""u8.ToArray() })).Should().Be("k");
    }

    private void NothingShows(string canary) =>
        _host.Logs.Entries.Should().NotBeEmpty().And.NotContain(e => e.Message.Contains(canary, StringComparison.Ordinal));

    private string KeyOf(AdapterSettings settings) =>
        _host.Services.GetRequiredService<CredentialVault>().Open(settings.Credentials, CredentialVault.OfSettings(settings.Adapter))["apiKey"];

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    private static string Latin1(ReadOnlyMemory<byte>? bytes) => Encoding.Latin1.GetString(bytes!.Value.Span);

    private async Task<GlobalSetting> PutGlobalAsync(string key, string json) =>
        await Settings.SaveGlobalSettingAsync(key, Encoding.UTF8.GetBytes(json));

    private async Task<AdapterSettings> PutAdapterAsync(string name, string json) =>
        await Settings.SaveAdapterSettingsAsync(name, Encoding.UTF8.GetBytes(json));

    private async Task PutSecretAsync(string name, string json) =>
        await Settings.SaveSecretAsync(name, Encoding.UTF8.GetBytes(json));

    private static async Task<string> CodeOfAsync(Task act) =>
        (await FluentActions.Awaiting(() => act).Should().ThrowAsync<EventBusException>()).Which.Code;

    private static async Task<IEnumerable<string>> FaultsOfAsync(Task act) =>
        (await FluentActions.Awaiting(() => act).Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Select(f => $"{f.Field} {f.Code}");
}
