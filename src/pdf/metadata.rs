//! What the file says about itself: title, dates, maker, which standards it keeps, what it was compiled from.

use std::sync::LazyLock;

use chrono::NaiveDateTime;
use lopdf::{Dictionary, Object, Stream, dictionary};

use crate::flow::{self, Flow, Identity};

use super::attachments::{self, Origin};
use super::finish::text_string;

const CREATOR: &str = concat!("kiyaku ", env!("CARGO_PKG_VERSION"));

/// Properties of our own namespace: name, value type and description in the extension schema.
const PROPERTIES: [(&str, &str, &str); 7] = [
    ("documentId", "Text", "Id of the document in its set"),
    ("set", "Text", "Id of the set of documents"),
    ("revision", "Text", "Number of the revision"),
    ("effective", "Date", "Day from which the revision is in force"),
    ("contentDigest", "Text", "SHA-256 of the canonical form of the content, in hexadecimal"),
    ("sourceDigest", "Text", "SHA-256 of the list of SHA-256 digests and paths of the embedded files, in hexadecimal"),
    ("producerVersion", "Text", "Version of the compiler"),
];

/// The same in all files.
static EXTENSIONS: LazyLock<String> = LazyLock::new(extensions);

/// The namespace of these properties, and its prefix.
const NAMESPACE: (&str, &str) = ("urn:kiyaku:pdf:1#", "kiyaku");

/// A date of ISO 32000-1, 7.9.4. `moment` is Japan Standard Time.
pub fn date(moment: NaiveDateTime) -> Object {
    Object::string_literal(moment.format("D:%Y%m%d%H%M%S+09'00'").to_string())
}

/// The information dictionary. `created` is Japan Standard Time.
pub fn info(identity: &Identity, created: NaiveDateTime) -> Dictionary {
    let mut info = dictionary! {
        "Title" => text_string(&identity.heading()),
        "Creator" => Object::string_literal(CREATOR),
        "Producer" => Object::string_literal(CREATOR),
        "CreationDate" => date(created),
        "ModDate" => date(created),
    };
    if !identity.provider.is_empty() {
        info.set("Author", text_string(&identity.provider));
    }
    info
}

/// The same and more as an XMP packet (ISO 16684-1), not compressed so that any program finds it.
pub fn packet(flow: &Flow, origin: &Origin, created: NaiveDateTime) -> Stream {
    let packet = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         {}{}{}</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>",
        common(&flow.identity, created),
        own(flow, origin),
        *EXTENSIONS,
    );
    let mut stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes());
    stream.allows_compression = false;
    stream
}

/// What readers show, and PDF/A-3a (ISO 19005-3, 6.6.4) and PDF/UA-1 (ISO 14289-1, clause 5).
fn common(identity: &Identity, created: NaiveDateTime) -> String {
    let date = created.format("%Y-%m-%dT%H:%M:%S+09:00");
    let title = escaped(&identity.heading());
    let creator = match escaped(&identity.provider) {
        name if name.is_empty() => String::new(),
        name => format!("<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>\n"),
    };
    format!(
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n\
         <pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n<pdfuaid:part>1</pdfuaid:part>\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:language><rdf:Bag><rdf:li>ja-JP</rdf:li></rdf:Bag></dc:language>\n\
         {creator}<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>\n\
         <xmp:CreateDate>{date}</xmp:CreateDate>\n\
         <xmp:ModifyDate>{date}</xmp:ModifyDate>\n\
         <pdf:Producer>{CREATOR}</pdf:Producer>\n\
         </rdf:Description>\n"
    )
}

/// Our own properties; what a document does not have is left out.
fn own(flow: &Flow, origin: &Origin) -> String {
    let identity = &flow.identity;
    let (uri, prefix) = NAMESPACE;
    let values: [Option<String>; PROPERTIES.len()] = [
        Some(identity.document.clone()),
        identity.set.as_ref().map(|(id, _)| id.clone()),
        identity.revision.clone(),
        identity.effective.map(|day| day.to_string()),
        Some(flow::digest(flow)),
        (!origin.files.is_empty()).then(|| attachments::digest(origin)),
        Some(env!("CARGO_PKG_VERSION").to_owned()),
    ];
    let properties: String = PROPERTIES
        .iter()
        .zip(values)
        .filter_map(|((name, ..), value)| Some(format!("<{prefix}:{name}>{}</{prefix}:{name}>\n", escaped(&value?))))
        .collect();
    format!("<rdf:Description rdf:about=\"\" xmlns:{prefix}=\"{uri}\">\n{properties}</rdf:Description>\n")
}

/// The schemas that PDF/A does not know (ISO 19005-3, 6.6.2.3).
fn extensions() -> String {
    let identification = [("part", "Integer", "Part of ISO 14289 to which the file conforms")];
    format!(
        "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
         xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
         xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n\
         <pdfaExtension:schemas><rdf:Bag>\n{}{}</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n",
        schema("PDF/UA identification", ("http://www.aiim.org/pdfua/ns/id/", "pdfuaid"), &identification),
        schema("kiyaku", NAMESPACE, &PROPERTIES),
    )
}

fn schema(name: &str, (uri, prefix): (&str, &str), properties: &[(&str, &str, &str)]) -> String {
    let property = |(name, kind, description): &(&str, &str, &str)| {
        format!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>{name}</pdfaProperty:name>\
             <pdfaProperty:valueType>{kind}</pdfaProperty:valueType>\
             <pdfaProperty:category>internal</pdfaProperty:category>\
             <pdfaProperty:description>{description}</pdfaProperty:description></rdf:li>\n"
        )
    };
    let properties: String = properties.iter().map(property).collect();
    format!(
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>{name}</pdfaSchema:schema>\
         <pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\
         <pdfaSchema:property><rdf:Seq>\n{properties}</rdf:Seq></pdfaSchema:property></rdf:li>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
