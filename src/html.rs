//! HTML pages: one for each document, and the index of all sets. The text of a document becomes markup in Rust
//! (`blocks`); the shell around it is a tera template. A page is one file: no script, no outside style or font.

mod blocks;
#[cfg(test)]
mod check;
mod contents;
mod entry;
mod figure;
mod link;
mod signature;
mod site;
mod table;

use std::fmt;
use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, Tera, Value};

pub use site::{Site, SiteCompanion, SiteDate, SiteDocument, SiteRevision, SiteSet};

use crate::flow::{Flow, Identity, Sheet, has_entries};
use crate::markup::Markup;

/// A link to the same document in another format, or from the index in any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternate {
    /// PDF, テキスト
    pub label: String,
    /// Relative, with `/`.
    pub href: String,
}

/// A template that does not parse or a value it misses: a bug, never an author's doing.
#[derive(Debug)]
pub struct Error(tera::Error);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTML template: {}", self.0)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// The page of one document.
///
/// # Errors
/// Only on a bug in the templates.
pub fn page(flow: &Flow, alternates: &[Alternate]) -> Result<String, Error> {
    let identity = &flow.identity;
    let heading = identity.heading();
    let mut text = Markup::default();
    blocks::write(&mut text, &flow.blocks, &heading);
    let mut head = Markup::default();
    blocks::write(&mut head, &flow.head, "");
    let is_wide = flow.sheet == Sheet::Landscape;
    // A wide table leaves no room beside it.
    let contents =
        contents::contents(&flow.blocks).filter(|_| !is_wide).map(|list| Value::safe_string(&list.into_string()));
    let running = [heading.as_str(), &identity.edition].join("　");

    let mut context = Context::new();
    context.insert("window_title", &window_title(identity, &heading));
    context.insert("description", &description(identity, &heading));
    context.insert_value("running_head", Value::safe_string(&css_string(running.trim_end())));
    context.insert("is_wide", &is_wide);
    context.insert("is_form", &has_entries(&flow.blocks));
    context.insert("heading", &heading);
    context.insert_value("head", Value::safe_string(&head.into_string()));
    context.insert("subtitle", &identity.subtitle);
    context.insert("edition", &identity.edition);
    context.insert("effective", &identity.effective.map(|date| date.to_string()));
    context.insert("provider", &identity.provider);
    context.insert("set_title", &identity.set.as_ref().map(|(_, title)| title));
    context.insert("alternates", alternates);
    context.insert_value("contents", contents.unwrap_or_else(Value::none));
    context.insert_value("text", Value::safe_string(&text.into_string()));
    render("page.html", &context)
}

/// The index of all sets: their revisions, newest first, with what each holds.
///
/// # Errors
/// Only on a bug in the templates.
pub fn index(site: &Site) -> Result<String, Error> {
    let context = Context::from_serialize(site).map_err(Error)?;
    render("index.html", &context)
}

fn render(template: &str, context: &Context) -> Result<String, Error> {
    templates()?.render(template, context).map_err(Error)
}

fn templates() -> Result<&'static Tera, Error> {
    static TEMPLATES: OnceLock<Tera> = OnceLock::new();
    if let Some(tera) = TEMPLATES.get() {
        return Ok(tera);
    }
    let mut tera = Tera::new();
    tera.add_raw_templates([
        ("base.html", include_str!("../templates/html/base.html")),
        ("page.html", include_str!("../templates/html/page.html")),
        ("index.html", include_str!("../templates/html/index.html")),
    ])
    .map_err(Error)?;
    let style = Value::safe_string(include_str!("../templates/html/style.css"));
    tera.global_context().insert_value("style", style);
    Ok(TEMPLATES.get_or_init(|| tera))
}

/// What a tab and a bookmark show: the document, and whose it is unless the title says so.
fn window_title(identity: &Identity, heading: &str) -> String {
    match &identity.set {
        Some((_, set)) if !heading.contains(set.as_str()) => format!("{heading}｜{set}"),
        _ => heading.to_owned(),
    }
}

fn description(identity: &Identity, heading: &str) -> String {
    let mut out = match identity.provider.as_str() {
        "" => heading.to_owned(),
        provider => format!("{provider}の「{heading}」"),
    };
    if !identity.edition.is_empty() {
        out.push_str(&format!("（{}）", identity.edition));
    }
    out
}

