//! Running text: runs, hyperlinks, cross-references.
//!
//! A reference becomes a field only where updating it gives the words that stand there: the number of an article (`REF
//! \r`) and its caption (`REF`). All other words (前条, 第２項) are links, which no update changes.

use super::places::{Article, Places, bookmark};
use crate::flow::address::{encoded, encoded_id, is_web_or_mail};
use crate::flow::{Anchor, Inline, Target, plain_text};
use crate::japanese::numerals::{Script, script_of};
use crate::markup::Markup;

/// What running text is written with.
#[derive(Debug, Default)]
pub struct Links<'a> {
    pub places: Places<'a>,
    /// Addresses outside the document, in the order of their relationships.
    pub addresses: Vec<String>,
}

/// How a run looks.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    is_strong: bool,
    is_dotted: bool,
    is_underlined: bool,
    is_link: bool,
    is_raised: bool,
}

impl Links<'_> {
    /// Writes running text.
    pub fn write(&mut self, out: &mut Markup, inlines: &[Inline]) {
        self.write_all(out, inlines, Look::default());
    }

    fn write_all(&mut self, out: &mut Markup, inlines: &[Inline], look: Look) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => write_run(out, text, look),
                Inline::Strong(inner) => self.write_all(out, inner, Look { is_strong: true, ..look }),
                Inline::Emphasis(inner) => self.write_all(out, inner, Look { is_dotted: true, ..look }),
                Inline::Underline(inner) => self.write_all(out, inner, Look { is_underlined: true, ..look }),
                Inline::Link { target, text } => self.write_link(out, target, text, look),
                Inline::Break => out.inline("w:r").within(|out| out.inline("w:br").empty()),
            }
        }
    }

    fn write_link(&mut self, out: &mut Markup, target: &Target, text: &[Inline], look: Look) {
        let look = Look { is_link: true, ..look };
        match target {
            Target::Anchor(anchor) => match self.places.get(anchor) {
                None => self.write_all(out, text, look),
                Some(article) => {
                    let article = article.cloned();
                    self.write_reference(out, anchor, article.as_ref(), text, look);
                }
            },
            Target::Note(anchor) => {
                let link = out.inline("w:hyperlink").attribute("w:anchor", &bookmark(anchor));
                link.within(|out| self.write_all(out, text, Look { is_raised: true, ..look }));
            }
            Target::Document { document, folder, anchor } => {
                let address = format!("{}{}.docx", folder.prefix(), encoded_id(document));
                let place = anchor.as_ref().map(bookmark);
                self.write_outward(out, address, place, text, look);
            }
            Target::External(address) => match is_web_or_mail(address) {
                // Word refuses a file with an address that is none.
                true => self.write_outward(out, encoded(address), None, text, look),
                false => self.write_all(out, text, look),
            },
        }
    }

    fn write_outward(&mut self, out: &mut Markup, address: String, place: Option<String>, text: &[Inline], look: Look) {
        let known = self.addresses.iter().position(|other| *other == address);
        let at = known.unwrap_or_else(|| {
            self.addresses.push(address);
            self.addresses.len() - 1
        });
        let link = out.inline("w:hyperlink").attribute("r:id", &relationship(at));
        link.optional("w:anchor", place.as_deref()).within(|out| self.write_all(out, text, look));
    }

    fn write_reference(
        &mut self,
        out: &mut Markup,
        anchor: &Anchor,
        article: Option<&Article<'_>>,
        text: &[Inline],
        look: Look,
    ) {
        let words = plain_text(text);
        let is_plain = matches!(text, [Inline::Text(_)]);
        let cited = article.filter(|_| is_plain).and_then(|article| Some((article, rest_of(&words, article.label)?)));
        let Some((article, rest)) = cited else {
            let link = out.inline("w:hyperlink").attribute("w:anchor", &bookmark(anchor));
            return link.within(|out| self.write_all(out, text, look));
        };
        let name = bookmark(article.anchor);
        write_field(out, &number_of(&name, article.label), article.label, look);
        if rest.is_empty() {
            return;
        }
        match anchor == article.anchor && article.title == Some(rest) {
            true => write_field(out, &format!(" REF {name} \\h "), rest, look),
            false => {
                let link = out.inline("w:hyperlink").attribute("w:anchor", &bookmark(anchor));
                link.within(|out| write_run(out, rest, look));
            }
        }
    }
}

