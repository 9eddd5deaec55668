//! Puts shared blocks in the place of `include:` entries, before anything is read as part of a document.
//!
//! A block is parsed once for every use, as a source of its own that remembers the place of use; so a finding in it shows
//! both places, and a parameter keeps the place where it was given.

use std::collections::BTreeMap;

use super::fields::{Fields, MISSING_KEYS, UNKNOWN_KEYS, What, suggest, wrong_type};
use super::value;
use crate::diagnostic::Diagnostic;
use crate::model::{FormBinding, Id};
use crate::source::{SourceId, Sources, Span};
use crate::syntax::{self, Entry, Node, Scalar, Text, Value};
use crate::{rule, say};

rule! {
    /// The id of a document, or the name of a shared block, differs from the name of its file.
    ///
    /// Links, output files and set.yaml use one name for a document. Rename one of the two.
    pub static MISMATCHED_IDS: Error("mismatched-ids") = "\
文書の id や共有ブロックの block: が、ファイルの名前と違います。

リンク、出力のファイル、set.yaml は、文書を一つの名前で呼びます。どちらかにそろえてください。

    誤: annex.yaml の中の id: annex-services
    正: annex-services.yaml の中の id: annex-services";
}

rule! {
    /// An include names a shared block that does not exist.
    ///
    /// Nothing would stand at its place. Mend the name, or write the block in the folder `shared` of the revision.
    pub static MISSING_BLOCKS: Error("missing-blocks") = "\
取り込もうとした共有ブロックがありません。

その場所の文章が抜け落ちます。名前を直すか、改定のフォルダの shared/ にその名前のファイルを置いてください。";
}

rule! {
    /// A shared block includes itself, directly or through others.
    ///
    /// It would never end. Delete one of the includes.
    pub static CIRCULAR_INCLUDES: Error("circular-includes") = "\
共有ブロックが、直接または別のブロックを通じて自分自身を取り込んでいます。

取り込みが終わらなくなります。輪になっている include の一つを消してください。";
}

rule! {
    /// A shared block declares a parameter that its content does not use.
    ///
    /// What is given for it has no effect, and the text probably lacks something. Use it as {{ name }}, or delete it.
    pub static UNUSED_PARAMETERS: Error("unused-parameters") = "\
共有ブロックの引数が、本文で使われていません。

渡した値がどこにも現れず、文章から語が抜けているおそれがあります。本文に {{ 名前 }} と書くか、parameters から消してください。";
}

rule! {
    /// A shared block uses a parameter that it does not declare.
    ///
    /// Nothing can be put in its place. Add it to `parameters`, or mend the name.
    pub static UNKNOWN_PARAMETERS: Error("unknown-parameters") = "\
共有ブロックの本文に、宣言していない引数があります。

そこに入る語が決まらず、文章に穴が空きます。parameters に足すか、名前を直してください。

    誤: parameters: [service] と {{ servise }}
    正: parameters: [service] と {{ service }}";
}

rule! {
    /// Shared blocks are included more often than any document needs.
    ///
    /// Blocks that include blocks multiply. Let them include each other less.
    pub static EXCESSIVE_INCLUDES: Error("excessive-includes") = "\
共有ブロックの取り込みが多すぎます。

ブロックがブロックを取り込むと、数が掛け算で増えます。ブロックどうしの取り込みを減らしてください。";
}

/// Blocks that include blocks multiply; no document comes near this.
const MAX_INCLUDES: usize = 2000;

const BLOCK: What = What("共有ブロック", "a shared block");
const INCLUDE: What = What("include", "an include");

/// Shared blocks by name (the file's name without `.yaml`).
pub type Blocks = BTreeMap<String, SourceId>;

/// Values given at a place of use.
type Parameters<'a> = BTreeMap<&'a str, &'a Text>;

pub(super) struct Expansion<'a> {
    pub blocks: &'a Blocks,
    pub sources: &'a mut Sources,
    pub diagnostics: &'a mut Vec<Diagnostic>,
    /// As in [`super::Unread`].
    asked: &'a mut BTreeMap<String, Option<SourceId>>,
    /// Blocks being expanded, with the place that includes each.
    stack: Vec<(String, Span)>,
    done: usize,
}

