//! Particles, conjunctions and small kana typed twice: をを, 若しくは又は, っっ.

use std::sync::LazyLock;

use crate::diagnostic::Diagnostic;
use crate::japanese::lexicon::Lexicon;
use crate::lint::{Subject, wording};
use crate::syntax::Text;
use crate::{rule, say};

rule! {
    /// A particle, a conjunction or a small kana is typed twice: をを, 若しくは又は, っっ.
    ///
    /// It is what remains when words before a particle were replaced together with it. Delete one of the two.
    pub static DOUBLED_PARTICLES: Warning("doubled-particles") = "\
助詞や接続詞、「っ」などの小さい仮名が二度打たれています。

語を入れ替えたときに助詞が残った跡や、「若しくは又は」のように接続詞を書き換えて前の語が残った跡です。一方を消してください。「ものの」のように正しい語の一部になるものは対象にしません。

    誤: 契約者のの承諾をを得て
    正: 契約者の承諾を得て";
}

const PARTICLES: [char; 8] = ['を', 'が', 'の', 'に', 'は', 'で', 'と', 'へ'];
/// None of these comes twice in any word.
const SMALL_KANA: [char; 4] = ['っ', 'ゃ', 'ゅ', 'ょ'];
/// Conjunctions of one meaning.
const ALIKE: usize = 4;
const CONJUNCTIONS: [[&str; ALIKE]; 2] =
    [["又は", "または", "若しくは", "もしくは"], ["及び", "および", "並びに", "ならびに"]];
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(CONJUNCTIONS.as_flattened()));
/// Endings in kana that are a whole word, so that what follows is a particle: ことのの.
const WORDS: [&str; 12] =
    ["こと", "とき", "ため", "よう", "ほか", "とおり", "うち", "まで", "より", "から", "など", "ごと"];
/// Words of which の is a part, so that a second one is too many.
const WITH_NO: [&str; 2] = ["その", "この"];

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for text in wording::texts(subject) {
        let value = text.as_str();
        let next = value.char_indices().skip(1);
        for ((at, particle), (after, second)) in value.char_indices().zip(next) {
            let end = after + second.len_utf8();
            if particle != second {
                continue;
            }
            if SMALL_KANA.contains(&particle) || PARTICLES.contains(&particle) && is_certain(value, particle, at, end) {
                let message = say!("「{particle}」が二度書かれています", "`{particle}` is written twice");
                let help = say!("「{particle}」を一つ消してください", "delete one `{particle}`");
                found.push(DOUBLED_PARTICLES.at(text.at(at..end), message).help(help));
            }
        }
        doubled_conjunctions(text, found);
    }
}

/// 若しくは又は
fn doubled_conjunctions(text: &Text, found: &mut Vec<Diagnostic>) {
    let value = text.as_str();
    for (first, at) in LEXICON.find_in(value) {
        let words = CONJUNCTIONS[first / ALIKE];
        if let Some(second) = words.iter().find(|second| value[at.end..].starts_with(**second)) {
            let first = &value[at.clone()];
            let message = say!("「{first}{second}」と接続詞が続いています", "{first} and {second} stand together");
            let help = say!("「{first}」か「{second}」の一方を消してください", "delete {first} or {second}");
            found.push(DOUBLED_PARTICLES.at(text.at(at.start..at.end + second.len()), message).help(help));
        }
    }
}

/// Kana beside it may make another word of it (そののち, おのおのの); を makes none.
fn is_certain(text: &str, particle: char, start: usize, end: usize) -> bool {
    let (before, after) = (&text[..start], &text[end..]);
    if particle == 'を' {
        return true;
    }
    let ends_word = before.chars().next_back().is_some_and(|c| !wording::is_hiragana(c) && c.is_alphanumeric())
        || before.ends_with(['」', '』', '）', ')', wording::GENERATED])
        || WORDS.iter().any(|word| before.ends_with(word))
        || WITH_NO.iter().any(|word| text[..start + particle.len_utf8()].ends_with(word));
    let begins_word = !after.starts_with(wording::is_hiragana);
    ends_word && begins_word
}
