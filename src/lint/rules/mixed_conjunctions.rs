//! 及び beside および in one document.

use crate::diagnostic::Diagnostic;
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

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for texts in wording::documents(subject) {
        for conjunction in &CONJUNCTIONS {
            check_one(conjunction, texts, found);
        }
    }
}

fn check_one(conjunction: &Conjunction, texts: &[Text], found: &mut Vec<Diagnostic>) {
    let kanji = uses(conjunction, conjunction.kanji, texts);
    let kana = uses(conjunction, conjunction.kana, texts);
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

fn uses(conjunction: &Conjunction, form: &str, texts: &[Text]) -> Vec<Span> {
    let mut spans = Vec::new();
    for text in texts {
        let value = text.as_str();
        let quotations = Quotations::of(value);
        for (at, _) in value.match_indices(form) {
            let after = &value[at + form.len()..];
            let is_other_word = conjunction.unless_before.iter().any(|next| after.starts_with(next));
            if !is_other_word && !names_law(after) && !quotations.hold(at) {
                spans.push(text.at(at..at + form.len()));
            }
        }
    }
    spans
}

/// Characters in which a title must come to its end.
const LONGEST_TITLE: usize = 60;

/// Whether the clause goes on to a law's or guideline's title, which keeps its own spelling.
fn names_law(after: &str) -> bool {
    let ends = |c: &char| matches!(c, '、' | '。' | '「' | '」' | '（' | '(' | '\n');
    let clause: String = after.chars().take(LONGEST_TITLE).take_while(|c| !ends(c)).collect();
    let named = ["法律", "条例", "規則", "省令", "ガイドライン", "指針"].iter().any(|title| clause.contains(title));
    let mut before_law = clause.char_indices().filter(|&(_, c)| c == '法');
    named
        || before_law.any(|(at, _)| {
            let is_method =
                clause[..at].ends_with(['方', '手', '用', '作', '文', '司', '療', '技', '寸', '論', '製', '工']);
            let ends_title = clause[at + '法'.len_utf8()..].chars().next().is_none_or(|c| "第にのをはが等".contains(c));
            !is_method && ends_title
        })
}
