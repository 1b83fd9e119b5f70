using System.Net;
using System.Net.Http.Headers;
using System.Text;
using InsideLabs.EventBus.AspNetCore.Receiving;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.AspNetCore.Tests.Receiving;

/// <summary>What a request must look like before anyone handles it.</summary>
public sealed class RequestRulesTests
{
    private int _handled;

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("Application/JSON; charset=UTF-8", true)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("application/cloudevents+json", false)]
    [InlineData("text/plain", false)]
    [InlineData(null, false)]
    public async Task Only_json_in_utf8_is_taken(string? contentType, bool taken)
    {
        await using var host = await StartAsync();
        using var request = host.Request();
        request.Content!.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);

        var answer = await host.SendAsync(request);

        answer.Status.Should().Be(taken ? HttpStatusCode.OK : HttpStatusCode.UnsupportedMediaType);
        answer.Code.Should().Be(taken ? null : ErrorCodes.UnsupportedMediaType);
        _handled.Should().Be(taken ? 1 : 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_whether_it_says_so_or_not(bool declared)
    {
        await using var host = await StartAsync(options => options.MaxBodyBytes = 4096);
        var most = ReceiverHost.Body(payload: Payload(4096 - ReceiverHost.Body(payload: Payload(0)).Length));
        most.Should().HaveCount(4096);
        var over = ReceiverHost.Body(payload: Payload(4097 - ReceiverHost.Body(payload: Payload(0)).Length));

        (await SendAsync("d-1", most)).Status.Should().Be(HttpStatusCode.OK);
        var answer = await SendAsync("d-2", over);

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.RequestEntityTooLarge, ErrorCodes.PayloadTooLarge));
        answer.Body.Should().Contain("4096");
        _handled.Should().Be(1);

        async Task<Answer> SendAsync(string id, byte[] body)
        {
            using var request = host.Request(id, body);
            request.Headers.TransferEncodingChunked = !declared;
            return await host.SendAsync(request);
        }

        static string Payload(int padding) => $$"""{"orderId":"{{new string('x', padding)}}"}""";
    }

    [Fact]
    public async Task The_endpoint_s_limit_counts_where_the_server_s_is_smaller()
    {
        await using var host = await StartAsync(options => options.MaxBodyBytes = 33 * 1024 * 1024);
        var body = ReceiverHost.Body(payload: $$"""{"orderId":"{{new string('x', 31 * 1024 * 1024)}}"}""");

        (await host.DeliverAsync(body: body)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{", ErrorCodes.JsonMalformed)]
    [InlineData("[]", ErrorCodes.TypeMismatch)]
    [InlineData("{}", ErrorCodes.FieldRequired)]
    [InlineData("""{"eventId":"e-1","eventType":"shop.order.placed","eventCategory":"order","sourceDomain":"Shop","timestamp":"2026-04-08T12:00:00.000Z","payload":{},"more":1}""", ErrorCodes.PropertyUnknown)]
    [InlineData("""{"eventId":"e-1","eventType":"order","eventCategory":"order","sourceDomain":"Shop","timestamp":"2026-04-08T12:00:00.000Z","payload":{}}""", ErrorCodes.EventTypeMalformed)]
    public async Task A_signed_body_that_is_no_envelope_is_refused_with_its_code(string body, string code)
    {
        await using var host = await StartAsync();

        var answer = await host.DeliverAsync(body: Encoding.UTF8.GetBytes(body));

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.BadRequest, code));
        (await host.IsNewAsync("d-1")).Should().BeTrue();
    }

    [Fact]
    public async Task Only_a_post_is_taken()
    {
        await using var host = await StartAsync();
        using var request = host.Request();
        request.Method = HttpMethod.Put;

        (await host.SendAsync(request)).Status.Should().Be(HttpStatusCode.MethodNotAllowed);
    }

    private Task<ReceiverHost> StartAsync(Action<EventReceiverOptions>? configure = null) => ReceiverHost.StartAsync(options =>
    {
        options.Handle("shop.*", (_, _) =>
        {
            Interlocked.Increment(ref _handled);
            return ValueTask.CompletedTask;
        });
        configure?.Invoke(options);
    });
}
