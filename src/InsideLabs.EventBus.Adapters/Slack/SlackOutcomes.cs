using System.Text;
using System.Text.Json;
using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>What Slack's answers mean. A status of 200 alone says nothing.</summary>
internal static class SlackOutcomes
{
    private const string Ok = "ok";

    /// <summary>Judges the answer of an incoming webhook: the word <c>ok</c>, or an error word with a status.</summary>
    /// <param name="answer">The answer.</param>
    public static DeliveryResult JudgeWebhook(HttpAnswer answer)
    {
        var word = answer.Body?.Trim() ?? string.Empty;
        return answer.Status switch
        {
            200 when word == Ok => DeliveryResult.Delivered(answer.Status, answer.Excerpt),
            >= 200 and < 300 => Judge(word, answer, Revoked(ErrorCodes.ConfigInvalid)),
            400 or 403 or 404 when SlackErrors.KindOf(word) is not null => Judge(word, answer, Revoked(ErrorCodes.Http4xx)),
            _ => OutcomeTable.Judge(answer),
        };

        // Whoever took the hook away meant it: a hook does not come back.
        DeliveryResult Revoked(string code) => DeliveryResult.Rejected(code, answer.Excerpt, answer.Status);
    }

    /// <summary>Judges the answer of <c>chat.postMessage</c>: an object that says whether it is <c>ok</c>, and with which error not.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="accessCode">
    /// The code for a token that may not post: who gave the token decides. It is tried again, since a token can be replaced.
    /// </param>
    public static DeliveryResult JudgeMethod(HttpAnswer answer, string accessCode)
    {
        if (answer.Status is < 200 or >= 300)
        {
            return OutcomeTable.JudgeService(answer);
        }

        var (isOk, error) = Read(answer.Body);
        return isOk ? DeliveryResult.Delivered(answer.Status, answer.Excerpt) : Judge(error, answer, DeliveryResult.Retry(accessCode, answer.Excerpt, answer.Status, answer.RetryAfter));
    }

    private static DeliveryResult Judge(string error, HttpAnswer answer, DeliveryResult noAccess)
    {
        var (status, retryAfter, excerpt, _) = answer;
        return SlackErrors.KindOf(error) switch
        {
            SlackErrorKind.Limited => DeliveryResult.Retry(ErrorCodes.Http429, excerpt, status, retryAfter),
            SlackErrorKind.Passing => DeliveryResult.Retry(ErrorCodes.Http5xx, excerpt, status, retryAfter),
            SlackErrorKind.Message => DeliveryResult.Rejected(ErrorCodes.PayloadRefused, excerpt, status),
            SlackErrorKind.Channel => DeliveryResult.Rejected(status == 200 ? ErrorCodes.ConfigInvalid : ErrorCodes.Http4xx, excerpt, status),
            SlackErrorKind.Access => noAccess,
            _ => DeliveryResult.Retry(ErrorCodes.ProtocolError, excerpt ?? "Slack answered without a word.", status, retryAfter),
        };
    }

    /// <summary>
    /// Reads <c>ok</c> and <c>error</c>. An answer repeats the message and may be longer than what was read of it, so what is there
    /// is read as far as it goes.
    /// </summary>
    private static (bool IsOk, string Error) Read(string? body)
    {
        var (isOk, error) = (false, string.Empty);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(body ?? string.Empty), isFinalBlock: false, state: default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var (isOkNext, isErrorNext) = (reader.ValueTextEquals("ok"), reader.ValueTextEquals("error"));
                if (!reader.Read())
                {
                    break;
                }

                isOk |= isOkNext && reader.TokenType == JsonTokenType.True;
                error = isErrorNext && reader.TokenType == JsonTokenType.String ? reader.GetString()! : error;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON is no answer of Slack's; what was read before it broke counts.
        }

        return (isOk, error);
    }
}
