//! `forms:` of set.yaml: which forms the editions of a set have.

use super::fields::{Fields, What};
use super::{Lowering, value};
use crate::model::{ExternalForm, FormBinding};
use crate::syntax::{Node, Value};

const BINDING: What = What("様式の指定", "a form of the set");
const EXTERNAL: What = What("外部の様式", "an external form");

impl Lowering<'_> {
    /// Those with a template, and those that are kept elsewhere.
    pub(super) fn bindings(&mut self, node: Option<&Node>) -> (Vec<FormBinding>, Vec<ExternalForm>) {
        let (mut forms, mut external) = (Vec::new(), Vec::new());
        for node in value::list(node, self.diagnostics) {
            if has_key(node, "external") {
                external.extend(self.external_form(node));
            } else {
                forms.extend(self.binding(node));
            }
        }
        (forms, external)
    }

    fn binding(&mut self, node: &Node) -> Option<FormBinding> {
        let keys = ["template", "id", "basis", "with", "from", "until"];
        let fields = Fields::read(node, BINDING, &keys, self.diagnostics)?;
        let template = self.required_id(&fields, "template", "erasure-certificate")?;
        let id = self.id(&fields, "id").unwrap_or_else(|| template.clone());
        let basis = fields.get("basis").and_then(|node| self.basis(node));
        let with = self.pairs(fields.get("with")).into_iter();
        let with = with.filter_map(|(key, node)| Some((key.clone(), value::text(node, self.diagnostics)?.clone())));
        let with = with.collect();
        let mut date = |key| fields.get(key).and_then(|node| value::date(node, self.diagnostics));
        let (from, until) = (date("from"), date("until"));
        Some(FormBinding { template, id, basis, with, from, until })
    }

    fn external_form(&mut self, node: &Node) -> Option<ExternalForm> {
        let fields = Fields::read(node, BINDING, &["external", "basis"], self.diagnostics)?;
        let basis = fields.get("basis").and_then(|node| self.basis(node));
        let inner = Fields::read(fields.get("external")?, EXTERNAL, &["title"], self.diagnostics)?;
        Some(ExternalForm { title: self.required_prose(&inner, "title", "口座振替依頼書"), basis })
    }
}

fn has_key(node: &Node, key: &str) -> bool {
    matches!(&node.value, Value::Mapping(entries) if entries.iter().any(|entry| entry.key.as_str() == key))
}
