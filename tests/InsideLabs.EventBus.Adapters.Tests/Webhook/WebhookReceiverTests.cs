using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Adapters.Tests.Receivers;
using InsideLabs.EventBus.Conformance;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Tests.Webhook;

/// <summary>Receivers that answer badly, slowly, hugely or not at all.</summary>
public sealed class WebhookReceiverTests
{
    private const int GiB = 1 << 30;

    [Fact]
    public async Task A_receiver_that_says_nothing_is_left_when_the_token_is_cancelled()
    {
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.StaySilentAsync();
        });
        using var deadline = new CancellationTokenSource();
        var sending = WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url), deadline.Token).AsTask();
        await receiver.NextRequestAsync();
        await deadline.CancelAsync();

        await FluentActions.Awaiting(() => sending.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<OperationCanceledException>();
        await receiver.AllClosedAsync();
    }

    [Fact]
    public async Task A_body_of_one_gibibyte_is_read_up_to_the_cap_and_the_connection_is_dropped()
    {
        Row("rx-huge-body").GetProperty("bodyBytes").GetInt32().Should().Be(GiB);
        long written = 0;
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {GiB}\r\n\r\n");
            var block = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
            for (; written < GiB; written += block.Length)
            {
                await c.WriteAsync(block);
            }
        });
        CountingHandler? counting = null;
        var result = await WebhookFixture.Adapter(before: h => counting = new CountingHandler(h)).SendAsync(WebhookFixture.Request(receiver.Url));

        result.Verdict.Should().Be(DeliveryVerdict.Delivered);
        result.Response.Should().Be(new string('x', 16 * 1024));
        counting!.BytesRead.Should().Be(16 * 1024);
        await receiver.AllClosedAsync();
        written.Should().BeLessThan(64 << 20, "what the receiver wrote beyond the cap lies in the kernel's buffers only");
    }

    [Fact]
    public async Task A_body_that_is_cut_off_after_a_good_head_is_delivered()
    {
        Row("rx-truncated-chunked").GetProperty("status").GetInt32().Should().Be(200);
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n400\r\nwor");
        });
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        result.Verdict.Should().Be(DeliveryVerdict.Delivered);
        result.Response.Should().StartWith("hello");
    }

    [Theory]
    [InlineData(200, DeliveryVerdict.Delivered)]
    [InlineData(500, DeliveryVerdict.Retry)]
    public async Task A_body_that_drips_is_left_after_five_seconds_and_the_status_decides(int status, DeliveryVerdict verdict)
    {
        await using var receiver = Dripping(status);
        var clock = new VirtualClock();
        var time = new SignallingTimeProvider(clock);
        var sending = WebhookFixture.Adapter(time: time).SendAsync(WebhookFixture.Request(receiver.Url));
        await time.Waiting;
        clock.Advance(TimeSpan.FromSeconds(5));

        (await sending).Verdict.Should().Be(verdict);
        await receiver.AllClosedAsync();
    }

    [Fact]
    public async Task A_token_that_is_cancelled_after_a_good_head_does_not_undo_the_delivery()
    {
        await using var receiver = Dripping(200);
        var time = new SignallingTimeProvider(new VirtualClock());
        using var deadline = new CancellationTokenSource();
        var sending = WebhookFixture.Adapter(time: time).SendAsync(WebhookFixture.Request(receiver.Url), deadline.Token).AsTask();
        await time.Waiting;
        await deadline.CancelAsync();

        (await sending.WaitAsync(TimeSpan.FromSeconds(30))).Verdict.Should().Be(DeliveryVerdict.Delivered);
        await receiver.AllClosedAsync();
    }

    [Fact]
    public async Task A_packed_body_is_neither_unpacked_nor_shown()
    {
        Row("rx-gzip-bomb").GetProperty("contentEncoding").GetString().Should().Be("gzip");
        await using var receiver = new LoopbackReceiver(async c =>
        {
            var bomb = Bomb(64 << 20);
            await c.ReadRequestAsync();
            await c.WriteAsync($"HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
            await c.WriteAsync(bomb);
        });
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        result.Code.Should().Be(ErrorCodes.Http5xx);
        result.Response.Should().Be("(an encoded body, not shown)");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_a_failure_and_its_target_is_never_visited(int status)
    {
        await using var target = LoopbackReceiver.Answering(200);
        await using var receiver = LoopbackReceiver.Answering(status, $"Location: {target.Url}\r\n");
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        result.Code.Should().Be(ErrorCodes.Http3xx);
        result.StatusCode.Should().Be(status);
        target.Connections.Should().Be(0);
    }

    [Fact]
    public async Task The_redirect_of_the_contract_is_a_failure()
    {
        var row = ConformanceCases.BadInputs("url").Single(c => c.GetProperty("id").ValueEquals("url-redirect-internal"));
        var response = row.GetProperty("input").GetProperty("response");
        await using var receiver = LoopbackReceiver.Answering(
            response.GetProperty("status").GetInt32(), $"Location: {response.GetProperty("location").GetString()}\r\n");
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        result.Verdict.Should().Be(DeliveryVerdict.Retry);
        result.Code.Should().Be(row.GetProperty("expected").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("rx-retry-after-past-date")]
    [InlineData("rx-retry-after-huge")]
    public async Task A_wait_that_makes_no_sense_counts_as_not_said(string id)
    {
        var input = Row(id);
        await using var receiver = LoopbackReceiver.Answering(
            input.GetProperty("status").GetInt32(), $"Retry-After: {input.GetProperty("retryAfter").GetString()}\r\n");
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        result.Verdict.Should().Be(DeliveryVerdict.Retry);
        result.Code.Should().Be(ConformanceCases.BadInputs("receiver").Single(c => c.GetProperty("id").ValueEquals(id))
            .GetProperty("expected").GetProperty("code").GetString());
        result.RetryAfter.Should().BeNull();
    }

    [Theory]
    [InlineData("Retry-After: 90\r\n", 90)]
    [InlineData("Retry-After: Wed, 08 Apr 2026 12:01:30 GMT\r\n", 90)]
    [InlineData("Retry-After: 999999\r\n", 86_400)]
    [InlineData("Retry-After: 90\r\nRetry-After: 60\r\n", null)]
    public async Task A_wait_is_passed_on(string header, int? seconds)
    {
        await using var receiver = LoopbackReceiver.Answering(429, header);
        var result = await WebhookFixture.Adapter(time: new VirtualClock(WebhookFixture.Now)).SendAsync(WebhookFixture.Request(receiver.Url));
        result.Code.Should().Be(ErrorCodes.Http429);
        result.RetryAfter.Should().Be(seconds is { } s ? TimeSpan.FromSeconds(s) : null);
    }

    [Fact]
    public async Task An_echo_is_quoted_for_the_library_to_redact()
    {
        var body = Row("rx-echo-secret").GetProperty("body").GetString()!;
        await using var receiver = LoopbackReceiver.Answering(500, body: body);
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        result.Code.Should().Be(ErrorCodes.Http5xx);
        result.Response.Should().Be(body);
    }

    [Theory]
    [InlineData("your token abcdefgh12345678 is wrong", "your token *** is wrong")]
    [InlineData("got: Bearer abcdefgh12345678", "got: ***")]
    [InlineData("YWJjZGVmZ2gxMjM0NTY3OA==", "***")]
    [InlineData("tiny or other", "tiny or other")]
    public async Task A_header_s_value_that_comes_back_is_taken_out(string body, string shown)
    {
        await using var receiver = LoopbackReceiver.Answering(500, body: body);
        var request = WebhookFixture.Request(receiver.Url, "\"headers\":{\"Authorization\":\"Bearer abcdefgh12345678\",\"x-short\":\"tiny\"}");
        (await WebhookFixture.Adapter().SendAsync(request)).Response.Should().Be(shown);
    }

    [Theory]
    [InlineData(410, DeliveryVerdict.Gone, ErrorCodes.EndpointGone)]
    [InlineData(413, DeliveryVerdict.Rejected, ErrorCodes.PayloadRefused)]
    [InlineData(404, DeliveryVerdict.Retry, ErrorCodes.Http4xx)]
    [InlineData(204, DeliveryVerdict.Delivered, null)]
    [InlineData(101, DeliveryVerdict.Retry, ErrorCodes.ProtocolError)]
    [InlineData(999, DeliveryVerdict.Retry, ErrorCodes.ProtocolError)]
    public async Task A_status_on_the_wire_has_the_outcome_of_the_table(int status, DeliveryVerdict verdict, string? code)
    {
        await using var receiver = LoopbackReceiver.Answering(status);
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        (result.Verdict, result.Code, result.StatusCode).Should().Be((verdict, code, status));
    }

    [Theory]
    [InlineData("text/plain; charset=iso-8859-1", new byte[] { 0x66, 0xFC, 0x72 }, "für")]
    [InlineData("text/plain; charset=\"ISO-8859-1\"", new byte[] { 0xFC }, "ü")]
    [InlineData("text/plain; charset=utf-8", new byte[] { 0xC3, 0xBC }, "ü")]
    [InlineData("text/plain; charset=us-ascii", new byte[] { 0x61 }, "a")]
    [InlineData("text/plain; charset=windows-1252", new byte[] { 0x61, 0xFC }, "a\uFFFD")]
    [InlineData("text/plain; charset=utf-16", new byte[] { 0xFF, 0xFE, 0x61, 0x00, 0xFC, 0x00 }, "aü")]
    [InlineData("text/plain; charset=utf-16", new byte[] { 0xFE, 0xFF, 0x00, 0x61, 0x00, 0xFC }, "aü")]
    [InlineData("text/plain; charset=utf-16le", new byte[] { 0xFE, 0xFF, 0x4E, 0x00, 0x00, 0x61, 0x4E, 0x00 }, "\u4E00a\u4E00")]
    [InlineData("text/plain; charset=utf-16", new byte[] { 0x61, 0x00, 0x62, 0x00 }, "ab")]
    [InlineData("text/plain; charset=utf-16", new byte[] { 0x00, 0x61, 0x00, 0x62 }, "ab")]
    [InlineData("text/plain; charset=\"UTF-16LE\"", new byte[] { 0x61, 0x00, 0xFC, 0x00, 0x62 }, "aü")]
    [InlineData("text/plain; charset=utf-16be", new byte[] { 0x00, 0x61, 0x00, 0xFC }, "aü")]
    [InlineData("text/plain; charset=utf-16be", new byte[] { 0x61, 0x00, 0x62, 0x00 }, "ab")]
    [InlineData("text/plain; charset=utf-32", new byte[] { 0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0 }, "a")]
    [InlineData("text/plain; charset=utf-32", new byte[] { 0, 0, 0, 0x61, 0, 0, 0, 0xFC }, "aü")]
    [InlineData("text/plain; charset=utf-32le", new byte[] { 0x61, 0, 0, 0, 0x00, 0xF6, 0x01, 0x00, 0x62 }, "a\U0001F600")]
    [InlineData("text/plain; charset=utf-32be", new byte[] { 0, 0, 0, 0x61 }, "a")]
    [InlineData("text/plain; charset=utf-16", new byte[] { 0x61, 0x62, 0x63, 0x64 }, "(a binary body, not shown)")]
    [InlineData("text/plain; charset=utf-16", new byte[] { 0x61, 0, 0, 0, 0x62, 0, 0, 0 }, "(a binary body, not shown)")]
    [InlineData("text/plain; charset=utf-32", new byte[] { 0x61, 0, 0x62, 0 }, "(a binary body, not shown)")]
    [InlineData("text/plain; charset=utf-7", new byte[] { 0x61 }, "(a binary body, not shown)")]
    [InlineData("text/plain; charset=ibm037", new byte[] { 0x81 }, "(a binary body, not shown)")]
    [InlineData("text/plain; charset=nonsense", new byte[] { 0xC3, 0xBC }, "(a binary body, not shown)")]
    [InlineData("text/plain", new byte[] { 0x61, 0x00, 0x62, 0x00 }, "(a binary body, not shown)")]
    [InlineData("text/plain; charset=utf-8", new byte[] { 0x00, 0x61 }, "(a binary body, not shown)")]
    [InlineData("text/plain; charset=iso-8859-1", new byte[] { 0x61, 0x00 }, "(a binary body, not shown)")]
    [InlineData("not a content type", new byte[] { 0xC3, 0xBC }, "ü")]
    [InlineData("text/plain", new byte[] { 0x61, 0xFF, 0x62 }, "a\uFFFDb")]
    [InlineData("text/plain", new byte[] { 0x61, 0xE2, 0x82 }, "a")]
    [InlineData("text/plain", new byte[0], null)]
    public async Task A_body_becomes_text(string contentType, byte[] body, string? text)
    {
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n");
            await c.WriteAsync(body);
        });
        (await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url))).Response.Should().Be(text);
    }

    [Theory]
    [InlineData("utf-8", "utf-8", true)]
    [InlineData("utf-16", "utf-16", true)]
    [InlineData("utf-16", "utf-16be", true)]
    [InlineData("utf-16le", "utf-16", true)]
    [InlineData("utf-16be", "utf-16be", true)]
    [InlineData("utf-16be", "utf-16", true)]
    [InlineData("utf-16le", "utf-16be", true)]
    [InlineData("utf-32", "utf-32", true)]
    [InlineData("utf-32be", "utf-32be", true)]
    [InlineData("utf-32le", "utf-32be", true)]
    [InlineData("utf-16", "utf-32", false)]
    [InlineData("utf-32", "utf-16", false)]
    [InlineData("utf-16", "utf-8", false)]
    [InlineData("utf-8", "utf-16", false)]
    [InlineData("windows-1252", "utf-32be", false)]
    public async Task A_secret_that_is_echoed_in_wide_characters_is_taken_out(string said, string written, bool shown)
    {
        var body = System.Text.Encoding.GetEncoding(written).GetBytes("no: Bearer abcdefgh12345678");
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.WriteAsync($"HTTP/1.1 500 No\r\nContent-Type: text/plain; charset={said}\r\nContent-Length: {body.Length}\r\n\r\n");
            await c.WriteAsync(body);
        });
        var request = WebhookFixture.Request(receiver.Url, "\"headers\":{\"Authorization\":\"Bearer abcdefgh12345678\"}");
        (await WebhookFixture.Adapter().SendAsync(request)).Response.Should().Be(shown ? "no: ***" : "(a binary body, not shown)");
    }

    [Fact]
    public async Task A_head_of_one_mebibyte_is_a_protocol_error()
    {
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.WriteAsync("HTTP/1.1 200 OK\r\n");
            for (var i = 0; i < 1024; i++)
            {
                await c.WriteAsync($"X-{i}: {new string('x', 1024)}\r\n");
            }

            await c.WriteAsync("\r\n");
        });
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.ProtocolError));
    }

    [Fact]
    public async Task A_head_just_below_16_kibibytes_is_read()
    {
        await using var receiver = LoopbackReceiver.Answering(200, $"X-Large: {new string('x', 15 * 1024)}\r\n");
        (await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url))).Verdict.Should().Be(DeliveryVerdict.Delivered);
    }

    [Fact]
    public async Task An_answer_that_is_not_http_is_a_protocol_error()
    {
        await using var receiver = LoopbackReceiver.Answering("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.ProtocolError));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-")]
    public async Task A_reset_before_the_head_is_complete_is_a_failed_connection(string beginning)
    {
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await c.ReadRequestAsync();
            await c.WriteAsync(beginning);
            c.Reset();
        });
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request(receiver.Url));
        (result.Verdict, result.Code, result.StatusCode).Should().Be((DeliveryVerdict.Retry, ErrorCodes.ConnectionFailed, null));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_failed_connection()
    {
        int port;
        await using (var closed = LoopbackReceiver.Answering(200))
        {
            port = closed.Port;
        }

        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request($"http://127.0.0.1:{port}/"));
        result.Code.Should().Be(ErrorCodes.ConnectionFailed);
        result.Response.Should().Be("The connection could not be established (ConnectionRefused).");
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_a_failed_connection()
    {
        var adapter = WebhookFixture.Adapter(lookUp: (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        var result = await adapter.SendAsync(WebhookFixture.Request("https://nowhere.example/"));
        result.Code.Should().Be(ErrorCodes.ConnectionFailed);
        result.Response.Should().Be("The host's name could not be resolved.");
    }

    [Fact]
    public async Task A_handshake_that_is_never_answered_is_a_timeout_of_the_connection()
    {
        await using var receiver = new LoopbackReceiver(c => c.StaySilentAsync());
        var adapter = WebhookFixture.Adapter(connectTimeout: TimeSpan.FromMilliseconds(200));
        var result = await adapter.SendAsync(WebhookFixture.Request($"https://127.0.0.1:{receiver.Port}/"));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.Timeout));
        await receiver.AllClosedAsync();
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_a_failed_connection_and_nothing_is_sent()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
        var received = 0;
        await using var receiver = new LoopbackReceiver(async c =>
        {
            await using var tls = new SslStream(c.Stream);
            await tls.AuthenticateAsServerAsync(certificate);
            received = await tls.ReadAsync(new byte[1], c.Stop);
        });
        var result = await WebhookFixture.Adapter().SendAsync(WebhookFixture.Request($"https://127.0.0.1:{receiver.Port}/"));
        (result.Verdict, result.Code).Should().Be((DeliveryVerdict.Retry, ErrorCodes.ConnectionFailed));
        result.Response.Should().StartWith("The TLS handshake failed.").And.Contain("certificate");
        received.Should().Be(0);
    }

    private static LoopbackReceiver Dripping(int status) => new(async c =>
    {
        await c.ReadRequestAsync();
        await c.WriteAsync($"HTTP/1.1 {status} Whatever\r\nContent-Length: 100\r\n\r\nx");
        await c.StaySilentAsync();
    });

    private static byte[] Bomb(int size)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(new byte[size]);
        }

        return packed.ToArray();
    }

    private static JsonElement Row(string id) =>
        ConformanceCases.BadInputs("receiver").Single(c => c.GetProperty("id").ValueEquals(id)).GetProperty("input");
}
