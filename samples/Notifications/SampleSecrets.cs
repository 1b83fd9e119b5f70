namespace Notifications;

/// <summary>What the sample's services ask for. A real host has these from its operators, not in its code.</summary>
internal static class SampleSecrets
{
    public const string MailKey = "SG.sample-mail-key-7f3e";

    public const string SlackPath = "/services/T0SAMPLE/B0SAMPLE/slackSampleToken42";

    public const string WarehouseToken = "warehouse-sample-token-9c55";
}
