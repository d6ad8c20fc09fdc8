"""ALTO of a document's pages, read back as any program would."""

import xml.etree.ElementTree as ET

import pytest
from lxml import etree

from models.document import Document
from models.page import Page
from pipeline.clean import build_document
from pipeline.searchable.alto import write_alto
from tests.page_builders import placed_page
from tests.test_searchable_words import document_of_words

NAMES = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}
# The part of the schema that we write, with its order, names and types (composed from the standard's description).
SCHEMA = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.loc.gov/standards/alto/ns-v4#"
           xmlns="http://www.loc.gov/standards/alto/ns-v4#" elementFormDefault="qualified">
  <xs:attributeGroup name="box">
    <xs:attribute name="HPOS" type="xs:float" use="required"/><xs:attribute name="VPOS" type="xs:float" use="required"/>
    <xs:attribute name="WIDTH" type="xs:float" use="required"/>
    <xs:attribute name="HEIGHT" type="xs:float" use="required"/>
  </xs:attributeGroup>
  <xs:complexType name="string"><xs:sequence>
    <xs:element name="ALTERNATIVE" minOccurs="0"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
      <xs:attribute name="PURPOSE"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="ID" type="xs:ID" use="required"/><xs:attributeGroup ref="box"/>
    <xs:attribute name="CONTENT" type="xs:string" use="required"/><xs:attribute name="WC" type="xs:float"/>
    <xs:attribute name="CS" type="xs:boolean"/></xs:complexType>
  <xs:complexType name="line"><xs:sequence maxOccurs="unbounded">
    <xs:element name="String" type="string"/><xs:element name="SP" minOccurs="0"/></xs:sequence>
    <xs:attribute name="ID" type="xs:ID" use="required"/><xs:attributeGroup ref="box"/></xs:complexType>
  <xs:complexType name="space"><xs:sequence>
    <xs:element name="TextBlock" minOccurs="0"><xs:complexType><xs:sequence maxOccurs="unbounded">
      <xs:element name="TextLine" type="line"/></xs:sequence>
      <xs:attribute name="ID" type="xs:ID" use="required"/><xs:attributeGroup ref="box"/></xs:complexType></xs:element>
    </xs:sequence><xs:attributeGroup ref="box"/></xs:complexType>
  <xs:element name="alto"><xs:complexType><xs:sequence>
    <xs:element name="Description"><xs:complexType><xs:sequence>
      <xs:element name="MeasurementUnit"><xs:simpleType><xs:restriction base="xs:string">
        <xs:enumeration value="pixel"/><xs:enumeration value="mm10"/></xs:restriction></xs:simpleType></xs:element>
      <xs:any maxOccurs="unbounded" processContents="skip"/></xs:sequence></xs:complexType></xs:element>
    <xs:element name="Layout"><xs:complexType><xs:sequence>
      <xs:element name="Page"><xs:complexType><xs:sequence><xs:element name="PrintSpace" type="space"/></xs:sequence>
        <xs:attribute name="ID" type="xs:ID"/><xs:attribute name="PHYSICAL_IMG_NR" type="xs:positiveInteger"/>
        <xs:attribute name="WIDTH" type="xs:float"/><xs:attribute name="HEIGHT" type="xs:float"/>
        </xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
    </xs:sequence><xs:attribute name="SCHEMAVERSION"/></xs:complexType></xs:element>
</xs:schema>"""


def write(document: Document, pages: list[Page], folder) -> list[ET.Element]:
    schema = etree.XMLSchema(etree.fromstring(SCHEMA))
    written = write_alto(document, pages, "plan.pdf", folder)
    for path in written:
        schema.assertValid(etree.parse(str(path)))
    return [ET.parse(path).getroot() for path in written]


def test_every_page_is_a_file_with_its_words_in_tenths_of_a_millimetre(tmp_path):
    pages = [placed_page(), placed_page(["- Phòng Nội vụ;"], number=2, furniture=["Trang 2"])]
    first, second = write(build_document(pages), pages, tmp_path)
    word = first.find(".//a:String", NAMES)
    assert word is not None
    assert (word.get("CONTENT"), word.get("HPOS"), word.get("VPOS"), word.get("WC")) == ("ỦY", "212", "212", "0.90")
    assert first.find(".//a:Page", NAMES).get("WIDTH") == str(round(595 * 254 / 72))
    assert [s.get("CONTENT") for s in second.iter(f"{{{NAMES['a']}}}String")] == [
        "-",
        "Phòng",
        "Nội",
        "vụ;",
        "Trang",
        "2",
    ]


def test_a_corrected_word_is_marked_and_keeps_what_was_read(tmp_path):
    document = document_of_words("kê hoạch", "kế hoạch", [*range(8)])
    (root,) = write(document, [placed_page(["kê hoạch"])], tmp_path)
    corrected, right = root.iter(f"{{{NAMES['a']}}}String")
    assert (corrected.get("CONTENT"), corrected.get("CS")) == ("kế", "true")
    assert corrected.findtext("a:ALTERNATIVE", namespaces=NAMES) == "kê"
    assert (right.get("CS"), len(right)) == (None, 0)


def test_an_empty_page_is_a_page_and_one_that_could_not_be_read_is_none(tmp_path):
    pages = [placed_page(["Một trang."]), placed_page([], number=2), placed_page([], number=3, problem="took too long")]
    roots = write(build_document(pages), pages, tmp_path)
    assert len(roots) == 2
    assert roots[1].find(".//a:TextBlock", NAMES) is None


@pytest.mark.parametrize("text", ["a < b & c", 'nói "vâng"'])
def test_what_xml_has_to_escape_comes_back(tmp_path, text):
    pages = [placed_page([text])]
    (root,) = write(build_document(pages), pages, tmp_path)
    contents = " ".join(str(s.get("CONTENT")) for s in root.iter(f"{{{NAMES['a']}}}String"))
    assert contents.replace("“", '"').replace("”", '"') == text
