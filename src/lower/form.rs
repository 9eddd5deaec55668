//! What makes a document a form: fields, events, the pattern of its numbers; every name in it is one of its fields.

use super::Lowering;
use super::expression::INVALID_EXPRESSIONS;
use super::field::KNOWN;
use super::fields::{Fields, MISSING_KEYS, suggest};
use super::value::{self, INVALID_VALUES, RESERVED};
use crate::diagnostic::Message;
use crate::model::{
    Document, DocumentKind, Expression, Field, FieldKind, Form, FormEvent, Id, NumberPart, NumberPattern, Prose,
};
use crate::syntax::{Node, Value};
use crate::{rule, say};

rule! {
    /// A form names a field that it does not have.
    ///
    /// Nothing can be filled in there. Mend the name, or add the field to `fields`.
    pub static UNKNOWN_FIELDS: Error("unknown-fields") = "\
様式に、項目にない名前があります。

その場所に入るものが決まらず、空欄のまま発行されます。fields に足すか、名前を直してください。

    誤: fields に contract_end があり、本文に {{ contract_ends }}
    正: 本文に {{ contract_end }}";
}

rule! {
    /// Two fields of one form have the same id, or one field has two blanks.
    ///
    /// Data could mean either of them. Give one of them another id, or delete one of the blanks.
    pub static DUPLICATE_FIELDS: Error("duplicate-fields") = "\
一つの様式の中で、同じ id の項目が二つあるか、一つの項目の欄が二つあります。

データの列がどちらのものなのか決まりません。一方を別の id にするか、欄の一方を消してください。";
}

/// Keys of a document that only forms have.
pub(super) const KEYS: [&str; 4] = ["number", "parameters", "events", "fields"];

/// What each of the names known without a field has.
const MEMBERS: [(&str, &[&str]); 5] = [
    ("number", &[]),
    ("issued", &[]),
    ("provider", &["name", "representative", "address", "contact"]),
    ("set", &["title"]),
    ("edition", &["number", "effective"]),
];

/// Characters of a pattern for numbers.
const MAX_PATTERN: usize = 60;
const MAX_DIGITS: u8 = 12;

/// Whether a document is a form: by its kind, or because it has fields.
pub(super) fn is_form(tree: &Node) -> bool {
    let Value::Mapping(entries) = &tree.value else { return false };
    entries.iter().any(|entry| match (entry.key.as_str(), &entry.value.value) {
        ("kind", Value::Scalar(kind)) => ["form", "certificate", "poster"].contains(&kind.text.as_str()),
        ("fields", _) => true,
        _ => false,
    })
}

