namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>The JSON Schema of a mail's config. It is documentation: <see cref="EmailConfigReader"/> decides.</summary>
internal static class EmailConfigSchema
{
    public const string Json =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "E-mail",
          "description": "A mail for every delivery, posted to mail/send of a SendGrid-compatible service in the order of the properties. Every text may hold templates; where a list or an object is expected, a single template that gives one may stand.",
          "type": "object",
          "properties": {
            "adapter": { "const": "adapter:email" },
            "personalizations": {
              "type": ["array", "string"],
              "minItems": 1,
              "maxItems": 1000,
              "items": {
                "type": "object",
                "properties": {
                  "to": { "$ref": "#/$defs/addresses", "minItems": 1 },
                  "cc": { "$ref": "#/$defs/addresses" },
                  "bcc": { "$ref": "#/$defs/addresses" },
                  "subject": { "$ref": "#/$defs/line" },
                  "headers": { "$ref": "#/$defs/headers" },
                  "dynamic_template_data": {
                    "type": ["object", "string"],
                    "description": "What the service's template is filled with."
                  },
                  "custom_args": { "$ref": "#/$defs/arguments" }
                },
                "required": ["to"],
                "additionalProperties": false
              },
              "description": "Who gets the mail: 1000 recipients in all, copies included. A copy whose address renders to nothing is left out."
            },
            "to": {
              "description": "Short for one of the personalizations: an address, or a list of addresses. A list separated by commas is not split.",
              "anyOf": [{ "$ref": "#/$defs/address" }, { "$ref": "#/$defs/addresses", "minItems": 1 }]
            },
            "from": { "$ref": "#/$defs/address", "description": "The sender; the one of the settings when absent." },
            "reply_to": { "$ref": "#/$defs/address" },
            "subject": { "$ref": "#/$defs/line" },
            "template_id": { "type": "string", "description": "A template of the service; otherwise subject and text or html are needed." },
            "text": { "type": "string", "description": "The plain text." },
            "html": { "type": "string", "description": "The HTML; what templates give is escaped." },
            "body": { "type": "string", "description": "Short for text." },
            "attachments": {
              "type": ["array", "string"],
              "items": {
                "type": "object",
                "properties": {
                  "content": { "type": "string", "contentEncoding": "base64" },
                  "filename": { "$ref": "#/$defs/line" },
                  "type": { "type": "string", "description": "The media type." },
                  "disposition": { "type": "string", "description": "attachment (default) or inline." },
                  "content_id": { "type": "string", "description": "The name by which the HTML shows an inline attachment." }
                },
                "required": ["content", "filename"],
                "additionalProperties": false
              }
            },
            "categories": {
              "type": ["array", "string"],
              "maxItems": 10,
              "items": { "type": "string", "minLength": 1, "maxLength": 255 }
            },
            "headers": { "$ref": "#/$defs/headers" },
            "custom_args": { "$ref": "#/$defs/arguments" },
            "send_at": {
              "type": ["integer", "string"],
              "description": "The Unix second of the sending, as the service schedules it."
            },
            "strict": {
              "type": ["boolean", "null"],
              "default": false,
              "description": "Whether a template that finds no value ends the delivery."
            }
          },
          "additionalProperties": false,
          "$defs": {
            "line": { "type": "string", "description": "A text without line breaks." },
            "address": {
              "anyOf": [
                { "type": "string", "description": "A mail address without a display name." },
                {
                  "type": "object",
                  "properties": { "email": { "type": "string" }, "name": { "$ref": "#/$defs/line" } },
                  "required": ["email"],
                  "additionalProperties": false
                }
              ]
            },
            "addresses": { "type": ["array", "string"], "items": { "$ref": "#/$defs/address" } },
            "headers": {
              "type": ["object", "string"],
              "additionalProperties": { "$ref": "#/$defs/line" },
              "description": "Headers of the mail, but none that has a field of its own or is the service's."
            },
            "arguments": {
              "type": ["object", "string"],
              "additionalProperties": { "type": "string" },
              "description": "Texts that the service hands back with its events, at most 10000 characters."
            }
          }
        }
        """;
}
