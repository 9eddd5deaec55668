//! `allow:` on a provision: a rule that may find something there, and the reason why.

use super::Lowering;
use super::fields::{Fields, What};
use super::value;
use crate::model::Suppression;
use crate::syntax::Node;

const ALLOW: What = What("許容", "an exception");

impl Lowering<'_> {
    /// Takes note of what a provision allows.
    pub(super) fn allow(&mut self, fields: &Fields<'_>) {
        let allowed = self.each(fields.get("allow"), |lowering, node| lowering.suppression(node));
        for (rule, span) in allowed {
            self.suppressions.push(Suppression { rule, span, extent: fields.extent });
        }
    }

    /// Rule and place; the reason is for readers of the source, but it must be given.
    fn suppression(&mut self, node: &Node) -> Option<(String, crate::source::Span)> {
        let fields = Fields::read(node, ALLOW, &["rule", "reason"], self.diagnostics)?;
        let rule = fields.require("rule", "late-definitions", self.diagnostics);
        if let Some(reason) = fields.require("reason", "前の版からの表現を保つため", self.diagnostics) {
            self.prose(reason);
        }
        let rule = rule.and_then(|node| value::text(node, self.diagnostics))?;
        Some((rule.as_str().to_owned(), rule.span()))
    }
}
