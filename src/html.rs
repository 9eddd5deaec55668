//! HTML pages: one for each document, and the index of all sets. The text of a document becomes markup in Rust
//! ([`blocks`]); the shell around it is a tera template. A page is one file: no script, no outside style or font.

mod blocks;
mod contents;
mod link;
mod markup;
mod site;
mod table;

use std::fmt;
use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, Tera, Value};

pub use site::{Site, SiteCompanion, SiteDate, SiteDocument, SiteRevision, SiteSet};

use crate::flow::{Flow, Identity};
use markup::Markup;

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
    let contents = contents::contents(&flow.blocks).map(|list| Value::safe_string(&list.into_string()));
    let running = [heading.as_str(), &identity.edition].join("　");

    let mut context = Context::new();
    context.insert("window_title", &window_title(identity, &heading));
    context.insert("description", &description(identity, &heading));
    context.insert_value("running_head", Value::safe_string(&css_string(running.trim_end())));
    context.insert("heading", &heading);
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
