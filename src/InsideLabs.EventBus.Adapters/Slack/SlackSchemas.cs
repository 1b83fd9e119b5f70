namespace InsideLabs.EventBus.Adapters.Slack;

/// <summary>The JSON Schemas of a Slack config and of the settings. They are documentation: the readers decide.</summary>
internal static class SlackSchemas
{
    /// <summary>The config.</summary>
    public const string Config =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Slack",
          "description": "A message for every delivery. Every text may hold templates; what they give is escaped and stays text wherever Slack may read markup.",
          "type": "object",
          "properties": {
            "adapter": { "const": "adapter:slack" },
            "webhookUrl": {
              "type": "string",
              "writeOnly": true,
              "description": "An incoming webhook. May be {{secrets.name}}; templates in it may use the host's values only."
            },
            "channel": { "type": "string", "description": "The channel for a bot's message: its id, or its name." },
            "token": {
              "type": "string",
              "writeOnly": true,
              "description": "The bot's token; the one of the settings when absent. May be {{secrets.name}}."
            },
            "text": { "type": "string", "maxLength": 40000, "description": "The message, or what notifications show of the blocks." },
            "username": { "type": "string" },
            "icon_emoji": { "type": "string" },
            "icon_url": { "type": "string" },
            "thread_ts": { "type": "string", "description": "The message to answer to." },
            "blocks": { "type": ["array", "null"], "maxItems": 50, "items": { "type": "object" } },
            "attachments": { "type": ["array", "null"], "maxItems": 100, "items": { "type": "object" } },
            "reply_broadcast": { "type": ["boolean", "string", "null"] },
            "unfurl_links": { "type": ["boolean", "string", "null"] },
            "unfurl_media": { "type": ["boolean", "string", "null"] },
            "mrkdwn": { "type": ["boolean", "string", "null"] },
            "strict": {
              "type": ["boolean", "null"],
              "default": false,
              "description": "Whether a template that finds no value ends the delivery."
            }
          },
          "oneOf": [{ "required": ["webhookUrl"] }, { "required": ["channel"] }],
          "anyOf": [{ "required": ["text"] }, { "required": ["blocks"] }, { "required": ["attachments"] }],
          "additionalProperties": false
        }
        """;

    /// <summary>The settings.</summary>
    public const string Settings =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Slack settings",
          "description": "What messages to channels need, unless their configs bring a token. Incoming webhooks need nothing.",
          "type": "object",
          "properties": {
            "botToken": {
              "type": "string",
              "writeOnly": true,
              "description": "The bot's token, sent as a bearer token. May be {{secrets.name}}."
            },
            "apiUrl": {
              "type": "string",
              "default": "https://slack.com/api",
              "description": "Slack's API. Judged like every URL of the host."
            }
          },
          "additionalProperties": false
        }
        """;
}