impl<'a> Expansion<'a> {
    pub fn new(
        blocks: &'a Blocks,
        sources: &'a mut Sources,
        diagnostics: &'a mut Vec<Diagnostic>,
        asked: &'a mut BTreeMap<String, Option<SourceId>>,
    ) -> Expansion<'a> {
        Expansion { blocks, sources, diagnostics, asked, stack: Vec::new(), done: 0 }
    }

    pub fn node(&mut self, node: Node) -> Node {
        let value = match node.value {
            Value::Sequence(nodes) => Value::Sequence(self.elements(nodes)),
            Value::Mapping(entries) => {
                let expand = |Entry { key, value }| Entry { key, value: self.node(value) };
                Value::Mapping(entries.into_iter().map(expand).collect())
            }
            other => other,
        };
        Node { value, ..node }
    }

    /// The entries of a list: each itself, or the content of the block it includes.
    fn elements(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            match &node.value {
                Value::Mapping(entries) if entries.len() == 1 && entries[0].key.as_str() == "include" => {
                    out.extend(self.include(&entries[0]));
                }
                _ => out.push(self.node(node)),
            }
        }
        out
    }

    fn include(&mut self, entry: &Entry) -> Vec<Node> {
        let Some(fields) = Fields::read(&entry.value, INCLUDE, &["block", "with"], self.diagnostics) else {
            return Vec::new();
        };
        let name =
            fields.require("block", "payment", self.diagnostics).and_then(|node| value::id(node, self.diagnostics));
        let Some(name) = name else { return Vec::new() };
        let block = self.blocks.get(&name.name).copied();
        self.asked.insert(name.name.clone(), block);
        let Some(block) = block else {
            self.missing_block(&name);
            return Vec::new();
        };
        if let Some((_, first)) = self.stack.iter().find(|(open, _)| *open == name.name) {
            let block = &name.name;
            let message = say!(
                "共有ブロック「{block}」が自分自身を取り込んでいます",
                "the shared block `{block}` includes itself"
            );
            let help = say!("どちらかの include を消してください", "delete one of the two includes");
            let first = (*first, say!("最初の取り込みはここです", "first included here"));
            self.diagnostics.push(CIRCULAR_INCLUDES.at(name.span, message).related(first.0, first.1).help(help));
            return Vec::new();
        }
        self.done += 1;
        if self.done > MAX_INCLUDES {
            let message = say!("取り込みが {MAX_INCLUDES} 回を超えました", "more than {MAX_INCLUDES} includes");
            let help =
                say!("共有ブロックどうしの取り込みを減らしてください", "let shared blocks include each other less");
            self.diagnostics
                .extend((self.done == MAX_INCLUDES + 1).then(|| EXCESSIVE_INCLUDES.at(name.span, message).help(help)));
            return Vec::new();
        }
        let source = self.sources.add_inclusion(block, name.span);
        let (tree, found) = syntax::parse(self.sources, source);
        self.diagnostics.extend(found);
        let Some(tree) = tree else { return Vec::new() };
        self.stack.push((name.name.clone(), name.span));
        let nodes = self.content(&tree, &name, fields.get("with"));
        self.stack.pop();
        nodes
    }

    fn missing_block(&mut self, name: &Id) {
        let block = &name.name;
        let message = say!("共有ブロック「{block}」がありません", "there is no shared block `{block}`");
        let known: Vec<&str> = self.blocks.keys().map(String::as_str).collect();
        let help = if known.is_empty() {
            say!(
                "改定のフォルダの shared/{block}.yaml に書いてください",
                "write it in shared/{block}.yaml of the revision"
            )
        } else {
            suggest(block, &known)
        };
        self.diagnostics.push(MISSING_BLOCKS.at(name.span, message).help(help));
    }

    fn content(&mut self, tree: &Node, name: &Id, with: Option<&Node>) -> Vec<Node> {
        let keys = ["block", "parameters", "content"];
        let Some(fields) = Fields::read(tree, BLOCK, &keys, self.diagnostics) else { return Vec::new() };
        let own =
            fields.require("block", &name.name, self.diagnostics).and_then(|node| value::id(node, self.diagnostics));
        if let Some(own) = own.filter(|own| own.name != name.name) {
            let (own_name, file) = (&own.name, &name.name);
            let message = say!(
                "block「{own_name}」とファイルの名前「{file}.yaml」が違います",
                "the block `{own_name}` is in `{file}.yaml`"
            );
            let help = say!("block: {file} にするか、ファイルの名前を変えてください", "rename one of them");
            self.diagnostics.push(MISMATCHED_IDS.at(own.span, message).help(help));
        }
        let declared: Vec<Id> = value::list(fields.get("parameters"), self.diagnostics)
            .iter()
            .filter_map(|node| value::id(node, self.diagnostics))
            .collect();
        let given = self.given(with);
        let parameters = paired(&declared, name, given, self.diagnostics);
        let content = fields.require("content", "[…]", self.diagnostics);
        let mut filling = Filling {
            parameters: &parameters,
            declared: &declared,
            keeps_others: false,
            used: Vec::new(),
            diagnostics: self.diagnostics,
        };
        let nodes: Vec<Node> =
            value::list(content, filling.diagnostics).iter().map(|node| filling.node(node)).collect();
        filling.report_unused();
        self.elements(nodes)
    }

    /// What the place of use gives.
    fn given<'n>(&mut self, with: Option<&'n Node>) -> Vec<(&'n Text, &'n Text)> {
        let Some(node) = with else { return Vec::new() };
        let Value::Mapping(entries) = &node.value else {
            let help = say!("with: {{ 引数: 値 }} のように書いてください", "write it like `with: {{ name: value }}`");
            self.diagnostics.push(wrong_type(node, &say!("引数と値の組", "parameters and values")).help(help));
            return Vec::new();
        };
        entries.iter().filter_map(|entry| Some((&entry.key, value::text(&entry.value, self.diagnostics)?))).collect()
    }
}

