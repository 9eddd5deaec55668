//! 及び beside および in one document.

use std::sync::LazyLock;

use crate::diagnostic::Diagnostic;
use crate::japanese::lexicon::Lexicon;
use crate::lint::wording::Quotations;
use crate::lint::{Subject, wording};
use crate::source::Span;
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// One conjunction is written in kanji here and in kana there (及び and および).
    ///
    /// Statutes give 及び, 並びに, 又は and 若しくは fixed places; a second spelling looks as if something else were meant.
    /// Write each as most of the document does. Names in 「」 and titles of laws are left alone.
    pub static MIXED_CONJUNCTIONS: Warning("mixed-conjunctions") = "\
同じ接続詞が、漢字とかなの両方で書かれています。

「及び」「並びに」「又は」「若しくは」は、つなぐ段階を書き分ける語です。表記が二通りあると、別の意味に読まれます。文書の中で多いほうにそろえてください。「」の中の名称と法令の題名は対象にしません。

    誤: 契約者及び利用者は、当社または再委託先に…
    正: 契約者及び利用者は、当社又は再委託先に…（ほかの条で「又は」を使っているとき）";
}

struct Conjunction {
    kanji: &'static str,
    kana: &'static str,
    /// What makes another word of it: 及びません, またはじめ.
    unless_before: &'static [&'static str],
}

const CONJUNCTIONS: [Conjunction; 4] = [
    Conjunction { kanji: "及び", kana: "および", unless_before: &["ま", "腰"] },
    Conjunction { kanji: "並びに", kana: "ならびに", unless_before: &[] },
    Conjunction { kanji: "又は", kana: "または", unless_before: &["じ", "っ", "る", "な"] },
    Conjunction { kanji: "若しくは", kana: "もしくは", unless_before: &[] },
];

/// Of each conjunction the kanji, then the kana.
static FORMS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(CONJUNCTIONS.iter().flat_map(|conjunction| [conjunction.kanji, conjunction.kana])));

/// Where a conjunction stands.
#[derive(Default)]
struct Uses {
    kanji: Vec<Span>,
    kana: Vec<Span>,
}

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for texts in wording::documents(subject) {
        for (conjunction, uses) in CONJUNCTIONS.iter().zip(uses(texts)) {
            check_one(conjunction, uses, found);
        }
    }
}

fn check_one(conjunction: &Conjunction, Uses { kanji, kana }: Uses, found: &mut Vec<Diagnostic>) {
    // Official usage is kanji, so kana gives way where neither prevails.
    let (odd, odd_places, usual, usual_places) = if kana.len() <= kanji.len() {
        (conjunction.kana, kana, conjunction.kanji, kanji)
    } else {
        (conjunction.kanji, kanji, conjunction.kana, kana)
    };
    let Some(&first) = usual_places.first() else { return };
    let count = usual_places.len();
    for span in odd_places {
        let message = say!(
            "この文書では「{usual}」と書いていますが（{count} か所）、ここは「{odd}」です",
            "this document writes {usual} ({count} times), but here {odd}"
        );
        let related = say!("ここでは「{usual}」です", "here it is {usual}");
        let finding = MIXED_CONJUNCTIONS.at(span, message).related(first, related);
        found.push(finding.help(say!("「{usual}」と書いてください", "write {usual}")));
    }
}

/// Of every conjunction.
fn uses(texts: &[Text]) -> [Uses; CONJUNCTIONS.len()] {
    let mut uses = CONJUNCTIONS.each_ref().map(|_| Uses::default());
    for text in texts {
        let value = text.as_str();
        let mut quotations = None;
        for (form, range) in FORMS.find_in(value) {
            let after = &value[range.end..];
            let is_other_word = CONJUNCTIONS[form / 2].unless_before.iter().any(|next| after.starts_with(next));
            let quotations = quotations.get_or_insert_with(|| Quotations::of(value));
            if !is_other_word && !quotations.hold(range.start) && !names_law(after) {
                let Uses { kanji, kana } = &mut uses[form / 2];
                let places = if form % 2 == 0 { kanji } else { kana };
                places.push(text.at(range));
            }
        }
    }
    uses
}

/// Characters in which a title must come to its end.
const LONGEST_TITLE: usize = 60;

static TITLES: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::new(["法律", "条例", "規則", "省令", "ガイドライン", "指針"]));

/// Whether the clause goes on to a law's or guideline's title, which keeps its own spelling.
fn names_law(after: &str) -> bool {
    let ends = |c: &char| matches!(c, '、' | '。' | '「' | '」' | '（' | '(' | '\n');
    let clause = after.char_indices().take(LONGEST_TITLE).take_while(|(_, c)| !ends(c));
    let clause = &after[..clause.last().map_or(0, |(at, c)| at + c.len_utf8())];
    let named = TITLES.find_in(clause).next().is_some();
    let mut before_law = clause.char_indices().filter(|&(_, c)| c == '法');
    named
        || before_law.any(|(at, _)| {
            let is_method =
                clause[..at].ends_with(['方', '手', '用', '作', '文', '司', '療', '技', '寸', '論', '製', '工']);
            let ends_title = clause[at + '法'.len_utf8()..].chars().next().is_none_or(|c| "第にのをはが等".contains(c));
            !is_method && ends_title
        })
}