/// The field that gives the number of an article. Word lets the name of this field be left out; LibreOffice then keeps the
/// words that stand there, which it would otherwise write in half-width digits unless it runs in Japanese.
fn number_of(bookmark: &str, label: &str) -> String {
    let is_full_width = label.chars().any(|character| script_of(character) == Some(Script::FullWidth));
    let name = if is_full_width { "" } else { "REF " };
    format!(" {name}{bookmark} \\r \\h ")
}

/// What follows the number of an article; `None` where another article is cited: 第９条の２ is not 第９条.
fn rest_of<'w>(words: &'w str, label: &str) -> Option<&'w str> {
    words.strip_prefix(label).filter(|rest| !rest.starts_with('の'))
}

/// Id of the relationship to the `at`-th address.
pub fn relationship(at: usize) -> String {
    format!("link{}", at + 1)
}

fn write_field(out: &mut Markup, instruction: &str, result: &str, look: Look) {
    let field = out.inline("w:fldSimple").attribute("w:instr", instruction);
    field.within(|out| write_run(out, result, look));
}

fn write_run(out: &mut Markup, text: &str, look: Look) {
    if text.is_empty() {
        return;
    }
    out.inline("w:r").within(|out| {
        if look.is_strong || look.is_dotted || look.is_underlined || look.is_link {
            out.inline("w:rPr").within(|out| write_look(out, look));
        }
        out.inline("w:t").attribute("xml:space", "preserve").within(|out| out.text(text));
    });
}

/// In the order of the schema.
fn write_look(out: &mut Markup, look: Look) {
    match (look.is_link, look.is_strong) {
        (true, _) => super::value(out, "w:rStyle", "Hyperlink"),
        (false, true) => super::value(out, "w:rStyle", "Strong"),
        (false, false) => (),
    }
    if look.is_link && look.is_strong {
        out.inline("w:b").empty();
    }
    if look.is_underlined {
        super::value(out, "w:u", "single");
    }
    if look.is_raised {
        super::value(out, "w:vertAlign", "superscript");
    }
    if look.is_dotted {
        super::value(out, "w:em", "dot");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::sample;

    fn written(target: Target, words: &str) -> String {
        let flow = sample::terms();
        let mut links = Links { places: Places::of(&flow.blocks), addresses: Vec::new() };
        let mut out = Markup::default();
        links.write(&mut out, &[Inline::Link { target, text: vec![sample::text(words)] }]);
        out.into_string()
    }

    fn anchor(id: &str) -> Target {
        Target::Anchor(Anchor(id.into()))
    }

    #[test]
    fn numbers_and_captions_that_word_can_renew_are_fields() {
        let name = bookmark(&Anchor("late-charge".into()));
        let both = written(anchor("late-charge"), "第４条（遅延損害金）");
        assert!(both.contains(&format!("w:instr=\" {name} \\r \\h \"")), "{both}");
        assert!(both.contains(&format!("w:instr=\" REF {name} \\h \"")), "{both}");
        assert!(!both.contains("w:hyperlink"), "{both}");
        let paragraph = written(anchor("fees.2"), "第３条第２項");
        assert!(paragraph.contains("<w:fldSimple") && paragraph.contains("w:anchor="), "{paragraph}");
    }

    #[test]
    fn the_field_is_named_where_that_does_no_harm() {
        assert_eq!(number_of("_k1", "第4条"), " REF _k1 \\r \\h ");
        assert_eq!(number_of("_k1", "第四条"), " REF _k1 \\r \\h ");
        assert_eq!(number_of("_k1", "第４条"), " _k1 \\r \\h ");
    }

    #[test]
    fn words_that_word_cannot_renew_are_links() {
        for words in ["前条", "第４条の２", "同条"] {
            let link = written(anchor("late-charge"), words);
            assert!(link.starts_with("<w:hyperlink w:anchor=") && !link.contains("fldSimple"), "{link}");
        }
        assert!(written(anchor("nowhere"), "前条").starts_with("<w:r>"));
    }

    #[test]
    fn only_web_and_mail_are_led_to() {
        assert!(!written(Target::External("javascript:alert(1)".into()), "案内").contains("hyperlink"));
    }
}