/// Pairs what a block or form declares with what the place of use gives.
fn paired<'n>(
    declared: &[Id],
    name: &Id,
    given: Vec<(&'n Text, &'n Text)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parameters<'n> {
    for (key, _) in &given {
        if !declared.iter().any(|id| id.name == key.as_str()) {
            let (block, parameter) = (&name.name, key.as_str());
            let message =
                say!("「{block}」に「{parameter}」という引数はありません", "`{block}` has no parameter `{parameter}`");
            let known: Vec<&str> = declared.iter().map(|id| id.name.as_str()).collect();
            diagnostics.push(UNKNOWN_KEYS.at(key.span(), message).help(suggest(parameter, &known)));
        }
    }
    for id in declared.iter().filter(|id| !given.iter().any(|(key, _)| key.as_str() == id.name)) {
        let parameter = &id.name;
        let message = say!("引数「{parameter}」が渡されていません", "the parameter `{parameter}` is not given");
        let help = say!("with: に「{parameter}: 値」を書き足してください", "add `{parameter}: value` to `with:`");
        let declared = say!("ここで宣言されています", "declared here");
        diagnostics.push(MISSING_KEYS.at(name.span, message).related(id.span, declared).help(help));
    }
    given.into_iter().map(|(key, value)| (key.as_str(), value)).collect()
}

/// A form with what the set gives in the place of its parameters; what else stands in `{{ }}` is an expression.
pub(super) fn bound(tree: Node, binding: &FormBinding, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let Value::Mapping(entries) = &tree.value else { return tree };
    let parameters = entries.iter().find(|entry| entry.key.as_str() == "parameters").map(|entry| &entry.value);
    // What is wrong with the list itself is said where the form is read.
    let mut unsaid = Vec::new();
    let nodes = value::list(parameters, &mut unsaid).iter();
    let declared: Vec<Id> = nodes.filter_map(|node| value::id(node, &mut unsaid)).collect();
    let given = binding.with.iter().map(|(key, value)| (key, value)).collect();
    let parameters = paired(&declared, &binding.template, given, diagnostics);
    let mut filling =
        Filling { parameters: &parameters, declared: &declared, keeps_others: true, used: Vec::new(), diagnostics };
    let node = filling.node(&tree);
    filling.report_unused();
    node
}

/// Replaces `{{ name }}` in every scalar of a block's content.
struct Filling<'a> {
    parameters: &'a Parameters<'a>,
    declared: &'a [Id],
    /// Whether what is not declared stays as it is.
    keeps_others: bool,
    used: Vec<String>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Filling<'_> {
    fn node(&mut self, node: &Node) -> Node {
        let value = match &node.value {
            Value::Empty => Value::Empty,
            Value::Scalar(scalar) => Value::Scalar(Scalar { text: self.text(&scalar.text), style: scalar.style }),
            Value::Sequence(nodes) => Value::Sequence(nodes.iter().map(|node| self.node(node)).collect()),
            Value::Mapping(entries) => {
                let fill = |entry: &Entry| Entry { key: entry.key.clone(), value: self.node(&entry.value) };
                Value::Mapping(entries.iter().map(fill).collect())
            }
        };
        Node { span: node.span, value }
    }

    fn text(&mut self, text: &Text) -> Text {
        if !text.as_str().contains("{{") {
            return text.clone();
        }
        let mut out = Text::empty(text.span());
        let mut done = 0;
        while let Some(open) = text.as_str()[done..].find("{{").map(|at| done + at) {
            let Some(close) = text.as_str()[open..].find("}}").map(|at| open + at + 2) else { break };
            out.push(text, done..open);
            let name = text.as_str()[open + 2..close - 2].trim();
            if !self.used.iter().any(|used| used == name) {
                self.used.push(name.to_owned());
            }
            match self.parameters.get(name) {
                Some(value) => out.push(value, 0..value.as_str().len()),
                None if self.keeps_others => out.push(text, open..close),
                None => self.unknown(name, text.at(open..close)),
            }
            done = close;
        }
        out.push(text, done..text.as_str().len());
        out
    }

    fn unknown(&mut self, name: &str, span: Span) {
        if self.declared.iter().any(|id| id.name == name) {
            return; // already reported where it was not given
        }
        let message = say!("「{name}」は parameters にありません", "`{name}` is not among the parameters");
        let known: Vec<&str> = self.declared.iter().map(|id| id.name.as_str()).collect();
        self.diagnostics.push(UNKNOWN_PARAMETERS.at(span, message).help(suggest(name, &known)));
    }

    fn report_unused(&mut self) {
        for id in self.declared.iter().filter(|id| !self.used.contains(&id.name)) {
            let name = &id.name;
            let message = say!("引数「{name}」は使われていません", "the parameter `{name}` is not used");
            let help = say!(
                "parameters から消すか、本文の {{{{ {name} }}}} で使ってください",
                "delete it, or use it as {{{{ {name} }}}}"
            );
            self.diagnostics.push(UNUSED_PARAMETERS.at(id.span, message).help(help));
        }
    }
}
