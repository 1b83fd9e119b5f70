using System.Net;
using InsideLabs.EventBus.AspNetCore.Receiving;
using InsideLabs.EventBus.Errors;
using InsideLabs.EventBus.Signatures;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

/// <summary>Who is believed.</summary>
public sealed class SignatureTests
{
    private int _handled;

    [Fact]
    public async Task A_request_that_is_signed_now_is_handled_and_answered_with_200()
    {
        await using var host = await StartAsync();

        var answer = await host.DeliverAsync();

        answer.Should().Be(new Answer(HttpStatusCode.OK, null, string.Empty, null));
        _handled.Should().Be(1);
    }

    [Fact]
    public async Task A_request_signed_with_another_secret_is_refused_and_the_answer_does_not_say_why()
    {
        await using var host = await StartAsync();

        var answer = await host.DeliverAsync(secret: WebhookSecret.Generate());

        answer.Status.Should().Be(HttpStatusCode.Unauthorized);
        answer.MediaType.Should().Be("application/problem+json");
        answer.Body.Should().Be(
            """{"type":"about:blank","title":"Unauthorized","status":401,"detail":"The request is not signed with a secret that this endpoint knows.","code":"signature_invalid"}""");
        _handled.Should().Be(0);
        (await host.IsNewAsync("d-1")).Should().BeTrue();
    }

    [Fact]
    public async Task A_body_that_was_changed_is_refused()
    {
        await using var host = await StartAsync();
        using var request = host.Request();
        request.Content = new ByteArrayContent(ReceiverHost.Body(payload: """{"orderId":"o-2"}"""));
        request.Content.Headers.ContentType = new("application/json");

        (await host.SendAsync(request)).Code.Should().Be(ErrorCodes.SignatureInvalid);
    }

    [Theory]
    [InlineData(-301, "timestamp_outside_tolerance")]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    [InlineData(301, "timestamp_outside_tolerance")]
    public async Task A_timestamp_may_lie_five_minutes_away(int seconds, string? code)
    {
        await using var host = await StartAsync();

        var answer = await host.SendAsync(host.Request(timestamp: host.Time.GetUtcNow().AddSeconds(seconds)));

        answer.Code.Should().Be(code);
        answer.Status.Should().Be(code is null ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(WebhookHeaders.Id, null)]
    [InlineData(WebhookHeaders.Id, "d.1")]
    [InlineData(WebhookHeaders.Timestamp, null)]
    [InlineData(WebhookHeaders.Timestamp, "now")]
    [InlineData(WebhookHeaders.Signature, null)]
    [InlineData(WebhookHeaders.Signature, "v2,abc")]
    public async Task A_header_that_is_missing_or_malformed_is_as_good_as_a_wrong_signature(string header, string? value)
    {
        await using var host = await StartAsync();
        using var request = host.Request();
        request.Headers.Remove(header);
        if (value is not null)
        {
            request.Headers.Add(header, value);
        }

        var answer = await host.SendAsync(request);

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.Unauthorized, ErrorCodes.SignatureInvalid));
        _handled.Should().Be(0);
    }

    [Theory]
    [InlineData(128, HttpStatusCode.OK)]
    [InlineData(129, HttpStatusCode.Unauthorized)]
    public async Task A_delivery_id_has_at_most_128_characters(int length, HttpStatusCode status)
    {
        await using var host = await StartAsync();

        (await host.DeliverAsync(new string('a', length))).Status.Should().Be(status);
    }

    [Fact]
    public async Task While_a_secret_is_rotated_both_are_believed()
    {
        var next = WebhookSecret.Generate();
        await using var host = await StartAsync(options => options.AddSigningSecret(next.Reveal()));

        (await host.DeliverAsync("d-1")).Status.Should().Be(HttpStatusCode.OK);
        (await host.DeliverAsync("d-2", secret: next)).Status.Should().Be(HttpStatusCode.OK);
        (await host.DeliverAsync("d-3", secret: WebhookSecret.Generate())).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Secrets_are_found_by_the_subscription_and_can_change_while_the_host_runs()
    {
        var secrets = new Dictionary<string, IReadOnlyList<WebhookSecret>>(StringComparer.Ordinal);
        await using var host = await StartAsync(options =>
        {
            options.SigningSecrets.Clear();
            options.ResolveSecrets = (services, subscriptionId, _) =>
            {
                services.Should().NotBeNull();
                return ValueTask.FromResult(secrets.GetValueOrDefault(subscriptionId) ?? []);
            };
        });
        var (a, b) = (WebhookSecret.Generate(), WebhookSecret.Generate());

        (await host.DeliverAsync("d-1", secret: a)).Code.Should().Be(ErrorCodes.SignatureInvalid);
        secrets["s-1"] = [a];
        secrets["s-2"] = [b];
        (await host.DeliverAsync("d-1", secret: a)).Status.Should().Be(HttpStatusCode.OK);
        (await host.DeliverAsync("d-2", secret: b)).Code.Should().Be(ErrorCodes.SignatureInvalid, "it names the subscription of the other secret");
        (await host.DeliverAsync("d-2", secret: b, subscriptionId: "s-2")).Status.Should().Be(HttpStatusCode.OK);
        (await host.DeliverAsync("d-3", secret: a, subscriptionId: null)).Code.Should().Be(ErrorCodes.SignatureInvalid);
        secrets["s-1"] = [b, a];
        (await host.DeliverAsync("d-4", secret: b)).Status.Should().Be(HttpStatusCode.OK);
    }

    private Task<ReceiverHost> StartAsync(Action<EventReceiverOptions>? configure = null) => ReceiverHost.StartAsync(options =>
    {
        options.Handle(ShopEvents.OrderPlaced, (_, _) =>
        {
            Interlocked.Increment(ref _handled);
            return ValueTask.CompletedTask;
        });
        configure?.Invoke(options);
    });
}
