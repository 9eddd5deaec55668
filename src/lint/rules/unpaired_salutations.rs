//! Words that begin a letter without the words that end it.

use crate::diagnostic::Diagnostic;
use crate::lint::Subject;
use crate::model::{Body, Document, Letter, Prose};
use crate::{rule, say};

rule! {
    /// The opening word of a letter and its closing word do not belong together, or one of a pair is missing.
    ///
    /// Letters begin and end with fixed pairs of words: 拝啓 with 敬具, 前略 with 草々, 謹啓 with 謹白; what is listed below
    /// 記 ends with 以上. A wrong pair looks careless. Write the word that belongs to the other.
    pub static UNPAIRED_SALUTATIONS: Warning("unpaired-salutations") = "\
頭語と結語が対になっていないか、片方がありません。

書簡の頭語と結語は、「拝啓」と「敬具」、「前略」と「草々」、「謹啓」と「謹白」のように、組が決まっています。「記」の後に書き並べた事項の終わりには、「以上」を置きます。組の合わない語や、片方の欠けた書簡は、粗略に見えます。対になる語に直してください。

    誤: opening: 前略 と closing-word: 敬具
    正: opening: 前略 と closing-word: 草々";
}

/// Opening words with the closing words that belong to them, the usual one first.
const PAIRS: [(&str, &[&str]); 8] = [
    ("拝啓", &["敬具", "拝具", "敬白"]),
    ("謹啓", &["謹白", "謹言", "敬白", "頓首"]),
    ("恭啓", &["謹白", "謹言", "敬白"]),
    ("拝復", &["敬具", "拝具", "拝答"]),
    ("謹復", &["謹白", "謹言", "敬白"]),
    ("前略", &["草々", "早々", "不一"]),
    ("冠省", &["不一", "不備", "草々"]),
    ("急啓", &["草々", "早々", "不一"]),
];
/// Ends what is listed below 記.
const END: &str = "以上";

pub fn check(subject: Subject<'_>, found: &mut Vec<Diagnostic>) {
    for document in &subject.edition.documents {
        if let Some(letter) = &document.letter {
            found.extend(salutation(letter));
            found.extend(enumeration(document, letter));
        }
    }
}

fn salutation(letter: &Letter) -> Option<Diagnostic> {
    let word = |prose: &Prose| prose.plain().as_str().to_owned();
    let (opening, closing) = match (&letter.salutation.opening, &letter.salutation.closing) {
        (Some(opening), Some(closing)) => (opening, closing),
        (Some(alone), None) | (None, Some(alone)) => return Some(lonely(&word(alone), alone)),
        (None, None) => return None,
    };
    let (first, last) = (word(opening), word(closing));
    let Some((_, right)) = PAIRS.iter().find(|(known, _)| *known == first) else {
        let known = PAIRS.map(|(known, _)| known).join("、");
        let message = say!("「{first}」は頭語ではありません", "`{first}` does not begin letters");
        let help = say!("次のいずれかにしてください：{known}", "write one of {known}");
        return Some(UNPAIRED_SALUTATIONS.at(opening.span, message).help(help));
    };
    if right.contains(&last.as_str()) {
        return None;
    }
    let usual = right[0];
    let message =
        say!("「{first}」で始めた書簡を「{last}」で終えています", "a letter that begins with {first} ends with {last}");
    let help = say!("「{usual}」としてください", "write {usual}");
    let related = say!("頭語はこれです", "it begins here");
    Some(UNPAIRED_SALUTATIONS.at(closing.span, message).related(opening.span, related).help(help))
}

/// The only one of a pair.
fn lonely(word: &str, prose: &Prose) -> Diagnostic {
    let partner = PAIRS.iter().find_map(|(opening, closings)| match word {
        word if word == *opening => Some(closings[0]),
        word if closings.contains(&word) => Some(*opening),
        _ => None,
    });
    let message = say!("「{word}」と対になる語がありません", "`{word}` has no partner");
    let diagnostic = UNPAIRED_SALUTATIONS.at(prose.span, message);
    match partner {
        Some(partner) => diagnostic.help(say!("「{partner}」を加えてください", "add {partner}")),
        None => diagnostic.help(say!("頭語と結語を、対にして書いてください", "write both words of a pair")),
    }
}

/// 記 stands above what follows the text; 以上 ends it.
fn enumeration(document: &Document, letter: &Letter) -> Option<Diagnostic> {
    let is_listing = !matches!(&document.body, Body::Sections(sections) if sections.is_empty());
    match &document.closing {
        None if is_listing => {
            let message = say!("「記」の後に「以上」がありません", "what is listed below 記 does not end with 以上");
            let help = say!("closing: 以上 を加えてください", "add `closing: 以上`");
            Some(UNPAIRED_SALUTATIONS.at(letter.span, message).help(help))
        }
        Some(closing) if is_listing && closing.plain().as_str() != END => {
            let message =
                say!("「記」の後が「以上」で終わっていません", "what is listed below 記 does not end with 以上");
            Some(UNPAIRED_SALUTATIONS.at(closing.span, message).help(say!("「以上」としてください", "write 以上")))
        }
        Some(closing) if !is_listing => {
            let message = say!("「記」がないのに「以上」があります", "there is 以上 without anything below 記");
            let help = say!("closing を消すか、記す事項を書いてください", "delete `closing`, or write what it ends");
            Some(UNPAIRED_SALUTATIONS.at(closing.span, message).help(help))
        }
        _ => None,
    }
}
