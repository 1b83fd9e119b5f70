using System.Diagnostics;
using System.Net;
using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using InsideLabs.EventBus.Deliveries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InsideLabs.EventBus.AspNetCore.Tests.Secrets;

/// <summary>
/// Plants a secret at every place that takes one, makes everything fail in front of receivers that echo all they get, and looks for
/// the secrets in everything that the process leaves behind or shows: files, logs, spans, exceptions, API answers, the audit.
/// </summary>
[Collection(nameof(SecretLeakTests))]
[CollectionDefinition(nameof(SecretLeakTests), DisableParallelization = true)]
public sealed class SecretLeakTests : IDisposable
{
    private static readonly Canary NamedSecret = new("named secret", "canary+1/\"n\u00e4med\"&<secret>=A1b2C3");
    private static readonly Canary PathSecret = new("secret in a path", "canary-path-7hD83kd02Lq");
    private static readonly Canary ApiKey = new("API key in settings", "SG.canary-apikey-99x8c7v6b5n4");
    private static readonly Canary BotToken = new("bot token in settings", "xoxb-canary-12345-67890-bot");
    private static readonly Canary HookPath = new("Slack hook in a config", "T00CANARY/B00CANARY/hookhookhookhook");
    private static readonly Canary Password = new("password in a config", "canary-password-p4ssw0rd!\\\u20ac");
    private static readonly Canary SubscriberPassword = new("password of a subscriber", "canary-subscriber-s3cret+/=");
    private static readonly Canary LoudKey = new("key in the settings of a loud adapter", "canary-loud-key-abcdef012345");
    private static readonly Canary Signing = new("signing secret", "whsec_Y2FuYXJ5LXNpZ25pbmctc2VjcmV0LTAxMjM0NTY3ODk=");

    private static readonly Canary[] All =
        [NamedSecret, PathSecret, ApiKey, BotToken, HookPath, Password, SubscriberPassword, LoudKey, Signing];

    private readonly string _folder = Directory.CreateTempSubdirectory("inside-canaries-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Secrets_are_found_in_their_sinks_and_nowhere_else()
    {
        using var evidence = new Evidence();
        await using var receiver = await EchoingReceiver.StartAsync();
        string[] firstHalf;
        await using (var host = await StartAsync(evidence))
        {
            await PlantAsync(host, receiver.Address, evidence);
            await MakeEverythingFailAsync(host, evidence);
            await ReadEverythingAsync(host, evidence);
            firstHalf = await LeaksInFilesAsync();
        }

        // Proof that there was something to leak: every secret did reach its sink.
        var sinks = string.Join('\n', receiver.Received.Select(Uri.UnescapeDataString).Concat(receiver.Received));
        foreach (var canary in All.Except([Password, SubscriberPassword, LoudKey, Signing]))
        {
            canary.In(sinks).Should().NotBeEmpty("'{0}' was sent", canary.Name);
        }

        evidence.All.Should().HaveCountGreaterThan(200);
        evidence.All.Select(e => e.Place).Should().Contain(["audit", "span InsideLabs.EventBus/deliver", "log 3012", "log 3007"]);
        evidence.All.SelectMany(e => All.SelectMany(c => c.In(e.Text).Select(form => $"{c.Name} as '{form}' in {e.Place}: {e.Text}")))
            .Should().BeEmpty();
        firstHalf.Should().BeEmpty("the database, its log and its key file hold no secret while the process runs");
        (await LeaksInFilesAsync()).Should().BeEmpty("nor after it has ended");
    }

    [Fact]
    public void A_canary_is_found_in_every_form_it_may_take()
    {
        var bytes = Encoding.UTF8.GetBytes(NamedSecret.Value);
        foreach (var text in new[]
        {
            $"a {NamedSecret.Value} b",
            Convert.ToHexString([1, .. bytes]),
            Convert.ToBase64String([1, .. bytes, 2]),
            Convert.ToBase64String([1, 2, .. bytes]),
            $"?q={Uri.EscapeDataString(NamedSecret.Value)}",
            System.Text.Json.JsonSerializer.Serialize(new[] { NamedSecret.Value }),
        })
        {
            NamedSecret.In(text).Should().NotBeEmpty(text);
            NamedSecret.In(Encoding.Unicode.GetBytes(text)).Should().NotBeEmpty(text);
        }
    }

    private async Task<ApiHost> StartAsync(Evidence evidence)
    {
        var host = await ApiHost.StartAsync(
            o => o.RetryDelays = new(TimeSpan.FromSeconds(1)),
            bus =>
            {
                bus.UseSqlite(Path.Combine(_folder, "events.db"))
                    .AddWebhooks(o =>
                    {
                        o.AllowHttp = true;
                        o.AllowedNetworks.Add("127.0.0.0/8");
                    })
                    .AddEmail()
                    .AddSlack();
                bus.Services.AddSingleton<IDeliveryAdapter, LoudAdapter>();
                bus.Services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(evidence.Logs));
            });
        return host;
    }

