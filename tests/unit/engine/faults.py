"""The corpus of faulty and odd reports, made from the clean ones by replacing text.

Each row: a name, the clean file, and (old, new) pairs. What matters is not which messages they
give but that every engine gives the same.
"""

# A table of long lines, kept one report a line.
# ruff: noqa: E501

from __future__ import annotations

Fault = tuple[str, str, tuple[tuple[str, str], ...]]

END = "</xbrli:xbrl>"
TOTAL = '<s:EquityAndLiabilities id="f4" contextRef="c1" unitRef="CNY" decimals="2">'
PROFIT = '<s:Profit id="f6" contextRef="c2" unitRef="CNY" decimals="2">50.00</s:Profit>'
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
SCENARIO = '<xbrli:scenario><xbrldi:typedMember dimension="s:RankAxis"><s:Rank>1</s:Rank></xbrldi:typedMember></xbrli:scenario>'
SCHEMA_REF = (
    '<link:schemaRef xlink:type="simple" xlink:href="https://taxonomy.pilu.example/small/2021/entry.xsd"/>'
)
FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
FOOTNOTE = (
    '<link:footnoteLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
    '<link:loc xlink:type="locator" xlink:href="#{target}" xlink:label="fact"/>'
    '<link:footnote xlink:type="resource" xlink:label="note" xml:lang="zh"'
    ' xlink:role="http://www.xbrl.org/2003/role/footnote">注</link:footnote>'
    '<link:footnoteArc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="fact" xlink:to="note"/>'
    "</link:footnoteLink>" + END
)
AGAIN = '<s:Revenue id="f5b" contextRef="c2" unitRef="CNY" decimals="2">{}</s:Revenue>' + END

