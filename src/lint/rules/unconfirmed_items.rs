//! Items of a checklist that the form of consent forgets.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Analysis, Outline, ProvisionKind, Resolved};
use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::model::{Document, DocumentKind, FieldKind, Key};
use crate::source::Span;
use crate::{rule, say};

rule! {
    /// An item of a checklist must be confirmed, but no form has a box to tick for it.
    ///
    /// Found once forms of the set have boxes that rest on at least two items of a document of kind `checklist`. Items to be
    /// confirmed are the headings that the checklist lists where it asks to confirm them, headings between two that have
    /// boxes, and the companions that must be agreed to. Give each a `checkbox` with `required: true` and its `basis`.
    pub static UNCONFIRMED_ITEMS: Error("unconfirmed-items") = "\
確認が必要な項目に、様式のチェック欄がありません。

kind: checklist の文書の二つ以上の項目に、様式のチェック欄（type: checkbox、basis 付き）が設けられたときに調べます。確認書が「ご確認ください」として並べた見出し、欄のある見出しに挟まれた見出し、同意が必須の文書（companions）のどれにも、required: true の欄が要ります。欄がない項目は、確認を得た証拠が残りません。

    誤: checklist の「運用ルール」を指す欄がない
    正: - { id: rules, label: 運用ルール, type: checkbox, text: 確認しました。, required: true, basis: 'checklist:rules' }";
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for (index, document) in subject.edition.contract().iter().enumerate() {
        if document.kind == DocumentKind::Checklist {
            let outline = subject.outline(index);
            let boxes = Boxes::of(subject, outline);
            if let Some(form) = boxes.form.filter(|_| boxes.headings.len() > 1) {
                found.extend(wanted(subject, index, &boxes).into_iter().map(|(at, what)| report(form, at, what)));
            }
        }
    }
}

/// What is to be confirmed: its name and what `basis` calls it.
type What = (String, String);

fn report(form: &Document, at: Span, (name, basis): What) -> Diagnostic {
    let title = form.title.plain();
    let title = title.as_str();
    let message = say!("「{name}」を確認するチェック欄が、様式にありません", "no form has a box to confirm 「{name}」");
    let there = say!("ほかの項目の欄は「{title}」にあります", "other items have their boxes in 「{title}」");
    let help = say!(
        "様式に {{ type: checkbox, required: true, basis: '{basis}' }} の項目を加えてください",
        "add a field {{ type: checkbox, required: true, basis: '{basis}' }}"
    );
    UNCONFIRMED_ITEMS.at(at, message).related(form.title.span, there).help(help)
}

/// What the boxes of all forms rest on.
struct Boxes<'a> {
    /// Headings of the checklist, the outermost.
    headings: BTreeSet<Key>,
    /// Other documents.
    documents: BTreeSet<&'a str>,
    /// The first form that has such a box for a heading.
    form: Option<&'a Document>,
}

impl<'a> Boxes<'a> {
    fn of(subject: Subject<'a>, checklist: &'a Outline) -> Boxes<'a> {
        let analysis: &'a Analysis = subject.analysis;
        let mut boxes = Boxes { headings: BTreeSet::new(), documents: BTreeSet::new(), form: None };
        for document in subject.edition.forms() {
            let fields = document.form.iter().flat_map(|form| &form.fields);
            let ticked = fields.filter(|field| field.is_required && matches!(field.kind, FieldKind::CheckBox { .. }));
            for basis in ticked.filter_map(|field| field.basis.as_ref()) {
                match analysis.resolve(checklist, &basis.target) {
                    Ok(Some(Resolved::Provision(outline, key))) if outline == checklist => {
                        boxes.headings.extend(outermost(outline, key));
                        boxes.form.get_or_insert(document);
                    }
                    Ok(Some(
                        Resolved::Document(outline) | Resolved::Provision(outline, _) | Resolved::Table(outline, _),
                    )) => {
                        boxes.documents.insert(&outline.document);
                    }
                    _ => {}
                }
            }
        }
        boxes
    }
}

/// The heading that a provision stands under, or that it is.
fn outermost(outline: &Outline, key: Key) -> Option<Key> {
    let above = std::iter::successors(Some(key), |&key| outline.provision(key).parent);
    above.filter(|&key| outline.provision(key).kind == ProvisionKind::Section).last()
}

/// What has no box, with the place that asks for it.
fn wanted(subject: Subject<'_>, checklist: usize, boxes: &Boxes<'_>) -> Vec<(Span, What)> {
    let outline = subject.outline(checklist);
    let mut headings: BTreeMap<Key, Span> = BTreeMap::new();
    if let (Some(first), Some(last)) = (boxes.headings.first(), boxes.headings.last()) {
        let between = outline.provisions().filter(|(key, provision)| {
            provision.kind == ProvisionKind::Section && provision.parent.is_none() && first < key && key < last
        });
        headings.extend(between.map(|(key, provision)| (key, provision.span)));
    }
    headings.extend(asked(subject, checklist));
    headings.retain(|key, _| !boxes.headings.contains(key));
    let document = &outline.document;
    let name = |key: Key| {
        let provision = outline.provision(key);
        let name = provision.caption.clone().unwrap_or_else(|| provision.label.clone());
        (name, format!("{document}:{}", provision.anchor))
    };
    let mut found: Vec<_> = headings.into_iter().map(|(key, span)| (span, name(key))).collect();
    let required = subject.set.into_iter().flat_map(|set| &set.companions);
    for companion in required.filter(|companion| companion.agreement_required && companion.external.is_none()) {
        let id = companion.document.name.as_str();
        if let Some(outline) = subject.analysis.outline(id).filter(|_| !boxes.documents.contains(id)) {
            found.push((companion.document.span, (outline.title.clone(), format!("{id}:"))));
        }
    }
    found
}

/// Headings that a list of links names under a text that asks to confirm them, with the places of the links.
fn asked(subject: Subject<'_>, checklist: usize) -> Vec<(Key, Span)> {
    let outline = subject.outline(checklist);
    let texts: Vec<_> = subject.texts().filter(|text| text.document == checklist).collect();
    let asks = |key: Key| {
        let mut own = texts.iter().filter(|text| text.at == key);
        own.any(|text| ["確認", "同意"].iter().any(|word| text.as_str().contains(word)))
    };
    let mut found = Vec::new();
    for text in &texts {
        let provision = outline.provision(text.at);
        let is_listed = matches!(provision.kind, ProvisionKind::Item(_) | ProvisionKind::Bullet);
        if !is_listed || !provision.parent.is_some_and(asks) {
            continue;
        }
        for link in text.links() {
            if let Ok(Some(Resolved::Provision(to, key))) = subject.analysis.resolve(outline, &link.target)
                && to == outline
                && to.provision(key).kind == ProvisionKind::Section
            {
                found.extend(outermost(to, key).map(|key| (key, link.span)));
            }
        }
    }
    found
}
