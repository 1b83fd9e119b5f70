using System.Text.Json.Serialization;

namespace InsideLabs.EventBus.Sqlite;

/// <summary>The columns that hold a list as JSON.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long[]))]
internal sealed partial class JsonColumns : JsonSerializerContext;