XBRL: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("clean", ()),
    ("wrong-sum", (("600.00", "601.00"),)),
    ("wrong-total", ((TOTAL + "1000.25", TOTAL + "1000.26"),)),
    ("profit-above-revenue", ((">50.00<", ">550.00<"),)),
    ("all-three", (("600.00", "601.00"), (TOTAL + "1000.25", TOTAL + "1000.26"), (">50.00<", ">550.00<"))),
    ("unknown-concept", (("s:Profit", "s:Loss"),)),
    ("abstract-fact", ((END, '<s:Heading contextRef="c2" id="h">x</s:Heading>' + END),)),
    ("missing-context", (('id="f6" contextRef="c2"', 'id="f6" contextRef="c9"'),)),
    ("no-context", (('id="f6" contextRef="c2"', 'id="f6"'),)),
    ("missing-unit", (('contextRef="c2" unitRef="CNY" decimals="2">50', 'contextRef="c2" decimals="2">50'),)),
    ("unknown-unit", (('contextRef="c2" unitRef="CNY" decimals="2">50', 'contextRef="c2" unitRef="USD" decimals="2">50'),)),
    ("unit-of-shares", (('contextRef="c2" unitRef="CNY" decimals="2">50', 'contextRef="c2" unitRef="shares" decimals="2">50'),)),
    ("unit-prefix", (("iso4217:CNY", "money:CNY"),)),
    ("unit-empty", (("<xbrli:measure>iso4217:CNY</xbrli:measure>", ""),)),
    ("unit-not-a-currency", (("iso4217:CNY", "iso4217:RMBYUAN"),)),
    ("decimals-word", (('decimals="2">50.00', 'decimals="two">50.00'),)),
    ("decimals-missing", (('unitRef="CNY" decimals="2">50.00', 'unitRef="CNY">50.00'),)),
    ("decimals-inf", (('decimals="2">50.00', 'decimals="INF">50.00'),)),
    ("decimals-negative", (('decimals="2">50.00', 'decimals="-6">50.00'),)),
    ("precision", (('decimals="2">50.00', 'precision="4">50.00'),)),
    ("precision-and-decimals", (('decimals="2">50.00', 'decimals="2" precision="4">50.00'),)),
    ("not-a-number", ((">50.00<", ">fifty<"),)),
    ("grouped-number", ((">50.00<", ">1,050.00<"),)),
    ("empty-number", ((">50.00<", "><"),)),
    ("spaces-in-number", ((">50.00<", "> 50.00\n<"),)),
    ("many-digits", ((">50.00<", ">" + "9" * 60 + ".5<"),)),
    ("not-a-boolean", ((">true<", ">是<"),)),
    ("bad-date", (("<xbrli:instant>2021-12-31", "<xbrli:instant>2021-13-31"),)),
    ("end-before-start", (("<xbrli:endDate>2021-12-31", "<xbrli:endDate>2020-12-31"),)),
    ("zoned-date", (("<xbrli:endDate>2021-12-31", "<xbrli:endDate>2021-12-31T00:00:00+08:00"),)),
    ("forever", (("<xbrli:startDate>2021-01-01</xbrli:startDate><xbrli:endDate>2021-12-31</xbrli:endDate>", "<xbrli:forever/>"),)),
    ("period-type", (('id="f1" contextRef="c1"', 'id="f1" contextRef="c2"'),)),
    ("duplicate-id", (('id="f6"', 'id="f5"'),)),
    ("duplicate-context", ((END, '<xbrli:context id="c1"><xbrli:entity><xbrli:identifier scheme="https://taxonomy.pilu.example/code">600001</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2021-12-31</xbrli:instant></xbrli:period></xbrli:context>' + END),)),
    ("duplicate-unit", ((END, '<xbrli:unit id="CNY"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>' + END),)),
    ("inconsistent-duplicate", ((END, AGAIN.format("510.00")),)),
    ("consistent-duplicate", ((END, AGAIN.format("500.00")),)),
    ("unknown-axis", (("s:ScopeAxis", "s:NoAxis"),)),
    ("unknown-member", ((">s:ParentMember<", ">s:NoMember<"),)),
    ("member-of-no-axis", ((">s:ParentMember<", ">s:Assets<"),)),
    ("default-member", ((">s:ParentMember<", ">s:ConsolidatedMember<"),)),
    ("typed-wrong", (("<s:Rank>1<", "<s:Rank>first<"),)),
    ("typed-zero", (("<s:Rank>1<", "<s:Rank>0<"),)),
    ("typed-element", (("<s:Rank>1</s:Rank>", "<s:Place>1</s:Place>"),)),
    ("typed-empty", (("<s:Rank>1</s:Rank>", ""),)),
    ("rank-missing", ((SCENARIO, ""),)),
    ("rank-on-balance", (('id="f1" contextRef="c1"', 'id="f1" contextRef="c4"'),)),
    ("garbage-in-scenario", ((SCENARIO, "<xbrli:scenario><x:y xmlns:x='urn:x'/></xbrli:scenario>"),)),
    ("no-identifier", (('<xbrli:identifier scheme="https://taxonomy.pilu.example/code">600000</xbrli:identifier>', ""),)),
    ("nil", ((PROFIT, f'<s:Profit id="f6" contextRef="c2" unitRef="CNY" {XSI} xsi:nil="true"/>'),)),
    ("nil-with-value", (('unitRef="CNY" decimals="2">50.00', f'unitRef="CNY" {XSI} xsi:nil="true" decimals="2">50.00'),)),
    ("footnote", ((END, FOOTNOTE.format(target="f6", arcrole=FACT_FOOTNOTE)),)),
    ("footnote-to-nothing", ((END, FOOTNOTE.format(target="f66", arcrole=FACT_FOOTNOTE)),)),
    ("footnote-to-context", ((END, FOOTNOTE.format(target="c1", arcrole=FACT_FOOTNOTE)),)),
    ("footnote-arcrole", ((END, FOOTNOTE.format(target="f6", arcrole="urn:unknown")),)),
    ("footnote-language", ((END, FOOTNOTE.format(target="f6", arcrole=FACT_FOOTNOTE).replace(' xml:lang="zh"', "")),)),
    ("unclosed", (("</s:Equity>", ""),)),
    ("truncated", ((END, ""),)),
    ("undeclared-prefix", (("<s:Profit", "<z:Profit"), ("</s:Profit>", "</z:Profit>"))),
    ("other-element", ((END, "<other xmlns='urn:x'>y</other>" + END),)),
    ("text-between", ((END, "stray text" + END),)),
    ("fact-in-fact", ((">第一大股东<", "><s:Listed contextRef='c2'>true</s:Listed><"),)),
    ("comment-and-instruction", ((END, "<!-- c --><?arelle x?>" + END),)),
    ("no-facts", ((PROFIT, ""),)),
    ("no-schema-ref", ((SCHEMA_REF, ""),)),
    ("schema-ref-twice", ((SCHEMA_REF, SCHEMA_REF * 2),)),
    ("core-schema-only", (("https://taxonomy.pilu.example/small/2021/entry.xsd", "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"),)),
    ("missing-schema", (("https://taxonomy.pilu.example/small/2021/entry.xsd", "https://taxonomy.pilu.example/small/2021/absent.xsd"),)),
    ("schema-beside", ((SCHEMA_REF, SCHEMA_REF + SCHEMA_REF.replace("https://taxonomy.pilu.example/small/2021/entry.xsd", "absent.xsd")),)),
    ("linkbase-ref", ((SCHEMA_REF, SCHEMA_REF + '<link:linkbaseRef xlink:type="simple" xlink:href="https://taxonomy.pilu.example/small/2021/label.xml" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>'),)),
    ("role-ref", ((SCHEMA_REF, SCHEMA_REF + '<link:roleRef roleURI="https://taxonomy.pilu.example/small/2021/role/balance" xlink:type="simple" xlink:href="https://taxonomy.pilu.example/small/2021/entry.xsd#balance"/>'),)),
    ("schema-location", (("<xbrli:xbrl ", f'<xbrli:xbrl {XSI} xsi:schemaLocation="http://xbrl.org/2006/xbrldi http://www.xbrl.org/2006/xbrldi-2006.xsd" '),)),
    ("schema-location-of-fact", (("<s:Profit ", f'<s:Profit {XSI} xsi:schemaLocation="urn:x http://www.xbrl.org/2008/formula.xsd" '),)),
    ("xsi-type", (("<s:Profit ", f'<s:Profit {XSI} xsi:type="xbrli:stringItemType" '),)),
    ("unknown-attribute", (("<s:Profit ", '<s:Profit flavour="x" '),)),
    ("taxonomy-inside-a-fact", ((SCHEMA_REF, ""), (">50.00<", ">50.00" + SCHEMA_REF + "<"))),
)  # fmt: skip

