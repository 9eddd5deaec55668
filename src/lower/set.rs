//! `set.yaml`: the documents of a set, its provider, calendar, companions and revisions.

use chrono::{Datelike, NaiveDate};

use super::Lowering;
use super::fields::{Fields, What};
use super::value::{self, INVALID_VALUES};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Calendar, ChangeReason, Channel, Companion, Days, External, Id, Prose, Provider, Revision, Set, YearlyDays,
};
use crate::say;
use crate::source::Span;
use crate::syntax::Node;

const SET: What = What("set.yaml ", "set.yaml");
const PROVIDER: What = What("提供者", "the provider");
const CALENDAR: What = What("休業日", "the calendar");
const COMPANION: What = What("併せて同意する文書", "a companion");
const EXTERNAL: What = What("外部の文書", "an external document");
const REVISION: What = What("改定", "a revision");
const CHANGE: What = What("変更の理由", "a reason for a change");

pub(super) fn read(tree: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<Set> {
    Lowering::new(diagnostics).set(tree)
}

impl Lowering<'_> {
    fn set(&mut self, tree: &Node) -> Option<Set> {
        let keys = ["title", "provider", "calendar", "documents", "prevails", "companions", "forms", "revisions"];
        let fields = Fields::read(tree, SET, &keys, self.diagnostics)?;
        let title = self.required_prose(&fields, "title", "レセプトクラウド");
        let provider = fields.require("provider", "{ name: みなと医療情報株式会社 }", self.diagnostics);
        let provider = provider.and_then(|node| self.provider(node));
        let calendar = fields.get("calendar").and_then(|node| self.calendar(node)).unwrap_or_default();
        let documents = fields.require("documents", "[terms, annex-services]", self.diagnostics);
        let documents = self.ids(documents);
        let prevails = self.ids(fields.get("prevails"));
        let companions = self.each(fields.get("companions"), Self::companion);
        let (forms, external_forms) = self.bindings(fields.get("forms"));
        let revisions = fields.require("revisions", "- { number: \"1.0\", effective: 2026-10-01 }", self.diagnostics);
        let revisions = self.each(revisions, Self::revision);
        Some(Set {
            title,
            provider: provider?,
            calendar,
            documents,
            prevails,
            companions,
            forms,
            external_forms,
            revisions,
            span: fields.span,
        })
    }

    fn ids(&mut self, node: Option<&Node>) -> Vec<Id> {
        self.each(node, |lowering, node| value::id(node, lowering.diagnostics))
    }

    fn provider(&mut self, node: &Node) -> Option<Provider> {
        let keys = ["name", "representative", "address", "contact"];
        let fields = Fields::read(node, PROVIDER, &keys, self.diagnostics)?;
        Some(Provider {
            name: self.required_prose(&fields, "name", "みなと医療情報株式会社"),
            representative: self.optional_prose(&fields, "representative"),
            address: self.optional_prose(&fields, "address"),
            contact: self.optional_prose(&fields, "contact"),
        })
    }

    fn calendar(&mut self, node: &Node) -> Option<Calendar> {
        let fields = Fields::read(node, CALENDAR, &["closed", "also"], self.diagnostics)?;
        let closed = self.each(fields.get("closed"), Self::yearly_days);
        let also = self.each(fields.get("also"), Self::days);
        Some(Calendar { closed, also })
    }

    /// `12-29..01-03`, or one day.
    fn yearly_days(&mut self, node: &Node) -> Option<YearlyDays> {
        let text = value::text(node, self.diagnostics)?;
        let (first, last) = text.as_str().split_once("..").unwrap_or((text.as_str(), text.as_str()));
        // 29 February exists in some years.
        let mut month_day = |written: &str| {
            let day = value::day(&format!("2000-{written}"), text.span(), self.diagnostics)?;
            Some((day.month(), day.day()))
        };
        Some(YearlyDays { first: month_day(first)?, last: month_day(last)? })
    }

    /// `2026-08-13..2026-08-14`, or one day.
    fn days(&mut self, node: &Node) -> Option<Days> {
        let text = value::text(node, self.diagnostics)?;
        let (first, last) = text.as_str().split_once("..").unwrap_or((text.as_str(), text.as_str()));
        let first = value::day(first, text.span(), self.diagnostics)?;
        let last = value::day(last, text.span(), self.diagnostics)?;
        if last < first {
            let message = say!("終わりの日が始めの日より前です", "the last day is before the first");
            let help = say!("{last}..{first} ではありませんか", "did you mean {last}..{first}?");
            self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
            return None;
        }
        Some(Days { first, last })
    }

    fn companion(&mut self, node: &Node) -> Option<Companion> {
        let fields = Fields::read(node, COMPANION, &["document", "agreement", "external"], self.diagnostics)?;
        let document = fields.require("document", "security-terms", self.diagnostics);
        let document = document.and_then(|node| value::id(node, self.diagnostics));
        let names = [("required", true), ("optional", false)];
        let agreement = fields.get("agreement").and_then(|node| value::choice(node, &names, self.diagnostics));
        let external = fields.get("external").and_then(|node| self.external(node));
        Some(Companion { document: document?, agreement_required: agreement.unwrap_or_default(), external })
    }

    fn external(&mut self, node: &Node) -> Option<External> {
        let fields = Fields::read(node, EXTERNAL, &["title", "version"], self.diagnostics)?;
        let title = self.required_prose(&fields, "title", "別冊「セキュリティ利用規約」");
        let version = fields.get("version").and_then(|node| value::text(node, self.diagnostics));
        Some(External { title, version: version.map(|text| text.as_str().to_owned()) })
    }

    fn revision(&mut self, node: &Node) -> Option<Revision> {
        let keys = ["number", "effective", "announced", "channel", "adverse", "note", "changes"];
        let fields = Fields::read(node, REVISION, &keys, self.diagnostics)?;
        let number = self.required_prose(&fields, "number", "\"1.0\"");
        let effective = fields.require("effective", "2026-10-01", self.diagnostics);
        let effective = effective.and_then(|node| value::date(node, self.diagnostics));
        let announced = self.optional_date(&fields, "announced");
        let channels = self
            .each(fields.get("channel"), |lowering, node| value::choice(node, &Channel::NAMES, lowering.diagnostics));
        let adverse = fields.get("adverse").and_then(|node| value::boolean(node, self.diagnostics));
        let note: Option<Prose> = self.optional_prose(&fields, "note");
        let changes = self.each(fields.get("changes"), Self::change_reason);
        let span: Span = fields.get("effective").map_or(fields.span, |node| node.span);
        let (effective, adverse) = (effective?, adverse.unwrap_or_default());
        Some(Revision { number, effective, announced, channels, adverse, note, changes, span })
    }

    /// `terms#fees`, or `terms` for the whole document.
    fn change_reason(&mut self, node: &Node) -> Option<ChangeReason> {
        let fields = Fields::read(node, CHANGE, &["provision", "reason"], self.diagnostics)?;
        let provision = fields.require("provision", "terms#fees", self.diagnostics);
        let reason = self.required_prose(&fields, "reason", "原材料の高騰に対応するため");
        let provision = value::text(provision?, self.diagnostics)?;
        let (document, anchor) = match provision.as_str().split_once('#') {
            Some((document, anchor)) => (document, Some(anchor.to_owned())),
            None => (provision.as_str(), None),
        };
        Some(ChangeReason { document: document.to_owned(), anchor, reason, span: provision.span() })
    }

    fn optional_date(&mut self, fields: &Fields<'_>, key: &str) -> Option<NaiveDate> {
        fields.get(key).and_then(|node| value::date(node, self.diagnostics))
    }
}
