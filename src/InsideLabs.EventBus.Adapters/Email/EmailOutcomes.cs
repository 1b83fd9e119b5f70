using InsideLabs.EventBus.Adapters.Http;
using InsideLabs.EventBus.Errors;

namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>What the mail service's answers mean.</summary>
internal static class EmailOutcomes
{
    /// <summary>
    /// Judges an answer. 400 names what is wrong with the mail, which no other attempt changes; 401 and 403 are about the key or the
    /// sender, which the host can put right.
    /// </summary>
    /// <param name="answer">The answer.</param>
    public static DeliveryResult Judge(HttpAnswer answer) => answer.Status == 400
        ? DeliveryResult.Rejected(ErrorCodes.Http4xx, answer.Excerpt, answer.Status)
        : OutcomeTable.JudgeService(answer);
}