HEADER_END = "</ix:header>"
IX_PROFIT = '<ix:nonFraction id="f6" name="s:Profit" contextRef="c2" unitRef="CNY" decimals="2" format="ixt:num-dot-decimal">50.00</ix:nonFraction>'
INLINE: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("clean", ()),
    ("wrong-sum", ((">600.00<", ">601.00<"),)),
    ("profit-above-revenue", ((">50.00<", ">550.00<"),)),
    ("bad-transform", ((">50.00<", ">50,00.0.1<"),)),
    ("no-transform", ((IX_PROFIT, IX_PROFIT.replace(' format="ixt:num-dot-decimal"', "").replace("50.00", "1,050.00")),)),
    ("unknown-format", ((IX_PROFIT, IX_PROFIT.replace("num-dot-decimal", "no-such")),)),
    ("format-namespace", (("transformation/2020-02-12", "transformation/2099-01-01"),)),
    ("old-registry", (("transformation/2020-02-12", "transformation/2010-04-20"),)),
    ("scale", ((IX_PROFIT, IX_PROFIT.replace("decimals", 'scale="4" decimals')),)),
    ("scale-word", ((IX_PROFIT, IX_PROFIT.replace("decimals", 'scale="wan" decimals')),)),
    ("sign", ((IX_PROFIT, IX_PROFIT.replace("decimals", 'sign="-" decimals')),)),
    ("sign-bad", ((IX_PROFIT, IX_PROFIT.replace("decimals", 'sign="+" decimals')),)),
    ("missing-unit", ((IX_PROFIT, IX_PROFIT.replace(' unitRef="CNY"', "")),)),
    ("unknown-unit", ((IX_PROFIT, IX_PROFIT.replace('"CNY"', '"USD"')),)),
    ("missing-context", ((IX_PROFIT, IX_PROFIT.replace('"c2"', '"c9"')),)),
    ("decimals-word", ((IX_PROFIT, IX_PROFIT.replace('"2"', '"two"')),)),
    ("unknown-concept", (("s:Profit", "s:Loss"),)),
    ("duplicate-id", (('id="f6"', 'id="f5"'),)),
    ("nested", ((IX_PROFIT, IX_PROFIT.replace(">50.00<", '><ix:nonFraction id="f6b" name="s:Revenue" contextRef="c3" unitRef="CNY" decimals="2" format="ixt:num-dot-decimal">50.00</ix:nonFraction><')),)),
    ("nested-different-unit", ((IX_PROFIT, IX_PROFIT.replace(">50.00<", '><ix:nonFraction id="f6b" name="s:Revenue" contextRef="c2" unitRef="shares" decimals="2">50.00</ix:nonFraction><')),)),
    ("nil", ((IX_PROFIT, f'<ix:nonFraction id="f6" name="s:Profit" contextRef="c2" unitRef="CNY" {XSI} xsi:nil="true"/>'),)),
    ("continuation", (('contextRef="c4">第一大股东</ix:nonNumeric>', 'contextRef="c4" continuedAt="k1">第一</ix:nonNumeric><ix:continuation id="k1">大股东</ix:continuation>'),)),
    ("continuation-missing", (('contextRef="c4">第一大股东', 'contextRef="c4" continuedAt="k1">第一大股东'),)),
    ("continuation-unused", (("<h1>", '<p><ix:continuation id="k1">x</ix:continuation></p><h1>'),)),
    ("exclude", ((">第一大股东<", ">第一<ix:exclude>（页眉）</ix:exclude>大股东<"),)),
    ("escape", (('contextRef="c4">第一大股东', 'contextRef="c4" escape="true"><b>第一</b>大股东'),)),
    ("footnote", (("<h1>", '<p><ix:footnote id="n1" xml:lang="zh">注</ix:footnote></p><h1>'), ("</ix:resources>", '<ix:relationship fromRefs="f6" toRefs="n1"/></ix:resources>'))),
    ("footnote-missing", (("</ix:resources>", '<ix:relationship fromRefs="f6" toRefs="n9"/></ix:resources>'),)),
    ("second-target", ((IX_PROFIT, IX_PROFIT.replace("decimals", 'target="other" decimals')),)),
    ("tuple", ((IX_PROFIT, f'<ix:tuple id="t1" name="s:Heading">{IX_PROFIT}</ix:tuple>'),)),
    ("fraction", ((IX_PROFIT, '<ix:fraction id="f6" name="s:Profit" contextRef="c2" unitRef="CNY"><ix:numerator>1</ix:numerator><ix:denominator>2</ix:denominator></ix:fraction>'),)),
    ("no-header", (("<ix:header>", "<div>"), ("</ix:header>", "</div>"))),
    ("two-headers", ((HEADER_END, HEADER_END + "<ix:header><ix:resources/></ix:header>"),)),
    ("invalid-element", (("<h1>", "<blink>x</blink><h1>"),)),
    ("invalid-attribute", (("<h1>", '<h1 colour="red">'),)),
    ("script", (("<h1>", "<script>1</script><h1>"),)),
    ("bare-doctype", (("<html ", "<!DOCTYPE html>\n<html "),)),
    ("unclosed", (("</table>", ""),)),
    ("truncated", (("</body>\n</html>", ""),)),
    ("no-title", (("<title>年度报告摘要</title>", ""),)),
    ("unknown-axis", (("s:ScopeAxis", "s:NoAxis"),)),
    ("unknown-member", ((">s:ParentMember<", ">s:NoMember<"),)),
    ("typed-wrong", (("<s:Rank>1<", "<s:Rank>first<"),)),
    ("inconsistent-duplicate", ((IX_PROFIT, IX_PROFIT + IX_PROFIT.replace("f6", "f6b").replace("50.00", "51.00")),)),
    ("no-schema-ref", ((SCHEMA_REF, ""),)),
    ("base-element", (("<title>", '<base href="https://other.example/"/><title>'),)),
    ("typed-member-of-nothing", (('xbrldi:typedMember dimension="s:RankAxis"', "xbrldi:typedMember"),)),
    ("typed-member-empty", (("<s:Rank>1</s:Rank>", ""),)),
    ("typed-member-twice", (("<s:Rank>1</s:Rank>", "<s:Rank>1</s:Rank><s:Rank>2</s:Rank>"),)),
    ("explicit-member-of-elements", (("s:ParentMember<", "s:ParentMember<s:Rank>1</s:Rank><"),)),
)  # fmt: skip

