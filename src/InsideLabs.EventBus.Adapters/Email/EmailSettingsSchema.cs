namespace InsideLabs.EventBus.Adapters.Email;

/// <summary>The JSON Schema of the settings. It is documentation: <see cref="EmailSettingsReader"/> decides.</summary>
internal static class EmailSettingsSchema
{
    public const string Json =
        """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "E-mail settings",
          "description": "The mail service of this host.",
          "type": "object",
          "properties": {
            "apiKey": {
              "type": "string",
              "writeOnly": true,
              "description": "The service's key, sent as a bearer token. May be {{secrets.name}}."
            },
            "apiUrl": {
              "type": "string",
              "default": "https://api.sendgrid.com",
              "description": "The service. Without a path, /v3/mail/send is added. Judged like every URL of the host."
            },
            "from": {
              "description": "The sender of configs that name none.",
              "anyOf": [
                { "type": "string" },
                {
                  "type": "object",
                  "properties": { "email": { "type": "string" }, "name": { "type": "string" } },
                  "required": ["email"],
                  "additionalProperties": false
                }
              ]
            }
          },
          "required": ["apiKey"],
          "additionalProperties": false
        }
        """;
}
