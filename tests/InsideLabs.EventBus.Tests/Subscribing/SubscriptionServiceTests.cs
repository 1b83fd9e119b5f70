using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Conformance.Hosting;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.InMemory;
using InsideLabs.EventBus.Settings;
using InsideLabs.EventBus.Signatures;
using InsideLabs.EventBus.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace InsideLabs.EventBus.Tests.Subscribing;

public sealed class SubscriptionServiceTests
{
    private const string Valid = """{"eventTypes":["shop.order.*"],"config":{"adapter":"adapter:recording"}}""";

    public static TheoryData<string, string> PatternRows() => Rows("pattern");

    public static TheoryData<string, string> LabelRows() => Rows("label");

    [Fact]
    public async Task What_was_created_can_be_found_with_every_field()
    {
        await using var host = await EventBusTestHost.StartAsync();

        var created = await CreateAsync(host, """
            {"eventTypes":["shop.order.*","shop.cart.changed"],"labels":["B","A","B"],"retryDelays":[1,2.5],
             "delivery_schedule":null,"config":{"adapter":"adapter:recording","name":"x"}}
            """);

        var found = await host.Subscriptions.FindAsync(created.Subscription.Id);
        found.Should().BeEquivalentTo(created.Subscription, o => o.Excluding(s => s.Config));
        found!.Match.EventTypes.Select(p => p.Value).Should().Equal("shop.order.*", "shop.cart.changed");
        found.Labels.Should().Equal("B", "A");
        found.RetryDelays!.Delays.Should().Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2.5));
        found.Adapter.Should().Be("adapter:recording");
        found.Status.Should().Be(SubscriptionStatus.Active);
        found.CreatedAt.Should().Be(host.Clock.GetUtcNow());
        found.Id.Version.Should().Be(7);
        created.SigningSecret.Should().BeNull("the recording adapter does not sign");
    }

    [Theory]
    [MemberData(nameof(PatternRows))]
    public async Task A_bad_pattern_is_refused_with_its_code(string id, string row)
    {
        using var document = JsonDocument.Parse(row);
        var wildcards = !document.RootElement.TryGetProperty("host", out var settings) || settings.GetProperty("wildcards").GetBoolean();
        await using var host = await EventBusTestHost.StartAsync(options: o => o.Bus = bus => bus.AllowWildcards = wildcards);
        var pattern = ConformanceCases.Text(document.RootElement.GetProperty("input"));

        var refused = await RefusedAsync(host, $$$"""{"eventTypes":[{{{JsonSerializer.Serialize(pattern)}}}],"config":{"adapter":"adapter:recording"}}""");

        refused.Should().ContainSingle(id).Which.Should().BeEquivalentTo(
            new { Field = "eventTypes[0]", Code = document.RootElement.GetProperty("expected").GetProperty("code").GetString() });
        (await host.Subscriptions.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(LabelRows))]
    public async Task Labels_are_judged_as_written(string id, string row)
    {
        using var document = JsonDocument.Parse(row);
        var expected = document.RootElement.GetProperty("expected");
        var input = document.RootElement.GetProperty("input");
        await using var host = await EventBusTestHost.StartAsync();
        if (string.Equals(expected.GetProperty("outcome").GetString(), "accept", StringComparison.Ordinal))
        {
            await CreateAsync(host, Valid);
            (await host.Subscriptions.ListAsync(new SubscriptionFilter { AnyLabel = [input.GetString()!] })).Should().BeEmpty(id);
            return;
        }

        var refused = await RefusedAsync(host, $$$"""{"eventTypes":["shop.order.*"],"labels":{{{input.GetRawText()}}},"config":{"adapter":"adapter:recording"}}""");

        refused.Should().ContainSingle(id).Which.Code.Should().Be(expected.GetProperty("code").GetString());
        (await host.Subscriptions.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        await using var host = await EventBusTestHost.StartAsync();

        var refused = await RefusedAsync(host, """
            {"eventTypes":["*","shop.order.placed","a.**"],"labels":["ok","no,comma"],"retryDelays":[1,-1,"x"],
             "lables":[],"config":{"adapter":"adapter:recordin"}}
            """);

        refused.Select(f => (f.Field, f.Code)).Should().BeEquivalentTo(
        [
            ("lables", ErrorCodes.PropertyUnknown),
            ("eventTypes[0]", ErrorCodes.PatternMalformed),
            ("eventTypes[2]", ErrorCodes.PatternMalformed),
            ("config.adapter", ErrorCodes.AdapterUnknown),
            ("labels[1]", ErrorCodes.LabelMalformed),
            ("retryDelays[1]", ErrorCodes.ParameterInvalid),
            ("retryDelays[2]", ErrorCodes.ParameterInvalid),
        ]);
        refused.Single(f => f.Field == "lables").Message.Should().Contain("'labels'");
        refused.Single(f => f.Field == "config.adapter").Message.Should().Contain("Did you mean 'adapter:recording'?");
    }

    [Theory]
    [InlineData("""{"config":{"adapter":"adapter:recording"}}""", "eventTypes", ErrorCodes.MatchRequired)]
    [InlineData("""{"eventTypes":[],"config":{"adapter":"adapter:recording"}}""", "eventTypes", ErrorCodes.MatchRequired)]
    [InlineData("""{"eventTypes":"shop.order.*","config":{"adapter":"adapter:recording"}}""", "eventTypes", ErrorCodes.TypeMismatch)]
    [InlineData("""{"eventTypes":[5],"config":{"adapter":"adapter:recording"}}""", "eventTypes[0]", ErrorCodes.PatternMalformed)]
    [InlineData("""{"eventTypes":["shop.order.*"]}""", "subscriberId", ErrorCodes.SubscriberRequired)]
    [InlineData("""{"eventTypes":["shop.order.*"],"config":{}}""", "config.adapter", ErrorCodes.SubscriberRequired)]
    [InlineData("""{"eventTypes":["shop.order.*"],"config":{"adapter":5}}""", "config.adapter", ErrorCodes.AdapterUnknown)]
    [InlineData("""{"eventTypes":["shop.order.*"],"config":[]}""", "config", ErrorCodes.TypeMismatch)]
    [InlineData("""{"eventTypes":["shop.order.*"],"config":{"adapter":"adapter:recording","destination":1}}""", "config.destination", ErrorCodes.ConfigInvalid)]
    [InlineData("""{"eventTypes":["shop.order.*"],"config":{"adapter":"adapter:recording","t":"a {{x}}"}}""", "config.t", ErrorCodes.NamespaceForbidden)]
    [InlineData("""{"eventTypes":["shop.order.*"],"config":{"adapter":"adapter:recording","t":[{"u":"{{payload.x"}]}}""", "config.t[0].u", ErrorCodes.TemplateSyntax)]
    [InlineData("""{"eventTypes":["shop.order.*"],"resourceTypeId":"x","config":{"adapter":"adapter:recording"}}""", "resourceTypeId", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"eventTypes":["shop.order.*"],"subscriberId":"x","config":{"adapter":"adapter:recording"}}""", "subscriberId", ErrorCodes.ReferenceUnknown)]
    [InlineData("""{"eventTypes":["shop.order.*"],"status":"paused","config":{"adapter":"adapter:recording"}}""", "status", ErrorCodes.PropertyUnknown)]
    [InlineData("""{"eventTypes":["shop.order.*"],"labels":[7],"config":{"adapter":"adapter:recording"}}""", "labels[0]", ErrorCodes.LabelMalformed)]
    [InlineData("""{"eventTypes":["shop.order.*"],"labels":["\ud800"],"config":{"adapter":"adapter:recording"}}""", "labels[0]", ErrorCodes.LabelMalformed)]
    [InlineData("""{"eventTypes":["shop.order.*"],"config":{"adapter":"adapter:recording","x":"\ud800"}}""", "config.x", ErrorCodes.JsonInvalidString)]
    [InlineData("""{"eventTypes":null,"config":{"adapter":"adapter:recording"}}""", "eventTypes", ErrorCodes.MatchRequired)]
    [InlineData("""{"eventTypes":["shop.order.*"],"eventTypes":[],"config":{"adapter":"adapter:recording"}}""", "eventTypes", ErrorCodes.JsonDuplicateProperty)]
    [InlineData("""[1]""", "", ErrorCodes.TypeMismatch)]
    [InlineData("""{"eventTypes":""", "", ErrorCodes.JsonMalformed)]
    public async Task A_bad_request_is_refused_with_field_and_code(string json, string field, string code)
    {
        await using var host = await EventBusTestHost.StartAsync();

        var refused = await RefusedAsync(host, json);

        refused.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Field = field, Code = code });
        (await host.Subscriptions.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task More_than_a_hundred_patterns_are_too_many()
    {
        await using var host = await EventBusTestHost.StartAsync();
        var draft = new SubscriptionDraft
        {
            EventTypes = [.. Enumerable.Range(0, 101).Select(i => $"shop.order.x{i}")],
            Config = RecordingAdapter.Config(),
        };

        var create = async () => await host.Subscriptions.CreateAsync(draft);

        (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Code.Should().Be(ErrorCodes.TooManyPatterns);
    }

    [Fact]
    public async Task An_update_keeps_what_it_does_not_name()
    {
        await using var host = await EventBusTestHost.StartAsync();
        var created = (await CreateAsync(host, """
            {"eventTypes":["shop.order.*"],"labels":["A"],"retryDelays":[1],"config":{"adapter":"adapter:recording","name":"x"}}
            """)).Subscription;
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var updated = await host.Subscriptions.UpdateAsync(created.Id, Utf8("""
            {"labels":["B","C"],"id":"other","status":"paused","createdAt":"x","updatedAt":1,"version":99}
            """));

        updated.Should().BeEquivalentTo(created with { Labels = ["B", "C"] }, o => o
            .Excluding(s => s.UpdatedAt).Excluding(s => s.Version).Excluding(s => s.Config));
        Encoding.UTF8.GetString(updated.Config.Span).Should().Be("""{"adapter":"adapter:recording","name":"x"}""");
        updated.UpdatedAt.Should().Be(created.UpdatedAt + TimeSpan.FromMinutes(1));
        updated.Version.Should().BeGreaterThan(created.Version);
    }

    [Fact]
    public async Task An_update_replaces_what_it_names_and_null_clears()
    {
        await using var host = await EventBusTestHost.StartAsync();
        var created = (await CreateAsync(host, """
            {"eventTypes":["shop.order.*"],"labels":["A"],"retryDelays":[1],"config":{"adapter":"adapter:recording","name":"x"}}
            """)).Subscription;

        var updated = await host.Subscriptions.UpdateAsync(created.Id, Utf8("""
            {"eventTypes":["shop.cart.changed"],"labels":null,"retryDelays":null,"config":{"adapter":"adapter:recording","name":"y"}}
            """));

        updated.Match.EventTypes.Should().ContainSingle().Which.Value.Should().Be("shop.cart.changed");
        updated.Labels.Should().BeEmpty();
        updated.RetryDelays.Should().BeNull();
        Encoding.UTF8.GetString(updated.Config.Span).Should().Contain("\"y\"");
    }

    [Fact]
    public async Task A_refused_update_changes_nothing()
    {
        await using var host = await EventBusTestHost.StartAsync();
        var created = (await CreateAsync(host, Valid)).Subscription;

        var update = async () => await host.Subscriptions.UpdateAsync(created.Id, Utf8("""{"labels":["ok"],"eventTypes":["*"],"colour":1}"""));

        (await update.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Select(f => (f.Field, f.Code)).Should().Equal(
            ("colour", ErrorCodes.PropertyUnknown), ("eventTypes[0]", ErrorCodes.PatternMalformed));
        (await host.Subscriptions.FindAsync(created.Id)).Should().BeEquivalentTo(created, o => o.Excluding(s => s.Config));
    }

    [Fact]
    public async Task A_named_version_must_be_the_stored_one()
    {
        await using var host = await EventBusTestHost.StartAsync();
        var created = (await CreateAsync(host, Valid)).Subscription;
        var updated = await host.Subscriptions.UpdateAsync(created.Id, Utf8("""{"labels":["A"]}"""), ifVersion: created.Version);

        var late = async () => await host.Subscriptions.UpdateAsync(created.Id, Utf8("""{"labels":["B"]}"""), ifVersion: created.Version);
        var lateDelete = async () => await host.Subscriptions.DeleteAsync(created.Id, created.Version);

        (await late.Should().ThrowAsync<EventBusConflictException>()).Which.Code.Should().Be(ErrorCodes.VersionConflict);
        (await lateDelete.Should().ThrowAsync<EventBusConflictException>()).Which.Code.Should().Be(ErrorCodes.VersionConflict);
        (await host.Subscriptions.FindAsync(created.Id))!.Labels.Should().Equal(updated.Labels);
    }

    [Fact]
    public async Task Concurrent_updates_without_a_version_all_happen()
    {
        await using var host = await EventBusTestHost.StartAsync();
        var created = (await CreateAsync(host, Valid)).Subscription;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () => i % 2 == 0
            ? await host.Subscriptions.UpdateAsync(created.Id, new SubscriptionDraft { Labels = ["even"] })
            : await host.Subscriptions.UpdateAsync(created.Id, new SubscriptionDraft { RetryDelays = [i] }))));

        var after = await host.Subscriptions.FindAsync(created.Id);
        after!.Labels.Should().Equal("even");
        after.RetryDelays.Should().NotBeNull();
    }

    [Fact]
    public async Task Pause_and_resume_are_idempotent()
    {
        await using var host = await EventBusTestHost.StartAsync();
        var id = (await CreateAsync(host, Valid)).Subscription.Id;

        var paused = await host.Subscriptions.PauseAsync(id);
        var pausedAgain = await host.Subscriptions.PauseAsync(id);
        var resumed = await host.Subscriptions.ResumeAsync(id);
        var resumedAgain = await host.Subscriptions.ResumeAsync(id);

        paused.Status.Should().Be(SubscriptionStatus.Paused);
        pausedAgain.Version.Should().Be(paused.Version);
        resumed.Status.Should().Be(SubscriptionStatus.Active);
        resumedAgain.Version.Should().Be(resumed.Version);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        await using var host = await EventBusTestHost.StartAsync();
        var id = Guid.NewGuid();

        (await host.Subscriptions.FindAsync(id)).Should().BeNull();
        foreach (var call in new Func<Task>[]
        {
            async () => await host.Subscriptions.PauseAsync(id),
            async () => await host.Subscriptions.ResumeAsync(id),
            async () => await host.Subscriptions.DeleteAsync(id),
            async () => await host.Subscriptions.RotateSecretAsync(id),
            async () => await host.Subscriptions.UpdateAsync(id, new SubscriptionDraft()),
        })
        {
            (await call.Should().ThrowAsync<EventBusNotFoundException>()).Which.Message.Should().Contain(id.ToString());
        }
    }

    [Fact]
    public async Task A_signing_secret_is_shown_once_and_never_stored_in_clear()
    {
        await using var host = await EventBusTestHost.StartAsync();
        host.Adapter.Signs = true;
        var given = WebhookSecret.Generate().Reveal();

        var created = await CreateAsync(host, $$$"""
            {"eventTypes":["shop.order.*"],"config":{"adapter":"adapter:recording","signingSecret":"{{{given}}}"}}
            """);
        var generated = await CreateAsync(host, Valid);

        created.SigningSecret.Should().Be(given);
        WebhookSecret.TryParse(generated.SigningSecret, out _, out _).Should().BeTrue();
        Encoding.UTF8.GetString(created.Subscription.Config.Span).Should().Be("""{"adapter":"adapter:recording"}""");
        Encoding.Latin1.GetString(created.Subscription.SigningSecrets!.Current.Span).Should().NotContain(given["whsec_".Length..]);
        (created.ToString() + created.Subscription).Should().NotContain(given);
    }

    [Theory]
    [InlineData("\"whsec_not-valid-base64!!!\"", ErrorCodes.SecretMalformed)]
    [InlineData("\"whsec_AAAA\"", ErrorCodes.SecretLength)]
    [InlineData("5", ErrorCodes.SecretMalformed)]
    public async Task A_bad_signing_secret_is_refused_without_repeating_it(string secret, string code)
    {
        await using var host = await EventBusTestHost.StartAsync();
        host.Adapter.Signs = true;

        var refused = await RefusedAsync(
            host, $$$"""{"eventTypes":["shop.order.*"],"config":{"adapter":"adapter:recording","signingSecret":{{{secret}}}}}""");

        var fault = refused.Should().ContainSingle().Which;
        fault.Should().BeEquivalentTo(new { Field = "config.signingSecret", Code = code });
        fault.Message.Should().NotContain(secret.Trim('"'));
    }

    [Fact]
    public async Task Rotation_keeps_the_old_secret_for_a_day()
    {
        await using var host = await EventBusTestHost.StartAsync(b => b.AddDomain());
        host.Adapter.Signs = true;
        var created = await CreateAsync(host, Valid);
        var rotated = await host.Subscriptions.RotateSecretAsync(created.Subscription.Id);

        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();
        await host.AdvanceAsync(TimeSpan.FromHours(24));
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        rotated.PreviousValidUntil.Should().Be(created.Subscription.CreatedAt + TimeSpan.FromHours(24));
        host.Adapter.Sends[0].Request.SigningSecrets.Select(s => s.Reveal()).Should().Equal(rotated.SigningSecret, created.SigningSecret);
        host.Adapter.Sends[1].Request.SigningSecrets.Select(s => s.Reveal()).Should().Equal(rotated.SigningSecret);
    }

    [Fact]
    public async Task Secrets_of_a_lost_key_are_told_of_at_start_and_cured_by_one_rotation()
    {
        var store = new InMemoryStore(new VirtualClock());
        Guid id;
        await using (var before = await StartAsync(store, "lost"))
        {
            id = (await CreateAsync(before, Valid)).Subscription.Id;
            before.Logs.Entries.Should().NotContain(e => e.Id == 1003);
        }

        await using var host = await StartAsync(store, "new");
        host.Logs.Entries.Should().ContainSingle(e => e.Id == 1003).Which.Message.Should().Contain(id.ToString()).And.Contain("1 of the first 1");

        var rotated = await host.Subscriptions.RotateSecretAsync(id);
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());
        await host.WhenIdleAsync();

        host.Adapter.Sends.Should().ContainSingle().Which.Request.SigningSecrets.Select(s => s.Reveal()).Should().Equal(rotated.SigningSecret);

        static async Task<EventBusTestHost> StartAsync(InMemoryStore store, string key)
        {
            var host = EventBusTestHost.Build(bus =>
            {
                bus.AddDomain().UseInMemoryStore().UseEncryptionKeys(new EncryptionKey(key, RandomNumberGenerator.GetBytes(EncryptionKey.Length)));
                bus.CaptureLogs().Services.Replace(ServiceDescriptor.Singleton(store));
            });
            host.Adapter.Signs = true;
            await host.StartAsync();
            return host;
        }
    }

    [Fact]
    public async Task A_new_config_without_a_secret_keeps_the_current_one()
    {
        await using var host = await EventBusTestHost.StartAsync();
        host.Adapter.Signs = true;
        var created = await CreateAsync(host, Valid);

        var updated = await host.Subscriptions.UpdateAsync(
            created.Subscription.Id, Utf8("""{"config":{"adapter":"adapter:recording","name":"new"}}"""));

        updated.SigningSecrets.Should().Be(created.Subscription.SigningSecrets);
    }

    [Fact]
    public async Task A_secret_outlives_an_adapter_that_does_not_sign_and_is_not_given_to_it()
    {
        await using var host = await EventBusTestHost.StartAsync(
            b => b.AddDomain().Services.AddSingleton<IDeliveryAdapter>(new Configuring.PostboxAdapter()));
        host.Adapter.Signs = true;
        var created = await CreateAsync(host, Valid);
        var id = created.Subscription.Id;

        var away = await host.Subscriptions.UpdateAndRevealAsync(id, Utf8("""{"config":{"adapter":"adapter:postbox"}}"""));
        var back = await host.Subscriptions.UpdateAndRevealAsync(id, Utf8("""{"config":{"adapter":"adapter:recording"}}"""));
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());

        (away.SigningSecret, back.SigningSecret).Should().Be((null, null), "the owner knows the secret");
        (await host.Adapter.WhenSendBeginsAsync()).Request.SigningSecrets.Select(s => s.Reveal()).Should().Equal(created.SigningSecret);
    }

    [Fact]
    public async Task A_change_that_has_to_make_a_secret_tells_it_once()
    {
        await using var host = await EventBusTestHost.StartAsync(
            b => b.AddDomain().Services.AddSingleton<IDeliveryAdapter>(new Configuring.PostboxAdapter()));
        host.Adapter.Signs = true;
        var created = await CreateAsync(host, """{"eventTypes":["shop.order.*"],"config":{"adapter":"adapter:postbox"}}""");
        created.SigningSecret.Should().BeNull();

        var changed = await host.Subscriptions.UpdateAndRevealAsync(created.Subscription.Id, Utf8("""{"config":{"adapter":"adapter:recording"}}"""));
        var again = await host.Subscriptions.UpdateAndRevealAsync(created.Subscription.Id, Utf8("""{"config":{"adapter":"adapter:recording","name":"x"}}"""));
        await host.Publisher.PublishAsync(SampleEvents.OrderPlaced, SampleEvents.Order());

        changed.SigningSecret.Should().StartWith("whsec_");
        changed.ToString().Should().NotContain(changed.SigningSecret);
        again.SigningSecret.Should().BeNull();
        (await host.Adapter.WhenSendBeginsAsync()).Request.SigningSecrets.Select(s => s.Reveal()).Should().Equal(changed.SigningSecret);
    }

    [Fact]
    public async Task Lists_filter_by_labels()
    {
        await using var host = await EventBusTestHost.StartAsync();
        foreach (var labels in new[] { """["A","B"]""", """["B"]""", """["C"]""", "[]" })
        {
            await CreateAsync(host, $$$"""{"eventTypes":["shop.order.*"],"labels":{{{labels}}},"config":{"adapter":"adapter:recording"}}""");
        }

        var all = await host.Subscriptions.ListAsync();
        var withB = await host.Subscriptions.ListAsync(new SubscriptionFilter { Label = "B" });
        var either = await host.Subscriptions.ListAsync(new SubscriptionFilter { AnyLabel = ["A", "C"] });
        var both = await host.Subscriptions.ListAsync(new SubscriptionFilter { Label = "B", AnyLabel = ["A", "C"] });

        all.Should().HaveCount(4).And.BeInAscendingOrder(s => s.Id);
        withB.Should().Equal(all[0], all[1]);
        either.Should().Equal(all[0], all[2]);
        both.Should().Equal(all[0]);
    }

    private static TheoryData<string, string> Rows(string area)
    {
        var rows = new TheoryData<string, string>();
        foreach (var row in ConformanceCases.BadInputs(area))
        {
            rows.Add(row.GetProperty("id").GetString()!, row.GetRawText());
        }

        return rows;
    }

    private static ReadOnlyMemory<byte> Utf8(string json) => Encoding.UTF8.GetBytes(json);

    private static async Task<CreatedSubscription> CreateAsync(EventBusTestHost host, string json) => await host.Subscriptions.CreateAsync(Utf8(json));

    private static async Task<IReadOnlyList<Fault>> RefusedAsync(EventBusTestHost host, string json)
    {
        var create = async () => await host.Subscriptions.CreateAsync(Utf8(json));
        return (await create.Should().ThrowAsync<EventBusValidationException>()).Which.Faults;
    }
}
