using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventServer.Health;

/// <summary>Writes what each check says. Exceptions stay in the log: their texts may name files and hosts.</summary>
internal static class HealthReportJson
{
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("status", Word(report.Status));
            json.WriteStartArray("checks");
            foreach (var (name, entry) in report.Entries)
            {
                Write(json, name, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }

    private static void Write(Utf8JsonWriter json, string name, HealthReportEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("status", Word(entry.Status));
        json.WriteString("description", entry.Description);
        foreach (var (key, value) in entry.Data)
        {
            json.WriteString(key, value.ToString());
        }

        json.WriteEndObject();
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
