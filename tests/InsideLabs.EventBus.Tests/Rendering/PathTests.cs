using static InsideLabs.EventBus.Tests.Rendering.TemplateSamples;

namespace InsideLabs.EventBus.Tests.Rendering;

public sealed class PathTests
{
    private const string Data =
        """{"id":7,"name":"Ann \"A\" \u00e9","empty":"","none":null,"big":12345678901234567890123,"huge":1e400,"yes":true,"no":false,"items":[{"sku":"a"},{"sku":"b","tags":["x", "y"]}],"first name":"F","0":"zero","größe":"XL","a.b":"dot","nested":{"deep":{"er":[[1,2],[3]]}}}""";

    [Theory]
    [InlineData("{{payload.id}}", "7")]
    [InlineData("{{ payload . id }}", "7")]
    [InlineData("{{\n\tpayload.id\r\n}}", "7")]
    [InlineData("{{interaction.id}}", "7")]
    [InlineData("{{event.payload.id}}", "7")]
    [InlineData("{{payload.name}}", """
        "Ann \"A\" \u00e9"
        """)]
    [InlineData("{{payload.big}}", "12345678901234567890123")]
    [InlineData("{{payload.huge}}", "1e400")]
    [InlineData("{{payload.yes}}", "true")]
    [InlineData("{{payload.none}}", "null")]
    [InlineData("{{payload.items[1].sku}}", "\"b\"")]
    [InlineData("{{payload.items[1].tags}}", """["x", "y"]""")]
    [InlineData("{{payload.items[ 1 ].tags[0]}}", "\"x\"")]
    [InlineData("{{payload[\"first name\"]}}", "\"F\"")]
    [InlineData("{{payload['first name']}}", "\"F\"")]
    [InlineData("{{payload['\\u0066irst name']}}", "\"F\"")]
    [InlineData("{{payload.0}}", "\"zero\"")]
    [InlineData("{{payload.größe}}", "\"XL\"")]
    [InlineData("{{payload['a.b']}}", "\"dot\"")]
    [InlineData("{{payload.nested.deep.er[0][1]}}", "2")]
    [InlineData("{{eventId}}", "\"01JS0Z7V8K3Q4T5W6X7Y8Z9ABC\"")]
    [InlineData("{{eventType}}", "\"engagement.campaign.sent\"")]
    [InlineData("{{eventCategory}}", "\"campaign\"")]
    [InlineData("{{sourceDomain}}", "\"Engagement\"")]
    [InlineData("{{timestamp}}", "\"2026-04-08T12:34:56.789Z\"")]
    [InlineData("{{event.timestamp}}", "\"2026-04-08T12:34:56.789Z\"")]
    [InlineData("{{subscriptionId}}", "\"0198a000-0000-7000-8000-000000000001\"")]
    [InlineData("{{subscriberId}}", "\"0198a000-0000-7000-8000-000000000002\"")]
    public void A_sole_expression_keeps_the_type_and_the_bytes_of_its_value(string text, string expected) =>
        Value(text, Context(Event(Data))).Should().Be(expected.Trim());

    [Theory]
    [InlineData("<{{payload.id}}>", "<7>")]
    [InlineData("{{payload.name}}!", "Ann \"A\" é!")]
    [InlineData("{{payload.big}} {{payload.huge}}", "12345678901234567890123 1e400")]
    [InlineData("{{payload.yes}}{{payload.no}}", "truefalse")]
    [InlineData("<{{payload.none}}{{payload.empty}}>", "<>")]
    [InlineData(" {{payload.items[1].tags}}", " [\"x\", \"y\"]")]
    [InlineData("{{payload.items[0]}} ", "{\"sku\":\"a\"} ")]
    [InlineData("a\n\"b\"\\ {{payload.id}} é 😀", "a\n\"b\"\\ 7 é 😀")]
    [InlineData("}} {{payload.id}} } {% for %} {", "}} 7 } {% for %} {")]
    public void In_other_text_a_value_is_text(string text, string expected) =>
        Render(text, Context(Event(Data))).ValueText().Should().Be(expected);

