//! What the file says about itself: title, dates, maker.

use chrono::NaiveDateTime;
use lopdf::{Dictionary, Object, Stream, dictionary};

use super::finish::text_string;

const CREATOR: &str = concat!("kiyaku ", env!("CARGO_PKG_VERSION"));

/// The information dictionary. `created` is Japan Standard Time.
pub fn info(title: &str, author: &str, created: NaiveDateTime) -> Dictionary {
    let date = Object::string_literal(created.format("D:%Y%m%d%H%M%S+09'00'").to_string());
    let mut info = dictionary! {
        "Title" => text_string(title),
        "Creator" => Object::string_literal(CREATOR),
        "Producer" => Object::string_literal(CREATOR),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    };
    if !author.is_empty() {
        info.set("Author", text_string(author));
    }
    info
}

/// The same as an XMP packet (ISO 16684-1), not compressed so that any program finds it.
pub fn packet(title: &str, author: &str, created: NaiveDateTime) -> Stream {
    let date = created.format("%Y-%m-%dT%H:%M:%S+09:00");
    let title = escaped(title);
    let creator = match escaped(author) {
        name if name.is_empty() => String::new(),
        name => format!("<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>"),
    };
    let packet = format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         <dc:language><rdf:Bag><rdf:li>ja-JP</rdf:li></rdf:Bag></dc:language>\n\
         {creator}<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>\n\
         <xmp:CreateDate>{date}</xmp:CreateDate>\n\
         <xmp:ModifyDate>{date}</xmp:ModifyDate>\n\
         <pdf:Producer>{CREATOR}</pdf:Producer>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"
    );
    let mut stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes());
    stream.allows_compression = false;
    stream
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
