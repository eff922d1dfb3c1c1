"""Newswire: NITF, NewsML 1 and G2, ninjs, AP's items, IPTC 7901, ANPA, and plain XML."""

# ruff: noqa: E501 - markup and headers stand as they are sent

import json

import pytest

NITF = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf{space} baselang="en-US"><head><title>Talks in Strelsau (1)</title>
<docdata><doc-id id-string="w-77" regsrc="RNA"/><date.issue norm="20241109T221500+0100"/></docdata></head>
<body><body.head><hedline><hl1>Talks in Strelsau</hl1><hl2>Border</hl2></hedline><distributor>Ruritanian News</distributor>
</body.head><body.content><p lede="true">The <org>ministers</org> met.</p><media><media-caption>A photo.</media-caption></media>
<p>They left&nbsp;again.</p></body.content></body></nitf>"""


@pytest.mark.parametrize("space", ["", ' xmlns="http://iptc.org/std/NITF/2006-10-18/"'])
def test_nitf(reading, space: str) -> None:
    story = reading.file("a.xml", NITF.replace("{space}", space).replace("&nbsp;", " ")).story
    assert story.text == "The ministers met.\n\nThey left again."
    assert (story.id, story.date, story.title) == ("w-77", "2024-11-09", "Talks in Strelsau")
    assert (story.source, story.language) == ("Ruritanian News", "en")


def test_names_of_html_entities_are_known_without_their_dtd(reading) -> None:
    assert reading.file("a.xml", NITF.replace("{space}", "")).story.text.endswith("They left again.")


def test_nitf_without_a_body(reading) -> None:
    found = reading.file(
        "a.xml", '<nitf><head><docdata><doc-id id-string="x"/></docdata></head><body/></nitf>'
    )
    assert "no text" in found.reason
    assert found.rejections[0].id == "x"


NEWSML = """<?xml version="1.0"?><NewsML><NewsEnvelope><DateAndTime>20241109T120000Z</DateAndTime></NewsEnvelope>
<NewsItem><Identification><NewsIdentifier><ProviderId>rna.example</ProviderId><DateId>20241108</DateId>
<PublicIdentifier>urn:newsml:rna:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20241108T090000Z</FirstCreated><ThisRevisionCreated>20241109T100000Z</ThisRevisionCreated></NewsManagement>
<NewsComponent><AdministrativeMetadata><Provider><Party FormalName="RNA"/></Provider></AdministrativeMetadata>
<NewsComponent><NewsLines><HeadLine>First head</HeadLine></NewsLines><ContentItem><MediaType FormalName="Text"/>
<DataContent><p>One met.</p><p>One left.</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><NewsLines><HeadLine>Second head</HeadLine></NewsLines><ContentItem><MediaType FormalName="Text"/>
<DataContent><nitf><body><body.content><p>Two met.</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent>
<NewsComponent><ContentItem><MediaType FormalName="Photo"/><DataContent>caption</DataContent></ContentItem></NewsComponent>
</NewsComponent></NewsItem></NewsML>"""


def test_newsml_1_gives_each_text(reading) -> None:
    found = reading.file("a.xml", NEWSML)
    assert [(s.id, s.title, s.text) for s in found.stories] == [
        ("urn:newsml:rna:1", "First head", "One met.\n\nOne left."),
        ("urn:newsml:rna:1#2", "Second head", "Two met."),
    ]
    assert {(s.date, s.source) for s in found.stories} == {("2024-11-09", "RNA")}


def test_newsml_1_with_a_picture_alone(reading) -> None:
    data = NEWSML.replace('FormalName="Text"', 'FormalName="Photo"')
    assert "no text: the item is of kind Photo" in reading.file("a.xml", data).reason


def g2(content: str, *, prefix: str = "", item_class: str = "text") -> str:
    p = prefix
    space = f"xmlns:{p[:-1]}" if p else "xmlns"
    return f"""<?xml version="1.0"?><{p}newsMessage {space}="http://iptc.org/std/nar/2006-10-01/"><{p}header>