    [Theory]
    [InlineData("\\{{payload.id}}", "{{payload.id}}")]
    [InlineData("\\{{ {{payload.id}}", "{{ 7")]
    [InlineData("a\\{{b\\{{c", "a{{b{{c")]
    [InlineData("\\\\{{x}}", "\\{{x}}")]
    [InlineData("\\{{{x}}", "{{{x}}")]
    public void A_backslash_before_the_braces_makes_them_literal(string text, string expected)
    {
        var template = Compile(Document(text));
        template.IsConstant.Should().BeFalse();
        template.Render(Context(Event(Data))).ValueText().Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"a":1e400,"b":12345678901234567890123,"c":"\u00e9 {% if %} }}","{{payload.id}}":[ 1 , 2 ]}""")]
    [InlineData("\"text\"")]
    [InlineData(" [1] ")]
    public void A_document_without_templates_comes_out_as_the_very_same_bytes(string json)
    {
        var source = Source(json);
        var template = Compile(source);
        template.IsConstant.Should().BeTrue();
        template.Render(Context(Event(Data))).Utf8Json.Equals(source.Utf8Json).Should().BeTrue();
    }

    [Fact]
    public void What_stands_around_a_template_comes_out_byte_for_byte() =>
        Compile("""{ "a" : 1e400,"t":"{{payload.id}}", "{{x}}" : "\u00e9\/" , "u":["{{payload.yes}}"] }""").Render(Context(Event(Data))).Text()
            .Should().Be("""{ "a" : 1e400,"t":7, "{{x}}" : "\u00e9\/" , "u":[true] }""");

    [Theory]
    [InlineData("{{payload.missing}}", "payload.missing")]
    [InlineData("{{payload.id.more}}", "payload.id.more")]
    [InlineData("{{payload.items.sku}}", "payload.items.sku")]
    [InlineData("{{payload.items[2]}}", "payload.items[2]")]
    [InlineData("{{payload[0]}}", "payload[0]")]
    [InlineData("{{payload.constructor}}", "payload.constructor")]
    [InlineData("{{payload.__proto__}}", "payload.__proto__")]
    [InlineData("{{payload.Length}}", "payload.Length")]
    [InlineData("{{payload.GetType}}", "payload.GetType")]
    [InlineData("{{payload['first name'].x}}", "payload[\"first name\"].x")]
    [InlineData("{{interactionId}}", "interactionId")]
    [InlineData("{{resourceTypeId}}", "resourceTypeId")]
    [InlineData("{{global.nothing}}", "global.nothing")]
    [InlineData("{{adapter.email.nothing}}", "adapter.email.nothing")]
    public void A_path_that_leads_nowhere_is_null_and_a_warning_that_names_it(string text, string path)
    {
        var rendered = Render(text, Context(Event(Data)));
        rendered.Value().Should().Be("null");
        rendered.Warnings.Should().Equal($"config.t: '{path}' has no value");
        Render(text + "!", Context(Event(Data))).Value().Should().Be("\"!\"");
    }

    [Fact]
    public void A_path_is_warned_of_once()
    {
        var rendered = Compile("""{"a":"{{payload.x}} {{payload.x}} {{payload.y}}","b":["{{ payload.x }}"]}""").Render(Context(Event(Data)));
        rendered.Text().Should().Be("""{"a":"  ","b":[null]}""");
        rendered.Warnings.Should().Equal("config.a: 'payload.x' has no value", "config.a: 'payload.y' has no value");
    }

    [Theory]
    [InlineData("{{interactionId}}", "\"0198a000-0000-7000-8000-0000000000aa\"")]
    [InlineData("{{resourceId}}", "\"o-7\"")]
    [InlineData("{{resourceTypeId}}", "\"0198a000-0000-7000-8000-000000000101\"")]
    [InlineData("{{actionId}}", "\"0198a000-0000-7000-8000-000000000102\"")]
    [InlineData("{{originId}}", "null")]
    [InlineData("{{userId}}", "\"ann\"")]
    [InlineData("{{uowId}}", "\"u-1\"")]
    [InlineData("{{externalReference}}", "null")]
    [InlineData("{{timestamp}}", "\"2026-04-08T12:34:56.789Z\"")]
    [InlineData("{{createdDate}}", "\"2026-04-08T12:34:56.789Z\"")]
    [InlineData("{{interaction.id}}", "7")]
    [InlineData("{{payload.id}}", "7")]
    [InlineData("{{interaction}}", Data)]
    [InlineData("{{payload}}", Data)]
    public void An_interaction_has_its_own_fields_and_its_metadata_under_both_names(string text, string expected) =>
        Value(text, Context(Interaction(Data))).Should().Be(expected);

    [Theory]
    [InlineData("{{event.interactionId}}")]
    [InlineData("{{event}}")]
    [InlineData("{{eventId}}")]
    public void An_interaction_has_no_envelope(string text)
    {
        var rendered = Render(text, Context(Interaction(Data)));
        rendered.Value().Should().Be("null");
        rendered.Warnings.Should().ContainSingle();
    }

    [Fact]
    public void Without_metadata_the_whole_is_null_and_a_part_is_missing()
    {
        Value("{{interaction}}", Context(Interaction(null))).Should().Be("null");
        Render("{{interaction.id}}", Context(Interaction(null))).Warnings.Should().Equal("config.t: 'interaction.id' has no value");
    }

    [Fact]
    public void The_whole_event_and_its_payload_can_be_named()
    {
        var occurrence = Event(Data);
        Value("{{event}}", Context(occurrence)).Should().Be(System.Text.Encoding.UTF8.GetString(occurrence.Body.Span));
        Value("{{payload}}", Context(occurrence)).Should().Be(Data);
    }

    [Fact]
    public void A_subscription_without_subscriber_has_null_for_it() =>
        Value("{{subscriberId}}", Context(Event(Data)) with { SubscriberId = null }).Should().Be("null");

    [Fact]
    public void One_pass_finds_values_within_values()
    {
        var rendered = Compile("""["{{payload.nested}}","{{payload.nested.deep}}","{{event.payload.nested.deep.er[1][0]}}","{{payload.nested.deep.er}}"]""")
            .Render(Context(Event(Data)));
        rendered.Text().Should().Be("""[{"deep":{"er":[[1,2],[3]]}},{"er":[[1,2],[3]]},3,[[1,2],[3]]]""");
    }

    [Fact]
    public void A_document_can_be_one_text() => Compile("\"{{payload.id}}\"").Render(Context(Event(Data))).Text().Should().Be("7");
}