/// A CSS string. Everything but letters, digits and CJK is escaped by its code point (CSS Syntax 4.3.7), so that no title
/// ends the string or the style element.
fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        if character.is_alphanumeric() {
            out.push(character);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(character)));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::check::{self, Tag};
    use super::*;
    use crate::flow::{Block, SectionKind, Target, sample};

    fn alternates() -> Vec<Alternate> {
        vec![Alternate { label: "PDF".into(), href: "terms.pdf".into() }]
    }

    fn read(flow: &Flow) -> (Vec<Tag>, String) {
        check::read(&page(flow, &alternates()).unwrap())
    }

    fn anchors(blocks: &[Block], out: &mut Vec<String>) {
        for block in blocks {
            let (anchor, inner) = match block {
                Block::Section(section) => (Some(&section.anchor), &section.blocks),
                Block::Paragraph(paragraph) => (paragraph.anchor.as_ref(), &paragraph.blocks),
                Block::List(list) => {
                    for item in &list.items {
                        out.extend(item.anchor.as_ref().map(|anchor| anchor.0.clone()));
                        anchors(&item.blocks, out);
                    }
                    continue;
                }
                Block::Table(table) => (table.anchor.as_ref(), &Vec::new()),
                Block::Boxed(boxed) => (None, &boxed.blocks),
                Block::Figure(figure) => (figure.data.anchor.as_ref(), &Vec::new()),
                Block::Signature(_) | Block::Entry(_) => continue,
            };
            out.extend(anchor.map(|anchor| anchor.0.clone()));
            anchors(inner, out);
        }
    }

    #[test]
    fn every_anchor_is_one_id_and_every_inner_link_leads_to_an_id() {
        let flow = sample::terms();
        let (tags, _) = read(&flow);
        let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        let mut expected = Vec::new();
        anchors(&flow.blocks, &mut expected);
        for anchor in &expected {
            assert_eq!(ids.iter().filter(|id| *id == anchor).count(), 1, "{anchor}");
        }
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len());
        let inner: Vec<&str> = tags.iter().filter_map(|tag| tag.get("href")?.strip_prefix('#')).collect();
        assert!(inner.len() > expected.len());
        assert_eq!(inner.iter().find(|id| !known.contains(**id)), None);
    }

    #[test]
    fn a_page_says_what_the_plain_text_says() {
        for flow in [sample::terms(), sample::form()] {
            let page = page(&flow, &[]).unwrap();
            let (_, article) = page.split_once("<article>").unwrap();
            let (article, _) = article.split_once("</article>").unwrap();
            let (_, text) = check::read(article);
            assert_eq!(text.split_whitespace().collect::<String>(), crate::text::characters(&flow));
        }
    }

    #[test]
    fn a_form_sends_nothing_anywhere_and_says_so() {
        let page = page(&sample::form(), &[]).unwrap();
        let (tags, text) = check::read(&page);
        let form = tags.iter().find(|tag| tag.name == "form").unwrap();
        assert_eq!((form.get("method"), form.get("action")), (Some("dialog"), None));
        assert!(!tags.iter().any(|tag| tag.name == "button" || tag.get("type") == Some("submit")));
        let policy = tags.iter().find(|tag| tag.get("http-equiv") == Some("Content-Security-Policy")).unwrap();
        assert!(policy.get("content").unwrap().contains("form-action 'none'"));
        assert!(text.contains("どこにも送信されません"));
        let (tags, _) = read(&sample::terms());
        assert!(!tags.iter().any(|tag| tag.name == "form" || tag.name == "input"));
    }

    #[test]
    fn every_control_has_a_name_and_a_label() {
        let (tags, _) = check::read(&page(&sample::form(), &[]).unwrap());
        let controls: Vec<_> =
            tags.iter().filter(|tag| ["input", "textarea"].contains(&tag.name.as_str()) && !tag.is_end).collect();
        assert_eq!(controls.len(), 18);
        for tag in controls {
            let is_option = tag.get("value").is_some();
            assert!(tag.get("name").is_some() && (is_option || tag.get("aria-label").is_some()), "{tag:?}");
        }
        let required = tags.iter().filter(|tag| tag.get("required").is_some()).count();
        assert_eq!(required, 8);
    }

    /// The same document, every string of it replaced.
    fn document_of(words: &str) -> Flow {
        let link = |target| crate::flow::Inline::Link { target, text: vec![sample::text(words)] };
        let mut paragraph = sample::paragraph(Some(words), Some(words), words);
        paragraph.text.push(link(Target::Anchor(crate::flow::Anchor(words.into()))));
        paragraph.text.push(link(Target::Document {
            document: words.into(),
            folder: Default::default(),
            anchor: None,
        }));
        paragraph.text.push(link(Target::External(format!("https://example.jp/{words}"))));
        let mut table = sample::price_table();
        table.caption = vec![sample::text(words)];
        table.groups[0].heading = vec![sample::text(words)];
        let mut flow = sample::terms();
        flow.identity = Identity {
            document: words.into(),
            set: Some((words.into(), words.into())),
            label: Some(words.into()),
            title: words.into(),
            subtitle: Some(words.into()),
            provider: words.into(),
            revision: Some(words.into()),
            effective: None,
            edition: words.into(),
        };
        let blocks = vec![Block::Paragraph(paragraph), Block::Table(table)];
        let article = |blocks| sample::section(SectionKind::Article, words, 2, words, words, blocks);
        flow.blocks = vec![article(blocks), article(vec![])];
        flow
    }

    #[test]
    fn nothing_in_a_document_becomes_markup() {
        let shape = |words: &str| {
            let alternates = [Alternate { label: words.into(), href: words.into() }];
            let page = page(&document_of(words), &alternates).unwrap();
            let tags = check::read(&page).0.into_iter();
            tags.map(|tag| (tag.name, tag.is_end, tag.attributes.into_keys().collect::<Vec<_>>())).collect::<Vec<_>>()
        };
        let plain = shape("規約");
        for hostile in [
            "</style><script>alert(1)</script>",
            "\" onclick=\"alert(1)",
            "' x='",
            "{{ text }}{% raw %}",
            "]]>--><!--",
            "&lt;",
        ] {
            assert_eq!(shape(hostile), plain, "{hostile}");
        }
    }

    #[test]
    fn a_title_stays_a_string_of_the_style_sheet() {
        assert_eq!(css_string("規約A1"), "\"規約A1\"");
        assert_eq!(css_string("\"</style>\\\n"), "\"\\22 \\3c \\2f style\\3e \\5c \\a \"");
    }

    #[test]
    fn headings_keep_their_depth_beyond_the_six_of_html() {
        let mut flow = sample::terms();
        let deep = |level| sample::section(SectionKind::Section, &format!("s{level}"), level, "１．", "題名", vec![]);
        flow.blocks = (2..=8).map(deep).collect();
        let (tags, _) = read(&flow);
        let start = tags.iter().skip_while(|tag| tag.name != "article").filter(|tag| !tag.is_end);
        let headings: Vec<(&str, Option<&str>)> = start
            .filter(|tag| tag.name.len() == 2 && tag.name.starts_with('h') && tag.name != "hr")
            .map(|tag| (tag.name.as_str(), tag.get("aria-level")))
            .collect();
        let plain = ["h1", "h2", "h3", "h4", "h5", "h6"].map(|name| (name, None));
        assert_eq!(headings, [plain.as_slice(), &[("h6", Some("7")), ("h6", Some("8"))]].concat());
    }

    #[test]
    fn a_page_needs_nothing_from_outside() {
        let (tags, _) = read(&sample::terms());
        assert!(!tags.iter().any(|tag| ["script", "link", "img", "iframe", "object"].contains(&tag.name.as_str())));
        assert!(!include_str!("../templates/html/style.css").contains("url("));
    }

    #[test]
    fn the_head_says_which_edition_this_is() {
        let page = page(&sample::terms(), &alternates()).unwrap();
        for expected in [
            "<html lang=\"ja\">",
            "<title>カルテ保管サービス利用規約</title>",
            "<meta name=\"generator\" content=\"kiyaku\">",
            "content=\"あおば医療情報株式会社の「カルテ保管サービス利用規約」（第3.0版　2026年10月1日施行）\"",
            "<time datetime=\"2026-10-01\">第3.0版　2026年10月1日施行</time>",
            "<a href=\"terms.pdf\">PDF</a>",
            "<a href=\"annex-services.html#plans\">別紙１の１－２</a>",
            "<a href=\"https://aoba.example.jp/fees?a=1&amp;b=2\" rel=\"noopener noreferrer\">料金の案内</a>",
        ] {
            assert!(page.contains(expected), "{expected}");
        }
    }

    #[test]
    fn a_short_document_that_stands_alone_has_neither_bar_nor_contents() {
        let mut flow = sample::terms();
        flow.identity.set = None;
        flow.blocks.truncate(1);
        let (tags, _) = check::read(&page(&flow, &[]).unwrap());
        assert!(!tags.iter().any(|tag| tag.name == "nav" || tag.get("class") == Some("bar")));
    }
}