    private static async Task PlantAsync(ApiHost host, string receiver, Evidence evidence)
    {
        await PutAsync("/api/secrets/apiKey", $$"""{"value":{{Json(NamedSecret)}}}""");
        await PutAsync("/api/secrets/hookPath", $$"""{"value":{{Json(PathSecret)}}}""");
        await PutAsync("/api/global-settings/base", """{"value":"{{interaction.name}}"}""");
        await PutAsync("/api/adapter-settings/email", $$$"""{"settings":{"apiKey":{{{Json(ApiKey)}}},"apiUrl":"{{{receiver}}}/401/mail"}}""");
        await PutAsync("/api/adapter-settings/slack", $$$"""{"settings":{"botToken":{{{Json(BotToken)}}},"apiUrl":"{{{receiver}}}/500"}}""");
        await PutAsync("/api/adapter-settings/loud", $$$"""{"settings":{"key":{{{Json(LoudKey)}}}}}""");
        var type = await PostAsync("/api/resource-types", """{"mnemonic":"ORDER","title":"Order"}""");
        var action = await PostAsync("/api/actions", """{"mnemonic":"CREATE","title":"Create"}""");
        var subscriber = await PostAsync(
            "/api/subscribers", $$$"""{"name":"Ann","adapter":"adapter:loud","config":{"password":{{{Json(SubscriberPassword)}}}}}""");
        var match = $"\"resourceTypeId\":\"{type}\",\"actionId\":\"{action}\"";
        foreach (var status in (int[])[200, 302, 401, 410, 413, 429, 503])
        {
            await PostAsync("/api/subscriptions", $$$$"""
                {{{{{match}}}},"config":{"adapter":"adapter:webhook","url":"{{{{receiver}}}}/{{{{status}}}}/{{secrets.hookPath}}?k={{secrets.apiKey}}&n={{interaction.name}}",
                 "signingSecret":"{{{{Signing.Value}}}}",
                 "headers":{"authorization":"Basic {{function.base64.encode(secrets.apiKey)}}","x-key":"{{function.url.encode(secrets.apiKey)}}"},
                 "body":{"name":"{{interaction.name}}"}}}
                """);
        }

        await PostAsync("/api/subscriptions", $$$"""{{{{match}}},"config":{"adapter":"adapter:webhook","url":"http://127.0.0.1:1025/{{secrets.hookPath}}"}}""".Replace("{{{", "{{", StringComparison.Ordinal));
        await PostAsync("/api/subscriptions", $$$$"""{{{{{match}}}},"config":{"adapter":"adapter:webhook","url":"{{{{receiver}}}}/200/{{secrets.hookPath}}/{{secrets.missing}}","strict":true}}""");
        await PostAsync("/api/subscriptions", $$$$"""{{{{{match}}}},"config":{"adapter":"adapter:email","to":"ann@example.com","from":{"email":"shop@example.com"},"subject":"{{interaction.name}}","body":"x"}}""");
        await PostAsync("/api/subscriptions", $$$$"""{{{{{match}}}},"config":{"adapter":"adapter:slack","webhookUrl":"{{{{receiver}}}}/500/services/{{{{HookPath.Value}}}}","text":"{{interaction.name}}"}}""");
        await PostAsync("/api/subscriptions", $$$$"""{{{{{match}}}},"config":{"adapter":"adapter:slack","channel":"C1","text":"{{interaction.name}}"}}""");
        await PostAsync("/api/subscriptions", $$$$"""{{{{{match}}}},"config":{"adapter":"adapter:loud","token":"{{secrets.apiKey}}","password":{{{{Json(Password)}}}}}}""");
        await PostAsync("/api/subscriptions", $$"""{{{match}},"subscriberId":"{{subscriber}}"}""");

        async Task PutAsync(string path, string body) => Keep(path, await host.SendAsync(HttpMethod.Put, path, body));

        async Task<string?> PostAsync(string path, string body)
        {
            var answer = await host.PostAsync(path, body);
            answer.Status.Should().Be(HttpStatusCode.Created, answer.Text);
            if (body.Contains("signingSecret", StringComparison.Ordinal))
            {
                // The one answer that shows the signing secret, once.
                answer.Text.Should().Contain(Signing.Value);
            }
            else
            {
                Keep(path, answer);
            }

            return answer.Json.GetProperty("id").GetString();
        }

        void Keep(string path, ApiAnswer answer)
        {
            ((int)answer.Status).Should().BeLessThan(300, answer.Text);
            evidence.Add($"answer of {path}", answer.Text);
        }
    }

