//! `bench-kiyaku TEXT OUT`: a text of headings (`# …`) and paragraphs as a PDF by kiyaku's library.
use kiyaku::flow::{Align, Anchor, Block, Flow, Heading, Identity, Inline, Paragraph, Section, SectionKind, Sheet};
use kiyaku::pdf::{Origin, render};


fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, text, out] = &arguments[..] else { return Err("bench-kiyaku TEXT OUT".into()) };
    let text = std::fs::read_to_string(text)?;
    let identity = Identity {
        document: "bench".into(),
        set: None,
        label: None,
        title: "比較用の規約".into(),
        subtitle: None,
        provider: "かもめ予約株式会社".into(),
        revision: None,
        effective: None,
        edition: "2026年10月1日施行".into(),
    };
    let mut blocks: Vec<Block> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("# "), blocks.last_mut()) {
            (Some(title), _) => blocks.push(Block::Section(Section {
                kind: SectionKind::Article,
                anchor: Anchor(format!("a{number}")),
                heading: Heading { level: 2, label: String::new(), title: vec![Inline::Text(title.into())] },
                blocks: Vec::new(),
            })),
            (None, Some(Block::Section(section))) => section.blocks.push(Block::Paragraph(Paragraph {
                anchor: None,
                label: None,
                align: Align::Start,
                text: vec![Inline::Text(line.into())],
                blocks: Vec::new(),
            })),
            _ => return Err("the text must begin with a heading".into()),
        }
    }
    let created = chrono::NaiveDate::from_ymd_opt(2026, 10, 1).and_then(|date| date.and_hms_opt(0, 0, 0));
    let flow = Flow { identity, sheet: Sheet::Portrait, head: Vec::new(), blocks };
    let bytes = render(&flow, &Origin::default(), created.ok_or("a date")?)?;
    Ok(std::fs::write(out, bytes)?)
}
