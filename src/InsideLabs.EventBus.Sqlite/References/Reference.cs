using System.Runtime.InteropServices;
using InsideLabs.EventBus.Interactions;

namespace InsideLabs.EventBus.Sqlite.References;

/// <summary>Names a resource type, action or origin.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Its id.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Reference(ReferenceKind Kind, Guid Id);