<{p}sent>2024-11-10T00:00:00Z</{p}sent></{p}header><{p}itemSet><{p}newsItem guid="tag:rna:5" xml:lang="en">
<{p}itemMeta><{p}itemClass qcode="ninat:{item_class}"/><{p}provider literal="RNA"/>
<{p}versionCreated>2024-11-09T23:30:00-05:00</{p}versionCreated><{p}firstCreated>2024-11-01T00:00:00Z</{p}firstCreated></{p}itemMeta>
<{p}contentMeta><{p}headline role="hld:subHeadline">Below</{p}headline><{p}headline>Talks in Strelsau</{p}headline></{p}contentMeta>
<{p}contentSet>{content}</{p}contentSet></{p}newsItem>
<{p}packageItem guid="tag:rna:6"><{p}itemMeta/></{p}packageItem></{p}itemSet></{p}newsMessage>"""


XHTML = (
    '<{p}inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head>'
    "<body><p>They met.</p><p>They left.</p></body></html></{p}inlineXML>"
)


@pytest.mark.parametrize("prefix", ["", "ns0:"])
def test_newsml_g2_in_any_prefix(reading, prefix: str) -> None:
    found = reading.file("a", g2(XHTML.replace("{p}", prefix), prefix=prefix))
    story = found.story
    assert (story.text, story.title, story.date) == (
        "They met.\n\nThey left.",
        "Talks in Strelsau",
        "2024-11-09",
    )
    assert (story.id, story.source, story.language) == ("tag:rna:5", "RNA", "en")
    assert "packageItem" in found.reason


def test_newsml_g2_gives_one_text_in_two_renditions_once(reading) -> None:
    plain = '<inlineData contenttype="text/plain">They met.\n\n They left.</inlineData>'
    other = '<inlineData contenttype="text/plain">Another text.</inlineData>'
    found = reading.file("a.xml", g2(XHTML.replace("{p}", "") + plain + other))
    assert [(s.id, s.text) for s in found.stories] == [
        ("tag:rna:5", "They met.\n\nThey left."),
        ("tag:rna:5#2", "Another text."),
    ]


def test_newsml_g2_of_a_picture(reading) -> None:
    found = reading.file("a.xml", g2('<remoteContent href="x.jpg"/>', item_class="picture"))
    assert "no text: the item is of class picture" in found.reasons


NINJS = {"uri": "https://rna.example/1", "type": "text", "versioncreated": "2024-11-09T23:30:00-05:00", "language": "en-GB",
         "headline": "Talks", "body_xhtml": "<p>They met.</p><p>They left.</p>", "body_text": "They met.They left.",
         "associations": {"main": {"type": "picture", "headline": "x", "description_text": "A man.", "versioncreated": "2020"}}}  # fmt: skip


def test_ninjs_1(reading) -> None:
    story = reading.file("a.json", json.dumps(NINJS, indent=1)).story
    assert (story.text, story.title, story.date) == ("They met.\n\nThey left.", "Talks", "2024-11-09")
    assert (story.id, story.url, story.language) == ("https://rna.example/1", "https://rna.example/1", "en")


def test_ninjs_2_and_3(reading) -> None:
    item = {"uri": "tag:1", "type": "text", "versioncreated": "2024-11-09T00:00:00Z", "infosources": [{"name": "RNA"}],
            "headlines": [{"role": "short", "value": "T"}, {"role": "main", "value": "Talks"}],
            "bodies": [{"role": "caption", "value": "No."}, {"role": "main", "contenttype": "text/html", "value": "<p>They met.</p>"}]}  # fmt: skip
    for data in (
        json.dumps(item),
        json.dumps([item]),
        json.dumps({"items": [item]}),
        json.dumps(item) + "\n",
    ):
        story = reading.stream(data).story
        assert (story.text, story.title, story.source, story.date) == (
            "They met.",
            "Talks",
            "RNA",
            "2024-11-09",
        )


def test_a_picture_of_ninjs_is_set_aside(reading) -> None:
    found = reading.file(
        "a.json", json.dumps({**NINJS, "type": "picture", "body_xhtml": "", "body_text": ""})
    )
    assert "no text: the item is a picture" in found.reason


def test_ap_items(reading) -> None:
    inner = {"altids": {"itemid": "abc"}, "uri": "https://api.example/1?t=secret", "type": "text", "headline": "Talks",
             "versioncreated": "2024-11-09T00:00:00Z", "pubstatus": "usable", "provider": "AP", "renditions": {"nitf": {"href": "x"}}}  # fmt: skip
    linked = {"api_version": "1.1", "data": {"items": [{"meta": {}, "item": inner}]}}
    found = reading.file("a.json", json.dumps(linked))
    assert "only links to it" in found.reason
    assert found.rejections[0].id == "abc"
    whole = {"api_version": "1.1", "data": {"item": {**inner, "body_text": "They met."}}}
    assert reading.file("b.json", json.dumps(whole)).story.source == "AP"


IPTC = (
    "\x01rna100 3 s 586 ccccb   rna 099\r\n\nRuritania-border/Strelsau/\r\n\x021ST LEAD\r\nMinisters meet about\r\nthe border\r\n"
    "By Anna Muster, rna =\r\n\nStrelsau (dpa) - The ministers met on\r\nSaturday.\r\n\nThey left.\r\n\n* * * *\r\n"
    "The following information is not intended for publication\r\n\n- Tel: 1234\r\n\x03091341 GMT Nov 24 \r\n\x04"
)
ANPA = (
    "\x04\x16\x16\x01W2870\x1fasian\nf l\x13\x11 BC-RU--Border     11-09 1049\n\x02^BC-RU--Border Talks,466<\n"
    "^Ministers meet about the border<\n^AP Photo XNP101<\n^Eds: With photos.<\n^By ANNA MUSTER=\n^Associated Press=\n"
    "\t   STRELSAU (AP) _ The ministers met _ ``at last'' _ on Saturday. \n \n\t   They left.\n\n"
    "\t   \x03AP-WF-11-09-24 1509GMT<\n\n\x0c\n\x04"
)


def test_iptc_7901(reading) -> None:
    story = reading.file("a.txt", IPTC).story
    assert story.text == "Strelsau (dpa) - The ministers met on Saturday.\n\nThey left."
    assert (story.title, story.date, story.source) == ("Ministers meet about the border", "2024-11-09", "dpa")


def test_anpa(reading) -> None:
    found = reading.file("a.tst", ANPA + ANPA.replace("They left.", "They stayed."))
    first, second = found.stories
    assert first.text == "STRELSAU (AP) — The ministers met — “at last” — on Saturday.\n\nThey left."
    assert (first.title, first.date, first.source) == ("Ministers meet about the border", "2024-11-09", "AP")
    assert second.text.endswith("They stayed.")


def test_plain_xml_named_like_columns(reading) -> None:
    rows = "".join(
        f"<story><NewsID>n{i}</NewsID><PublishDate>2024-11-09T18:44:52.973</PublishDate><headline>Talks</headline>"
        "<content>&lt;p&gt;They met.&lt;/p&gt;&lt;p&gt;They left.&lt;/p&gt;</content></story>"
        for i in range(2)
    )
    found = reading.file(
        "a.xml", f'<?xml version="1.0"?><answer><error>0</error><list>{rows}</list></answer>'
    )
    assert [(s.id, s.date, s.text) for s in found.stories] == [
        ("n0", "2024-11-09", "They met.\n\nThey left."),
        ("n1", "2024-11-09", "They met.\n\nThey left."),
    ]


def test_xml_of_an_unknown_kind(reading) -> None:
    assert (
        "'catalogue'" in reading.file("a.xml", '<?xml version="1.0"?><catalogue><x>1</x></catalogue>').reason
    )
    assert reading.file("b.xml", '<?xml version="1.0"?>').rejections


def test_a_bomb_of_entities_does_not_go_off(reading) -> None:
    entities = '<!ENTITY a0 "boom">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    for root, inside in (
        ("nitf", "<body><body.content><p>%s</p></body.content></body>"),
        ("rss", "<channel><item><title>%s</title></item></channel>"),
    ):
        data = f'<?xml version="1.0"?><!DOCTYPE {root} [{entities}]><{root}>{inside % "They met. &a11; End."}</{root}>'
        found = reading.file("a.xml", data)
        assert all(len(story.text) < 1000 for story in found.stories)


def test_entities_from_outside_are_not_fetched(reading) -> None:
    secret = reading.folder / "secret"
    secret.write_text("TOPSECRET")
    for target in (f"file://{secret}", "http://127.0.0.1:9/x"):
        data = (
            f'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x SYSTEM "{target}"><!ENTITY % p SYSTEM "{target}">%p;]>'
            "<nitf><body><body.content><p>They met. &x; End.</p></body.content></body></nitf>"
        )
        found = reading.file("a.xml", data)
        assert all("TOPSECRET" not in story.text for story in found.stories)
        feed = data.replace("<nitf>", "<rss><channel><item><title>t</title><description>").replace(
            "nitf", "rss"
        )
        assert "TOPSECRET" not in str(reading.file("b.xml", feed))
