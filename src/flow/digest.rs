//! The digest of what a document says: equal for equal flows, whatever they are rendered to.
//!
//! The canonical form is bytes in which every node is `(`, its tag, its parts in the order of their declaration, `)`.
//! A text is its length in bytes, `:`, and its UTF-8 (so no text can imitate a node), a number is decimal digits and
//! `;`, what is absent is `-`.

use sha2::{Digest, Sha256};

use crate::figure::{Length, Shape};

use super::{
    Align, Anchor, Block, Boxed, Cell, Column, Entry, EntryKind, Figure, Flow, Heading, Identity, Inline, List,
    ListItem, ListKind, Paragraph, Row, RowGroup, Section, SectionKind, SignatureBlock, Table, TableStyle, Target,
};

/// SHA-256 of the canonical form of a flow, as 64 hexadecimal digits.
pub fn digest(flow: &Flow) -> String {
    let mut form = Form(Vec::new());
    form.node("flow", |form| {
        form.identity(&flow.identity);
        if !flow.head.is_empty() {
            form.node("head", |form| form.blocks(&flow.head));
        }
        form.blocks(&flow.blocks);
    });
    hex(&Sha256::digest(&form.0))
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The canonical form as far as it is written.
struct Form(Vec<u8>);

impl Form {
    fn node(&mut self, tag: &str, parts: impl FnOnce(&mut Form)) {
        self.0.push(b'(');
        self.0.extend(tag.as_bytes());
        parts(self);
        self.0.push(b')');
    }

    fn text(&mut self, text: &str) {
        self.0.extend(format!("{}:{text}", text.len()).as_bytes());
    }

    fn number(&mut self, number: impl Into<u32>) {
        self.0.extend(format!("{};", number.into()).as_bytes());
    }

    fn optional<T>(&mut self, part: Option<T>, write: impl FnOnce(&mut Form, T)) {
        match part {
            Some(part) => write(self, part),
            None => self.0.push(b'-'),
        }
    }

    fn identity(&mut self, identity: &Identity) {
        self.node("identity", |form| {
            form.text(&identity.document);
            form.optional(identity.set.as_ref(), |form, (id, title)| {
                form.text(id);
                form.text(title);
            });
            form.optional(identity.label.as_deref(), Form::text);
            form.text(&identity.title);
            form.optional(identity.subtitle.as_deref(), Form::text);
            form.text(&identity.provider);
            form.optional(identity.revision.as_deref(), Form::text);
            form.optional(identity.effective, |form, day| form.text(&day.to_string()));
            form.text(&identity.edition);
        });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        self.node("blocks", |form| {
            for block in blocks {
                match block {
                    Block::Section(section) => form.section(section),
                    Block::Paragraph(paragraph) => form.paragraph(paragraph),
                    Block::List(list) => form.list(list),
                    Block::Table(table) => form.table(table),
                    Block::Boxed(boxed) => form.boxed(boxed),
                    Block::Figure(figure) => form.figure(figure),
                    Block::Signature(block) => form.signature(block),
                    Block::Entry(entry) => form.entry(entry),
                }
            }
        });
    }

    fn section(&mut self, section: &Section) {
        let tag = match section.kind {
            SectionKind::Chapter => "chapter",
            SectionKind::ChapterSection => "chapter-section",
            SectionKind::Article => "article",
            SectionKind::Section => "section",
            SectionKind::SupplementaryProvisions => "supplementary-provisions",
            SectionKind::History => "history",
        };
        let Heading { level, label, title } = &section.heading;
        self.node(tag, |form| {
            form.text(&section.anchor.0);
            form.number(*level);
            form.text(label);
            form.inlines(title);
            form.blocks(&section.blocks);
        });
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.node("paragraph", |form| {
            form.anchor(paragraph.anchor.as_ref());
            form.optional(paragraph.label.as_deref(), Form::text);
            form.align(paragraph.align);
            form.inlines(&paragraph.text);
            form.blocks(&paragraph.blocks);
        });
    }

    fn list(&mut self, list: &List) {
        let tag = match list.kind {
            ListKind::Items => "items",
            ListKind::Bullets => "bullets",
            ListKind::Questions => "questions",
            ListKind::Notes => "notes",
        };
        self.node(tag, |form| {
            for ListItem { anchor, label, blocks } in &list.items {
                form.anchor(anchor.as_ref());
                form.text(label);
                form.blocks(blocks);
            }
        });
    }

    fn boxed(&mut self, boxed: &Boxed) {
        self.node("boxed", |form| {
            form.inlines(&boxed.title);
            form.blocks(&boxed.blocks);
        });
    }

    fn table(&mut self, table: &Table) {
        let tag = match table.style {
            TableStyle::Ruled => "table",
            TableStyle::Facts => "facts",
        };
        self.node(tag, |form| {
            form.anchor(table.anchor.as_ref());
            form.inlines(&table.caption);
            for Column { weight, align } in &table.columns {
                form.optional(*weight, Form::number);
                form.align(*align);
            }
            form.rows("head", &table.head);
            for RowGroup { heading, rows } in &table.groups {
                form.inlines(heading);
                form.rows("rows", rows);
            }
        });
    }

    fn figure(&mut self, Figure { alt, drawing, data }: &Figure) {
        self.node("figure", |form| {
            form.text(alt);
            form.lengths([drawing.width, drawing.height]);
            drawing.shapes.iter().for_each(|shape| form.shape(shape));
            form.table(data);
        });
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Box { x, y, width, height, fill, stroke } => self.node("box", |form| {
                form.lengths([*x, *y, *width, *height]);
                form.number(*fill as u32);
                form.optional(*stroke, |form, stroke| form.number(stroke as u32));
            }),
            Shape::Path { points, stroke, starts_with_arrow, ends_with_arrow } => self.node("path", |form| {
                points.iter().for_each(|(x, y)| form.lengths([*x, *y]));
                form.number(*stroke as u32);
                form.number(*starts_with_arrow);
                form.number(*ends_with_arrow);
            }),
            Shape::Words { x, baseline, size, anchor, is_strong, text } => self.node("words", |form| {
                form.lengths([*x, *baseline, *size]);
                form.number(*anchor as u32);
                form.number(*is_strong);
                form.text(text);
            }),
            Shape::Code { square, runs } => self.node("code", |form| {
                form.lengths([*square]);
                runs.iter().for_each(|(x, y, length)| form.lengths([*x, *y, *length].map(i32::from)));
            }),
        }
    }

    fn lengths<const N: usize>(&mut self, lengths: [Length; N]) {
        for length in lengths {
            self.0.extend(format!("{length};").as_bytes());
        }
    }

    fn signature(&mut self, block: &SignatureBlock) {
        self.node("signature", |form| {
            form.text(&block.id);
            form.inlines(&block.party);
            form.number(block.has_date);
            for line in &block.lines {
                form.text(&line.label);
                form.inlines(&line.value);
            }
            form.number(block.has_seal);
        });
    }

    fn entry(&mut self, entry: &Entry) {
        self.node("entry", |form| {
            form.text(&entry.name);
            form.text(&entry.description);
            form.number(entry.is_required);
            match &entry.kind {
                EntryKind::Text { lines, width } => form.node("text", |form| {
                    form.number(*lines);
                    form.optional(*width, Form::number);
                }),
                EntryKind::Date => form.node("date", |_| {}),
                EntryKind::Moment => form.node("moment", |_| {}),
                EntryKind::Number { unit } => form.node("number", |form| form.text(unit)),
                EntryKind::CheckBox { text } => form.node("check-box", |form| form.inlines(text)),
                EntryKind::Choice { options, is_multiple } => form.node("choice", |form| {
                    options.iter().for_each(|option| form.inlines(option));
                    form.number(*is_multiple);
                }),
                EntryKind::Signature => form.node("signature", |_| {}),
                EntryKind::Seal => form.node("seal", |_| {}),
            }
        });
    }

    fn rows(&mut self, tag: &str, rows: &[Row]) {
        self.node(tag, |form| {
            for row in rows {
                form.node("row", |form| row.cells.iter().for_each(|cell| form.cell(cell)));
            }
        });
    }

    fn cell(&mut self, cell: &Cell) {
        self.node(if cell.is_heading { "heading-cell" } else { "cell" }, |form| {
            form.number(cell.columns);
            form.number(cell.rows);
            form.blocks(&cell.blocks);
        });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        self.node("inlines", |form| {
            for inline in inlines {
                match inline {
                    Inline::Text(text) => form.text(text),
                    Inline::Strong(inner) => form.node("strong", |form| form.inlines(inner)),
                    Inline::Emphasis(inner) => form.node("emphasis", |form| form.inlines(inner)),
                    Inline::Underline(inner) => form.node("underline", |form| form.inlines(inner)),
                    Inline::Link { target, text } => form.node("link", |form| {
                        form.target(target);
                        form.inlines(text);
                    }),
                    Inline::Break => form.node("break", |_| {}),
                }
            }
        });
    }

    fn target(&mut self, target: &Target) {
        match target {
            Target::Note(anchor) => self.node("note", |form| form.text(&anchor.0)),
            Target::Anchor(anchor) => self.node("anchor", |form| form.text(&anchor.0)),
            Target::Document { document, folder, anchor } => self.node("document", |form| {
                form.text(&format!("{}{document}", folder.prefix()));
                form.anchor(anchor.as_ref());
            }),
            Target::External(address) => self.node("external", |form| form.text(address)),
        }
    }

    fn anchor(&mut self, anchor: Option<&Anchor>) {
        self.optional(anchor.map(|anchor| anchor.0.as_str()), Form::text);
    }

    fn align(&mut self, align: Align) {
        let tag = match align {
            Align::Start => "start",
            Align::Center => "center",
            Align::End => "end",
        };
        self.node(tag, |_| {});
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Sheet;

    fn flow(inlines: Vec<Inline>) -> Flow {
        let paragraph = Paragraph { anchor: None, label: None, align: Align::Start, text: inlines, blocks: Vec::new() };
        let identity = Identity {
            document: "terms".into(),
            set: None,
            label: None,
            title: "利用規約".into(),
            subtitle: None,
            provider: String::new(),
            revision: None,
            effective: None,
            edition: String::new(),
        };
        Flow { identity, sheet: Sheet::Portrait, head: Vec::new(), blocks: vec![Block::Paragraph(paragraph)] }
    }

    #[test]
    fn the_digest_is_that_of_the_canonical_form() {
        let form =
            "(flow(identity5:terms--12:利用規約-0:--0:)(blocks(paragraph--(start)(inlines6:甲乙(break))(blocks))))";
        let digested = digest(&flow(vec![Inline::Text("甲乙".into()), Inline::Break]));
        assert_eq!(digested, hex(&Sha256::digest(form.as_bytes())));
    }

    #[test]
    fn every_part_of_a_blank_counts() {
        let kinds = vec![
            EntryKind::Text { lines: 1, width: None },
            EntryKind::Text { lines: 2, width: None },
            EntryKind::Text { lines: 1, width: Some(8) },
            EntryKind::Date,
            EntryKind::Moment,
            EntryKind::Number { unit: "円".into() },
            EntryKind::Number { unit: "名".into() },
            EntryKind::CheckBox { text: vec![Inline::Text("はい".into())] },
            EntryKind::Choice { options: vec![vec![Inline::Text("はい".into())]], is_multiple: false },
            EntryKind::Choice { options: vec![vec![Inline::Text("はい".into())]], is_multiple: true },
            EntryKind::Choice { options: vec![vec![Inline::Text("は".into())], Vec::new()], is_multiple: true },
            EntryKind::Signature,
            EntryKind::Seal,
        ];
        let entry = |name: &str, description: &str, is_required, kind| Entry {
            name: name.into(),
            description: description.into(),
            is_required,
            kind,
        };
        let mut entries: Vec<Entry> = kinds.into_iter().map(|kind| entry("a", "甲", false, kind)).collect();
        entries.push(entry("b", "甲", false, EntryKind::Date));
        entries.push(entry("a", "乙", false, EntryKind::Date));
        entries.push(entry("a", "甲", true, EntryKind::Date));
        let count = entries.len();
        let digests = entries.into_iter().map(|entry| {
            let blocks = vec![Block::Entry(entry)];
            digest(&Flow { blocks, ..flow(Vec::new()) })
        });
        assert_eq!(digests.collect::<std::collections::BTreeSet<String>>().len(), count);
    }

    #[test]
    fn every_part_that_is_read_counts() {
        let text = |text: &str| Inline::Text(text.into());
        let link = |target| Inline::Link { target, text: vec![text("甲")] };
        let flows = [
            flow(vec![text("甲")]),
            flow(vec![Inline::Strong(vec![text("甲")])]),
            flow(vec![link(Target::External("https://example.jp/".into()))]),
            flow(vec![link(Target::Anchor(Anchor("a1".into())))]),
            flow(vec![link(Target::Anchor(Anchor("a2".into())))]),
            flow(vec![text("甲)(break")]),
            Flow {
                identity: Identity { title: "規約".into(), ..flow(Vec::new()).identity }, ..flow(vec![text("甲")])
            },
        ];
        let mut digests: Vec<String> = flows.iter().map(digest).collect();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), flows.len());
    }
}
