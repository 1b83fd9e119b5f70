namespace InsideLabs.EventBus.Mutations.Mutators;

/// <summary>Values that programs stumble over.</summary>
internal static class Garbage
{
    /// <summary>JSON by the letter, for the place of any value: much of it cannot be held by a parsed document.</summary>
    public static readonly string[] JsonValues =
    [
        "null", "true", "0", "-0", "-1", "1e400", "-1e400", "1E-400", "0.1e1", "123456789012345678901234567890", "9223372036854775808",
        "2147483648", "1.7976931348623157e308", "01", "+1", ".5", "1.", "NaN", "Infinity", "-Infinity", "[]", "{}", "[[]]", "[null]", "\"\"", "\" \"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u202e\"", "\"\\ufeff\"", "\"\\r\\n x-evil: 1\"", "\"{{\"", "\"{{payload.a}}\"",
        "\"{{secrets.x}}\"", "\"{{function.date.now()}}\"", "\"\\\\{{x}}\"", "\"adapter:handler\"", "\"adapter:nothing\"", "\"engagement.*\"", "\"*\"", "\"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q\"",
        "\"2026-02-30T25:61:61Z\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"0001-01-01T00:00:00-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"",
        "\"2026-04-08T12:34:60Z\"", "\"00000000-0000-0000-0000-000000000000\"", "\"whsec_\"", "\"whsec_AAAA\"", "\"http://127.0.0.1:1/\"", "\"https://\"", "\"file:///etc/passwd\"",
        "{\"a\":1,\"a\":2}", "{\"\":{}}", "{\"__proto__\":{}}", "{\"$ref\":\"#\"}", "[1,]", "{,}", "'x'", "// c", "/**/1", "undefined", "\"unterminated",
    ];

    public static readonly string[] Names =
    [
        "", " ", "eventTypes ", "EventTypes", "eventtypes", "\\u0065ventTypes", "id", "version", "status", "unknown", "$type", "__proto__", "constructor", "a.b", "a[0]",
        "\\u0000", "\\ud800", "naïve", "delivery_schedule", "signingSecret", "strict", "resourceTypeId", "actionId", "originId", "subscriberId",
    ];

    public static readonly string[] ContentTypes =
    [
        "", "text/plain", "application/x-www-form-urlencoded", "application/problem+json", "application/json; charset=utf-16", "application/json; charset=\"utf-8\"", "application/json;charset=UTF-8",
        "application/json; charset", "application/json; charset=", "APPLICATION/JSON", "application/json, text/plain", "application/json; boundary=\"", "json", "application/", "/json",
        "application/json;;;", "application/json; charset=utf-8; charset=utf-16", "*/*", "multipart/form-data; boundary=x", "application/json; charset=\u00ff", "application/json\t",
    ];

    public static readonly string[] Lengths = ["0", "-1", "+5", "1e3", "0x10", "99999999999999999999999", "9223372036854775807", "9223372036854775808", " ", "5, 5", "abc", "1073741824"];

    public static readonly string[] HeaderValues =
    [
        "", " ", "*", "\"", "\"\"", "\"1\"", "W/\"1\"", "\"1\", \"2\"", "1", "\"-1\"", "\"9223372036854775808\"", "\"00000000000000000001\"", "\"1", "1\"", "\"\u0080\u00ff\"", "\"1\",", ",", "\"1\" \"2\"", "*, \"1\"", "\"1\"x",
        "\"\\\"\"", "\t", "\"٣\"", "null", "{}", "%00", "\u00c3\u0028",
    ];

    public static readonly string[] HeaderNames =
    [
        "If-Match", "If-None-Match", "x-api-key", "webhook-id", "webhook-signature", "webhook-timestamp", "insidelabs-event-id", "traceparent", "tracestate", "baggage", "Accept", "Accept-Encoding", "Content-Encoding", "Host",
        "Connection", "Upgrade", "Transfer-Encoding", "Content-Length", "Cookie", "Range", "X-Forwarded-For", "X-HTTP-Method-Override", "Expect", "TE", "If-Modified-Since", "Authorization", "Origin",
    ];

    public static readonly string[] Segments =
    [
        "%", "%2", "%zz", "%00", "%ff", "%c3%28", "%2e%2e", "..", ".", "%2F", "%5c", "a%2Fb", "%F0%9F%98%80", "%ED%A0%80", "%u0041", "00000000-0000-0000-0000-000000000000", "{id}", "*", "'", "\"", "<x>", "%0d%0ax:1", "null", "-1",
        "019667f3-8d4c-7a52-9e41-2f60a1b7c3d", "019667f38d4c7a529e412f60a1b7c3d8", "{019667f3-8d4c-7a52-9e41-2f60a1b7c3d8}", "019667F3-8D4C-7A52-9E41-2F60A1B7C3D8", "ffffffff-ffff-ffff-ffff-ffffffffffff", "+", "%20", ";x=1", "~", "\u00e9",
    ];

    public static readonly string[] QueryValues =
    [
        "", "0", "1", "-1", "+1", "1000", "1001", "2147483648", "1e3", "1.0", "%", "%zz", "%00", "%ff", "%ED%A0%80", "٣", "%D9%A3", "null", "a,b", ",", "%2B", "true", "[]", "1&batchSize=2", "\u00ff",
    ];

    public static readonly string[] Methods = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "get", "post", "A-B", "PURGE"];

    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
