namespace Notifications;

/// <summary>What the mail service checks: the key, and the exact mail.</summary>
internal static class MailCheck
{
    public static Verdict Judge(ServiceRequest request) =>
        request.Line != "POST /v3/mail/send" ? Verdict.Refuse($"A mail is not sent by {request.Line}.")
        : request.Headers.Authorization != $"Bearer {SampleSecrets.MailKey}" ? Verdict.Refuse("The mail service's key is missing or wrong.")
        : !request.Holds("""
            {
              "personalizations": [{
                "to": [{"email": "ada@example.com", "name": "Ada Lovelace"}],
                "dynamic_template_data": {"order": "o-1001", "total": 49.90, "items": ["A-1", "B-2"]}
              }],
              "from": {"email": "orders@example.com", "name": "Fish & Co"},
              "subject": "Your order o-1001",
              "content": [{
                "type": "text/html",
                "value": "<p>Dear Ada Lovelace, you wrote: &lt;!channel&gt; &lt;script&gt;alert(1)&lt;/script&gt; {{secrets.mailKey}}</p>"
              }]
            }
            """) ? Verdict.Refuse($"This is another mail than expected: {request.Shown}")
        : new Verdict(202);
}
