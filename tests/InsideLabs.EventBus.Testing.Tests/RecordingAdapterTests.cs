using System.Text;
using InsideLabs.EventBus.Adapters;
using InsideLabs.EventBus.Deliveries;
using InsideLabs.EventBus.Diagnostics;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Testing.Tests;

public sealed class RecordingAdapterTests
{
    [Fact]
    public async Task It_records_what_is_sent_when_to_whom_and_how()
    {
        await using var host = await TestBus.StartAsync();
        var subscription = await host.SubscribeAsync(
            "shop.*", d => d.Config = """{"adapter":"adapter:recording","for":"{{payload.who}}","list":[1]}"""u8.ToArray());
        await host.AdvanceAsync(TimeSpan.FromMinutes(7));

        var eventId = await host.PublishAsync("""{"who":"Ada"}""");
        await host.WhenIdleAsync();

        var send = host.Adapter.Sends.Should().ContainSingle().Subject;
        send.At.Should().Be(new DateTimeOffset(2026, 4, 8, 12, 7, 0, TimeSpan.Zero));
        (send.Occurrence.Id, send.Subscription.Id, send.Attempt).Should().Be((eventId, subscription.Id, 1));
        Encoding.UTF8.GetString(send.Request.Config.Span).Should().Contain("\"for\":\"Ada\"");
        host.Adapter.SendsOf(send.DeliveryId).Should().Equal(send);
        send.ToString().Should().Be($"attempt 1 of delivery {send.DeliveryId} at {send.At:O}");
    }

    [Fact]
    public async Task Queued_answers_come_first_each_once_and_then_what_always_holds()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers
            .Next(DeliveryResult.Retry(ErrorCodes.Http4xx), ScriptedAnswer.Throw(new InvalidOperationException("on purpose")))
            .Always(send => send.Attempt < 4 ? DeliveryResult.Retry(ErrorCodes.Http429) : ScriptedAnswer.Delivered);
        var probe = host.Probe(await host.PublishAsync());

        await probe.WhenDeliveredAsync();