JSON: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("clean", ()),
    ("wrong-sum", (("600.00", "601.00"),)),
    ("wrong-total", (('"1000.25", "decimals": 2, "dimensions": {"concept": "s:Assets"', '"1000.26", "decimals": 2, "dimensions": {"concept": "s:Assets"'),)),
    ("unknown-concept", (("s:Profit", "s:Loss"),)),
    ("unknown-member", (("s:ParentMember", "s:NoMember"),)),
    ("unknown-axis", (("s:ScopeAxis", "s:NoAxis"),)),
    ("typed-wrong", (('"s:RankAxis": "1"', '"s:RankAxis": "first"'),)),
    ("bad-period", (("2021-01-01T00:00:00/", "2021-13-01T00:00:00/"),)),
    ("bad-unit", (("iso4217:CNY", "iso4217:"),)),
    ("unit-prefix", (('"iso4217": "http://www.xbrl.org/2003/iso4217", ', ""),)),
    ("no-entity", (('"entity": "code:600000", ', ""),)),
    ("not-a-number", (('"50.00"', '"fifty"'),)),
    ("number-as-number", (('"50.00"', "50.00"),)),
    ("null", (('"50.00", "decimals": 2', "null"),)),
    ("decimals-word", (('"50.00", "decimals": 2', '"50.00", "decimals": "two"'),)),
    ("language", (('"language": "zh"', '"language": "ZH"'),)),
    ("extra-property", (('"50.00", ', '"50.00", "colour": 1, '),)),
    ("document-type", (("xbrl.org/2021/xbrl-json", "xbrl.org/2011/xbrl-json"),)),
    ("missing-schema", (("2021/entry.xsd", "2021/absent.xsd"),)),
)  # fmt: skip

