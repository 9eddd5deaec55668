//! Every character of every value maps back to its place in the file, whatever YAML makes of the value.

use kiyaku::source::Sources;
use kiyaku::syntax::{self, Node, Value};

/// Small deterministic random numbers (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// Every character that is not white space must stand in the file where its span says, or be written there as an escape.
fn verify(text: &str, node: &Node, sources: &Sources) -> usize {
    match &node.value {
        Value::Scalar(scalar) => {
            let value = scalar.text.as_str();
            for (at, character) in value.char_indices().filter(|(_, character)| !character.is_whitespace()) {
                let span = scalar.text.at(at..at + character.len_utf8());
                let written = sources.text(span);
                let escaped = written.starts_with('\\') || written == "''";
                assert!(
                    written.starts_with(character) && written.chars().count() == 1 || escaped,
                    "{character:?} at {written:?} in {text:?}"
                );
            }
            value.chars().count()
        }
        Value::Sequence(nodes) => nodes.iter().map(|node| verify(text, node, sources)).sum(),
        Value::Mapping(entries) => entries.iter().map(|entry| verify(text, &entry.value, sources)).sum(),
        Value::Empty => 0,
    }
}

fn words(random: &mut Random, quote: Option<char>) -> String {
    let plain = [
        "第１条",
        "（利用料金）",
        "、",
        "。",
        "a b",
        "é",
        "𠮷野家",
        "髙",
        "１０",
        "-x",
        "x: y".trim_end_matches(": y"),
        "〜",
    ];
    let double = ["\\u3042", "\\x41", "\\t", "\\\"", "\\\\", "\\ud83c\\udf63", "\\U0001F363", "\\/"];
    let count = 1 + random.below(6);
    (0..count)
        .map(|_| match (quote, random.below(3)) {
            (Some('"'), 0) => random.pick(&double),
            (Some('\''), 0) => "''",
            _ => random.pick(&plain),
        })
        .collect()
}

fn scalar(random: &mut Random, indent: &str, end: &str) -> String {
    let lines = 1 + random.below(4);
    match random.below(5) {
        0 => {
            let text: Vec<_> = (0..lines).map(|_| words(random, None)).collect();
            format!("あ{}", text.join(&format!("{end}{indent}  ")))
        }
        1 => {
            let blank = random.below(3);
            let text: Vec<_> = (0..lines).map(|_| words(random, Some('\''))).collect();
            format!("'{}'", text.join(&format!("{}{indent}  ", end.repeat(1 + blank))))
        }
        2 => {
            let joint =
                if random.below(2) == 0 { format!("\\{end}{indent}    ") } else { format!("{end}{end}{indent} ") };
            let text: Vec<_> = (0..lines).map(|_| words(random, Some('"'))).collect();
            format!("\"{}\"", text.join(&joint))
        }
        style => {
            let sign = if style == 3 { "|" } else { ">" };
            let chomp = random.pick(&["", "-", "+"]);
            let blank = end.repeat(random.below(2));
            let text: Vec<_> = (0..lines)
                .map(|line| {
                    let more = if line > 0 { "  ".repeat(random.below(2)) } else { String::new() };
                    format!("{indent}  {more}{}{}", words(random, None), end.repeat(1 + random.below(2)))
                })
                .collect();
            format!("{sign}{chomp}{end}{blank}{}", text.concat().trim_end_matches(['\r', '\n']))
        }
    }
}

#[test]
fn every_character_of_random_scalars_has_its_place() {
    let mut random = Random(0x2026_1001);
    let mut characters = 0;
    for _ in 0..4000 {
        let end = random.pick(&["\n", "\r\n"]);
        let bom = if random.below(4) == 0 { "# 注" } else { "" };
        let (first, second) = (scalar(&mut random, "  ", end), scalar(&mut random, "    ", end));
        let text = format!("{bom}{end}a:{end}  b: {first}{end}  c:{end}    - {second}{end}");
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text.as_str());
        let (tree, findings) = syntax::parse(&sources, id);
        let tree = tree.unwrap_or_else(|| panic!("{text:?}: {findings:?}"));
        characters += verify(&text, &tree, &sources);
    }
    assert!(characters > 50_000, "{characters}");
}

#[test]
fn the_parser_survives_every_cut_of_a_document() {
    let text =
        std::fs::read_to_string(crate::support::root().join("tests/fixtures/findings/markup.yaml")).expect("a fixture");
    for (at, _) in text.char_indices() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", &text[..at]);
        let (tree, findings) = syntax::parse(&sources, id);
        assert!(tree.is_some() || !findings.is_empty() || text[..at].trim().is_empty(), "silent at {at}");
    }
}
