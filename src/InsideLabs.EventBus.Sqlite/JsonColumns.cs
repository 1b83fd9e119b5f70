using System.Text.Json.Serialization;
using InsideLabs.EventBus.Sqlite.Subscriptions;

namespace InsideLabs.EventBus.Sqlite;

/// <summary>The columns that hold a list or a schedule as JSON.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(ScheduleColumn))]
internal sealed partial class JsonColumns : JsonSerializerContext;
