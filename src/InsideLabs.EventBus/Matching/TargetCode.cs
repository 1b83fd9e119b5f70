namespace InsideLabs.EventBus.Matching;

/// <summary>
/// Who listens at a node, in one number: nobody, a single target (most nodes have one, and need no list for it), or a list.
/// </summary>
internal static class TargetCode
{
    public const int None = 0;

    public static bool IsList(int code) => code < 0;

    public static int OfTarget(int ordinal) => ordinal + 1;

    public static int OfList(int list) => ~list;

    public static int Target(int code) => code - 1;

    public static int List(int code) => ~code;
}
