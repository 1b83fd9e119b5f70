using InsideLabs.EventBus.Settings;

namespace InsideLabs.EventBus.Adapters.Http;

/// <summary>One request and what became of it, as every adapter does it: send, read the beginning of the answer, judge.</summary>
internal sealed class OutboundExchange(OutboundHttp http, TimeProvider time)
{
    /// <summary>Sends a request and judges the answer. A failure to get one is a result too.</summary>
    /// <param name="message">The request.</param>
    /// <param name="credentials">What must not come back in the answer's excerpt.</param>
    /// <param name="judge">Says what an answer means.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled before an answer came.</exception>
    public async ValueTask<DeliveryResult> RunAsync(
        HttpRequestMessage message,
        IReadOnlyList<string> credentials,
        Func<HttpAnswer, DeliveryResult> judge,
        CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
            var body = await ResponseExcerpt.ReadAsync(response, time, cancellationToken).ConfigureAwait(false);
            var now = time.GetUtcNow();
            return judge(new HttpAnswer(
                (int)response.StatusCode,
                RetryAfter.Read(Single(response, RetryAfter.HeaderName), now),
                body is null ? null : SecretRedactor.Redact(body, credentials),
                RetryAfter.ReadReset(Single(response, RetryAfter.ResetHeaderName), now)) { Body = body });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendFailures.ConnectTimeout();
        }
        catch (HttpRequestException e)
        {
            return SendFailures.Judge(e);
        }
    }

    /// <summary>A header that stands there twice contradicts itself, and counts as not there.</summary>
    private static string? Single(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && values.Count == 1 ? values.ToString() : null;
}
