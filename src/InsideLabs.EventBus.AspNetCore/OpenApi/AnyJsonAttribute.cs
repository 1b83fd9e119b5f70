namespace InsideLabs.EventBus.AspNetCore.OpenApi;

/// <summary>Marks raw JSON that may be any value; other raw JSON is an object.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AnyJsonAttribute : Attribute;