impl Lowering<'_> {
    pub(super) fn form(&mut self, fields: &Fields<'_>, kind: Option<DocumentKind>) -> Form {
        let is_numbered = matches!(kind, Some(DocumentKind::Certificate | DocumentKind::Notice));
        if is_numbered && fields.key("number").is_none() {
            let message = say!("発行する番号の形がありません", "it is not said how issued ones are numbered");
            let help =
                say!("例: number: 消去-{{year}}-{{serial:05}}", "for example: number: 消去-{{year}}-{{serial:05}}");
            self.diagnostics.push(MISSING_KEYS.at(fields.span, message).help(help));
        }
        let number = fields.get("number").and_then(|node| self.number_pattern(node));
        let events = self.pairs(fields.get("events")).into_iter().filter_map(|(event, field)| {
            Some(FormEvent { event: value::id_of(event, self.diagnostics)?, field: self.variable(field)? })
        });
        let events = events.collect();
        let own = self.each(fields.get("fields"), Self::field);
        self.distinct(&own);
        Form { number, fields: own, events, basis: None, answers: None }
    }

    pub(super) fn distinct(&mut self, fields: &[Field]) {
        for (at, field) in fields.iter().enumerate() {
            let name = &field.id.name;
            if let Some(first) = fields[..at].iter().find(|first| first.id.name == *name) {
                let message = say!("項目「{name}」が二度使われています", "the field `{name}` is there twice");
                let help = say!("どちらかを別の id にしてください", "give one of them another id");
                let related = say!("一つ目はここです", "first here");
                let diagnostic = DUPLICATE_FIELDS.at(field.id.span, message).related(first.id.span, related);
                self.diagnostics.push(diagnostic.help(help));
            }
        }
    }

    /// `消去-{year}-{serial:05}`: what becomes of it is a file name on every system.
    fn number_pattern(&mut self, node: &Node) -> Option<NumberPattern> {
        let text = value::text(node, self.diagnostics)?;
        match number_parts(text.as_str()) {
            Ok(parts) => Some(NumberPattern { parts, span: text.span() }),
            Err(message) => {
                let help = say!(
                    "例: 消去-{{year}}-{{serial:05}}。使えるのは {{set}} {{year}} {{month}} {{day}} {{serial:05}} と、文字、数字、- _ . ・ です",
                    "for example 消去-{{year}}-{{serial:05}}: {{set}}, {{year}}, {{month}}, {{day}}, {{serial:05}}, letters, digits, - _ . ・"
                );
                self.diagnostics.push(INVALID_VALUES.at(text.span(), message).help(help));
                None
            }
        }
    }

    /// Reports expressions where the text must be known before the form is filled in.
    pub(super) fn refuse_expressions(&mut self, prose: &Prose) {
        for expression in prose.expressions() {
            let message = say!("ここに {{{{ }}}} は書けません", "no expression can stand here");
            let help = say!("本文の中で使ってください", "use it in the text of the form");
            self.diagnostics.push(INVALID_EXPRESSIONS.at(expression.span, message).help(help));
        }
    }

    /// Every name in the form is one of its fields. `parameters` are put in place where the form is bound.
    pub(super) fn names(&mut self, document: &Document, parameters: &[Id]) {
        let no_form = Form::default();
        let form = document.form.as_ref().unwrap_or(&no_form);
        let listed = document.gather().fields;
        for (at, id) in listed.iter().enumerate() {
            if let Some(first) = listed[..at].iter().find(|first| first.name == id.name) {
                let name = &id.name;
                let message = say!("項目「{name}」の欄が二つあります", "the field `{name}` has two blanks");
                let help = say!("どちらかを消してください", "delete one of them");
                let diagnostic = DUPLICATE_FIELDS.at(id.span, message).help(help);
                self.diagnostics.push(diagnostic.related(first.span, say!("一つ目はここです", "first here")));
            }
        }
        for signature in &document.signatures {
            if let Some(field) = form.field(&signature.id.name) {
                let name = &field.id.name;
                let message =
                    say!("署名欄の id「{name}」が、項目と同じです", "the signature `{name}` has the id of a field");
                let help = say!("どちらかを別の id にしてください", "give one of them another id");
                let diagnostic = DUPLICATE_FIELDS.at(signature.id.span, message).help(help);
                self.diagnostics.push(diagnostic.related(field.id.span, say!("項目はここです", "the field is here")));
            }
        }
        let events = form.events.iter().map(|event| &event.field);
        let reasons = form.fields.iter().filter_map(|field| field.limits.unless.as_ref());
        for id in listed.into_iter().chain(reasons) {
            self.known(form, id, None);
        }
        let limits = form.fields.iter().flat_map(|field| [&field.limits.not_before, &field.limits.not_after]);
        for id in events.chain(limits.flatten()) {
            self.known(form, id, Some(Field::is_dated));
        }
        for expression in document.expressions() {
            if !parameters.iter().any(|id| id.name == expression.path[0] || id.name == expression.source) {
                self.expression(form, expression);
            }
        }
    }

    /// A field by its name; `fits` says whether it can stand there.
    fn known(&mut self, form: &Form, id: &Id, fits: Option<fn(&Field) -> bool>) {
        let name = &id.name;
        match form.field(name) {
            None => {
                let known: Vec<&str> = form.fields.iter().map(|field| field.id.name.as_str()).collect();
                let message = say!("「{name}」という項目はありません", "there is no field `{name}`");
                self.diagnostics.push(UNKNOWN_FIELDS.at(id.span, message).help(told(name, &known)));
            }
            Some(field) if fits.is_some_and(|fits| !fits(field)) => {
                let message = say!("項目「{name}」は日付ではありません", "the field `{name}` is no date");
                let help = say!("date か datetime の項目を書いてください", "name a field of type date or datetime");
                self.diagnostics.push(UNKNOWN_FIELDS.at(id.span, message).help(help));
            }
            Some(_) => {}
        }
    }

    fn expression(&mut self, form: &Form, expression: &Expression) {
        let (name, member) = (&expression.path[0], expression.path.get(1));
        let members: Vec<&str> = match (form.field(name), MEMBERS.iter().find(|(known, _)| known == name)) {
            (Some(field), _) => match &field.kind {
                FieldKind::Parts(parts) => parts.parts().iter().map(|(part, ..)| *part).collect(),
                FieldKind::Table { .. } | FieldKind::Signature | FieldKind::Seal => {
                    let message = say!("項目「{name}」は文章の中に置けません", "the field `{name}` is no text");
                    let help = say!("fields: [{name}] と書いてください", "write it as `fields: [{name}]`");
                    self.diagnostics.push(INVALID_EXPRESSIONS.at(expression.span, message).help(help));
                    return;
                }
                _ => Vec::new(),
            },
            (None, Some((_, members))) => members.to_vec(),
            (None, None) => {
                let fields = form.fields.iter().map(|field| field.id.name.as_str());
                let known: Vec<&str> = fields.chain(KNOWN).collect();
                let message = say!("「{name}」という項目はありません", "there is no field `{name}`");
                self.diagnostics.push(UNKNOWN_FIELDS.at(expression.span, message).help(told(name, &known)));
                return;
            }
        };
        let fits = match member {
            None => members.is_empty(),
            Some(member) => members.contains(&member.as_str()) && expression.path.len() == 2,
        };
        if !fits {
            let written = expression.name();
            let message = say!("「{written}」という部分はありません", "there is no `{written}`");
            let help = match members.first() {
                Some(_) => {
                    let all: Vec<String> = members.iter().map(|member| format!("{name}.{member}")).collect();
                    let all = all.join(", ");
                    say!("使えるのは {all} です", "one of: {all}")
                }
                None => say!("{name} とだけ書いてください", "write {name} alone"),
            };
            self.diagnostics.push(UNKNOWN_FIELDS.at(expression.span, message).help(help));
        }
    }
}

