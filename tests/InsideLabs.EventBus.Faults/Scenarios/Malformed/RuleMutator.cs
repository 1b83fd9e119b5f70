using System.Text;
using InsideLabs.EventBus.Mutations.Mutators;
using InsideLabs.EventBus.Subscriptions;

namespace InsideLabs.EventBus.Faults.Scenarios.Malformed;

/// <summary>Writes event types, patterns, schedules, labels and ladders that are wrong in some place, as a program would give them.</summary>
internal static class RuleMutator
{
    private static readonly string[] Types =
    [
        "malformed.thing.happened", "malformed.*", "malformed.thing.*", "engagement.campaign.sent", "shared.purchase.completed", "a", "a.b", "a..b", ".a.b", "a.b.",
        "*", "**", "a.*.b", "*.a", "a.**", "a.b*", "A.B.C", "а.b.c", "ａ.b.c", "a\u200b.b.c", "a.b.c\n", "a.b.c\0", "\ud800.b.c", "a b.c", "a/b.c", "", " ", "a.b.c.d.e.f.g.h.i.j.k.l",
    ];

    private static readonly string[] Zones =
    [
        "America/New_York", "america/new_york", "UTC", "Etc/GMT+12", "Europe/Berlin ", "Mars/Base", "", "../../etc/passwd", "CET", "Pacific Standard Time", "GMT+25", "\0", "\ud800",
        "Аmerica/New_York", "Asia/Kathmandu", "posix/UTC", "/etc/localtime", "Europe/Berlin\n",
    ];

    private static readonly string?[] Times =
    [
        "00:00", "09:00", "17:00", "23:59", "24:00", "24:01", "25:00", "9:00", "09:0", "09:00:00", "-1:00", "٠٩:٠٠", "０９:００", "", " 09:00", "09:00\n", "09\0:00", "aa:bb", "99999:00", null,
    ];

    private static readonly double[] Delays = [0, 1, 0.1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 1e300, 86_400, 31_536_000, -0.0];

    /// <summary>An event type or a pattern.</summary>
    public static string Type(Random random) => random.Next(4) switch
    {
        0 => Break(random.Pick(Types), random),
        1 => random.Pick([new string('a', 127), new string('a', 128) + ".b", new string('a', 129), string.Concat(Enumerable.Repeat("a.", 5000)) + "b"]),
        _ => random.Pick(Types),
    };

    public static SubscriptionDraft Draft(Random random)
    {
        var draft = new SubscriptionDraft
        {
            EventTypes = Some(random, [1, 1, 2, 0, 100, 101], Type),
            Config = Encoding.UTF8.GetBytes(
                $$"""{"adapter":"adapter:sink","text":{{TemplateMutator.Value(random).ToJsonString()}},"token":{{TemplateMutator.Value(random).ToJsonString()}}}"""),
        };
        if (random.Next(3) == 0)
        {
            draft.DeliverySchedule = Schedule(random);
        }

        if (random.Next(4) == 0)
        {
            draft.Labels = Some(random, [0, 1, 10, 11, 1000], r => Break(r.Pick(["label", "", " ", "ｌ", "\ud800"]), r));
        }

        if (random.Next(3) == 0)
        {
            draft.RetryDelays = Some(random, [0, 1, 3, 50, 51, 5000], r => r.Pick(Delays));
        }

        if (random.Next(12) == 0)
        {
            (draft.ResourceTypeId, draft.ActionId, draft.SubscriberId) = (Guid.NewGuid(), random.Next(2) == 0 ? Guid.Empty : null, random.Next(2) == 0 ? Guid.AllBitsSet : null);
        }

        return draft;
    }

    public static DeliveryScheduleDraft Schedule(Random random) => new()
    {
        TimeZone = random.Next(8) == 0 ? Break(random.Pick(Zones), random) : random.Pick(Zones),
        Windows = Some(random, [1, 1, 2, 0, 50, 2000], r => new DeliveryWindowDraft
        {
            Days = Some(r, [1, 2, 7, 0, 8, 500], d => d.Pick([0, 1, 2, 3, 4, 5, 6, 7, -1, int.MaxValue, int.MinValue])),
            StartTime = r.Pick(Times),
            EndTime = r.Pick(Times),
        }),
    };

    /// <summary>Changes some characters, to any other ones.</summary>
    public static string Break(string text, Random random)
    {
        var characters = text.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var odd = random.Pick(['\0', '\ud800', '\udc00', '\u202e', '\ufeff', 'ａ', 'е', '٣', '*', '.', '\n', (char)random.Next(char.MaxValue)]);
            characters.Insert(random.Next(characters.Count + 1), odd);
        }

        return new string([.. characters]);
    }

    private static List<T> Some<T>(Random random, int[] counts, Func<Random, T> one) => [.. Enumerable.Range(0, random.Pick(counts)).Select(_ => one(random))];
}
