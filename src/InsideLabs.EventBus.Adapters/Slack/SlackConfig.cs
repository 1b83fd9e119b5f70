namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>Where a rendered config sends its message.</summary>
/// <param name="WebhookUrl">The incoming webhook; null for a channel.</param>
/// <param name="Token">The bot's token, when the config brings one.</param>
internal sealed record SlackConfig(Uri? WebhookUrl, string? Token);
