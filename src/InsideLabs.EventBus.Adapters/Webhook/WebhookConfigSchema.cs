namespace InsideLabs.EventBus.Adapters.Webhook;

/// <summary>The JSON Schema of a webhook subscription's config. It is documentation: <see cref="WebhookConfigReader"/> decides.</summary>
internal static class WebhookConfigSchema
{
    public const string Json =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Webhook",
          "description": "A signed HTTP request for every delivery.",
          "type": "object",
          "properties": {
            "adapter": { "const": "adapter:webhook" },
            "url": {
              "type": "string",
              "pattern": "^https?://",
              "description": "Where to send. https, unless the host allows http; port 80, 443 or from 1024; no user name, no fragment; a public address, unless the host allows its network. Templates may stand in path and query, also secrets; their values are percent-encoded."
            },
            "method": {
              "enum": ["POST", "PUT", "PATCH", null],
              "default": "POST",
              "description": "The request's method."
            },
            "headers": {
              "type": ["object", "null"],
              "propertyNames": { "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" },
              "additionalProperties": { "type": "string" },
              "description": "Headers to add, at most 4096 bytes of names and values. A value is printable ASCII and tab; white space around it is no part of it. Those that HTTP, signatures or traces own are refused. Values may hold templates, also secrets; one that finds no value is left out."
            },
            "body": {
              "description": "Any JSON to send, rendered, instead of the event's envelope or the interaction. Written as null it counts as absent; rendered to null it is sent as null."
            },
            "signingSecret": {
              "type": "string",
              "pattern": "^whsec_[A-Za-z0-9+/]+={0,2}$",
              "writeOnly": true,
              "description": "The secret to sign with: whsec_ and the base64 of 24 to 64 bytes. Generated when absent."
            },
            "strict": {
              "type": ["boolean", "null"],
              "default": false,
              "description": "Whether a template that finds no value ends the delivery."
            }
          },
          "required": ["url"],
          "additionalProperties": false
        }
        """;
}
