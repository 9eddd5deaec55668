//! Findings as SARIF 2.1.0 (OASIS), which code-scanning services read. Section numbers are those of the standard.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Diagnostic, Lang, Rule};
use crate::source::{Sources, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'a str,
    version: &'a str,
    runs: [Run<'a>; 1],
}

/// 3.14
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    language: &'a str,
    column_kind: &'a str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

/// 3.19
#[derive(Serialize)]
struct Driver<'a> {
    name: &'a str,
    version: &'a str,
    rules: Vec<Descriptor<'a>>,
}

/// 3.49
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Text,
    full_description: Text,
    help: Text,
    default_configuration: Configuration<'a>,
}

#[derive(Serialize)]
struct Configuration<'a> {
    level: &'a str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

/// 3.27
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    /// Index into the rules of the driver.
    rule_index: usize,
    level: &'a str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
}

/// 3.28
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// 3.30; the end column is the one after the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

/// # Errors
/// Only where serialisation itself fails, which is a bug.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> Result<String, serde_json::Error> {
    let rules: BTreeMap<&str, &Rule> = diagnostics.iter().map(|found| (found.rule.name, found.rule)).collect();
    let indexes: BTreeMap<&str, usize> = rules.keys().copied().zip(0..).collect();
    let finding = |found: &Diagnostic| Finding {
        rule_id: found.rule.name,
        rule_index: indexes.get(found.rule.name).copied().unwrap_or_default(),
        level: found.severity.name(),
        message: Text { text: found.full_text(sources, lang) },
        locations: [location(found.span, sources)],
        related_locations: found.related.iter().zip(1..).map(|(place, id)| related(place, id, sources, lang)).collect(),
    };
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "kiyaku",
                version: env!("CARGO_PKG_VERSION"),
                rules: rules.values().map(|rule| descriptor(rule, lang)).collect(),
            },
        },
        language: match lang {
            Lang::Ja => "ja",
            Lang::En => "en",
        },
        column_kind: "unicodeCodePoints",
        results: diagnostics.iter().map(finding).collect(),
    };
    serde_json::to_string_pretty(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn descriptor(rule: &'static Rule, lang: Lang) -> Descriptor<'static> {
    let text = |text: String| Text { text };
    let paragraphs = rule.paragraphs(lang);
    Descriptor {
        id: rule.name,
        short_description: text(rule.summary(lang).to_owned()),
        full_description: text(paragraphs.first().cloned().unwrap_or_default()),
        help: text(paragraphs.join("\n\n")),
        default_configuration: Configuration { level: rule.severity.name() },
    }
}

fn related(place: &super::Related, id: usize, sources: &Sources, lang: Lang) -> Location {
    let message = Some(Text { text: place.message.get(lang).to_owned() });
    Location { id: Some(id), message, ..location(place.span, sources) }
}

fn location(span: Span, sources: &Sources) -> Location {
    let (start, end) = sources.positions(span);
    let region =
        Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column };
    let artifact_location = ArtifactLocation { uri: percent_encoded(sources.path(span)) };
    Location { id: None, physical_location: PhysicalLocation { artifact_location, region }, message: None }
}

/// A path as a URI reference (RFC 3986, 2.1).
fn percent_encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