impl Field {
    fn is_dated(&self) -> bool {
        matches!(self.kind, FieldKind::Date | FieldKind::Moment)
    }
}

fn told(name: &str, known: &[&str]) -> Message {
    match known {
        [] => say!("fields に項目を書いてください", "add it to `fields`"),
        _ => suggest(name, known),
    }
}

fn number_parts(written: &str) -> Result<Vec<NumberPart>, Message> {
    if written.chars().count() > MAX_PATTERN {
        return Err(say!("番号の形が長すぎます", "the pattern is too long"));
    }
    let mut parts = Vec::new();
    let mut rest = written;
    while !rest.is_empty() {
        let (literal, after) = rest.split_at(rest.find(['{', '}']).unwrap_or(rest.len()));
        if let Some(wrong) = literal.chars().find(|&c| !(c.is_alphanumeric() || "-_.・".contains(c))) {
            return Err(say!(
                "番号はファイルの名前になるため、「{wrong}」は使えません",
                "numbers become file names, which cannot have `{wrong}`"
            ));
        }
        if !literal.is_empty() {
            parts.push(NumberPart::Literal(literal.to_owned()));
        }
        if after.is_empty() {
            break;
        }
        let inside = after.strip_prefix('{').and_then(|after| after.split_once('}'));
        let part = inside.and_then(|(name, _)| number_part(name));
        let Some((part, (_, left))) = part.zip(inside) else {
            return Err(say!("番号の形の {{ }} が読み取れません", "what is in braces cannot be read"));
        };
        parts.push(part);
        rest = left;
    }
    let serials = parts.iter().filter(|part| matches!(part, NumberPart::Serial { .. })).count();
    if serials != 1 {
        return Err(say!("番号の形に、通し番号が一つ要ります", "the pattern needs exactly one serial number"));
    }
    let stem = written.split('.').next().unwrap_or_default().to_ascii_lowercase();
    if written.starts_with('.') || written.ends_with('.') || RESERVED.contains(&stem.as_str()) {
        return Err(say!("この形の番号は、ファイルの名前にできません", "such numbers cannot be file names"));
    }
    Ok(parts)
}

/// `serial:05`: five digits, filled with zeros.
fn number_part(name: &str) -> Option<NumberPart> {
    Some(match name {
        "set" => NumberPart::Set,
        "year" => NumberPart::Year,
        "month" => NumberPart::Month,
        "day" => NumberPart::Day,
        "serial" => NumberPart::Serial { digits: 1 },
        _ => {
            let digits: u8 = name.strip_prefix("serial:0")?.parse().ok()?;
            NumberPart::Serial { digits: Some(digits).filter(|digits| (1..=MAX_DIGITS).contains(digits))? }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_file_names_on_every_system() {
        let parts = number_parts("消去-{year}-{serial:05}").unwrap();
        assert_eq!(
            parts,
            [
                NumberPart::Literal("消去-".into()),
                NumberPart::Year,
                NumberPart::Literal("-".into()),
                NumberPart::Serial { digits: 5 },
            ]
        );
        for wrong in [
            "消去/{serial}",
            "a:{serial}",
            "a b{serial}",
            "{serial}.",
            "con.{serial}",
            "{{serial}}",
            "消去",
            "{x}{serial}",
        ] {
            assert!(number_parts(wrong).is_err(), "{wrong}");
        }
    }
}