    private static async Task MakeEverythingFailAsync(ApiHost host, Evidence evidence)
    {
        foreach (var name in (string[])["Ann", "{{secrets.apiKey}}", "a\r\nb", "<{{adapter.email.apiKey}}>"])
        {
            var body = $$$"""{"resourceType":"ORDER","action":"CREATE","resourceId":"o","interaction":{"name":{{{System.Text.Json.JsonSerializer.Serialize(name)}}}}}""";
            (await host.PostAsync("/api/interactions", body)).Status.Should().Be(HttpStatusCode.Created);
            await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        }

        // Refused inputs beside a secret: the answer tells what is wrong, not what is secret.
        foreach (var (path, body) in new[]
        {
            ("/api/secrets/apiKey", $$"""{"value":{{Json(NamedSecret)}},"valeu":1}"""),
            ("/api/secrets/bad%20name", $$"""{"value":{{Json(NamedSecret)}}}"""),
            ("/api/secrets/apiKey", $$"""{"value":[{{Json(NamedSecret)}}]}"""),
            ("/api/secrets/apiKey", $$"""{"value":{{Json(NamedSecret)}}"""),
            ("/api/adapter-settings/email", $$$"""{"settings":{"apiKey":{{{Json(ApiKey)}}},"apiUrl":"ftp://x","extra":1}}"""),
            ("/api/adapter-settings/email", $$$"""{"settings":{"apiKey":[{{{Json(ApiKey)}}}]}}"""),
            ("/api/adapter-settings/slack", $$$"""{"settings":{"botToken":{{{Json(BotToken)}}},"apiUrl":"{{secrets.apiKey}}"}}"""),
            ("/api/global-settings/leak", """{"value":"{{secrets.apiKey}}"}"""),
            ("/api/global-settings/leak2", """{"value":{"a":["{{adapter.email.apiKey}}"]}}"""),
        })
        {
            var answer = await host.SendAsync(HttpMethod.Put, path, body);
            answer.Status.Should().Be(HttpStatusCode.BadRequest, $"{path} {answer.Text}");
            evidence.Add($"refusal of {path}", answer.Text);
        }
    }

    private static async Task ReadEverythingAsync(ApiHost host, Evidence evidence)
    {
        foreach (var path in (string[])
        [
            "/api/subscriptions", "/api/subscribers", "/api/adapter-settings", "/api/adapter-settings/email", "/api/adapter-settings/adapter:slack",
            "/api/global-settings", "/api/secrets", "/api/adapters", "/api/queue", "/api/queue/stats", "/api/resource-types",
        ])
        {
            var answer = await host.GetAsync(path);
            answer.Status.Should().Be(HttpStatusCode.OK, path);
            evidence.Add(path, answer.Text);
        }

        var audits = await host.GetAsync("/api/audits");
        evidence.Add("audit", audits.Text);
        var outcomes = audits.Json.EnumerateArray().Select(a => a.GetProperty("code").GetString()).ToHashSet();
        outcomes.Should().Contain(
            ["http_3xx", "http_4xx", "http_5xx", "http_429", "endpoint_gone", "payload_refused", "connection_failed", "adapter_failed", "attempts_exhausted", "template_unresolved"]);
        audits.Text.Should().Contain("***", "what was echoed was taken out");
        (await host.Services.GetRequiredService<IDeliveryStore>().GetStatsAsync(default)).Failed.Should().BePositive();
    }

    /// <summary>Looks at copies that another process makes: closing a file that SQLite has open would give up its locks.</summary>
    private async Task<string[]> LeaksInFilesAsync()
    {
        var copies = Directory.CreateTempSubdirectory("inside-canaries-copy-").FullName;
        try
        {
            using var copy = Process.Start("cp", ["-r", _folder + "/.", copies]);
            await copy.WaitForExitAsync();
            copy.ExitCode.Should().Be(0);
            var files = Directory.GetFiles(copies, "*", SearchOption.AllDirectories);
            files.Should().HaveCountGreaterThan(1);
            return [.. files.SelectMany(f => All.SelectMany(c => c.In(File.ReadAllBytes(f)).Select(form => $"{c.Name} as '{form}' in {Path.GetFileName(f)}")))];
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }

    private static string Json(Canary canary) => System.Text.Json.JsonSerializer.Serialize(canary.Value);
}