CSV: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("clean", ()),
    ("wrong-sum", (("600.00", "601.00"),)),
    ("unknown-concept", (("s:Profit", "s:Loss"),)),
    ("not-a-number", ((",50.00", ",fifty"),)),
    ("unknown-column", (("decimals,value\n", "decimals,worth\n"),)),
    ("duplicate-row", (("f6,", "f5,"),)),
    ("no-table", (("facts.csv", "absent.csv"),)),
    ("unknown-member", (("s:ParentMember", "s:NoMember"),)),
    ("short-row", ((",#none,#none,#none,#none,#none,true", ",true"),)),
)  # fmt: skip

CORPUS: tuple[Fault, ...] = (
    *((f"xbrl-{name}", "clean.xbrl", changes) for name, changes in XBRL),
    *((f"inline-{name}", "clean.xhtml", changes) for name, changes in INLINE),
    *((f"json-{name}", "clean.json", changes) for name, changes in JSON),
    *((f"csv-{name}", "clean-csv/clean.json", changes) for name, changes in CSV),
)

INFO = '{"documentInfo": {"documentType": "https://xbrl.org/report-package/2023"}}'
XBRI, XBR = INFO.replace("2023", "2023/xbri"), INFO.replace("2023", "2023/xbr")
META = "p/META-INF/reportPackage.json"
INSIDE = "p/reports/{}"  # the report itself

