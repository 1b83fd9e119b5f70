using System.Text;
using InsideLabs.EventBus.AspNetCore.Requests;
using InsideLabs.EventBus.AspNetCore.Tests.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InsideLabs.EventBus.AspNetCore.Tests.Requests;

public sealed class RequestBodyTests
{
    private const int Limit = 1024 * 1024;

    private const string Event = """{"eventType":"engagement.settings.updated","payload":{}}""";

    [Theory]
    [InlineData("application/json", 202)]
    [InlineData("Application/JSON; charset=UTF-8", 202)]
    [InlineData("application/json; charset=\"utf-8\"", 202)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/problem+json", 415)]
    [InlineData("text/json", 415)]
    [InlineData("application/jsonp", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("nonsense", 415)]
    [InlineData(null, 415)]
    public async Task Only_JSON_in_UTF_8_is_taken(string? contentType, int status)
    {
        await using var api = await ApiHost.StartAsync();
        var answer = await RawRequest.SendAsync(api.Address, "POST", "/api/events", Encoding.UTF8.GetBytes(Event), contentType);
        ((int)answer.Status).Should().Be(status, answer.Text);
        if (status == 415)
        {
            answer.ShouldBeProblem(415, "unsupported_media_type");
        }
    }

    [Fact]
    public async Task A_compressed_body_is_not_taken()
    {
        await using var api = await ApiHost.StartAsync();
        var head = RawRequest.Head("POST", "/api/events", $"content-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: {Event.Length}\r\n");
        (await RawRequest.SendAsync(api.Address, head, Encoding.UTF8.GetBytes(Event))).ShouldBeProblem(415, "unsupported_media_type");
    }

    /// <summary>The content type is judged first, then the size, then what the bytes say.</summary>
    [Fact]
    public async Task The_order_of_the_checks_is_415_413_JSON()
    {
        await using var api = await ApiHost.StartAsync();
        var tooLarge = RawRequest.Head("POST", "/api/events", $"content-type: text/plain\r\ncontent-length: {Limit + 1}\r\n");
        (await RawRequest.SendAsync(api.Address, tooLarge)).ShouldBeProblem(415, "unsupported_media_type");
        (await RawRequest.SendAsync(api.Address, "POST", "/api/events", new byte[Limit + 1])).ShouldBeProblem(413, "payload_too_large");
        (await RawRequest.SendAsync(api.Address, "POST", "/api/events", new byte[Limit])).ShouldBeProblem(400, "json_malformed");
    }

    [Fact]
    public async Task A_declared_length_beyond_the_limit_is_refused_before_the_body_comes()
    {
        await using var api = await ApiHost.StartAsync();
        var head = RawRequest.Head("POST", "/api/events", $"content-type: application/json\r\ncontent-length: {10L * Limit}\r\n");
        (await RawRequest.SendAsync(api.Address, head)).ShouldBeProblem(413, "payload_too_large");
    }

    [Fact]
    public async Task An_undeclared_length_is_refused_while_it_streams()
    {
        await using var api = await ApiHost.StartAsync();
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string(' ', 0x10000) + "\r\n");
        var endless = Enumerable.Repeat<ReadOnlyMemory<byte>>(chunk, 1000)
            .Prepend(RawRequest.Head("POST", "/api/events", "content-type: application/json\r\ntransfer-encoding: chunked\r\n"));
        (await RawRequest.SendAsync(api.Address, endless)).ShouldBeProblem(413, "payload_too_large");
    }

    [Fact]
    public async Task A_body_of_exactly_the_limit_is_taken_in_chunks_too()
    {
        await using var api = await ApiHost.StartAsync();
        var body = Encoding.UTF8.GetBytes(Event + new string(' ', Limit - Event.Length));
        var pieces = new List<ReadOnlyMemory<byte>> { RawRequest.Head("POST", "/api/events", "content-type: application/json\r\ntransfer-encoding: chunked\r\n") };
        foreach (var part in body.Chunk(100_000))
        {
            pieces.Add(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"));
            pieces.Add(part);
            pieces.Add("\r\n"u8.ToArray());
        }

        pieces.Add("0\r\n\r\n"u8.ToArray());
        ((int)(await RawRequest.SendAsync(api.Address, pieces)).Status).Should().Be(202);
    }

    [Theory]
    [InlineData("7fffffffffffffff0\r\n")]
    [InlineData("zz\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("1\r\nxyz\r\n")]
    public async Task Broken_chunks_are_the_callers_fault(string chunk)
    {
        await using var api = await ApiHost.StartAsync();
        var head = RawRequest.Head("POST", "/api/events", "content-type: application/json\r\ntransfer-encoding: chunked\r\n");
        (await RawRequest.SendAsync(api.Address, head, Encoding.ASCII.GetBytes(chunk))).ShouldBeProblem(400, "request_malformed");
    }

    /// <summary>Kestrel would else try to drain the rest of the body and log an error for each caller who hangs up in the middle.</summary>
    [Fact]
    public async Task A_connection_that_broke_under_the_body_is_given_up()
    {
        var lifetime = new Lifetime();
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Request.ContentType = "application/json";
        context.Request.Body = new BrokenBody();
        var read = async () => await RequestBody.ReadAsync(context.Request, Limit);
        (await read.Should().ThrowAsync<BadHttpRequestException>()).Which.StatusCode.Should().Be(400);
        lifetime.IsAborted.Should().BeTrue();
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_malformed()
    {
        await using var api = await ApiHost.StartAsync();
        byte[] body = [.. "{\"eventType\":\"engagement.settings.updated\",\"payload\":{\"a\":\""u8, 0xFF, .. "\"}}"u8];
        (await RawRequest.SendAsync(api.Address, "POST", "/api/events", body)).ShouldBeProblem(400, "json_malformed");
    }

    [Theory]
    [InlineData("POST", "/api/subscriptions")]
    [InlineData("PUT", "/api/subscriptions/019667f3-8d4c-7a52-9e41-2f60a1b7c3d8")]
    [InlineData("POST", "/api/events")]
    [InlineData("POST", "/api/queue/purge")]
    public async Task Every_mutation_with_a_body_takes_JSON_only(string method, string path)
    {
        await using var api = await ApiHost.StartAsync();
        (await RawRequest.SendAsync(api.Address, method, path, "{}"u8.ToArray(), "text/plain")).ShouldBeProblem(415, "unsupported_media_type");
        (await RawRequest.SendAsync(api.Address, method, path, new byte[Limit + 1])).ShouldBeProblem(413, "payload_too_large");
        (await RawRequest.SendAsync(api.Address, method, path, "{"u8.ToArray())).ShouldBeProblem(400, "json_malformed");
        (await RawRequest.SendAsync(api.Address, method, path, "[1]"u8.ToArray())).ShouldBeProblem(400, "type_mismatch");
    }

    [Fact]
    public async Task A_path_that_nothing_serves_is_a_problem_too()
    {
        await using var api = await ApiHost.StartAsync();
        (await api.GetAsync("/api/nothing/here")).ShouldBeProblem(404, "not_found");
        var refused = await api.SendAsync(HttpMethod.Patch, "/api/events");
        refused.ShouldBeProblem(405, "method_not_allowed");
    }

    private sealed class BrokenBody : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new ConnectionResetException("Connection reset by peer");
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }
}