        (await probe.AttemptsAsync()).Select(a => a.Code).Should().Equal(ErrorCodes.Http4xx, ErrorCodes.AdapterFailed, ErrorCodes.Http429, null);
    }

    [Fact]
    public async Task Without_a_script_and_after_it_was_cleared_everything_is_delivered()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*");
        (await host.Probe(await host.PublishAsync()).WhenDeliveredAsync()).Attempts.Should().Be(1);
        host.Adapter.Answers.Next(DeliveryResult.Rejected(ErrorCodes.PayloadRefused)).Always(ScriptedAnswer.Hang).Clear();

        (await host.Probe(await host.PublishAsync()).WhenDeliveredAsync()).Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_subscription_s_own_answers_go_before_the_common_ones()
    {
        await using var host = await TestBus.StartAsync();
        var (one, other) = (await host.SubscribeAsync("shop.*"), await host.SubscribeAsync("shop.*"));
        host.Adapter.Answers.Always(DeliveryResult.Rejected(ErrorCodes.PayloadRefused));
        host.Adapter.AnswersTo(one).Next(ScriptedAnswer.Delivered);

        var first = await host.PublishAsync();
        await host.Probe(first, one).WhenDeliveredAsync();
        await host.Probe(first, other).WhenDeadAsync();
        await host.Probe(await host.PublishAsync(), one).WhenDeadAsync();
    }

    [Fact]
    public async Task Held_sends_have_begun_and_go_on_when_they_are_released()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Hold();
        var (first, second) = (host.Probe(await host.PublishAsync()), host.Probe(await host.PublishAsync()));

        var begun = await host.Adapter.WhenSendBeginsAsync();
        await host.WhenIdleAsync();

        begun.Attempt.Should().Be(1);
        host.Adapter.InProgress.Should().HaveCount(2);
        (await first.DeliveryAsync()).Status.Should().Be(DeliveryStatus.Claimed);
        host.Adapter.Release();
        await host.WhenIdleAsync();
        (await first.DeliveryAsync()).Status.Should().Be(DeliveryStatus.Delivered);
        (await second.DeliveryAsync()).Status.Should().Be(DeliveryStatus.Delivered);
        (await host.Probe(await host.PublishAsync()).WhenDeliveredAsync()).Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_held_send_may_run_out_of_time_and_its_answer_is_kept_for_the_next()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*");
        host.Adapter.Answers.Next(DeliveryResult.Rejected(ErrorCodes.PayloadRefused));
        host.Adapter.Hold();
        var probe = host.Probe(await host.PublishAsync());

        (await probe.WhenAttemptedAsync(1)).Code.Should().Be(ErrorCodes.Timeout);
        host.Adapter.Release();

        (await probe.WhenDeadAsync()).LastError.Should().Be(ErrorCodes.PayloadRefused);
    }

    [Fact]
    public async Task A_send_that_does_not_begin_is_not_waited_for_without_end_and_goes_to_the_next_who_waits()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*");
        await host.PublishAsync();
        var send = await host.Adapter.WhenSendBeginsAsync();
        var impatient = new RecordingAdapter(new IdleSignal(), host.Clock, patience: TimeSpan.FromMilliseconds(50));

        var wait = () => impatient.WhenSendBeginsAsync();

        await wait.Should().ThrowAsync<TimeoutException>().WithMessage("No further send began within 00:00:00.0500000*0 have begun*AdvanceAsync*");
        (await impatient.SendAsync(send.Request, CancellationToken.None)).Verdict.Should().Be(DeliveryVerdict.Delivered);
        (await impatient.WhenSendBeginsAsync()).Should().Be(send);
    }

    [Fact]
    public async Task The_destination_of_its_config_is_that_of_its_circuit()
    {
        await using var host = await TestBus.StartAsync();
        var plain = await host.SubscribeAsync("shop.*");
        var named = await host.SubscribeAsync("shop.*", d => d.Config = RecordingAdapter.Config("orders", "https://receiver.example:443"));
        var nested = await host.SubscribeAsync(
            "shop.*", d => d.Config = """{"adapter":"adapter:recording","body":{"destination":"elsewhere"}}"""u8.ToArray());
        await host.PublishAsync();
        await host.WhenIdleAsync();

        new[] { plain, named, nested }.Select(s => host.Adapter.DestinationOf(host.Adapter.SendsTo(s)[0].Request))
            .Should().Equal(null, "https://receiver.example:443", null);
    }

    [Fact]
    public async Task A_destination_that_is_no_text_is_refused()
    {
        await using var host = await TestBus.StartAsync();

        var subscribe = () => host.SubscribeAsync("shop.*", d => d.Config = """{"adapter":"adapter:recording","destination":5}"""u8.ToArray());

        (await subscribe.Should().ThrowAsync<EventBusValidationException>()).Which.Faults.Should().ContainSingle()
            .Which.Field.Should().Be("config.destination");
    }

    [Fact]
    public async Task It_signs_and_limits_its_attempts_when_told_so()
    {
        await using var host = await TestBus.StartAsync();
        (host.Adapter.Signs, host.Adapter.AttemptTimeout) = (true, TimeSpan.FromSeconds(2));
        host.Adapter.Answers.Next(ScriptedAnswer.Hang);
        await host.SubscribeAsync("shop.*");
        var probe = host.Probe(await host.PublishAsync());

        var attempt = await probe.WhenAttemptedAsync(1);

        (attempt.Code, attempt.Duration).Should().Be((ErrorCodes.Timeout, TimeSpan.FromSeconds(2)));
        host.Adapter.Sends[0].Request.SigningSecrets.Should().ContainSingle();
    }

    [Fact]
    public async Task An_answer_may_be_code_which_runs_anew_for_each_send_and_has_its_token()
    {
        await using var host = await TestBus.StartAsync();
        await host.SubscribeAsync("shop.*", d => d.RetryDelays = [60, 60]);
        var tokens = new List<CancellationToken>();
        host.Adapter.Answers.Always(ScriptedAnswer.Run(async token =>
        {
            tokens.Add(token);
            await Task.Yield();
            return tokens.Count switch
            {
                1 => DeliveryResult.Retry(ErrorCodes.Http429),
                2 => throw new InvalidOperationException("on purpose"),
                _ => DeliveryResult.Delivered(201),
            };
        }));
        var probe = host.Probe(await host.PublishAsync());

        await probe.WhenDeliveredAsync();

        (await probe.AttemptsAsync()).Select(a => (a.Code, a.StatusCode)).Should().Equal(
            (ErrorCodes.Http429, null), (ErrorCodes.AdapterFailed, null), (null, 201));
        tokens.Should().OnlyHaveUniqueItems().And.OnlyContain(t => t.CanBeCanceled);
    }

    [Fact]
    public async Task Its_config_may_hold_credentials_and_use_secrets_when_told_so()
    {
        await using var host = await TestBus.StartAsync();
        host.Adapter.ConfigFields = new ConfigFields(
            new ConfigField("password") { IsCredential = true }, new ConfigField("token") { AllowsSecrets = true });
        await host.Settings.SaveSecretAsync("apiKey", "k-1");

        var subscription = await host.SubscribeAsync(
            "shop.*", d => d.Config = """{"adapter":"adapter:recording","password":"p-1","token":"{{secrets.apiKey}}"}"""u8.ToArray());
        await host.Probe(await host.PublishAsync()).WhenDeliveredAsync();

        Encoding.UTF8.GetString(subscription.Config.Span).Should().Contain("\"password\":\"***\"");
        Encoding.UTF8.GetString(host.Adapter.Sends[0].Request.Config.Span).Should().Contain("\"p-1\"").And.Contain("\"k-1\"");
    }

    [Fact]
    public async Task It_waits_for_settings_when_told_that_it_needs_them()
    {
        await using var host = await TestBus.StartAsync();
        host.Adapter.NeedsSettings = true;
        host.Adapter.SettingsFields = new ConfigFields(new ConfigField("key") { IsCredential = true });
        await host.SubscribeAsync("shop.*");
        var probe = host.Probe(await host.PublishAsync());
        (await probe.WhenAttemptedAsync(1)).Code.Should().Be(ErrorCodes.AdapterNotConfigured);
        host.Adapter.Sends.Should().BeEmpty();

        await host.Settings.SaveAdapterSettingsAsync(RecordingAdapter.AdapterName, """{"settings":{"key":"s-1"}}"""u8.ToArray());
        await probe.WhenDeliveredAsync();

        Encoding.UTF8.GetString(host.Adapter.Sends.Single().Request.Settings!.Value.Span).Should().Be("""{"key":"s-1"}""");
    }
}