# A name, the package's suffix, the clean report in it and what is changed of it; then the other members.
PACKAGES: tuple[tuple[str, str, str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], ...] = (
    *((f"inline-{name}", ".xbri", "clean.xhtml", changes, ((META, XBRI),)) for name, changes in INLINE),
    *((f"xbrl-{name}", ".xbr", "clean.xbrl", changes, ((META, XBR),)) for name, changes in XBRL[:12]),
    *((f"json-{name}", ".xbr", "clean.json", changes, ((META, XBR),)) for name, changes in JSON),
    *((f"csv-{name}", ".xbr", "clean-csv/clean.json", changes, ((META, XBR),)) for name, changes in CSV),
    ("zip", ".zip", "clean.xhtml", (), ((META, INFO),)),
    ("zip-without-description", ".zip", "clean.xbrl", (("600.00", "601.00"),), ()),
    ("no-description", ".xbri", "clean.xhtml", (), ()),
    ("description-empty", ".xbri", "clean.xhtml", (), ((META, ""),)),
    ("description-broken", ".xbri", "clean.xhtml", (), ((META, "{"),)),
    ("description-twice", ".xbri", "clean.xhtml", (), ((META, XBRI[:-1] + ", " + XBRI[1:]),)),
    ("description-of-nothing", ".xbri", "clean.xhtml", (), ((META, "{}"),)),
    ("description-number", ".xbri", "clean.xhtml", (), ((META, '{"documentInfo": {"documentType": 1}}'),)),
    ("description-list", ".xbri", "clean.xhtml", (), ((META, '{"documentInfo": []}'),)),
    ("description-unknown", ".xbri", "clean.xhtml", (), ((META, XBRI.replace("2023", "2099")),)),
    ("description-of-xbr", ".xbri", "clean.xhtml", (), ((META, XBR),)),
    ("description-of-zip", ".xbri", "clean.xhtml", (), ((META, INFO),)),
    ("description-marked", ".xbri", "clean.xhtml", (), ((META, "\ufeff" + XBRI),)),
    ("description-on-top", ".xbri", "clean.xhtml", (), (("META-INF/reportPackage.json", XBRI),)),
    ("xbrl-in-xbri", ".xbri", "clean.xbrl", (), ((META, XBRI),)),
    ("inline-in-xbr", ".xbr", "clean.xhtml", (), ((META, XBR),)),
    ("picture-beside", ".xbri", "clean.xhtml", (), ((META, XBRI), ("p/reports/logo.png", "x"))),
    ("file-on-top", ".xbri", "clean.xhtml", (), ((META, XBRI), ("readme.txt", "x"))),
    ("two-folders", ".xbri", "clean.xhtml", (), ((META, XBRI), ("q/readme.txt", "x"))),
    ("two-packages", ".xbri", "clean.xhtml", (), ((META, XBRI), ("q/META-INF/reportPackage.json", XBRI))),
    ("two-reports", ".xbri", "clean.xhtml", (), ((META, XBRI), ("p/reports/other.xhtml", "<html/>"))),
    ("no-reports", ".xbri", "", (), ((META, XBRI),)),
    ("nothing-in-reports", ".xbri", "", (), ((META, XBRI), ("p/reports/readme.txt", "x"))),
    ("no-folders", ".zip", "", (), (("readme.txt", "x"),)),
    ("folder-entry", ".xbri", "clean.xhtml", (), ((META, XBRI), ("p/reports/empty/", ""))),
    ("file-where-folder", ".xbri", "clean.xhtml", (), ((META, XBRI), ("p/reports/clean.xhtml/x", "x"))),
)  # fmt: skip
