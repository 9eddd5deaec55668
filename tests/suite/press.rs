//! Copies of one form: each the paper it would be alone, with nothing of another in it.

use std::collections::{BTreeMap, BTreeSet};

use kiyaku::flow::{self, Flow};
use kiyaku::pdf::{self, Origin, Press, inspect};
use lopdf::{Document, Object};

use crate::forms::{checked, context, filled, party, project, usual};
use crate::typesetting::lines;

/// With characters that no template prints, beside figures, so that some are set with a space around them.
const NAMES: [&str; 3] = ["鸛野９9番地診療所", "医療法人鵜飼ABC会（鵜・鷺）", "架空医院"];

struct Copies {
    press: Press,
    flows: Vec<Flow>,
}

fn copies() -> Copies {
    let project = project();
    let checked = checked(&project);
    let flow = |name: &&str| {
        let mut values = usual();
        values[0].1 = party(name);
        filled(&checked, &values).expect("a certificate")
    };
    let press = Press::new(&flow::build(context(&checked), 1)).expect("a press");
    Copies { press, flows: NAMES.iter().map(flow).collect() }
}

fn created() -> chrono::NaiveDateTime {
    chrono::NaiveDate::from_ymd_opt(2026, 12, 2).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a moment")
}

impl Copies {
    fn copy(&self, at: usize) -> Vec<u8> {
        self.press.render(&self.flows[at], &Origin::default(), created()).expect("a copy")
    }

    fn alone(&self, at: usize) -> Vec<u8> {
        pdf::render(&self.flows[at], &Origin::default(), created()).expect("a document")
    }
}

/// What each font of a file says its codes are, by the font's name on the page.
fn fonts(bytes: &[u8]) -> BTreeMap<String, BTreeSet<char>> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let page = document.page_iter().next().expect("a page");
    let fonts = document.get_page_fonts(page).expect("fonts");
    let characters = |font: &lopdf::Dictionary| {
        let map = font.get(b"ToUnicode").and_then(Object::as_reference).and_then(|map| document.get_object(map));
        let map = map.and_then(Object::as_stream).and_then(|map| map.get_plain_content()).expect("a map");
        let map = String::from_utf8(map).expect("text");
        let pairs = map.lines().filter_map(|line| line.strip_prefix('<')?.split_once("> <"));
        let texts = pairs
            .filter(|(code, _)| *code != "0000")
            .filter_map(|(_, text)| u32::from_str_radix(text.trim_end_matches('>'), 16).ok().and_then(char::from_u32));
        texts.collect()
    };
    fonts.into_iter().map(|(name, font)| (String::from_utf8(name).expect("a name"), characters(font))).collect()
}

#[test]
fn a_copy_depends_on_its_form_and_its_record_alone() {
    let (one, other) = (copies(), copies());
    let forwards: Vec<_> = (0..NAMES.len()).map(|at| one.copy(at)).collect();
    let threads = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("threads");
    let backwards: Vec<_> = threads.install(|| (0..NAMES.len()).rev().map(|at| other.copy(at)).collect());
    assert!(forwards.iter().eq(backwards.iter().rev()));
}

#[test]
fn no_copy_holds_characters_of_another_record() {
    let copies = copies();
    let all: Vec<_> = (0..NAMES.len()).map(|at| fonts(&copies.copy(at))).collect();
    for (fonts, at) in all.iter().zip(0..) {
        let bytes = copies.copy(at);
        let text = inspect::text(&inspect::File::open(&bytes).expect("a PDF")).expect("text");
        for (name, characters) in fonts {
            if name.ends_with("Form") {
                assert_eq!(Some(characters), all[0].get(name), "{name}");
            } else {
                let foreign: Vec<_> = characters.iter().filter(|character| !text.contains(**character)).collect();
                assert!(foreign.is_empty(), "{name} of {at}: {foreign:?}");
            }
        }
    }
    let has = |at: usize, character: char| all[at].values().any(|characters| characters.contains(&character));
    assert!(has(0, '鸛') && has(1, '鵜') && has(0, '消'));
    assert!(!has(0, '鵜') && !has(1, '鸛') && !has(2, '鵜') && !has(2, '鸛'));
}

#[test]
fn a_copy_says_and_looks_like_what_it_would_alone() {
    let copies = copies();
    for (name, at) in NAMES.iter().zip(0..) {
        let (copy, alone) = (copies.copy(at), copies.alone(at));
        let text = |bytes: &[u8]| inspect::text(&inspect::File::open(bytes).expect("a PDF")).expect("text");
        assert!(text(&copy).contains(name));
        assert_eq!(text(&copy), text(&alone));
        assert_eq!(lines(&copy), lines(&alone));
    }
}
